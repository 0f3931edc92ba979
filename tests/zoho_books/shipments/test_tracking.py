"""Tracking numbers as a set: what is added, corrected or gone in Zoho Books follows here, told once; at few calls."""

import json
from datetime import timedelta
from typing import Any

import pytest
import requests
from freezegun import freeze_time
from sqlalchemy import select

from harness.books import Books, order_of, submitted
from harness.desk import Desk
from harness.many_orders import Many
from harness.sandbox import SandboxProcess
from harness.statements import statements
from tests.support.connection import row as connection
from tests.support.submit import check
from zoho_app import jobs
from zoho_app.channels import settings as channel_settings
from zoho_app.channels.models import Delivery
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import folders, shipments
from zoho_app.orders.models import Shipment
from zoho_app.zoho_books.api import rate_limit
from zoho_app.zoho_books.shipments import check as checking

CLOCK = "Bookdesk"


@pytest.fixture
def shipped(desk: Desk, books: Books) -> int:
    """An order whose two parcels have come back from Zoho Books."""
    channel_settings.add(desk.store_id, "Shopify", "https://shop.example.com/news", True)
    db.session.commit()
    order_id = submitted(desk)
    books.ship(order_of(order_id).fulfillment_id, "1Z1, 1Z2")
    check(desk)
    return order_id


def numbers(order_id: int) -> list[str]:
    return [shipment.tracking_number for shipment in order_of(order_id).shipments]


def told() -> list[tuple[str, str, str]]:
    """What sales channels are told: event, tracking number, carrier."""
    db.session.remove()
    bodies = [json.loads(row.body) for row in db.session.scalars(select(Delivery).order_by(Delivery.id))]
    return [(body["event"], body["shipment"]["tracking_number"], body["shipment"]["carrier_code"]) for body in bodies]


def test_a_number_added_later_is_one_more_shipment(desk: Desk, books: Books, shipped: int) -> None:
    books.ship(order_of(shipped).fulfillment_id, "1Z1\n1z 2; 1Z3")
    check(desk)
    check(desk)
    assert numbers(shipped) == ["1Z1", "1Z2", "1Z3"]
    assert [number for _, number, _ in told()] == ["1Z1", "1Z2", "1Z3"]


def test_a_number_that_is_gone_in_zoho_is_taken_off(desk: Desk, books: Books, shipped: int) -> None:
    books.ship(order_of(shipped).fulfillment_id, "1Z2")
    books.count_from_here()
    check(desk, CLOCK)
    assert books.desk_calls() == ["GET /salesorders", f"GET /salesorders/{order_of(shipped).fulfillment_id}"]
    assert numbers(shipped) == ["1Z2"]
    assert "Zoho Books: Shipment Removed: 1Z1 is no longer in Zoho Books" in desk.history(shipped)
    assert told()[2:] == [("shipment.removed", "1Z1", "UPS")]
    body = json.loads(db.session.scalars(select(Delivery).order_by(Delivery.id.desc())).first().body)
    assert [one["tracking_number"] for one in body["order"]["order_shipments"]] == ["1Z2"]


def test_all_numbers_may_be_gone(desk: Desk, books: Books, shipped: int) -> None:
    books.ship(order_of(shipped).fulfillment_id, "", "", "")
    check(desk)
    assert numbers(shipped) == []


def test_a_typo_that_is_corrected_is_told_as_removed_and_added(desk: Desk, books: Books, shipped: int) -> None:
    books.ship(order_of(shipped).fulfillment_id, "1Z1, 1Z9")
    check(desk)
    assert numbers(shipped) == ["1Z1", "1Z9"]
    assert told()[2:] == [("shipment.removed", "1Z2", "UPS"), ("shipment.added", "1Z9", "UPS")]


def test_a_corrected_carrier_is_taken_over_and_each_correction_is_told_once(
    desk: Desk, books: Books, shipped: int
) -> None:
    for carrier in ("FedEx", "UPS", "FedEx"):
        books.ship(order_of(shipped).fulfillment_id, "1Z1, 1Z2", carrier)
        check(desk)
        check(desk)
    first = order_of(shipped).shipments[0]
    assert (first.carrier_code, first.shipment_method) == ("FedEx", "Ground")
    assert "fedex.com" in first.tracking_url
    assert "Zoho Books: Shipment Updated: 1Z1 (UPS, Ground) is now 1Z1 (FedEx, Ground)" in desk.history(shipped)
    of_first = [(event, carrier) for event, number, carrier in told() if number == "1Z1"]
    changes = [("shipment.changed", carrier) for carrier in ("FedEx", "UPS", "FedEx")]
    assert of_first == [("shipment.added", "UPS"), *changes]


