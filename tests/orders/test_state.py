"""What the source says of an order's state: read, shown, filtered, asked in rules, and updated later."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from harness.desk import Desk, order_data
from tests.support.api_client import Api
from zoho_app.extensions import db
from zoho_app.orders import import_order, state
from zoho_app.orders.listing import filters
from zoho_app.orders.listing.filters import Filters
from zoho_app.orders.models import Order
from zoho_app.rules.models import Rule

TOTAL = 49.90  # of `order_data`


# What a shop says, and the state that is.
SAID: list[tuple[dict[str, Any], str]] = [
    ({}, "paid"),
    ({"payment_status": "paid"}, "paid"),
    ({"payment_status": "Bezahlt"}, "paid"),
    ({"payment_status": "processing"}, "paid"),
    ({"payment_status": "pending-payment"}, "pending"),
    ({"payment_status": "on-hold"}, "on_hold"),
    ({"payment_status": "AUTHORIZED"}, "authorized"),
    ({"payment_status": "Remboursée"}, "refunded"),
    ({"payment_status": "partially_refunded", "refund_total": 5}, "partly_refunded"),
    ({"payment_status": "Captured", "refund_total": TOTAL}, "refunded"),
    ({"payment_status": "Captured", "refund_total": "-5"}, "partly_refunded"),
    ({"payment_status": "voided"}, "voided"),
    ({"payment_status": "cancelled"}, "canceled"),
    ({"payment_status": "Storniert"}, "canceled"),
    ({"payment_status": "failed"}, "rejected"),
    ({"financial_status": "refunded"}, "refunded"),
    ({"cancelled_at": "2026-01-31T10:00:00Z", "payment_status": "paid"}, "canceled"),
    ({"cancelled_at": "0000-00-00 00:00:00"}, "paid"),
    ({"cancelled_at": 0, "test": "no"}, "paid"),
    ({"cancelled_at": None, "payment_status": "paid"}, "paid"),
    ({"test": True}, "test"),
    ({"test": False}, "paid"),
    ({"order_metadata": {"test": "1"}}, "test"),
    ({"order_metadata": {"source_status": "canceled"}}, "canceled"),
    ({"order_metadata": {"status": "wc: see file"}}, "paid"),
    ({"status": "checkout-draft"}, "draft"),
    ({"status": "fulfilled"}, "shipped"),
    ({"status": "wc-completed"}, "paid"),
    ({"status": "Shipped - Delivered to Buyer"}, "shipped"),
    ({"payment_status": "En attente"}, "on_hold"),
    ({"payment_status": "expired"}, "voided"),
    ({"payment_status": "wc-processing"}, "paid"),
    ({"payment_status": "PaymentReceived"}, "paid"),
    ({"payment_status": "Awaiting Fulfillment"}, "paid"),
    ({"payment_status": "Zahlung eingegangen"}, "paid"),
    ({"payment_status": "Paiement reçu"}, "paid"),
    ({"payment_status": "en attente de paiement"}, "pending"),
    ({"payment_status": "Teilweise bezahlt"}, "pending"),
    ({"payment_status": "payment_review"}, "on_hold"),
    ({"payment_status": "Reembolsado parcialmente"}, "partly_refunded"),
    ({"payment_status": "Chargeback"}, "refunded"),
    ({"payment_status": "Commande annulée"}, "canceled"),
    ({"payment_status": "Bestellung storniert!"}, "canceled"),
    ({"payment_status": "Cancelled - payment failed"}, "canceled"),
    ({"payment_status": "Payment declined by the bank"}, "rejected"),
    ({"payment_status": "Refund declined"}, "pending"),
    ({"payment_status": "not refunded"}, "pending"),
    ({"payment_status": "teilweise storniert"}, "pending"),
    ({"payment_status": {"code": "refunded"}}, "refunded"),
    ({"payment_status": ["voided"]}, "voided"),
    ({"payment_status": {"unheard": {"of": "refunded"}}}, "refunded"),
    ({"payment_status": "Captured", "status": "refunded"}, "refunded"),
    ({"payment_status": "paid", "status": "Cancelled by seller"}, "canceled"),
    ({"payment_status": "paid", "status": "failed"}, "rejected"),
    ({"payment_status": "paid", "order_metadata": [{"key": "status", "value": "cancelled"}]}, "canceled"),
    ({"payment_status": "paid", "order_metadata": '{"status": "voided"}'}, "voided"),
    ({"canceled": True}, "canceled"),
    ({"cancelled": "no"}, "paid"),
    ({"cancelled_at": {"date": "2026-01-31 10:00:00.000000", "timezone": "UTC"}}, "canceled"),
    ({"is_test": 1}, "test"),
]


@pytest.mark.once
def test_what_shops_say_in_their_own_words_is_read(desk: Desk) -> None:
    for number, (said, key) in enumerate(SAID):
        order = desk.order(f"S-{number}", **said)
        assert order.source_state == key, said
        assert state.is_void(order) == (key in state.VOID), said


def test_void_orders_are_marked_and_can_be_filtered(desk: Desk, operator: FlaskClient) -> None:
    paid, canceled = desk.order("1").id, desk.order("2", payment_status="cancelled").id
    test = desk.order("3", test=True).id
    found = db.session.scalars(filters.matching(desk.store_id, Filters.from_args({"source_state": "void"}))).all()
    assert sorted(found) == [canceled, test]
    page = operator.get(f"{desk.address}/orders?source_state=canceled").text
    assert f"/orders/{canceled}" in page
    assert f"/orders/{paid}" not in page
    assert "Canceled at source" in page
    assert "Shopify says that the order is canceled." in operator.get(f"{desk.address}/orders/{canceled}").text


def test_a_rule_can_ask_for_the_state(desk: Desk) -> None:
    condition = {"field": "source_state", "parameter": "", "operator": "is", "value": "test"}
    action = {"action": "Add Order Note", "values": {"content": "no sale"}}
    db.session.add(
        Rule(store_id=desk.store_id, name="t", event="Order is Imported", filters=[condition], actions=[action])
    )
    assert [note.content for note in desk.order("1", test=True).notes] == ["no sale"]
    assert desk.order("2").notes == []


def test_what_changes_later_at_the_source_updates_the_order_and_is_told(desk: Desk) -> None:
    api = Api(desk)
    action = {"action": "Add Order Note", "values": {"content": "changed"}}
    db.session.add(
        Rule(store_id=desk.store_id, name="t", event="State Changed at the Source", filters=[], actions=[action])
    )
    db.session.commit()
    order_id = int(api.post("/orders", {**order_data(), "payment_status": "pending"}).json["order"]["id"])
    assert stored(order_id).source_state == "pending"
    api.post("/orders", {**order_data(), "payment_status": "pending"})
    assert stored(order_id).notes == []
    answer = api.post("/orders", {**order_data(), "payment_status": "paid"})
    assert (answer.status_code, answer.json["order_id"]) == (409, str(order_id))
    assert "the order was not paid yet, it is paid now" in answer.json["message"]
    order = stored(order_id)
    assert (order.payment_status, [note.content for note in order.notes]) == ("Captured", ["changed"])
    api.post("/orders", {**order_data(), "payment_status": "refunded", "refund_total": TOTAL})
    order = stored(order_id)
    assert (order.source_state, str(order.refund_total)) == ("refunded", "49.9000")
    assert any("it is fully refunded now" in line for line in desk.history(order_id))


def test_a_phrase_that_is_not_known_as_a_whole_is_told(desk: Desk) -> None:
    order_id = desk.order(payment_status="Cancelled by the buyer").id
    assert any("“Cancelled by the buyer” was read as Voided" in line for line in desk.history(order_id))


@pytest.mark.parametrize("before", ["on-hold", "cancelled", "refunded"])
def test_a_state_is_over_when_the_source_says_another_one(desk: Desk, before: str) -> None:
    api = Api(desk)
    order_id = int(api.post("/orders", {**order_data(), "payment_status": before}).json["order"]["id"])
    assert stored(order_id).source_state != "paid"
    api.post("/orders", {**order_data(), "payment_status": "processing"})
    assert stored(order_id).source_state == "paid"


def test_what_a_person_changed_is_not_undone_by_a_program_that_sends_again(desk: Desk) -> None:
    api = Api(desk)
    order_id = int(api.post("/orders", {**order_data(), "payment_status": "pending"}).json["order"]["id"])
    api.put(f"/orders/{order_id}", {"payment_status": "Captured"})
    api.post("/orders", {**order_data(), "payment_status": "pending"})
    assert stored(order_id).payment_status == "Captured"


def test_a_person_is_told_of_a_status_that_is_none(desk: Desk) -> None:
    with pytest.raises(import_order.BadOrder, match="payment_status: must be one of"):
        import_order.import_order(desk.store, {**order_data(), "payment_status": "Paid?"}, "me", "Order is Created")


def stored(order_id: int) -> Order:
    db.session.remove()
    return db.session.get_one(Order, order_id)
