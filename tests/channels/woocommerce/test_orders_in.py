"""Orders of the pretend WooCommerce shop come in once, to the cent, and follow what changes there."""

from decimal import Decimal
from typing import Any

import pytest

from harness.woo_desk import MUG, WooDesk
from harness.woocommerce import BUYER
from zoho_app.channels.shops import changes, hints
from zoho_app.channels.shops.kinds import Hint
from zoho_app.extensions import db
from zoho_app.orders import state
from zoho_app.orders.refused import refused

ENTITIES = {"key": "pa_colour", "value": "blue", "display_key": "Colour", "display_value": "Blue &amp; white"}


def test_an_order_comes_in_whole(woo: WooDesk) -> None:
    woo.connect()
    key = woo.place(
        lines=[{**MUG, "quantity": 2, "meta": [ENTITIES, {"key": "_reduced_stock", "value": "2"}]}],
        shipping_lines=[{"price": "5.00", "title": "Parcel"}],
        fees=[{"name": "Gift wrap", "price": "3.00"}],
        coupons=[{"code": "ten", "percent": 10}],
        customer_note="Ring twice",
        number="WEB-91",
    )
    assert woo.read() == "1 new"
    (order,) = woo.orders()
    assert (order.source_name, order.source_id, order.order_metadata["woocommerce_id"]) == (
        "WooCommerce",
        "WEB-91",
        key,
    )
    assert (order.email, order.customer["last_name"], order.shipping["state"]) == (
        "sam@example.com",
        "Lindqvist",
        "NY",
    )
    (item,) = order.items
    assert (item.code, item.price, item.quantity) == ("BD-MUG-01", Decimal("14.50"), 2)
    assert item.variation_list == {"Colour": "Blue & white"}
    assert (item.item_metadata["tax_rate"], item.item_metadata["tax_name"]) == ("8", "State tax")
    assert [(one["code"], one["amount"]) for one in order.discount_list] == [("ten", "2.90")]
    # 29.00 less 2.90, 5.00 for shipping, 3.00 for gift wrap: 8 % of 26.10, 5.00 and 3.00 are 2.09, 0.40 and 0.24
    assert (order.shipping_total, order.handling_total, order.tax_total) == (
        Decimal("5.00"),
        Decimal("3.00"),
        Decimal("2.73"),
    )
    assert order.order_total == Decimal("36.83")
    assert (order.payment_status, order.payment_type, order.shipping_method) == ("Captured", "Credit card", "Parcel")
    assert [note.content for note in order.notes] == ["Ring twice"]
    assert woo.read() == "nothing new"


FRENCH = {"taxes": [{"label": "TVA", "percent": 20}], "prices_include_tax": True}


@pytest.mark.parametrize(
    ("placed", "total", "parts"),
    [
        # Prices with 19 %: 2 × 29.90 and 4.90 are 64.70, of which 50.25 + 4.12 without tax
        (
            {
                "lines": [{**MUG, "price": "29.90", "quantity": 2}],
                "shipping_lines": [{"price": "4.90"}],
                "taxes": [{"label": "MwSt.", "percent": 19}],
                "prices_include_tax": True,
            },
            "64.70",
            {"product_total": "50.25", "shipping_total": "4.12", "tax_total": "10.33"},
        ),
        # 30.00 untaxed and 24.00, a tenth off, 3.00 for wrapping, 2.00 less; 8.25 % of 21.60 and of 3.00
        (
            {
                "lines": [
                    {"name": "Coffee, loose", "price": "20", "quantity": 1.5, "taxed": False},
                    {"name": "Mug", "price": "12", "quantity": 2},
                ],
                "fees": [{"name": "Gift wrap", "price": "3"}, {"name": "Loyalty", "price": "-2", "taxed": False}],
                "coupons": [{"code": "autumn10", "percent": 10}],
                "taxes": [{"label": "State Tax", "percent": 8.25}],
            },
            "51.63",
            {"product_total": "54.00", "discount_total": "7.40", "handling_total": "3.00", "tax_total": "2.03"},
        ),
        # 50.00 and two taxes of 4 % and 2 %
        (
            {
                "lines": [{**MUG, "price": "50"}],
                "taxes": [{"label": "A", "percent": 4}, {"label": "B", "percent": 2}],
            },
            "53.00",
            {"tax_total": "3.00"},
        ),
        # 12.00 with 20 % for 3 pieces: 10.00 without tax is no price of one piece
        ({"lines": [{**MUG, "price": "4", "quantity": 3}], **FRENCH}, "12.00", {"product_total": "10.00"}),
        # An amount off the whole cart: 20.00 - 5.00 and 8 %
        (
            {"lines": [{**MUG, "price": "20"}], "coupons": [{"code": "five", "amount": 5}]},
            "16.20",
            {"discount_total": "5.00", "tax_total": "1.20"},
        ),
    ],
    ids=["tax included", "fees, coupon and half a kilo", "two taxes", "indivisible", "amount off"],
)
def test_totals_are_those_of_the_shop(
    woo: WooDesk, placed: dict[str, Any], total: str, parts: dict[str, str]
) -> None:
    woo.connect()
    woo.place(**placed)
    woo.read()
    (order,) = woo.orders()
    assert order.order_total == Decimal(total)
    assert {name: str(getattr(order, name).quantize(Decimal("0.01"))) for name in parts} == parts
    assert not any("was sent, but" in line for line in woo.desk.history(order.id))


