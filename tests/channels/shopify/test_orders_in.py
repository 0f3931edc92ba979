"""Orders of the pretend Shopify shop come in once, to the cent, and follow what changes there."""

from decimal import Decimal
from typing import Any

import pytest

from harness.shopify_desk import MUG, ShopifyDesk
from zoho_app.channels.shops import changes, settings
from zoho_app.extensions import db
from zoho_app.orders import state
from zoho_app.orders.models import Order
from zoho_app.orders.refused import refused

BAG = {"sku": "BD-BAG-01", "title": "Canvas bag", "price": "19.90"}


def test_an_order_comes_in_whole(shopify: ShopifyDesk) -> None:
    shopify.connect()
    key = shopify.place(
        lines=[{**MUG, "quantity": 2}],
        shipping=[{"price": "5.00", "title": "Parcel"}],
        note="Ring twice",
        attributes=[{"key": "gift_message", "value": "For Ada"}],
    )
    assert shopify.read() == "1 new"
    (order,) = shopify.orders()
    assert (order.source_name, order.source_id, order.order_metadata["shopify_id"]) == ("Shopify", "#1001", key)
    assert (order.email, order.customer["last_name"], order.shipping["state"]) == (
        "sam@example.com",
        "Lindqvist",
        "NY",
    )
    (item,) = order.items
    assert (item.code, item.price, item.quantity) == ("BD-MUG-01", Decimal("14.50"), 2)
    # 2 x 14.50 + 5.00 + 8 % of 34.00
    assert (order.tax_total, order.order_total) == (Decimal("2.72"), Decimal("36.72"))
    assert [note.content for note in order.notes] == ["Ring twice"]
    assert order.checkout_data["gift_message"] == "For Ada"
    assert shopify.read() == "nothing new"
    assert len(shopify.orders()) == 1


TWO_TAXES = [{"title": "State", "rate": 0.04}, {"title": "County", "rate": 0.02}]


@pytest.mark.parametrize(
    ("placed", "total", "parts"),
    [
        # 40.00 x 2 + 20.00 = 100.00, less 10 % = 90.00, shipping 8.00 untaxed, 8 % of 90.00 = 7.20
        (
            {
                "lines": [{**MUG, "price": "40", "quantity": 2}, {**BAG, "price": "20"}],
                "shipping": [{"price": "8", "tax_lines": []}],
                "discounts": [{"kind": "automatic", "title": "Autumn 10%", "percentage": 10}],
            },
            "105.20",
            {"discount_total": "10.00", "tax_total": "7.20", "shipping_total": "8.00"},
        ),
        # Tax is in the prices: 119.00 is all.
        (
            {
                "lines": [{**MUG, "price": "119"}],
                "taxes_included": True,
                "tax_lines": [{"title": "VAT", "rate": 0.19}],
            },
            "119.00",
            {"tax_total": "19.00", "product_total": "119.00"},
        ),
        # 50.00 + 4 % + 2 %
        ({"lines": [{**MUG, "price": "50"}], "tax_lines": TWO_TAXES}, "53.00", {"tax_total": "3.00"}),
        # A gift card and a tip are not taxed: 25.00 + 3.00 + 10.00 + 0.80
        (
            {
                "lines": [
                    {"title": "Gift card", "price": "25", "gift_card": True},
                    {"title": "Tip", "price": "3", "is_tip": True},
                    {**MUG, "price": "10"},
                ]
            },
            "38.80",
            {"tax_total": "0.80"},
        ),
        # Duties 4.00 and a fee of 1.50: 10.00 + 0.80 + 4.00 + 1.50
        (
            {"lines": [{**MUG, "price": "10", "duty": "4"}], "fees": [{"name": "Bag fee", "amount": "1.50"}]},
            "16.30",
            {"handling_total": "5.50"},
        ),
        # A discount that does not divide: 3 x 9.99 = 29.97, less 10.00 = 19.97, 8 % = 1.60
        (
            {
                "lines": [{**MUG, "price": "9.99", "quantity": 3}],
                "discounts": [{"kind": "code", "code": "TEN", "amount": "10"}],
            },
            "21.57",
            {"discount_total": "10.00"},
        ),
        # Half of the shipping is off: 14.50 + 4.00 + 8 % of 18.50
        (
            {
                "lines": [MUG],
                "shipping": [{"price": "8"}],
                "discounts": [{"kind": "automatic", "title": "Half", "percentage": 50, "target": "shipping"}],
            },
            "19.98",
            {"shipping_total": "4.00", "discount_total": "0.00"},
        ),
    ],
    ids=["discount", "tax included", "two taxes", "gift card and tip", "duties and fees", "cents", "shipping off"],
)
def test_totals_are_those_of_the_shop(
    shopify: ShopifyDesk, placed: dict[str, Any], total: str, parts: dict[str, str]
) -> None:
    shopify.connect()
    shopify.place(**placed)
    shopify.read()
    (order,) = shopify.orders()
    assert order.order_total == Decimal(total)
    assert {name: str(getattr(order, name).quantize(Decimal("0.01"))) for name in parts} == parts
    assert not any("was sent, but" in line for line in shopify.desk.history(order.id))


