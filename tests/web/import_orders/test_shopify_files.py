"""Exports of Shopify from upload to order: lines that belong together, apostrophes, states, taxes, currencies."""

import pytest
from flask.testing import FlaskClient

from harness.desk import Desk
from tests.support.import_files import SHOPIFY, Upload, lines_of, money, shopify, stored, written
from zoho_app.extensions import db

THREE = (("2", "MUG-BLUE", "12.50"), ("1", "MUG-RED", "13.00"), ("1", "POSTER-A2", "24.95"))


def test_what_only_the_first_line_says_does_not_tear_an_order_apart(desk: Desk, operator: FlaskClient) -> None:
    rows = [
        *shopify("#1001", *THREE, Subtotal="62.95", Shipping="5.90", Total="68.85"),
        *shopify("#1002", ("1", "MUG-RED", "13.00"), Total="13.00", Source="shopify_draft_order"),
        *shopify("#1003", ("1", "MUG-BLUE", "12.50"), ("1", "POSTER-A2", "24.95"), Total="37.45", Source="pos"),
    ]
    upload = Upload(desk, operator, written(SHOPIFY, rows))
    assert "Recognized as Shopify orders." in upload.words
    assert "3 orders to import" in upload.words
    assert "with problems" not in upload.words
    upload.press("Import 3 orders")
    orders = stored()
    assert lines_of(orders["#1001"]) == [(2, "MUG-BLUE", "12.50"), (1, "MUG-RED", "13.00"), (1, "POSTER-A2", "24.95")]
    assert (money(orders["#1001"].shipping_total), money(orders["#1001"].order_total)) == ("5.90", "68.85")
    assert (len(orders["#1003"].items), money(orders["#1003"].order_total)) == (2, "37.45")
    assert {order.source_name for order in orders.values()} == {"Shopify"}


def test_a_fault_in_one_line_holds_back_the_whole_order(desk: Desk, operator: FlaskClient) -> None:
    rows = [
        *shopify("#1", ("1", "MUG-BLUE", "12.50"), ("1", "MUG-RED", "thirteen")),
        *shopify("#2", ("1", "MUG-RED", "13.00")),
    ]
    upload = Upload(desk, operator, written(SHOPIFY, rows))
    assert upload.table("Problems: these orders will not be imported") == [
        "3 Lineitem price must be a number like 12.50; it says “thirteen”"
    ]
    upload.press("Import 1 order")
    assert list(stored()) == ["#2"]


def test_apostrophes_go_and_the_second_line_of_a_street_is_written_once(desk: Desk, operator: FlaskClient) -> None:
    own = {
        "Shipping Street": "88 Harbor Blvd, Apt 4B",
        "Shipping Address1": "88 Harbor Blvd",
        "Shipping Address2": "Apt 4B",
        "Shipping City": "'s-Hertogenbosch",
        "Shipping Zip": "'07302",
        "Shipping Phone": "'+12015550123",
        "Billing Name": "Nia Holt",
        "Billing Zip": "'02134",
        "Notes": "Leave with the doorman\nRing twice",
    }
    Upload(desk, operator, written(SHOPIFY, shopify("#1101", THREE[0], **own))).press("Import 1 order")
    order = stored()["#1101"]
    assert {part: order.shipping[part] for part in ("address1", "address2", "city", "postal_code", "phone")} == {
        "address1": "88 Harbor Blvd",
        "address2": "Apt 4B",
        "city": "'s-Hertogenbosch",
        "postal_code": "07302",
        "phone": "+12015550123",
    }
    assert order.customer["postal_code"] == "02134"
    assert order.order_metadata["notes"] == "Leave with the doorman\nRing twice"


def test_canceled_and_refunded_orders_are_told_and_not_imported_by_themselves(
    desk: Desk, operator: FlaskClient
) -> None:
    mug = ("1", "MUG-BLUE", "12.50")
    own = {"Shipping": "5.90", "Total": "18.40"}
    rows = [
        *shopify("#1201", mug, **own),
        *shopify("#1202", mug, **own, **{"Financial Status": "refunded", "Refunded Amount": "18.40"}),
        *shopify("#1203", mug, **own, **{"Financial Status": "voided", "Cancelled at": "2026-02-04 08:00:00 -0600"}),
        *shopify("#1204", mug, **own, **{"Financial Status": "partially_refunded", "Refunded Amount": "5.00"}),
        *shopify("#1205", mug, **own, **{"Financial Status": "pending"}),
    ]
    upload = Upload(desk, operator, written(SHOPIFY, rows))
    told = upload.table("Not ticked: tick those to import anyway")
    assert ["#1202" in told[0], "It was refunded." in told[0]] == [True, True]
    assert ["#1203" in told[1], "It was canceled." in told[1]] == [True, True]
    upload.press("Import 3 orders")
    states = {number: (order.payment_status, money(order.refund_total)) for number, order in stored().items()}
    assert states == {
        "#1201": ("Captured", "0.00"),
        "#1204": ("Partially Refunded", "5.00"),
        "#1205": ("Pending", "0.00"),
    }
    again = Upload(desk, operator, written(SHOPIFY, rows))
    assert "3 orders already in Bookdesk" in again.words
    again.press("Import ticked orders", tick=[3, 4])
    orders = stored()
    assert [orders[number].payment_status for number in ("#1202", "#1203")] == ["Fully Refunded", "Voided"]
    assert orders["#1203"].order_metadata["source_status"] == "canceled"


