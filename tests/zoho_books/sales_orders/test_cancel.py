"""Canceling in Zoho Books: voided there, withdrawn before, or noticed when somebody did it in Zoho."""

from datetime import timedelta

import pytest
from freezegun import freeze_time

from harness.books import WHO, Books, order_of, submitted
from harness.desk import Desk
from tests.support.submit import change_settings, check
from zoho_app import kinds
from zoho_app.appointments import lifecycle
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.rules.models import Rule
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.errors import CannotSchedule
from zoho_app.zoho_books.sales_orders import repository


def cancel(desk: Desk, order_id: int) -> None:
    actions.cancel(order_of(order_id), WHO)
    db.session.commit()
    desk.work()


def canceled_in_doubt(desk: Desk, books: Books) -> int:
    """Zoho's answer to the sending is lost, the order is canceled all the same, and minutes pass; its id."""
    books.fail({"action": "drop", "method": "POST", "path": "/books/v3/salesorders", "when": "after"})
    order_id = submitted(desk)
    cancel(desk, order_id)
    with freeze_time() as clock:
        desk.keep_working(clock, 10, every=10)
    return order_id


def test_a_submitted_order_is_voided_and_moves(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    books.count_from_here()
    cancel(desk, order_id)
    assert len([call for call in books.desk_calls() if call.startswith("POST")]) == len(books.desk_calls()) == 1
    assert [row["status"] for row in books.sales_orders()] == ["void"]
    order = order_of(order_id)
    assert order.folder.name == "Canceled"
    assert (order.fulfillment_name, order.fulfillment_id) == ("", "")
    assert any("Order Canceled in Zoho Books" in line for line in desk.history(order_id))


def test_one_that_waits_is_withdrawn_without_a_call(desk: Desk, books: Books) -> None:
    order = desk.order()
    actions.submit(order, WHO)
    order_id = order.id
    db.session.commit()
    books.count_from_here()
    cancel(desk, order_id)
    assert books.desk_calls() == []
    assert order_of(order_id).folder.name == "Canceled"
    assert repository.live(order_id) is None


def test_already_void_is_success(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    books.call("POST", f"/salesorders/{order_of(order_id).fulfillment_id}/status/void")
    cancel(desk, order_id)
    assert order_of(order_id).folder.name == "Canceled"


def test_one_that_was_deleted_in_zoho_counts_as_canceled(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    books.call("DELETE", f"/salesorders/{order_of(order_id).fulfillment_id}")
    cancel(desk, order_id)
    assert order_of(order_id).folder.name == "Canceled"


def test_an_invoiced_one_stays_and_the_order_says_why(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    books.invoice(order_of(order_id).fulfillment_id)
    cancel(desk, order_id)
    assert order_of(order_id).folder.name == "Prepared"
    newest = desk.history(order_id)[0]
    assert newest.startswith("Zoho Books: Order Could Not Be Canceled in Zoho Books.")
    assert "Zoho says" in newest


def test_nothing_to_cancel_is_said(desk: Desk, books: Books) -> None:
    order = desk.order()
    with pytest.raises(CannotSchedule, match="nothing to cancel"):
        actions.cancel(order, WHO)
    db.session.rollback()


def test_an_answer_lost_while_voiding_does_no_harm(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    books.fail({"action": "drop", "method": "POST", "path": "/books/v3/salesorders/", "when": "after"})
    cancel(desk, order_id)
    assert order_of(order_id).folder.name == "Prepared"
    with freeze_time() as clock:
        clock.tick(600)
        desk.work()
    assert order_of(order_id).folder.name == "Canceled"
    assert [row["status"] for row in books.sales_orders()] == ["void"]


def test_a_canceled_order_stays_where_it_is_when_the_setting_says_so(desk: Desk, books: Books) -> None:
    change_settings(desk, if_canceled_folder_id=None)
    order_id = submitted(desk)
    cancel(desk, order_id)
    assert [row["status"] for row in books.sales_orders()] == ["void"]
    assert order_of(order_id).folder.name == "Prepared"


def test_canceling_one_whose_sending_is_in_doubt_looks_first(desk: Desk, books: Books) -> None:
    canceled_in_doubt(desk, books)
    assert [row["status"] for row in books.sales_orders()] == ["void"]


def test_a_cancel_waits_as_long_as_the_sending_does(desk: Desk, books: Books) -> None:
    books.fail({"action": "drop", "method": "POST", "path": "/books/v3/salesorders", "when": "after"})
    order_id = submitted(desk)
    sending = lifecycle.open_one(kinds.SUBMIT.name, order_id)
    assert sending is not None
    looks_at = sending.due_at = now() + timedelta(minutes=10)
    db.session.commit()
    cancel(desk, order_id)
    db.session.remove()
    waiting = lifecycle.open_one(kinds.CANCEL.name, order_id)
    assert waiting is not None
    assert waiting.due_at > looks_at
    assert waiting.answer == "The order is being sent now; it is canceled right after."


def test_one_in_doubt_that_a_slow_list_hides_is_not_taken_for_gone(desk: Desk, books: Books) -> None:
    books.fail(
        {"action": "drop", "method": "POST", "path": "/books/v3/salesorders", "when": "after"},
        {"action": "lag", "seconds": 3600, "method": "GET", "path": "/books/v3/salesorders", "times": 12},
    )
    order_id = submitted(desk)
    actions.cancel(order_of(order_id), WHO)
    db.session.commit()
    with freeze_time() as clock:
        desk.keep_working(clock, 60, every=20)
    assert [row["status"] for row in books.sales_orders()] == ["void"]
    assert order_of(order_id).folder.name == "Canceled"


def test_canceling_after_an_answer_was_lost_moves_the_order(desk: Desk, books: Books) -> None:
    order_id = canceled_in_doubt(desk, books)
    assert order_of(order_id).folder.name == "Canceled"


def test_the_event_runs_rules(desk: Desk, books: Books) -> None:
    action = {"action": "Tag Order", "values": {"name": "gone", "color": "red"}}
    db.session.add(
        Rule(store_id=desk.store_id, name="Tag", event="Order Canceled in Zoho Books", filters=[], actions=[action])
    )
    db.session.commit()
    order_id = submitted(desk)
    cancel(desk, order_id)
    assert order_of(order_id).tag_name == "gone"


def test_what_was_sent_anew_while_the_void_was_under_way_stays(
    desk: Desk, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = submitted(desk)
    actions.cancel(order_of(order_id), WHO)
    db.session.commit()
    void = Gateway.void

    def void_and_answer_late(gateway: Gateway, salesorder_id: str, reason: str) -> None:
        monkeypatch.setattr(Gateway, "void", void)
        void(gateway, salesorder_id, reason)
        actions.check_for_shipments(desk.store_id, "Bookdesk")
        db.session.commit()
        desk.work()
        actions.submit(order_of(order_id), WHO)
        db.session.commit()
        desk.work()

    monkeypatch.setattr(Gateway, "void", void_and_answer_late)
    desk.work()
    anew = next(row for row in books.sales_orders() if row["status"] == "draft")
    assert order_of(order_id).fulfillment_id == anew["salesorder_id"]
    assert order_of(order_id).folder.name == "Prepared"


def test_a_cancel_whose_answer_was_lost_leaves_what_was_submitted_again_since(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    books.fail({"action": "drop", "method": "POST", "path": "/books/v3/salesorders/", "when": "after"})
    cancel(desk, order_id)
    check(desk)  # tells that the sales order is void
    actions.submit(order_of(order_id), WHO)
    db.session.commit()
    desk.work()
    with freeze_time() as clock:
        desk.keep_working(clock, 10, every=60)
    assert [row["status"] for row in books.sales_orders()] == ["void", "draft"]
    assert order_of(order_id).folder.name == "Prepared"
    canceling = lifecycle.latest(kinds.CANCEL.name, order_id)
    assert canceling is not None
    assert (canceling.state, canceling.answer) == (
        "done",
        "The order was submitted again later, so that nothing is canceled.",
    )