def test_what_changes_in_the_shop_changes_the_order_and_keeps_what_people_typed(shopify: ShopifyDesk) -> None:
    shopify.connect()
    key = shopify.place(lines=[{**MUG, "quantity": 3}, BAG])
    shopify.read()
    (order,) = shopify.orders()
    order.email = "corrected@example.com"
    db.session.commit()
    shopify.do(key, "edit", quantities={"BD-MUG-01": 1}, added=[{"sku": "BD-LAMP", "title": "Lamp", "price": "30"}])
    assert shopify.read() == "1 changed"
    (order,) = shopify.orders()
    assert {item.code: item.quantity for item in order.items} == {"BD-MUG-01": 1, "BD-BAG-01": 1, "BD-LAMP": 1}
    # 14.50 + 19.90 + 30.00 = 64.40, 8 % on each line: 1.16 + 1.59 + 2.40
    assert order.order_total == Decimal("69.55")
    assert order.email == "corrected@example.com"
    assert any("changed the order: items, tax" in line for line in shopify.desk.history(order.id))


def test_a_refund_leaves_what_is_left_and_a_cancel_stops_the_order(shopify: ShopifyDesk) -> None:
    shopify.connect()
    refunded, canceled = shopify.place(lines=[{**MUG, "quantity": 2}]), shopify.place()
    shopify.read()
    shopify.do(refunded, "refund", lines={"BD-MUG-01": 1})
    shopify.do(canceled, "cancel")
    assert shopify.read() == "2 changed"
    first, second = shopify.orders()
    assert (first.order_total, state.of_order(first).key) == (Decimal("15.66"), "partly_refunded")
    assert (state.of_order(second).key, len(second.items)) == ("canceled", 1)


def test_after_it_was_sent_people_are_told_what_has_changed(shopify: ShopifyDesk) -> None:
    shopify.connect()
    key = shopify.place(lines=[{**MUG, "quantity": 2}])
    shopify.read()
    (order,) = shopify.orders()
    order.fulfillment_id = "901"
    db.session.commit()
    shopify.do(key, "edit", quantities={"BD-MUG-01": 1})
    assert shopify.read() == "1 told"
    (order,) = shopify.orders()
    assert order.items[0].quantity == 2
    ((_, row),) = changes.page(order.store_id, 10)
    assert row.news == "items, tax"
    assert any("after it was sent: items, tax" in line for line in shopify.desk.history(order.id))
    assert changes.seen_to(order.store_id) == 1


@pytest.mark.parametrize(
    ("shop", "placed", "words"),
    [
        ({}, {"test": True}, "payments of this order were fake"),
        ({"currency": "EUR"}, {}, "is EUR, but this store counts in USD"),
        ({"customer_data": "empty"}, {}, "Shopify withholds customer data"),
    ],
)
def test_an_order_that_must_not_come_in_is_refused_with_the_reason(
    shopify: ShopifyDesk, shop: dict[str, Any], placed: dict[str, Any], words: str
) -> None:
    shopify.control("settings", shop)
    shopify.connect()
    key = shopify.place(**placed)
    assert shopify.read() == "1 refused"
    assert shopify.orders() == []
    (row,) = refused.page(shopify.desk.store_id, 10)
    assert (row.source_name, row.source_id) == ("Shopify", "#1001")
    assert words in row.words
    shopify.do(key, "change", note="again")
    shopify.read()
    assert refused.count(shopify.desk.store_id) == 1  # the same order is not refused twice


def test_orders_of_another_payment_wait_and_old_ones_stay_out(shopify: ShopifyDesk) -> None:
    shopify.connect()
    shop = shopify.shop
    settings.change(shop, {"name": "Shopify", "payments": ["paid"]}, "owner@example.com")
    db.session.commit()
    key = shopify.place(payment="pending")
    shopify.place(created_at=int(shopify.shop.since.timestamp()) - 5)
    assert shopify.read() == "nothing new"
    shopify.do(key, "pay")
    assert shopify.read() == "1 new"
    assert [order.source_id for order in shopify.orders()] == ["#1001"]


def test_numbers_may_repeat_and_an_order_from_a_file_is_the_same(shopify: ShopifyDesk) -> None:
    shopify.connect()
    shopify.desk.order("#77", source_name="Shopify")
    shopify.place(name="#77")
    first, second = shopify.place(name="#5"), shopify.place(name="#5")
    shopify.read()
    numbers = [order.source_id for order in shopify.orders()]
    assert numbers == ["#77", "#5", f"#5 ({second})"]
    assert shopify.seen(first).order_id != shopify.seen(second).order_id


def test_an_order_that_was_deleted_here_does_not_come_back(shopify: ShopifyDesk) -> None:
    shopify.connect()
    key = shopify.place()
    shopify.read()
    (order,) = shopify.orders()
    db.session.delete(db.session.get_one(Order, order.id))
    db.session.commit()
    shopify.do(key, "change", note="again")
    shopify.read()
    assert shopify.orders() == []
