"""The operations that a shop is asked for, each with the most that it may cost before it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Operation:
    """One GraphQL operation; `cost` is what Shopify takes for it at first."""

    name: str
    text: str
    cost: int


ORDERS_A_PAGE, LINES_A_PAGE = 250, 100
_FRAGMENTS = """
fragment Money on MoneyBag { shopMoney { amount currencyCode } }
fragment Tax on TaxLine { title rate channelLiable }
fragment Address on MailingAddress {
  firstName lastName company address1 address2 city province provinceCode zip country countryCodeV2 phone
}
"""
_CUSTOMER = (
    "customer { id firstName lastName defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } }"
)
_OWN_FIELDS = """
  id legacyResourceId name createdAt updatedAt cancelledAt test email phone note tags poNumber
  currencyCode presentmentCurrencyCode taxesIncluded taxExempt displayFinancialStatus displayFulfillmentStatus
  paymentGatewayNames sourceName attribution { displayName } customAttributes { key value }
  billingAddress { ...Address } shippingAddress { ...Address }
  totalPriceSet { ...Money } totalRefundedSet { ...Money }
  currentSubtotalPriceSet { ...Money } currentTotalPriceSet { ...Money } currentTotalTaxSet { ...Money }
  currentShippingPriceSet { ...Money } currentTotalDutiesSet { ...Money } currentTotalAdditionalFeesSet { ...Money }
  totalCashRoundingAdjustment { paymentSet { ...Money } }
"""
_SHIPPING_LINE = "id title currentDiscountedPriceSet { ...Money } taxLines { ...Tax }"
_DISCOUNT = """
  index
  ... on DiscountCodeApplication { code } ... on ManualDiscountApplication { title }
  ... on AutomaticDiscountApplication { title } ... on ScriptDiscountApplication { title }
"""
_LINE = f"""
  id title name variantTitle sku quantity currentQuantity requiresShipping isGiftCard
  lineItemGroup {{ title }} customAttributes {{ key value }}
  originalUnitPriceSet {{ ...Money }} taxLines {{ ...Tax }}
  discountAllocations {{ allocatedAmountSet {{ ...Money }} discountApplication {{ {_DISCOUNT} }} }}
"""


def _order(with_customer: bool) -> Operation:
    text = f"""
query Order($id: ID!, $lines: Int!, $after: String) {{
  order(id: $id) {{
    {_OWN_FIELDS} {_CUSTOMER if with_customer else ""}
    shippingLines(first: 10) {{ nodes {{ {_SHIPPING_LINE} }} }}
    lineItems(first: $lines, after: $after) {{ nodes {{ {_LINE} }} pageInfo {{ hasNextPage endCursor }} }}
  }}
}}
{_FRAGMENTS}"""
    return Operation("Order", text, 160)


ORDER, ORDER_WITH_CUSTOMER = _order(with_customer=False), _order(with_customer=True)


def all_orders(search: str, with_customer: bool) -> str:
    """The query of a bulk operation for all orders that a search finds, with the fields of `ORDER`."""
    return f"""
{{
  orders(query: {_quoted(search)}, sortKey: UPDATED_AT) {{ edges {{ node {{
    {_OWN_FIELDS} {_CUSTOMER if with_customer else ""}
    shippingLines {{ edges {{ node {{ __typename {_SHIPPING_LINE} }} }} }}
    lineItems {{ edges {{ node {{ __typename {_LINE} }} }} }}
  }} }} }}
}}
{_FRAGMENTS}"""


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


PREFLIGHT = Operation(
    "Preflight",
    """
query Preflight {
  shop { name myshopifyDomain currencyCode taxesIncluded ianaTimezone plan { publicDisplayName } }
  currentAppInstallation { accessScopes { handle } }
  publicApiVersions { handle supported }
}
""",
    10,
)
CHANGED_ORDERS = Operation(
    "ChangedOrders",
    """
query ChangedOrders($first: Int!, $after: String, $query: String) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { legacyResourceId createdAt updatedAt }
    pageInfo { hasNextPage endCursor }
  }
}
""",
    15,
)
COUNT = Operation(
    "Count", "query Count($query: String, $most: Int) { ordersCount(query: $query, limit: $most) { count } }", 15
)
SUBSCRIPTIONS = Operation(
    "Subscriptions",
    """
query Subscriptions($after: String) {
  webhookSubscriptions(first: 100, after: $after) {
    nodes { id topic uri } pageInfo { hasNextPage endCursor }
  }
}
""",
    25,
)
SUBSCRIBE = Operation(
    "Subscribe",
    """
mutation Subscribe($topic: WebhookSubscriptionTopic!, $webhook: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhook) {
    webhookSubscription { id } userErrors { field message }
  }
}
""",
    15,
)
UNSUBSCRIBE = Operation(
    "Unsubscribe",
    """
mutation Unsubscribe($id: ID!) {
  webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { field message } }
}
""",
    15,
)
START_BULK = Operation(
    "Bulk",
    """
mutation Bulk($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: false) {
    bulkOperation { id status } userErrors { field message }
  }
}
""",
    15,
)
BULK = Operation("Bulk", "query Bulk($id: ID!) { bulkOperation(id: $id) { status errorCode objectCount url } }", 5)
