"""Dying at every failpoint of submit, cancel, check, push, refresh and move: nothing lost, twice or unexplained."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from freezegun import freeze_time

from harness.books import Books, order_of
from harness.desk import Desk, csrf_token
from harness.failpoints import Failpoints, Killed, failpoints
from tests.support.pushes import Knocker
from tests.support.submit import change_settings
from zoho_app import jobs
from zoho_app.appointments.models import OPEN_STATES, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.models import Connection
from zoho_app.zoho_books.pushes import hints
from zoho_app.zoho_books.sales_orders import repository

pytestmark = pytest.mark.slow(70)

__all__ = ["failpoints"]
WHO = "operator@example.com"
MOST_FAILPOINTS = 200


@pytest.fixture(autouse=True)
def without_limits(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    books.lift_limits()
    monkeypatch.setattr("zoho_app.zoho_books.api.rate_limit.CALLS_A_MINUTE", 1_000_000)


def at_every_failpoint(
    failpoints: Failpoints, prepare: Callable[[int], int], act: Callable[[int], object], check: Callable[[int], None]
) -> list[str]:
    """Do it dying at the first failpoint, the second, and so on, until one goes through; recover and check each time.

    Returns the failpoints that the last one has passed.
    """
    for number in range(MOST_FAILPOINTS):
        subject = prepare(number)
        with failpoints.watching(die_at=number):
            act(subject)
        check(subject)
        if not failpoints.is_dead:
            return list(failpoints.passed)
    raise AssertionError("there is no end of failpoints")


def recover(desk: Desk) -> None:
    """Another worker takes over: leases run out, the sweeper sweeps, what is due is done."""
    with freeze_time() as clock:
        for _ in range(40):
            clock.tick(70)
            db.session.remove()
            jobs.sweep()
            desk.work()
            if not db.session.query(Appointment).filter(Appointment.state.in_(OPEN_STATES)).count():
                return
    raise AssertionError("something is still open")


def schedule(desk: Desk, number: int, email: str = "") -> int:
    email = email or f"customer{number}@example.com"
    customer = {"first_name": "Ada", "last_name": email.partition("@")[0]}  # of equal names a person is asked
    order = desk.order(f"S-{number}", email=email, customer=customer)
    actions.submit(order, WHO)
    order_id = order.id
    db.session.commit()
    return order_id


def submitted(desk: Desk, number: int) -> int:
    order_id = schedule(desk, number, "known@example.com")
    desk.work()
    assert order_of(order_id).fulfillment_id
    return order_id


def is_in_zoho_once(desk: Desk, books: Books, order_id: int) -> None:
    recover(desk)
    order = order_of(order_id)
    found = books.call("GET", "/salesorders", reference_number=order.source_id)["salesorders"]
    assert [row["salesorder_id"] for row in found] == [order.fulfillment_id]
    assert len(books.call("GET", "/contacts", email=order.email)["contacts"]) == 1
    assert order.folder.name == "Prepared"
    assert len([line for line in desk.history(order_id) if "Order Submitted to Zoho Books" in line]) == 1


def test_submitting_for_a_new_customer(desk: Desk, books: Books, failpoints: Failpoints) -> None:
    names = at_every_failpoint(
        failpoints,
        prepare=lambda number: schedule(desk, number),
        act=lambda _: desk.work(),
        check=lambda order_id: is_in_zoho_once(desk, books, order_id),
    )
    assert names.count("before a call") >= 2
    assert names.count("after a commit") >= 5


def test_submitting_for_a_known_customer(desk: Desk, books: Books, failpoints: Failpoints) -> None:
    submitted(desk, 1000)
    names = at_every_failpoint(
        failpoints,
        prepare=lambda number: schedule(desk, number, "known@example.com"),
        act=lambda _: desk.work(),
        check=lambda order_id: is_in_zoho_once(desk, books, order_id),
    )
    assert names.count("before a call") == 1


def test_submitting_and_marking_as_open(desk: Desk, books: Books, failpoints: Failpoints) -> None:
    change_settings(desk, mark_open=True)

    def check(order_id: int) -> None:
        is_in_zoho_once(desk, books, order_id)
        (row,) = books.call("GET", "/salesorders", reference_number=order_of(order_id).source_id)["salesorders"]
        assert row["status"] == repository.live(order_id).status == "open"

    submitted(desk, 1000)
    names = at_every_failpoint(
        failpoints,
        prepare=lambda number: schedule(desk, number, "known@example.com"),
        act=lambda _: desk.work(),
        check=check,
    )
    assert names.count("before a call") == 2


def test_canceling(desk: Desk, books: Books, failpoints: Failpoints) -> None:
    def prepare(number: int) -> int:
        order_id = submitted(desk, number)
        actions.cancel(order_of(order_id), WHO)
        db.session.commit()
        return order_id

    def check(order_id: int) -> None:
        recover(desk)
        order = order_of(order_id)
        (row,) = books.call("GET", "/salesorders", reference_number=order.source_id)["salesorders"]
        assert row["status"] == "void"
        assert order.folder.name == "Canceled"
        assert order.fulfillment_id == ""
        assert len([line for line in desk.history(order_id) if "Order Canceled in Zoho Books" in line]) == 1

    names = at_every_failpoint(failpoints, prepare, lambda _: desk.work(), check)
    assert names.count("before a call") == 1


def test_checking_for_shipments(desk: Desk, books: Books, failpoints: Failpoints) -> None:
    def prepare(number: int) -> int:
        order_id = submitted(desk, number)
        books.ship(order_of(order_id).fulfillment_id, f"1Z{number}")
        actions.check_for_shipments(desk.store_id, "Bookdesk")
        db.session.commit()
        return order_id

    def check(order_id: int) -> None:
        recover(desk)
        actions.check_for_shipments(desk.store_id, WHO)  # the timetable would come again, too
        db.session.commit()
        desk.work()
        order = order_of(order_id)
        assert len(order.shipments) == 1
        assert order.folder.name == "Closed"
        assert len([line for line in desk.history(order_id) if "Shipment Added" in line]) == 1

    at_every_failpoint(failpoints, prepare, lambda _: desk.work(), check)


def test_reading_what_was_pushed(desk: Desk, books: Books, failpoints: Failpoints) -> None:
    knocker, told = Knocker(desk, books), {}

    def prepare(number: int) -> int:
        order_id = submitted(desk, number)
        books.ship(order_of(order_id).fulfillment_id, f"1Z{number}")
        told[order_id] = {"salesorder": knocker.told(order_id)}
        db.session.query(Appointment).update({"finished_at": now() - timedelta(minutes=1)})  # no pause is left
        db.session.commit()
        return order_id

    def act(order_id: int) -> None:
        knocker.knock(json=told[order_id])
        desk.work()

    def check(order_id: int) -> None:
        knocker.knock(json=told[order_id])  # Zoho tries again what was not answered
        recover(desk)
        order = order_of(order_id)
        assert len(order.shipments) == 1
        assert order.folder.name == "Closed"
        assert len([line for line in desk.history(order_id) if "Shipment Added" in line]) == 1
        assert not hints.is_any_waiting(desk.store_id)

    names = at_every_failpoint(failpoints, prepare, act, check)
    assert names.count("before a call") == 1
    assert names.count("after a commit") >= 5


def test_refreshing_the_token(desk: Desk, books: Books, failpoints: Failpoints) -> None:
    submitted(desk, 1000)

    def prepare(number: int) -> int:
        books.let_pass(minutes=11)
        connection = db.session.get_one(Connection, desk.store_id)
        connection.access_token_expires_at = now() - timedelta(seconds=1)
        db.session.commit()
        return schedule(desk, number, "known@example.com")

    names = at_every_failpoint(
        failpoints,
        prepare,
        act=lambda _: desk.work(),
        check=lambda order_id: is_in_zoho_once(desk, books, order_id),
    )
    assert "after a refresh" in names


def test_moving_on_a_page(desk: Desk, books: Books, failpoints: Failpoints, operator: FlaskClient) -> None:
    def move(order_id: int) -> None:
        page = f"{desk.address}/orders/{order_id}"
        failpoints.is_watching = False
        form: dict[str, Any] = {"csrf_token": csrf_token(operator, page), "folder_id": desk.folder("Closed").id}
        failpoints.is_watching = True
        operator.post(f"{page}/move", data=form)

    def check(order_id: int) -> None:
        moved = order_of(order_id).folder.name == "Closed"
        told = [line for line in desk.history(order_id) if "Order Moved to Closed" in line]
        assert len(told) == moved

    names = at_every_failpoint(failpoints, lambda number: desk.order(f"M-{number}").id, move, check)
    assert names.count("after a commit") >= 1


def test_dying_is_not_survived_by_what_comes_after(failpoints: Failpoints) -> None:
    with failpoints.watching(die_at=0), pytest.raises(Killed):
        failpoints.reach("the first")
    with failpoints.watching(die_at=0):
        try:
            failpoints.reach("the first")
        finally:
            with pytest.raises(Killed):
                failpoints.reach("cleaning up")