def test_what_no_part_accounts_for_is_a_line_that_people_see(woo: WooDesk) -> None:
    """Gift cards of plug-ins lower the total and nothing else."""
    woo.connect()
    key = woo.place()
    woo.do(key, "fields", total="5.66")
    woo.read()
    (order,) = woo.orders()
    # 14.50 and 1.16 of tax, less a gift card of 10.00
    assert (order.order_total, order.items[1].name, order.items[1].price) == (
        Decimal("5.66"),
        "Other amounts in WooCommerce",
        Decimal(-10),
    )


def test_a_deleted_product_without_a_sku_is_told(woo: WooDesk) -> None:
    woo.connect()
    woo.place()
    woo.control("products/301", {"deleted": True})
    woo.read()
    (order,) = woo.orders()
    assert (order.items[0].name, order.items[0].code) == ("Stoneware mug", "")
    assert any("Stoneware mug was deleted in WooCommerce" in line for line in woo.desk.history(order.id))


def test_the_billing_address_serves_where_no_other_is_and_a_state_loses_its_country(woo: WooDesk) -> None:
    woo.connect()
    billing = {**BUYER, "first_name": "", "last_name": "", "country": "DE", "state": "DE-BW", "city": "Freiburg"}
    woo.place(billing=billing, shipping={})
    woo.read()
    (order,) = woo.orders()
    assert (order.customer["last_name"], order.shipping["city"]) == ("sam", "Freiburg")
    assert order.shipping["state"] in ("BW", "Baden-Württemberg")


def test_only_the_chosen_statuses_come_in_and_others_when_they_get_there(woo: WooDesk) -> None:
    woo.connect(options={"statuses": ["processing", "shipped"]})
    keys = [woo.place(status=status) for status in ("pending", "checkout-draft", "completed", "shipped", "on-hold")]
    assert woo.read() == "1 new"
    woo.do(keys[0], "status", status="processing")
    assert woo.read() == "1 new"
    assert [order.order_metadata["woocommerce_id"] for order in woo.orders()] == [keys[3], keys[0]]


def test_orders_from_before_the_connection_stay_out(woo: WooDesk) -> None:
    woo.connect()
    woo.place(created_at=int(woo.shop.since.timestamp()) - 5)
    assert woo.read() == "nothing new"
    assert woo.orders() == []


def test_what_changes_in_the_shop_changes_the_order_until_it_is_sent(woo: WooDesk) -> None:
    woo.connect()
    key = woo.place(lines=[{**MUG, "quantity": 3}])
    woo.read()
    woo.do(key, "lines", quantities={"1": 2})
    assert woo.read() == "1 changed"
    (order,) = woo.orders()
    # 29.00 and 8 %
    assert (order.items[0].quantity, order.order_total) == (2, Decimal("31.32"))
    order.fulfillment_id = "901"
    db.session.commit()
    woo.do(key, "lines", quantities={"1": 1})
    assert woo.read() == "1 told"
    (order,) = woo.orders()
    assert order.items[0].quantity == 2
    ((_, row),) = changes.page(order.store_id, 10)
    assert row.news == "items, tax"


def test_refunds_are_told_and_a_cancel_stops_the_order(woo: WooDesk) -> None:
    woo.connect()
    refunded, canceled, trashed = woo.place(), woo.place(), woo.place()
    woo.read()
    woo.do(refunded, "refund", amount="5.00", reason="late")
    woo.do(canceled, "status", status="cancelled")
    woo.do(trashed, "trash")
    woo.read()
    woo.desk.work("shops")
    first, second, third = woo.orders()
    assert (state.of_order(first).key, first.refund_total, first.order_total) == (
        "partly_refunded",
        Decimal("5.00"),
        Decimal("15.66"),
    )
    assert state.of_order(second).key == "canceled"
    # What is in the trash stands in no list; a webhook tells of it.
    assert state.of_order(third).key == "paid"
    hints.receive(woo.shop, Hint("one", "order.deleted", trashed))
    db.session.commit()
    woo.desk.work("shops")
    assert state.of_order(woo.orders()[2]).key == "canceled"


def test_an_order_in_another_currency_is_refused_with_the_reason(woo: WooDesk) -> None:
    woo.connect()
    woo.place(currency="EUR")
    assert woo.read() == "1 refused"
    (row,) = refused.page(woo.desk.store_id, 10)
    assert "is EUR, but this store counts in USD" in row.words