def test_a_shipment_of_the_same_number_that_was_added_by_hand_stays(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    shipments.add(order_of(order_id), {"tracking_number": "1Z1", "carrier_code": "DHL"}, "ada@example.com")
    db.session.commit()
    books.ship(order_of(order_id).fulfillment_id, "1Z1, 1Z2")
    check(desk)
    books.ship(order_of(order_id).fulfillment_id, "1Z2", "FedEx")
    check(desk)
    assert [(s.tracking_number, s.carrier_code) for s in order_of(order_id).shipments] == [
        ("1Z1", "DHL"),
        ("1Z2", "FedEx"),
    ]


def test_a_shipment_that_a_person_deleted_does_not_come_back(desk: Desk, books: Books, shipped: int) -> None:
    shipments.delete(order_of(shipped).shipments[0], "ada@example.com")
    db.session.commit()
    books.ship(order_of(shipped).fulfillment_id, "1Z1, 1Z2, 1Z3")
    check(desk)
    assert numbers(shipped) == ["1Z2", "1Z3"]


def test_each_added_shipment_moves_the_order_and_a_correction_leaves_it(
    desk: Desk, books: Books, shipped: int
) -> None:
    folders.move(order_of(shipped), desk.folder("Prepared"), "ada@example.com")
    db.session.commit()
    books.ship(order_of(shipped).fulfillment_id, "1Z1, 1Z2", "FedEx")
    check(desk)
    assert order_of(shipped).folder.name == "Prepared"
    books.ship(order_of(shipped).fulfillment_id, "1Z1, 1Z2, 1Z3", "FedEx")
    check(desk)
    assert order_of(shipped).folder.name == "Closed"


def test_ship_notify_url_hears_of_additions_only(desk: Desk, books: Books) -> None:
    order = desk.order(order_metadata={"ship_notify_url": "https://shop.example.com/own"})
    shipment = shipments.add(order, {"tracking_number": "1Z1", "carrier_code": "UPS"}, "Zoho Books")
    shipments.correct(shipment, "DHL", "", "Zoho Books")
    shipments.delete(shipment, "Zoho Books")
    db.session.commit()
    (only,) = db.session.scalars(select(Delivery))
    assert sorted(json.loads(only.body)) == ["order", "shipment"]


def test_a_field_that_was_switched_off_takes_nothing_away(desk: Desk, books: Books, shipped: int) -> None:
    books.remove_custom_field("tracking_number")
    books.call("PUT", f"/salesorders/{order_of(shipped).fulfillment_id}", {"notes": "changed"})
    check(desk)
    assert numbers(shipped) == ["1Z1", "1Z2"]


def test_a_row_without_its_fields_is_not_believed(desk: Desk, books: Books, shipped: int, bare_rows: None) -> None:
    books.call("PUT", f"/salesorders/{order_of(shipped).fulfillment_id}", {"notes": "changed"})
    check(desk)
    assert numbers(shipped) == ["1Z1", "1Z2"]
    assert connection(desk).last_poll_found == "New shipments: 0"


@pytest.fixture
def bare_rows(monkeypatch: pytest.MonkeyPatch, shipped: int) -> None:
    """From now on list rows lack the custom fields."""
    monkeypatch.setattr("zoho_app.zoho_books.shipments.custom_fields._from_keys", lambda row: None)


def test_a_number_that_cannot_be_kept_is_said_once_and_stops_nothing(desk: Desk, books: Books) -> None:
    order_id, other_id = submitted(desk), submitted(desk, "1002")
    books.ship(order_of(order_id).fulfillment_id, "9" * 220)
    books.ship(order_of(other_id).fulfillment_id, "1Z2")
    check(desk)
    check(desk)
    assert (numbers(order_id), numbers(other_id)) == ([], ["1Z2"])
    assert len([line for line in desk.history(order_id) if "could not be copied" in line]) == 1


def test_a_change_that_the_list_has_hidden_is_found_with_the_look_at_all_ids(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    books.ship(order_of(order_id).fulfillment_id, "1Z1")
    hide_before(desk, now() + timedelta(days=1))
    check(desk)
    assert numbers(order_id) == ["1Z1"]


def hide_before(desk: Desk, timestamp: Any) -> None:
    connection(desk).watermark = timestamp
    db.session.commit()


def test_a_clock_that_was_ahead_hides_nothing_that_comes_after_it(desk: Desk, books: Books) -> None:
    order_id = submitted(desk)
    requests.post(f"{books.url}/sandbox/settings", json={"clock_offset": 1_800}, timeout=10).raise_for_status()
    books.ship(order_of(order_id).fulfillment_id, "1Z1")
    check(desk)
    requests.post(f"{books.url}/sandbox/settings", json={"clock_offset": 0}, timeout=10).raise_for_status()
    books.ship(order_of(order_id).fulfillment_id, "1Z1, 1Z2")
    check(desk, CLOCK)
    assert numbers(order_id) == ["1Z1", "1Z2"]


def test_a_desk_whose_clock_is_ahead_misses_no_first_order(desk: Desk, books: Books) -> None:
    with freeze_time(now() + timedelta(hours=1), tick=True):
        check(desk)
    order_id = submitted(desk)
    books.ship(order_of(order_id).fulfillment_id, "1Z1")
    connection(desk).ids_asked_at = now()
    db.session.commit()
    check(desk, CLOCK)
    assert numbers(order_id) == ["1Z1"]


# What a check costs


@pytest.mark.parametrize(("changed", "calls"), [(200, 1), (1_000, 5)])
def test_a_check_costs_one_call_for_200_changed_sales_orders(
    desk: Desk, books: Books, zoho_process: SandboxProcess, changed: int, calls: int
) -> None:
    many = Many(desk, books, zoho_process, changed + 50)
    tracked = many.ids[5:changed:97]
    many.change(many.ids[:changed], tracked, now() - timedelta(minutes=5))
    books.count_from_here()
    check(desk, CLOCK)
    assert books.desk_calls() == ["GET /salesorders"] * calls
    assert found() == sorted(f"1Z{id}" for id in tracked)


def test_after_two_weeks_a_check_costs_one_call_more_at_most_and_misses_nothing(
    desk: Desk, books: Books, zoho_process: SandboxProcess
) -> None:
    many = Many(desk, books, zoho_process, 2_300)
    many.change(many.ids, many.ids[::97], now())
    books.count_from_here()
    with freeze_time(now() + timedelta(days=14)):
        jobs.schedule_polls()
        desk.work()
    assert len(books.desk_calls()) <= 13
    assert found() == sorted(f"1Z{id}" for id in many.ids[::97])


def test_a_check_that_ends_midway_goes_on_where_it_was(
    desk: Desk, books: Books, zoho_process: SandboxProcess
) -> None:
    many = Many(desk, books, zoho_process, 900)
    many.change(many.ids, many.ids[::97], now() - timedelta(minutes=5))
    books.fail({"action": "status", "status": 500, "path": "/books/v3/salesorders", "after": 2, "times": 1})
    check(desk, CLOCK)
    books.count_from_here()
    with freeze_time(now() + timedelta(hours=1)):
        desk.work()
    assert len(books.desk_calls()) <= 5
    assert found() == sorted(f"1Z{id}" for id in many.ids[::97])


def test_very_many_unshipped_are_asked_for_over_several_minutes(
    desk: Desk, books: Books, zoho_process: SandboxProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A minute's calls don't suffice for all of them; each goes on where the one before it ended."""
    Many(desk, books, zoho_process, 900)
    monkeypatch.setattr(checking, "IDS_A_CALL", 50)
    monkeypatch.setattr(rate_limit, "CALLS_A_MINUTE", 8)
    connection(desk).ids_asked_at = None
    db.session.commit()
    books.count_from_here()
    with freeze_time() as clock:
        check(desk, CLOCK)
        for _ in range(5):
            clock.tick(61)
            desk.app.extensions["redis"].flushall()  # which counts real minutes
            desk.work()
    asked_at = connection(desk).ids_asked_at
    assert asked_at is not None
    assert asked_at > now() - timedelta(hours=1), "it has come to its end"
    assert len(books.desk_calls()) <= 19 + 6, "50 at a time, none twice; and what changed meanwhile in each minute"


def test_a_page_without_news_costs_the_same_statements_however_many_orders_are_stored(
    desk: Desk, books: Books, zoho_process: SandboxProcess
) -> None:
    many = Many(desk, books, zoho_process, 600)
    counts = []
    for changed in (10, 200):
        many.change(many.ids[:changed], [], now() - timedelta(minutes=5))
        check(desk, CLOCK)  # takes the new times over
        with statements() as count:
            check(desk, CLOCK)
        counts.append(len(count))
    assert counts[0] == counts[1]


def found() -> list[str]:
    db.session.remove()
    return sorted(db.session.scalars(select(Shipment.tracking_number)))
