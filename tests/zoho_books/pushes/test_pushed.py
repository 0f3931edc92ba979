"""What Zoho Books pushes is read at once, once, and believed in nothing but which sales order it is about."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from freezegun import freeze_time

from harness.books import Books, order_of, submitted
from harness.desk import Desk
from tests.support.connection import row as connection
from tests.support.pushes import Knocker
from tests.support.submit import check
from zoho_app import jobs, kinds
from zoho_app.appointments import pause
from zoho_app.appointments.models import Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books.connection import connect
from zoho_app.zoho_books.errors import Refused
from zoho_app.zoho_books.models import ZohoBooksSettings
from zoho_app.zoho_books.pushes import hints
from zoho_app.zoho_books.shipments import pushed, schedule


@pytest.fixture
def knocker(desk: Desk, books: Books) -> Knocker:
    return Knocker(desk, books)


def numbers(order_id: int) -> list[str]:
    return [shipment.tracking_number for shipment in order_of(order_id).shipments]


def a_moment_later() -> Any:
    """Beyond the pause between two readings."""
    return freeze_time(now() + pushed.PAUSE)


def test_a_push_costs_one_read_and_its_repeats_none(desk: Desk, books: Books, knocker: Knocker) -> None:
    order_id = submitted(desk)
    knocker.ship(order_id, "1Z999")
    books.count_from_here()
    assert knocker.push(order_id) == 200
    assert knocker.calls() == [f"GET /salesorders/{order_of(order_id).fulfillment_id}"]
    assert (numbers(order_id), order_of(order_id).folder.name) == (["1Z999"], "Closed")
    books.count_from_here()
    assert knocker.push(order_id) == 200
    assert knocker.push(order_id, last_modified_time="2020-02-03T14:52:55+0530") == 200
    assert knocker.calls() == []
    check(desk)
    assert numbers(order_id) == ["1Z999"]


def test_many_pushes_of_one_sales_order_make_one_read(desk: Desk, books: Books, knocker: Knocker) -> None:
    order_id = submitted(desk)
    books.count_from_here()
    for number in ("1Z1", "1Z1, 1Z2", "1Z1, 1Z2, 1Z3"):
        knocker.ship(order_id, number)
        knocker.push(order_id)
    assert knocker.calls() == [f"GET /salesorders/{order_of(order_id).fulfillment_id}"]
    assert numbers(order_id) == ["1Z1", "1Z2", "1Z3"]


def test_pushes_of_many_sales_orders_make_one_call(desk: Desk, books: Books, knocker: Knocker) -> None:
    order_ids = [submitted(desk, f"S-{number}") for number in range(3)]
    for order_id in order_ids:
        knocker.ship(order_id, f"1Z{order_id}")
        knocker.push(order_id)
    books.count_from_here()
    assert knocker.calls() == ["GET /salesorders"]
    assert [numbers(order_id) for order_id in order_ids] == [[f"1Z{order_id}"] for order_id in order_ids]


def test_what_is_pushed_while_it_is_read_is_read_again(
    desk: Desk, books: Books, knocker: Knocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = submitted(desk)
    knocker.ship(order_id, "1Z1")
    knocker.push(order_id)
    read = pushed.Gateway.sales_order

    def slowly(gateway: Any, salesorder_id: str) -> Any:
        answer = read(gateway, salesorder_id)
        monkeypatch.setattr(pushed.Gateway, "sales_order", read)
        knocker.ship(order_id, "1Z1, 1Z2")
        knocker.push(order_id)
        return answer

    monkeypatch.setattr(pushed.Gateway, "sales_order", slowly)
    desk.work()
    assert numbers(order_id) == ["1Z1"]
    with a_moment_later():
        desk.work()
    assert numbers(order_id) == ["1Z1", "1Z2"]
    assert not hints.is_any_waiting(desk.store_id)


def test_nothing_that_a_push_says_is_believed(desk: Desk, books: Books, knocker: Knocker) -> None:
    order_id = submitted(desk)
    forged = {"cf_tracking_number": "FORGED", "cf_carrier": "UPS"}
    later = (now() + timedelta(days=400)).strftime("%Y-%m-%dT%H:%M:%S+0000")
    assert knocker.push(order_id, status="void", custom_field_hash=forged, last_modified_time=later) == 200
    desk.work()
    order = order_of(order_id)
    assert (order.shipments, order.folder.name) == ([], "Prepared")


def test_what_is_voided_or_deleted_in_zoho_is_followed(desk: Desk, books: Books, knocker: Knocker) -> None:
    voided, deleted = submitted(desk, "S-1"), submitted(desk, "S-2")
    with freeze_time() as clock:
        for order_id, remove in ((voided, books.void), (deleted, books.delete)):
            bare = {"salesorder_id": order_of(order_id).fulfillment_id}
            remove(order_of(order_id).fulfillment_id)
            knocker.knock(json=bare)
            desk.work()
            clock.tick(pushed.PAUSE)
    assert [order_of(order_id).folder.name for order_id in (voided, deleted)] == ["Canceled", "Canceled"]


@pytest.mark.parametrize("salesorder_id", ["460815000000999999", "1", "9" * 40])
def test_a_sales_order_of_somebody_else_is_dropped_quietly(
    books: Books, knocker: Knocker, salesorder_id: str
) -> None:
    books.count_from_here()
    assert knocker.knock(json={"salesorder_id": salesorder_id}).status_code == 200
    assert knocker.calls() == []
    assert not hints.is_any_waiting(knocker.desk.store_id)


def test_a_sales_order_of_another_store_is_dropped_quietly(
    app: Flask, desk: Desk, books: Books, knocker: Knocker
) -> None:
    other = Desk.open(app, "Other")
    books.connect_store(other)
    order_id = submitted(other)
    knocker.ship(order_id, "1Z999")
    books.count_from_here()
    assert knocker.push(order_id) == 200
    assert (knocker.calls(), numbers(order_id)) == ([], [])


def test_a_store_that_is_not_connected_drops_it_and_a_paused_one_reads_it_later(
    desk: Desk, books: Books, knocker: Knocker
) -> None:
    order_id = submitted(desk)
    knocker.ship(order_id, "1Z999")
    pause.pause(desk.store_id, kinds.QUEUES, "owner@example.com")
    db.session.commit()
    books.count_from_here()
    assert knocker.push(order_id) == 200
    assert knocker.calls() == []
    pause.go_on(desk.store_id)
    db.session.commit()
    desk.work()
    assert numbers(order_id) == ["1Z999"]
    connect.disconnect(desk.store_id, "owner@example.com")
    db.session.commit()
    assert knocker.push(order_id, last_modified_time="") == 200
    assert not hints.is_any_waiting(desk.store_id)


def refuse(*_: Any) -> None:
    raise Refused("This can't be read.", 9999)


def test_a_failed_reading_leaves_it_to_the_checks(
    desk: Desk, books: Books, knocker: Knocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = submitted(desk)
    knocker.ship(order_id, "1Z999")
    knocker.push(order_id)
    with monkeypatch.context() as patch:
        patch.setattr(pushed.Gateway, "sales_order", refuse)
        desk.work()
    (found,) = db.session.query(Appointment).filter_by(kind=kinds.READ_PUSHED.name)
    assert found.state == "failed"
    jobs.schedule_polls()
    assert db.session.query(Appointment).filter_by(kind=kinds.READ_PUSHED.name).count() == 1
    check(desk)
    assert numbers(order_id) == ["1Z999"]


def interval(desk: Desk, knocker: Knocker) -> timedelta:
    """How long after the last check the next one comes."""
    found, stored = connection(desk), db.session.get_one(ZohoBooksSettings, desk.store_id)
    at = schedule.next_check(found, stored, knocker.door)
    assert at is not None and found.last_poll_at is not None
    return at - found.last_poll_at


def test_checks_become_rare_while_pushes_tell_everything_and_frequent_again_after_a_miss(
    desk: Desk, books: Books, knocker: Knocker
) -> None:
    books.lift_limits()
    order_ids = [submitted(desk, f"S-{number}") for number in range(14)]
    check(desk)
    with freeze_time() as clock:
        for order_id in order_ids[:12]:
            assert interval(desk, knocker) == timedelta(hours=3)
            knocker.ship(order_id, f"1Z{order_id}")
            knocker.push(order_id)
            desk.work()
            clock.tick(pushed.PAUSE)
    assert interval(desk, knocker) == timedelta(hours=6)
    knocker.ship(order_ids[12], "1ZYOUNG")  # its push may still be under way
    check(desk)
    assert interval(desk, knocker) == timedelta(hours=6)
    knocker.ship(order_ids[13], "1ZMISSED")
    with freeze_time(now() + timedelta(minutes=3)):
        check(desk)
    assert interval(desk, knocker) == timedelta(hours=3)
    assert knocker.door.told == "1" * 12 + "0"
