"""Orders in Zoho Books that their source cancels later: told by an alert and on Needs Attention, with what helps."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.books import Books
from harness.desk import Desk, order_data
from harness.walker import Walker
from tests.support.api_client import Api
from tests.support.attention import PAGE, operated, titles
from tests.support.submit import submit
from zoho_app.alerts import watch
from zoho_app.alerts.models import Alert
from zoho_app.appointments.models import Appointment
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.models import SalesOrder

__all__ = ["operated"]

VOID = "/attention/void-orders"
SURE = "Yes, submit it anyway"


def sent(desk: Desk, number: str) -> int:
    """An order of a program that stands in Zoho Books."""
    order_id = int(Api(desk).post("/orders", order_data(number)).json["order"]["id"])
    return submit(desk, db.session.get_one(Order, order_id))


def told_later(desk: Desk, number: str, **state: Any) -> None:
    """The program sends the order again with another state."""
    answer = Api(desk).post("/orders", {**order_data(number), **state})
    assert answer.status_code == 409
    db.session.remove()


def alerts() -> list[tuple[str, bool]]:
    watch.look()
    db.session.commit()
    return [(alert.words, alert.cleared_at is None) for alert in db.session.scalars(select(Alert))]


def statuses(books: Books) -> dict[str, str]:
    return {row["reference_number"]: row["status"] for row in books.sales_orders()}


def test_it_is_told_and_canceled_with_one_press(desk: Desk, books: Books, operated: Walker) -> None:
    for number in ("1201", "1202", "1203"):
        sent(desk, number)
    assert alerts() == []
    told_later(desk, "1202", payment_status="refunded", refund_total="49.90")
    told_later(desk, "1203", payment_status="cancelled")
    words = "2 orders in Zoho Books were canceled or refunded at their source."
    assert alerts() == [(f"{words} Their sales orders stand until somebody decides.", True)]
    operated.open("").see("Needs Attention 2").open(PAGE)
    assert titles(operated) == ["2 orders: Orders in Zoho Books were canceled or refunded at their source"]
    operated.click("Decide about these orders").see("Refunded", "Canceled at source", "49.90", "draft")
    assert "1201" not in operated.words
    operated.press("Yes, cancel 2 sales orders").see("Cancellation of 2 orders in Zoho Books requested.")
    desk.work()
    assert statuses(books) == {"1201": "draft", "1202": "void", "1203": "void"}
    operated.open(PAGE).see("Nothing needs your attention")


def test_what_stays_is_not_asked_about_again_until_its_state_is_another(
    desk: Desk, books: Books, operated: Walker
) -> None:
    first, second = sent(desk, "1"), sent(desk, "2")
    told_later(desk, "1", payment_status="voided")
    told_later(desk, "2", payment_status="voided")
    operated.open(f"/orders/{first}").see("Shopify says that the order is voided.").click(
        "Cancel it, or let it stand"
    )
    operated.press(f"Let it stand : order {first}").see("1 sales order left in Zoho Books.")
    assert any(
        "stays in Zoho Books though Shopify says that the order is voided" in line for line in desk.history(first)
    )
    assert "let it stand" not in operated.open(f"/orders/{first}").words
    operated.open(VOID).press("Let it stand").open(PAGE).see("Nothing needs your attention")
    assert statuses(books) == {"1": "draft", "2": "draft"}
    told_later(desk, "2", payment_status="refunded", refund_total="49.90")
    operated.open(f"/orders/{second}").see("fully refunded").open(PAGE).see("An order in Zoho Books was canceled")


def test_what_a_person_has_sent_anyway_is_nothing_new(desk: Desk, books: Books, operated: Walker) -> None:
    order_id = desk.order("1202", payment_status="Fully Refunded").id
    operated.open(f"/orders/{order_id}").press(SURE)
    desk.work()
    assert len(books.sales_orders()) == 1
    operated.open(PAGE).see("Nothing needs your attention")
    assert alerts() == []


def test_what_was_never_sent_or_is_being_canceled_is_not_listed(desk: Desk, books: Books, operated: Walker) -> None:
    desk.order("1", payment_status="cancelled")
    order_id = sent(desk, "2")
    told_later(desk, "2", payment_status="cancelled")
    actions.cancel(db.session.get_one(Order, order_id), "operator@example.com")
    db.session.commit()
    operated.open(PAGE).see("Nothing needs your attention")


def test_another_store_sees_and_changes_none_of_it(desk: Desk, books: Books, operated: Walker) -> None:
    other = Desk.open(desk.app, "Other")
    order = other.order("1", payment_status="cancelled")
    order.fulfillment_name, order.fulfillment_id = "Zoho Books", "901"
    like = {"organization_id": "10", "salesorder_number": "X-1", "reference_number": "1", "status": "open"}
    row = SalesOrder(store_id=other.store_id, order_id=order.id, salesorder_id="901", **like)
    db.session.add(row)
    db.session.commit()
    order_id, row_id = order.id, row.id
    operated.open(PAGE).see("Nothing needs your attention")
    for path in ("cancel", "stay"):
        form = {"csrf_token": operated.token, "order_id": order_id}
        operated.client.post(f"{operated.store}{VOID}/{path}", data=form)
    assert (db.session.get_one(SalesOrder, row_id).kept_state, db.session.query(Appointment).count()) == ("", 0)


@pytest.mark.parametrize("path", ["cancel", "stay"])
def test_a_viewer_reads_it_and_decides_nothing(desk: Desk, books: Books, viewer: FlaskClient, path: str) -> None:
    sent(desk, "1")
    told_later(desk, "1", payment_status="cancelled")
    walker = Walker(viewer, desk.address).open(VOID).see("Canceled at source")
    assert "Let it stand" not in walker.words
    answer = viewer.post(f"{desk.address}{VOID}/{path}", data={"csrf_token": walker.token})
    assert answer.status_code == 403
