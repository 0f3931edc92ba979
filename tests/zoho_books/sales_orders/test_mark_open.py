"""Marking a sales order as open, which comes after the order counts as submitted."""

from typing import Any

import pytest
from freezegun import freeze_time

from harness.books import Books
from harness.desk import Desk
from tests.support.submit import LIMIT, SALES_ORDERS, appointment, change_settings, reloaded, submit
from zoho_app.appointments.models import BULK
from zoho_app.extensions import db
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.models import VOID
from zoho_app.zoho_books.sales_orders import repository


def submit_without_opening(desk: Desk, books: Books, fault: dict[str, Any]) -> int:
    """Submit an order whose sales order arrives, but meets the fault when it should be marked as open."""
    change_settings(desk, mark_open=True)
    books.fail({**fault, "after": 1})
    return submit(desk, desk.order(), BULK)


def check_just_before_it_is_tried_again(desk: Desk) -> None:
    """The limit ends; a person's check for shipments comes first, then the next attempt."""
    with freeze_time() as clock:
        clock.tick(29)
        actions.check_for_shipments(desk.store_id, "operator@example.com")
        db.session.commit()
        clock.tick(2)
        desk.work()


def test_marked_open_when_the_settings_say_so(desk: Desk, books: Books) -> None:
    change_settings(desk, mark_open=True)
    submit(desk, desk.order())
    assert [row["status"] for row in books.sales_orders()] == ["open"]


def test_a_refusal_to_mark_it_open_is_told_and_undoes_nothing(desk: Desk, books: Books) -> None:
    refusal = {
        "action": "code",
        "code": 36999,
        "message": "Approve it first.",
        "method": "POST",
        "path": SALES_ORDERS,
    }
    order_id = submit_without_opening(desk, books, refusal)
    assert "Could Not Be Marked as Open" in desk.history(order_id)[0]
    assert "Approve it first." in desk.history(order_id)[0]
    assert appointment(order_id).state == "done"
    assert reloaded(order_id).folder.name == "Prepared"


def test_when_marking_it_open_never_works_nothing_says_that_it_was_not_submitted(desk: Desk, books: Books) -> None:
    outage = {"action": "status", "status": 500, "path": SALES_ORDERS, "method": "POST", "times": 0}
    with freeze_time() as clock:
        order_id = submit_without_opening(desk, books, outage)
        desk.keep_working(clock, 130, every=60)
    assert appointment(order_id).state == "failed"
    assert "Could Not Be Marked as Open" in desk.history(order_id)[0]
    assert not any("Could Not Be Submitted" in line for line in desk.history(order_id))
    assert len(books.sales_orders()) == 1


def test_one_that_is_shipped_before_it_could_be_marked_open_stays_where_the_shipment_has_moved_it(
    desk: Desk, books: Books
) -> None:
    order_id = submit_without_opening(desk, books, LIMIT)
    books.ship(books.sales_orders()[0]["salesorder_id"], "1Z1")
    check_just_before_it_is_tried_again(desk)
    assert [row["status"] for row in books.sales_orders()] == ["open"]
    assert reloaded(order_id).folder.name == "Closed"


def test_one_that_is_voided_before_it_could_be_marked_open_is_not_sent_again(desk: Desk, books: Books) -> None:
    order_id = submit_without_opening(desk, books, LIMIT)
    books.call("POST", f"/salesorders/{books.sales_orders()[0]['salesorder_id']}/status/void")
    check_just_before_it_is_tried_again(desk)
    assert [row["status"] for row in books.sales_orders()] == ["void"]
    assert reloaded(order_id).folder.name == "Canceled"


def test_one_that_is_voided_just_as_it_is_marked_open_stays_void(
    desk: Desk, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_settings(desk, mark_open=True)

    def mark_open(gateway: Gateway, salesorder_id: str) -> None:
        found = repository.by_zoho_id(desk.store_id, salesorder_id)
        assert found is not None
        found.status = VOID
        db.session.commit()

    monkeypatch.setattr(Gateway, "mark_open", mark_open)
    order_id = submit(desk, desk.order())
    assert repository.live(order_id) is None
