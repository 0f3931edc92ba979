"""The operations by which a shop is told of parcels."""

from zoho_app.channels.shopify.client.operations import Operation

FULFILLMENT_ORDERS_A_PAGE, LINES = 20, 250

SHIPPING_STATE = Operation(
    "ShippingState",
    """
query ShippingState($id: ID!, $first: Int!, $after: String, $lines: Int!) {
  order(id: $id) {
    createdAt cancelledAt
    fulfillmentOrders(first: $first, after: $after) {
      nodes {
        id status requestStatus
        assignedLocation { name location { id } }
        deliveryMethod { methodType }
        supportedActions { action }
        fulfillmentHolds { reason reasonNotes }
        lineItems(first: $lines) { nodes { id remainingQuantity sku lineItem { id } } }
      }
      pageInfo { hasNextPage endCursor }
    }
    fulfillments(first: 100) {
      id name status
      trackingInfo(first: 50) { number url company }
      fulfillmentLineItems(first: 100) { nodes { quantity lineItem { id } } }
    }
  }
}
""",
    220,
)
CREATE = Operation(
    "ShipParcel",
    """
mutation ShipParcel($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) { fulfillment { id } userErrors { field message } }
}
""",
    15,
)
UPDATE = Operation(
    "CorrectTracking",
    """
mutation CorrectTracking($id: ID!, $tracking: FulfillmentTrackingInput!, $notify: Boolean) {
  fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: $tracking, notifyCustomer: $notify) {
    fulfillment { id } userErrors { field message }
  }
}
""",
    55,
)
CANCEL = Operation(
    "UndoParcel",
    """
mutation UndoParcel($id: ID!) {
  fulfillmentCancel(id: $id) { fulfillment { id } userErrors { field message } }
}
""",
    15,
)
