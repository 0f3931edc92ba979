"""Names of topics: ORDERS_CREATE in GraphQL is orders/create in a header."""

# The resources of more than one word; all others are one.
RESOURCES = (
    *("FULFILLMENT_ORDERS", "FULFILLMENT_EVENTS", "FULFILLMENT_HOLDS", "ORDER_TRANSACTIONS", "BULK_OPERATIONS"),
    *("ORDERS", "REFUNDS", "RETURNS", "FULFILLMENTS", "APP", "SHOP", "LOCATIONS"),
)


def in_header(topic: str) -> str:
    """Return the name that a delivery's header has for a topic of GraphQL."""
    for resource in RESOURCES:
        if topic.startswith(f"{resource}_"):
            return f"{resource}/{topic.removeprefix(f'{resource}_')}".lower()
    return topic.lower()
