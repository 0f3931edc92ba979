"""Orders that their source calls canceled, refunded or a test never go to Zoho Books unless a person says so."""

from typing import Any

import pytest
from freezegun import freeze_time

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.api_client import Api
from tests.support.attention import PAGE, operated
from tests.support.submit import SALES_ORDERS, appointment, change_settings, submit
from zoho_app.appointments.models import Appointment
from zoho_app.extensions import db
from zoho_app.orders import edit
from zoho_app.orders.events import FOLDER_CHANGED, ORDER_DETAILS_CHANGED, ORDER_IMPORTED, SOURCE_STATE_CHANGED
from zoho_app.orders.models import Order
from zoho_app.rules.models import Rule
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.errors import CannotSchedule

__all__ = ["operated"]

VOID = [
    {"payment_status": "Voided"},
    {"payment_status": "Fully Refunded"},
    {"order_metadata": {"source_status": "canceled"}},
    {"order_metadata": {"source_status": "Cancelled"}},
    {"order_metadata": {"source_status": "test"}},
    {"order_metadata": {"source_status": "refunded"}},
    {"order_metadata": {"source_status": "draft"}},
    {"payment_status": "Rejected"},
    {"payment_status": "Captured", "refund_total": "49.90"},
]
SUBMIT = "Submit Order to Zoho Books"
SURE = "Yes, submit it anyway"


def scheduled() -> int:
    db.session.remove()
    return db.session.query(Appointment).count()


@pytest.mark.parametrize("state", VOID)
def test_neither_a_rule_nor_a_setting_sends_it(desk: Desk, books: Books, state: dict[str, Any]) -> None:
    change_settings(desk, submit_imported=True)
    actions = [{"action": "Submit Order to Zoho Books", "values": {}}]
    db.session.add(Rule(store_id=desk.store_id, name="Send", event=ORDER_IMPORTED, filters=[], actions=actions))
    db.session.commit()
    order_id = desk.order("1202", **state).id
    assert scheduled() == 0
    assert any("so it was not sent to Zoho Books" in line for line in desk.history(order_id))
    desk.work()
    assert books.sales_orders() == []


@pytest.mark.parametrize(
    "state",
    [
        {"payment_status": "Partially Refunded"},
        {"payment_status": "Pending"},
        {"order_metadata": {"source_status": "shipped"}},
    ],
)
def test_what_is_left_to_sell_goes_by_a_setting(desk: Desk, books: Books, state: dict[str, Any]) -> None:
    change_settings(desk, submit_imported=True)
    desk.order("1204", **state)
    desk.work()
    assert len(books.sales_orders()) == 1


def test_a_person_is_asked_first_and_sends_it(desk: Desk, books: Books, operated: Walker) -> None:
    order_id = desk.order("1202", payment_status="Fully Refunded").id
    operated.open(f"/orders/{order_id}").see("At Shopify this order is fully refunded.")
    operated.press(SURE).see("Order scheduled to Zoho Books.")
    desk.work()
    assert len(books.sales_orders()) == 1


def test_a_press_without_the_question_is_refused(desk: Desk, books: Books) -> None:
    with pytest.raises(CannotSchedule, match="1202 is voided at Shopify"):
        actions.submit(desk.order("1202", payment_status="Voided"), "operator@example.com")


def test_bulk_work_leaves_them_out_and_says_so(desk: Desk, books: Books, operated: Walker) -> None:
    desk.order("1201")
    desk.order("1202", payment_status="Fully Refunded")
    desk.order("1203", order_metadata={"source_status": "canceled"})
    operated.open("/orders/checked?all_matching=1&do=submit")
    operated.see("1 would be scheduled to Zoho Books", "2 are canceled, refunded or a test at the source")
    operated.press("Submit 1 order to Zoho Books")
    desk.work()
    assert [row["reference_number"] for row in books.sales_orders()] == ["1201"]


def test_what_becomes_void_while_it_waits_is_not_sent_until_somebody_says_so(
    desk: Desk, books: Books, operated: Walker
) -> None:
    orders = [desk.order(str(number), email="ada@example.com") for number in (1, 2)]
    ids = [order.id for order in orders]
    for order in orders:
        actions.submit(order, "operator@example.com")
        edit.set_order_metadata(order, "source_status", "canceled", "API")
    db.session.commit()
    desk.work()
    assert books.sales_orders() == []
    assert {appointment(one).cause for one in ids} == {"void_order"}
    operated.open(PAGE).see("2 orders The source says canceled")
    operated.press("Yes, send all 2 to Zoho Books").see("2 orders are under way again.")
    desk.work()
    assert len(books.sales_orders()) == 2


def test_no_way_around_the_question_sends_it(desk: Desk, books: Books, operated: Walker) -> None:
    """It failed for another cause, became void, is retried in bulk, and rules on state and folder would send it."""
    lacking = [{"name": "Tip", "code": "", "price": 3, "quantity": 1}]
    order_id = submit(desk, desk.order("1206", order_items=lacking))
    assert appointment(order_id).cause == "no_sku"
    sends = [{"action": "Submit Order to Zoho Books", "values": {}}]
    for event in (SOURCE_STATE_CHANGED, FOLDER_CHANGED, ORDER_DETAILS_CHANGED):
        db.session.add(Rule(store_id=desk.store_id, name=event, event=event, filters=[], actions=sends))
    db.session.commit()
    change_settings(desk, default_sku="BD-PEN-01")
    api = Api(desk)
    state = {"payment_status": "cancelled", "status": "Cancelled by the buyer"}
    assert api.put(f"/orders/{order_id}", state).status_code == 200
    move = {"order_id_list": [order_id], "destination_folder_id": desk.folder("Closed").id}
    assert api.post("/move-orders", move).status_code == 200
    operated.open("/orders/checked?all_matching=1&do=retry").press("Retry 1 order")
    desk.work()
    assert books.sales_orders() == []
    assert appointment(order_id).cause == "void_order"
    operated.open(f"/orders/{order_id}").press(SURE)
    desk.work()
    assert [row["reference_number"] for row in books.sales_orders()] == ["1206"]


def test_what_becomes_void_while_its_outcome_is_unknown_is_not_sent_a_second_time(desk: Desk, books: Books) -> None:
    books.fail({"action": "drop", "method": "POST", "path": SALES_ORDERS, "when": "before"})
    order_id = submit(desk, desk.order("1205"))
    edit.set_order_metadata(db.session.get_one(Order, order_id), "source_status", "canceled", "API")
    db.session.commit()
    with freeze_time(tz_offset=0) as clock:
        desk.keep_working(clock, 10, every=30)
    assert books.sales_orders() == []
    assert appointment(order_id).cause == "void_order"


def test_a_sent_order_that_is_canceled_later_still_shows_what_was_sent(
    desk: Desk, books: Books, operated: Walker
) -> None:
    order_id = submit(desk, desk.order())
    edit.set_order_metadata(db.session.get_one(Order, order_id), "source_status", "canceled", "API")
    db.session.commit()
    operated.open(f"/orders/{order_id}").see("no difference")
