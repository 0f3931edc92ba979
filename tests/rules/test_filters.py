"""Filters choose the orders that a rule acts on."""

from typing import Any

import pytest

from harness.desk import Desk
from tests.support.rules import a_filter, a_rule, tag
from zoho_app.extensions import db
from zoho_app.orders import events
from zoho_app.orders.models import Order
from zoho_app.rules import catalogue, filters
from zoho_app.rules.catalogue import Chooser


@pytest.mark.parametrize(("match_all", "expected"), [(True, ""), (False, "Hit")])
def test_filters_are_joined_by_and_or_by_or(desk: Desk, match_all: bool, expected: str) -> None:
    one_of_two = [("shipping_country", "is", "GB"), ("shipping_city", "is", "Paris")]
    a_rule(desk, events.ORDER_IMPORTED, tag("Hit"), match_all=match_all, filters=one_of_two)

    assert desk.order().tag_name == expected


# A filter and whether the order below agrees with it.
COMPARED: list[tuple[Any, bool]] = [
    (("shipping_country", "is", " gb "), True),
    (("shipping_country", "is not", "GB"), False),
    (("shipping_name", "contains", "LOVE"), True),
    (("shipping_name", "does not contain", "love"), False),
    (("email", "starts with", "Ada@"), True),
    (("email", "ends with", "example.org"), False),
    (("source_name", "is one of", "Etsy, shopify"), True),
    (("source_name", "is one of", "Etsy\nShopify\n"), True),
    (("source_name", "is none of", "Etsy\nShopify"), False),
    (("shipping_company", "is empty"), True),
    (("shipping_company", "is not empty"), False),
    (("email", "matches", "*@example.*"), True),
    (("email", "matches", "a?a@*"), True),
    (("email", "does not match", "*@example.???"), False),
    (("order_total", ">", "49.89"), True),
    (("order_total", ">", "49.90"), False),
    (("order_total", ">=", "49.9"), True),
    (("order_total", "<", "50"), True),
    (("order_total", "<=", "49.8999"), False),
    (("order_total", "=", "49.9000"), True),
    (("order_total", "!=", "49.9"), False),
    (("quantity_total", "=", "3"), True),
    (("payment_status", "is", "Captured"), True),
    (("date_added", "is", "2026-03-01"), True),
    (("date_added", "is before", "2026-03-02"), True),
    (("date_added", "is after", "2026-03-01"), False),
    (("age_in_days", ">", "30"), True),
    (("item_code", "is", "bd-bag-01"), True),
    (("item_code", "is not", "BD-BAG-01"), False),
    (("item_code", "is not", "BD-CAP-01"), True),
    (("item_price", ">", "19"), True),
    (("item_quantity", ">", "2"), False),
    (("item_variation", "is", "Large", "size"), True),
    (("item_variation", "is empty", "", "Color"), True),
    (("item_metadata", "is", "7", "tax_id"), True),
    (("checkout_data", "contains", "love", "gift message"), True),
    (("order_metadata", "is empty", "", "missing"), True),
    (("order_metadata", "is not", "x", "missing"), True),
    (("discount_code", "is", "SPRING"), True),
    (("tracking_number", "is empty"), True),
    (("shipment_count", "=", "0"), True),
    (("no such filter", "is", "x"), False),
    (("email", "no such operator", "x"), False),
    (("order_total", "!=", "ten"), False),
]


@pytest.mark.once
def test_filters_compare_what_the_order_has(desk: Desk) -> None:
    items = [
        {
            "name": "Mug",
            "code": "BD-MUG-01",
            "price": 12.5,
            "quantity": 2,
            "variation_list": {"Size": "Large"},
        },
        {"name": "Bag", "code": "BD-BAG-01", "price": "19.90", "quantity": 1, "metadata": {"tax_id": "7"}},
    ]
    order = desk.order(
        order_items=items,
        shipping_total=7,
        discount_list=[{"name": "Spring", "code": "SPRING", "amount": "2.00"}],
        checkout_data={"Gift Message": "With love"},
        date_added="2026-03-01 12:00:00",
    )

    for kept, agrees in COMPARED:
        assert filters.agrees(a_filter(*kept), order) is agrees, kept
        assert filters.reason(a_filter(*kept), order, Chooser(desk.store_id)).agrees is agrees, kept


def test_the_folder_filter_knows_where_the_order_lies(desk: Desk) -> None:
    order = desk.order()
    here, there = str(desk.folder("New").id), str(desk.folder("Closed").id)

    assert filters.agrees(a_filter("folder", "is", here), order)
    assert filters.agrees(a_filter("folder", "is not", there), order)
    words = filters.reason(a_filter("folder", "is", there), order, Chooser(desk.store_id)).words
    assert words == "Folder is “Closed”: it is “New”."


def test_the_day_of_an_order_is_the_stores_day(desk: Desk) -> None:
    desk.store.time_zone = "Asia/Tokyo"
    db.session.commit()
    order = desk.order(date_added="2026-03-01T20:00:00Z")

    assert filters.agrees(a_filter("date_added", "is", "2026-03-02"), order)


def test_every_filter_can_read_the_barest_order(desk: Desk) -> None:
    bare = Order(store_id=desk.store_id, folder_id=desk.folder("New").id, source_id="bare")
    db.session.add(bare)
    db.session.flush()

    for item in (item for group in catalogue.filters().values() for item in group):
        operator = next(iter(filters.operators(item)))
        assert filters.reason(a_filter(item.key, operator, "1", "any"), bare, Chooser(desk.store_id)).words
