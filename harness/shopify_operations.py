"""What an order desk asks a shop for, as it would ask it."""

MONEY = "fragment Money on MoneyBag { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }"
TAX = "fragment Tax on TaxLine { title rate channelLiable priceSet { ...Money } }"
ADDRESS = """
fragment Address on MailingAddress {
  firstName lastName company address1 address2 city province provinceCode zip country countryCodeV2 phone
}
"""
PREFLIGHT = """
query Preflight {
  shop { name myshopifyDomain currencyCode taxesIncluded ianaTimezone plan { publicDisplayName } }
  currentAppInstallation { accessScopes { handle } }
  publicApiVersions { handle supported }
}
"""
CHANGED = """
query Changed($first: Int!, $after: String, $query: String, $sort: OrderSortKeys = UPDATED_AT, $reverse: Boolean) {
  orders(first: $first, after: $after, query: $query, sortKey: $sort, reverse: $reverse) {
    nodes { id name createdAt updatedAt cancelledAt closedAt test sourceName }
    pageInfo { hasNextPage endCursor }
  }
}
"""
ORDER = f"""
query Order($id: ID!, $lines: Int!, $after: String) {{
  order(id: $id) {{
    id legacyResourceId name number poNumber createdAt updatedAt closedAt cancelledAt cancelReason test edited
    email phone note tags currencyCode presentmentCurrencyCode taxesIncluded displayFinancialStatus
    displayFulfillmentStatus paymentGatewayNames sourceName attribution {{ handle displayName }} discountCodes
    customAttributes {{ key value }}
    customer {{ id firstName lastName defaultEmailAddress {{ emailAddress }} defaultPhoneNumber {{ phoneNumber }} }}
    billingAddress {{ ...Address }} shippingAddress {{ ...Address }}
    totalPriceSet {{ ...Money }} totalTaxSet {{ ...Money }} totalTipReceivedSet {{ ...Money }}
    totalRefundedSet {{ ...Money }} totalOutstandingSet {{ ...Money }} originalTotalPriceSet {{ ...Money }}
    currentSubtotalPriceSet {{ ...Money }} currentTotalPriceSet {{ ...Money }} currentTotalTaxSet {{ ...Money }}
    currentShippingPriceSet {{ ...Money }} currentTotalDiscountsSet {{ ...Money }}
    currentTotalDutiesSet {{ ...Money }} currentTotalAdditionalFeesSet {{ ...Money }}
    totalCashRoundingAdjustment {{ paymentSet {{ ...Money }} }}
    additionalFees {{ id name price {{ ...Money }} }}
    taxLines {{ ...Tax }}
    shippingLines(first: 5) {{
      nodes {{
        id title code source isRemoved
        originalPriceSet {{ ...Money }} discountedPriceSet {{ ...Money }} currentDiscountedPriceSet {{ ...Money }}
        taxLines {{ ...Tax }}
      }}
    }}
    discountApplications(first: 10) {{
      nodes {{
        index allocationMethod targetSelection targetType
        value {{ ... on MoneyV2 {{ amount currencyCode }} ... on PricingPercentageValue {{ percentage }} }}
        ... on DiscountCodeApplication {{ code }}
        ... on AutomaticDiscountApplication {{ title }}
      }}
    }}
    lineItems(first: $lines, after: $after) {{
      nodes {{
        id title name variantTitle sku quantity currentQuantity unfulfilledQuantity
        requiresShipping taxable isGiftCard
        weight {{ unit value }} lineItemGroup {{ id title quantity variantSku }} customAttributes {{ key value }}
        originalUnitPriceSet {{ ...Money }} priceAfterAllDiscountsBeforeTaxesSet {{ ...Money }}
        discountAllocations {{ allocatedAmountSet {{ ...Money }} discountApplication {{ index }} }}
        taxLines {{ ...Tax }} duties {{ id price {{ ...Money }} }}
      }}
      pageInfo {{ hasNextPage endCursor }}
    }}
    refunds {{
      id createdAt note totalRefundedSet {{ ...Money }}
      refundLineItems(first: 20) {{
        nodes {{ quantity restockType lineItem {{ id }} subtotalSet {{ ...Money }} totalTaxSet {{ ...Money }} }}
      }}
      refundShippingLines(first: 5) {{ nodes {{ id subtotalAmountSet {{ ...Money }} taxAmountSet {{ ...Money }} }} }}
      orderAdjustments(first: 5) {{ nodes {{ id reason amountSet {{ ...Money }} }} }}
    }}
  }}
}}
{MONEY} {TAX} {ADDRESS}
"""
SHIPPING = """
query Shipping($id: ID!, $orders: Int = 10, $lines: Int = 50) {
  order(id: $id) {
    id cancelledAt closedAt displayFulfillmentStatus
    fulfillmentOrders(first: $orders) {
      nodes {
        id status requestStatus updatedAt assignedLocation { name location { id } } deliveryMethod { methodType }
        supportedActions { action } fulfillmentHolds { id reason reasonNotes }
        lineItems(first: $lines) {
          nodes { id totalQuantity remainingQuantity sku requiresShipping lineItem { id } }
          pageInfo { hasNextPage endCursor }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
    fulfillments(first: 50) {
      id name status displayStatus createdAt updatedAt trackingInfo(first: 20) { number url company }
      fulfillmentLineItems(first: 50) { nodes { id quantity lineItem { id } } }
    }
  }
}
"""
SHIP = """
mutation Ship($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) {
    fulfillment { id name status displayStatus createdAt trackingInfo(first: 20) { number url company } }
    userErrors { field message }
  }
}
"""
CORRECT = """
mutation Correct($id: ID!, $tracking: FulfillmentTrackingInput!, $notify: Boolean) {
  fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: $tracking, notifyCustomer: $notify) {
    fulfillment { id status trackingInfo(first: 20) { number url company } }
    userErrors { field message }
  }
}
"""
UNDO = """
mutation Undo($id: ID!) {
  fulfillmentCancel(id: $id) { fulfillment { id status displayStatus } userErrors { field message } }
}
"""
SUBSCRIBE = """
mutation Subscribe($topic: WebhookSubscriptionTopic!, $webhook: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhook) {
    webhookSubscription { id topic uri format filter includeFields apiVersion { handle } }
    userErrors { field message }
  }
}
"""
RESUBSCRIBE = """
mutation Resubscribe($id: ID!, $webhook: WebhookSubscriptionInput!) {
  webhookSubscriptionUpdate(id: $id, webhookSubscription: $webhook) {
    webhookSubscription { uri } userErrors { field message }
  }
}
"""
SUBSCRIPTIONS = """
query Subscriptions($after: String) {
  webhookSubscriptions(first: 100, after: $after) {
    nodes { id topic uri format name apiVersion { handle } } pageInfo { hasNextPage endCursor }
  }
}
"""
UNSUBSCRIBE = """
mutation Unsubscribe($id: ID!) {
  webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { field message } }
}
"""
LOCATIONS = """
query Locations($after: String) {
  locations(first: 50, after: $after) {
    nodes { id name isActive fulfillsOnlineOrders isFulfillmentService } pageInfo { hasNextPage endCursor }
  }
}
"""
START_BULK = """
mutation Bulk($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: false) {
    bulkOperation { id status } userErrors { field message }
  }
}
"""
BULK = "query Bulk($id: ID!) { bulkOperation(id: $id) { status errorCode objectCount url } }"