def test_taxes_that_are_part_of_the_prices_are_not_added_to_them(desk: Desk, operator: FlaskClient) -> None:
    desk.store.currency_code = "EUR"
    db.session.commit()
    own = {"Currency": "EUR", "Subtotal": "119.00", "Shipping": "5.95", "Taxes": "19.95", "Total": "124.95"}
    rows = shopify("#2001", ("2", "POSTER-A2", "59.50"), **own)
    upload = Upload(desk, operator, written(SHOPIFY, rows))
    assert "its taxes of 19.95 are part of the prices" in upload.words
    upload.press("Import 1 order")
    order = stored()["#2001"]
    assert (money(order.order_total), order.order_metadata["taxes_included"]) == ("124.95", "yes")
    assert order.order_metadata["included_tax"] == "19.95"


def test_a_total_that_the_desk_does_not_come_to_is_told_before(desk: Desk, operator: FlaskClient) -> None:
    rows = shopify("#2002", ("2", "POSTER-A2", "59.50"), Total="122.00", Taxes="1.00")
    upload = Upload(desk, operator, written(SHOPIFY, rows))
    (told,) = upload.table("Not ticked: tick those to import anyway")
    assert "The file says Total 122.00, the desk comes to 120.00: a difference of 2.00." in told
    upload.press("Import ticked orders")
    assert stored() == {}


@pytest.mark.parametrize(("currency", "price"), [("EUR", "11.90"), ("JPY", "1980")])
def test_an_order_in_another_currency_never_comes_in_as_the_stores(
    desk: Desk, operator: FlaskClient, currency: str, price: str
) -> None:
    rows = [
        *shopify("#3001", ("1", "MUG-BLUE", "12.50"), Total="12.50"),
        *shopify("#3002", ("1", "MUG-BLUE", price), Total=price, Currency=currency),
    ]
    upload = Upload(desk, operator, written(SHOPIFY, rows))
    assert upload.table("Problems: these orders will not be imported") == [
        f"3 Currency the order is in {currency}, the store in USD"
    ]
    upload.press("Import 1 order")
    assert {number: order.order_metadata["currency"] for number, order in stored().items()} == {"#3001": "USD"}


def test_an_order_that_was_unticked_stays_out(desk: Desk, operator: FlaskClient) -> None:
    rows = [row for number in ("#1", "#2", "#3") for row in shopify(number, ("1", "MUG-RED", "13.00"))]
    Upload(desk, operator, written(SHOPIFY, rows)).press("Import 3 orders", untick=[3])
    assert list(stored()) == ["#1", "#3"]


def test_an_order_that_came_another_way_is_told_and_not_ticked(desk: Desk, operator: FlaskClient) -> None:
    desk.order("1001", source_name="Web shop", email="mara.quill@example.com", date_added="2026-01-31 16:02:11")
    total = money(stored()["1001"].order_total)
    upload = Upload(desk, operator, written(SHOPIFY, shopify("#1001", ("1", "MUG-BLUE", total), Total=total)))
    (told,) = upload.table("Not ticked: tick those to import anyway")
    assert "It looks like order 1 (Web shop 1001), which is here: same number, e-mail, total, day." in told
    upload.press("Import ticked orders")
    assert list(stored()) == ["1001"]


def test_an_order_that_was_canceled_since_is_updated(desk: Desk, operator: FlaskClient) -> None:
    mug = ("1", "MUG-BLUE", "12.50")
    Upload(desk, operator, written(SHOPIFY, shopify("#1", mug))).press("Import 1 order")
    canceled = {"Financial Status": "voided", "Cancelled at": "2026-02-04 08:00:00 -0600"}
    upload = Upload(desk, operator, written(SHOPIFY, shopify("#1", mug, **canceled)))
    assert "The source reports a new state for 1 order, which will be updated: #1." in upload.words
    upload.press("Update 1 order")
    assert "1 order updated" in upload.words
    order = stored()["#1"]
    assert (order.payment_status, order.order_metadata["source_status"]) == ("Voided", "canceled")
