"""What Shopify says to queries that do not fit, and to what a program may not see."""

from typing import Any

import pytest

from harness import shopify_operations as operations
from harness.shopify import InsideShop

ORDER = "gid://shopify/Order/7100000000101"


def test_asking_a_user_error_for_a_code_fails_the_whole_call(shop: InsideShop) -> None:
    query = operations.UNDO.replace("userErrors { field message }", "userErrors { code message }")
    found = shop.ask(query, id="gid://shopify/Fulfillment/1")
    assert found == {
        "errors": [
            {
                "message": "Field 'code' doesn't exist on type 'UserError'",
                "locations": [{"line": 3, "column": 85}],
                "path": ["mutation Undo", "fulfillmentCancel", "userErrors", "code"],
                "extensions": {"code": "undefinedField", "typeName": "UserError", "fieldName": "code"},
            }
        ]
    }


@pytest.mark.parametrize(
    ("query", "message", "code"),
    [
        ("{ order { id } }", "Field 'order' is missing required arguments: id", "missingRequiredArguments"),
        ("{ shop(id: 1) { name } }", "Field 'shop' doesn't accept argument 'id'", "argumentNotAccepted"),
        (
            "{ shop }",
            "Field must have selections (field 'shop' returns Shop but has no selections.",
            "selectionMismatch",
        ),
        ('{ orders(first: "a") { nodes { id } } }', "", "argumentLiteralsIncompatible"),
        ("query A($n: Int) { shop { name } }", "Variable $n is declared by A but not used", "variableNotUsed"),
        ("{ orders(first: $n) { nodes { id } } }", "Variable $n is used by anonymous query", "variableNotDefined"),
        ("{ orders { nodes { id } } }", "you must provide one of first or last", "BAD_REQUEST"),
        ("{ orders(first: 251) { nodes { id } } }", "first cannot exceed 250", "BAD_REQUEST"),
        ('{ order(id: "gid://shopify/Customer/1") { id } }', "invalid id", "RESOURCE_NOT_FOUND"),
        (
            """{ orders(first: 1, query: "updated_at:>='soon'") { nodes { id } } }""",
            "Invalid timestamp",
            "BAD_REQUEST",
        ),
        ("{ shop {", "", "parseError"),
    ],
)
def test_each_mistake_has_its_words_and_its_code(shop: InsideShop, query: str, message: str, code: str) -> None:
    error = shop.ask(query)["errors"][0]
    assert message in error["message"]
    assert error["extensions"]["code"] == code


def test_a_variable_of_the_wrong_shape_is_told_with_its_path(shop: InsideShop) -> None:
    group = {"fulfillmentOrderId": None}
    found = shop.ask(operations.SHIP, fulfillment={"lineItemsByFulfillmentOrder": [group]})
    (error,) = found["errors"]
    assert error["message"].startswith("Variable $fulfillment of type FulfillmentInput! was provided invalid value")
    assert error["extensions"]["code"] == "INVALID_VARIABLE"
    assert error["extensions"]["problems"] == [
        {
            "path": ["lineItemsByFulfillmentOrder", 0, "fulfillmentOrderId"],
            "explanation": "Expected value to not be null",
        }
    ]


def test_an_unknown_id_is_null_without_an_error(shop: InsideShop) -> None:
    query = '{ order(id: "gid://shopify/Order/1") { id } node(id: "gid://shopify/Location/1") { id } }'
    assert shop.data(query) == {"order": None, "node": None}


def test_a_missing_scope_nulls_its_field_and_leaves_the_rest(shop: InsideShop) -> None:
    order_id = shop.place(customer={"first_name": "Sam", "last_name": "Lindqvist", "email": "sam@example.com"})
    shop.set_up(scopes=["read_orders"])
    found = shop.ask("query($id: ID!) { order(id: $id) { name customer { id } } }", id=order_id)
    assert found["data"]["order"] == {"name": "#1001", "customer": None}
    (error,) = found["errors"]
    assert error["message"] == "Access denied for customer field. Required access: `read_customers` access scope."
    assert error["path"] == ["order", "customer"]
    assert error["extensions"]["code"] == "ACCESS_DENIED"
    assert error["extensions"]["requiredAccess"] == "`read_customers` access scope."


def test_without_a_scope_to_ship_nothing_is_shipped_and_nothing_is_there_to_ship(shop: InsideShop) -> None:
    order_id = shop.place()
    waiting = shop.data(operations.SHIPPING, id=order_id)["order"]["fulfillmentOrders"]["nodes"]
    shop.set_up(scopes=["read_orders"])
    assert shop.data(operations.SHIPPING, id=order_id)["order"]["fulfillmentOrders"]["nodes"] == []
    fulfillment = {"lineItemsByFulfillmentOrder": [{"fulfillmentOrderId": waiting[0]["id"]}]}
    found = shop.ask(operations.SHIP, fulfillment=fulfillment)
    assert found["data"] == {"fulfillmentCreate": None}
    assert found["errors"][0]["message"] == (
        "Access denied for fulfillmentCreate field. Required access: `write_assigned_fulfillment_orders`, "
        "`write_merchant_managed_fulfillment_orders` or `write_third_party_fulfillment_orders` access scope."
    )
    assert found["extensions"]["cost"]["actualQueryCost"] == 10


def test_old_orders_are_simply_not_there_without_the_scope_for_all(shop: InsideShop) -> None:
    now = shop.app.extensions["store"].now()
    shop.place(created_at=now - 61 * 86400)
    recent = shop.place(created_at=now - 59 * 86400)
    assert len(shop.data(operations.CHANGED, first=10)["orders"]["nodes"]) == 2
    shop.set_up(scopes=["read_orders"])
    assert [one["id"] for one in shop.data(operations.CHANGED, first=10)["orders"]["nodes"]] == [recent]
    assert shop.data(f'{{ order(id: "{ORDER}") {{ id }} ordersCount {{ count }} }}') == {
        "order": None,
        "ordersCount": {"count": 1},
    }


@pytest.mark.parametrize(("allowed", "errors"), [("empty", 0), ("refused", 3)])
def test_customer_data_that_shopify_withholds_is_null(shop: InsideShop, allowed: str, errors: int) -> None:
    order_id = shop.place(customer={"email": "sam@example.com"})
    shop.set_up(customer_data=allowed)
    query = "query($id: ID!) { order(id: $id) { name email customer { id } shippingAddress { city } } }"
    found: dict[str, Any] = shop.ask(query, id=order_id)
    assert found["data"]["order"] == {"name": "#1001", "email": None, "customer": None, "shippingAddress": None}
    words = [error["message"] for error in found.get("errors", [])]
    assert len(words) == errors
    assert all("This app is not approved to access the" in text for text in words)


def test_a_status_of_a_later_version_is_passed_on_and_none_is_null(shop: InsideShop) -> None:
    order_id = shop.place(overrides={"financial_status": None, "fulfillment_status": "AWAITING_ROBOTS"})
    query = "query($id: ID!) { order(id: $id) { displayFinancialStatus displayFulfillmentStatus } }"
    assert shop.data(query, id=order_id)["order"] == {
        "displayFinancialStatus": None,
        "displayFulfillmentStatus": "AWAITING_ROBOTS",
    }
