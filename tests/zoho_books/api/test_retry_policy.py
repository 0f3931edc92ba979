"""How long trouble is borne: waiting is none, doubt outlasts every outage, and who gives up says what to do."""

from datetime import timedelta

import pytest
from freezegun import freeze_time

from harness.books import Books
from harness.desk import Clock, Desk
from tests.support.connection import TOKEN, change
from tests.support.submit import SALES_ORDERS, appointment, reloaded, submit
from zoho_app import kinds
from zoho_app.appointments import gates
from zoho_app.appointments.models import BULK, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.api.access_token import GATE

SEVEN_HOURS = 7 * 3600
LIMIT_OF_THE_DAY = {
    "action": "throttle",
    "code": 45,
    "path": SALES_ORDERS,
    "method": "POST",
    "retry_after": SEVEN_HOURS,
}
LOST_ANSWER = {"action": "drop", "method": "POST", "path": SALES_ORDERS, "when": "after"}


def let_seven_hours_pass(clock: Clock, books: Books) -> None:
    clock.tick(SEVEN_HOURS + 60)
    books.let_pass(minutes=SEVEN_HOURS // 60 + 1)


def test_an_answer_lost_after_hours_of_waiting_for_a_limit_is_looked_up(desk: Desk, books: Books) -> None:
    books.fail(LIMIT_OF_THE_DAY, LOST_ANSWER)
    with freeze_time() as clock:
        order_id = submit(desk, desk.order())
        let_seven_hours_pass(clock, books)
        desk.work()
        assert appointment(order_id).state == "unknown"
        clock.tick(6)  # the first look comes within seconds, however long it has waited before
        desk.work()
    assert reloaded(order_id).fulfillment_id == books.sales_orders()[0]["salesorder_id"]


def test_trouble_after_hours_without_a_connection_is_tried_again(desk: Desk, books: Books) -> None:
    refused = {"action": "status", "status": 401, "body": {"code": 14, "message": "Invalid token"}, "times": 2}
    books.fail({**refused, "path": SALES_ORDERS, "method": "POST"})
    with freeze_time() as clock:
        order_id = submit(desk, desk.order())
        assert [gate.cause for gate in gates.closed(desk.store_id)] == [GATE]
        let_seven_hours_pass(clock, books)
        change(desk, state="connected")
        gates.open_(desk.store_id, kinds.ZOHO_BOOKS, GATE)
        db.session.commit()
        books.fail({"action": "status", "status": 500, "path": "/books/v3"})
        desk.work()
        assert appointment(order_id).state in ("scheduled", "unknown")
        desk.keep_working(clock, 10, every=60)
    assert reloaded(order_id).fulfillment_id


def test_an_unexpected_error_after_hours_of_waiting_is_tried_again(
    desk: Desk, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.fail(LIMIT_OF_THE_DAY)
    with freeze_time() as clock:
        order_id = submit(desk, desk.order())
        let_seven_hours_pass(clock, books)
        with monkeypatch.context() as patch:
            patch.setattr("zoho_app.zoho_books.sales_orders.repository.order_to_send", lambda *_: 1 / 0)
            desk.work()
        assert (appointment(order_id).state, appointment(order_id).cause) == ("scheduled", "internal")


def test_an_unknown_outcome_outlasts_an_outage_however_long(
    desk: Desk, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zoho_app.zoho_books.api.rate_limit.CALLS_A_MINUTE", 1_000_000)  # Redis' clock is not frozen
    submit(desk, desk.order("0"))
    books.fail(LOST_ANSWER, {"action": "status", "status": 503, "path": "/books/v3", "times": 0})
    with freeze_time() as clock:
        order_id = submit(desk, desk.order())
        desk.keep_working(clock, 90, every=120)
        assert appointment(order_id).state == "unknown"
        books.fail()
        desk.keep_working(clock, 3, every=120)
    assert appointment(order_id).state == "done"
    assert len(books.sales_orders()) == 2


def test_who_gives_up_says_what_to_do_and_not_that_it_goes_on(desk: Desk, books: Books) -> None:
    books.fail({"action": "status", "status": 500, "path": "/books/v3/contacts", "times": 0})
    with freeze_time() as clock:
        order_id = submit(desk, desk.order())
        desk.keep_working(clock, 130, every=60)
    failure = appointment(order_id)
    assert failure.state == "failed"
    assert "(code 1000)" in failure.answer and failure.answer.endswith("Try again once Zoho Books works.")
    assert "Nothing" not in failure.answer


def test_orders_outlast_accounts_servers_that_are_away(desk: Desk, books: Books) -> None:
    for number in range(5):
        actions.submit(desk.order(f"T-{number}"), "operator@example.com", BULK)
    db.session.commit()
    change(desk, access_token_expires_at=now() - timedelta(seconds=1))
    books.let_pass(minutes=61)
    books.fail({"action": "status", "status": 503, "path": TOKEN, "times": 0})
    with freeze_time() as clock:
        desk.keep_working(clock, 90, every=120)
        assert len(books.calls(TOKEN)) <= 190, "one a minute, and no more"
        books.fail()
        desk.keep_working(clock, 10, every=60)
    db.session.remove()
    assert {row.state for row in db.session.query(Appointment)} == {"done"}
    assert len(books.sales_orders()) == 5
