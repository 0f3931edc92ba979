"""Zoho out of order, limits, access lost: the store waits behind a gate that says why, and goes on by itself."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from freezegun import freeze_time

from harness.books import Books
from harness.desk import Desk
from tests.support.connection import change
from tests.support.outages import put_out_of_order, schedule, states
from zoho_app import jobs, kinds
from zoho_app.appointments import breakers, gates
from zoho_app.appointments.task import LEASE
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books.api import retry_policy
from zoho_app.zoho_books.api.client import Gateway


def test_an_hour_out_of_order_costs_few_calls_fails_nothing_and_drains(
    desk: Desk, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule(desk, 30)
    put_out_of_order(books, monkeypatch)
    with freeze_time() as clock:
        desk.keep_working(clock, 120, every=30)
        desk.work()
        assert len(books.desk_calls()) <= 70
        assert "failed" not in states()
        assert [gate.cause for gate in gates.closed(desk.store_id)] == ["outage"]
        assert "is not working" in gates.closed(desk.store_id)[0].words
        books.fail()
        desk.keep_working(clock, 40, every=60)
    assert states() == {"done"}
    assert len({row["reference_number"] for row in books.sales_orders()}) == len(books.sales_orders()) == 30


def test_stores_of_one_organization_try_together_whether_it_works_again(
    desk: Desk, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores = [desk, *(Desk.open(desk.app, name) for name in ("Second", "Third", "Fourth"))]
    for store in stores[1:]:
        books.connect_store(store)
    for store in stores:
        schedule(store, 5)
    put_out_of_order(books, monkeypatch)
    with freeze_time() as clock:
        desk.keep_working(clock, 120, every=30)
        assert len(books.desk_calls()) <= 70
        assert "failed" not in states()
        until = {gate.closed_until for store in stores for gate in gates.closed(store.store_id)}
        assert len(until) == 1, "every store's page says the same time"
        assert all(gates.closed(store.store_id)[0].cause == "outage" for store in stores)
        books.fail()
        desk.keep_working(clock, 40, every=60)
    assert states() == {"done"}
    assert len(books.sales_orders()) == 20
    assert not any(gates.closed(store.store_id) for store in stores)


@pytest.mark.parametrize("other_connection", [{"organization_id": "another"}, {"state": "disconnected"}])
def test_an_outage_of_one_organization_holds_no_other_back(
    desk: Desk, books: Books, other_connection: dict[str, str]
) -> None:
    other = Desk.open(desk.app, "Other")
    books.connect_store(other)
    change(other, **other_connection)
    for _ in range(breakers.FREE_FAILURES + 1):
        breakers.record_failure(desk.store_id, kinds.ZOHO_BOOKS, retry_policy.OUTAGE, retry_policy.OUT_OF_ORDER)
    db.session.commit()
    assert gates.closed(desk.store_id)
    assert not gates.closed(other.store_id)


def test_an_outage_holds_back_those_who_would_make_a_contact_too(
    desk: Desk, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Contacts and items are known, so that making the contact is the first call of each order."""
    jobs.schedule_readings()
    desk.work()
    schedule(desk, 30)
    put_out_of_order(books, monkeypatch)
    with freeze_time() as clock:
        desk.keep_working(clock, 20, every=30)
    assert "POST /contacts" in books.desk_calls()
    assert len(books.desk_calls()) <= 20
    assert states() <= {"scheduled", "unknown"}


def test_when_a_worker_dies_while_it_sends_the_page_says_that_the_outcome_is_unknown(
    desk: Desk, books: Books, operator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule(desk, 1)
    order_id = db.session.scalars(db.select(Order.id)).one()

    def die(gateway: Gateway, payload: dict[str, Any]) -> None:
        raise SystemExit

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(Gateway, "create_sales_order", die)
        desk.work()
    with freeze_time(now() + LEASE + timedelta(seconds=1)):
        jobs.sweep()
        assert states() == {"unknown"}
        page = operator.get(f"{desk.address}/orders/{order_id}").text
        assert "Outcome unknown." in page
        assert f'as sales order <span class="code">ACME-{order_id}</span>, but no answer came' in page
        desk.work()
    assert states() == {"done"}
    assert len(books.sales_orders()) == 1


def test_the_limit_of_the_day_holds_the_store_back_until_it_ends(desk: Desk, books: Books) -> None:
    schedule(desk, 5)
    books.fail({"action": "throttle", "code": 45, "path": "/books/v3", "retry_after": 7200})
    books.count_from_here()
    desk.work()
    assert len(books.desk_calls()) == 1
    (gate,) = gates.closed(desk.store_id)
    assert gate.closed_until is not None
    assert abs(gate.closed_until - now() - timedelta(hours=2)) < timedelta(minutes=1)
    with freeze_time(now() + timedelta(hours=2, minutes=1)):
        desk.work()
    assert states() == {"done"}
