"""Points: what queries may cost by Shopify's rule, the bucket they are taken from, and who gets none."""

from typing import Any

import pytest

from harness import shopify_operations as operations
from harness.shopify import InsideShop

EVERYTHING = """
query { orders(first: 250) { nodes { id lineItems(first: 250) { nodes { id taxLines { title }
  discountAllocations { discountApplication { index } } customAttributes { key } duties { id } } } } } }
"""
EDGES_TOO = "query { orders(first: 10) { nodes { id } edges { node { id } } } }"


@pytest.mark.parametrize(
    ("query", "variables", "cost"),
    [
        (operations.PREFLIGHT, {}, 5),
        (operations.CHANGED, {"first": 1}, 3),
        (operations.CHANGED, {"first": 50}, 9),
        (operations.CHANGED, {"first": 250}, 13),
        (operations.SHIPPING, {"id": "ORDER"}, 109),
        (operations.SHIPPING, {"id": "ORDER", "orders": 20, "lines": 100}, 151),
        (operations.SHIP, {"fulfillment": {"lineItemsByFulfillmentOrder": []}}, 11),
        (operations.CORRECT, {"id": "gid://shopify/Fulfillment/1", "tracking": {}}, 51),
        (operations.UNDO, {"id": "gid://shopify/Fulfillment/1"}, 10),
        (operations.SUBSCRIBE, {"topic": "ORDERS_CREATE", "webhook": {"uri": "https://desk.example.com"}}, 11),
        (operations.SUBSCRIPTIONS, {}, 20),
        (operations.UNSUBSCRIBE, {"id": "gid://shopify/WebhookSubscription/1"}, 10),
        (operations.LOCATIONS, {}, 9),
        ("query { ordersCount { count } }", {}, 10),
        # 2 and 4 rows counted, for nodes and for edges
        (EDGES_TOO, {}, 10),
    ],
)
def test_each_operation_asks_for_the_points_that_are_known_of_it(
    shop: InsideShop, query: str, variables: dict[str, Any], cost: int
) -> None:
    order_id = shop.place()
    given = {name: order_id if value == "ORDER" else value for name, value in variables.items()}
    found = shop.ask(query, **given)["extensions"]["cost"]
    assert found["requestedQueryCost"] == cost
    assert 1 <= found["actualQueryCost"] <= cost
    assert found["throttleStatus"]["currentlyAvailable"] <= 2000


def test_the_points_that_were_not_needed_are_given_back_at_once(shop: InsideShop) -> None:
    order_id = shop.place()
    shop.set_up(restore_rate=0)
    cost = shop.ask(operations.SHIPPING, id=order_id)["extensions"]["cost"]
    # 1, two lists of the parcel's and the connections' 2, their rows: far less than for 10 fulfillment orders.
    assert cost["actualQueryCost"] == 12
    assert cost["throttleStatus"] == {"maximumAvailable": 2000, "currentlyAvailable": 1988, "restoreRate": 0}


def test_an_empty_bucket_answers_200_without_data_and_fills_with_time(shop: InsideShop) -> None:
    order_id = shop.place()
    shop.set_up(restore_rate=0)
    shop.control("bucket", {"left": 20})
    found = shop.ask(operations.SHIPPING, id=order_id)
    assert "data" not in found
    assert found["errors"][0]["message"] == "Throttled"
    assert found["errors"][0]["extensions"]["code"] == "THROTTLED"
    cost = found["extensions"]["cost"]
    assert (cost["requestedQueryCost"], cost["actualQueryCost"]) == (109, None)
    assert cost["throttleStatus"]["currentlyAvailable"] == 20
    # (109 - 20) / 100 seconds are enough.
    shop.set_up(restore_rate=100, clock_offset=0.9)
    assert shop.data(operations.SHIPPING, id=order_id)["order"]["id"] == order_id
    kept = [entry.get("throttled", False) for entry in shop.ledger()["requests"]]
    assert kept == [True, False]


def test_more_than_a_thousand_points_are_refused_whatever_is_in_the_bucket(shop: InsideShop) -> None:
    # 2 + 11 × (1 + 2 + 11 × (1 + 1 + 2 + 1 + 1))
    assert shop.ask(EVERYTHING)["extensions"]["cost"]["requestedQueryCost"] == 761
    more = "more: lineItems(first: 250) { nodes { id taxLines { title } } } lineItems"
    found = shop.ask(EVERYTHING.replace("lineItems", more, 1))
    # 11 × (2 + 11 × 2) beside it
    words = "Query cost is 1025, which exceeds the single query max cost limit (1000)."
    assert found["errors"][0]["message"] == words
    assert found["errors"][0]["extensions"]["code"] == "MAX_COST_EXCEEDED"
    assert "data" not in found
