"""Telling shops of shipments, whatever becomes of the answers: each shipment once, none lost, others not held up."""

import random
from contextlib import nullcontext
from typing import Any

import pytest
from freezegun import freeze_time

from harness.desk import Clock
from harness.shopify_desk import MUG, ShopifyDesk
from zoho_app import jobs
from zoho_app.appointments.models import OPEN_STATES, Appointment
from zoho_app.channels.shopify import shipments_out
from zoho_app.channels.shopify.client import budget
from zoho_app.channels.shops import settings
from zoho_app.extensions import db
from zoho_app.orders import shipments
from zoho_app.orders.models import Order

CREATE, UPDATE, CANCEL, LOOK = "ShipParcel", "CorrectTracking", "UndoParcel", "ShippingState"
CALLS = (CREATE, CREATE, CREATE, UPDATE, CANCEL, LOOK)
WHO = "owner@example.com"


def arrived(shopify: ShopifyDesk, count: int = 1, **given: Any) -> list[str]:
    if not shopify.shop_id:
        shopify.connect()
    keys = [shopify.place(**given) for _ in range(count)]
    shopify.read()
    return keys


def until_it_is_quiet(shopify: ShopifyDesk, clock: Clock, most: int = 60) -> None:
    for _ in range(most):
        clock.tick(61)
        shopify.control("bucket", {})  # a minute fills it in the shop, too
        jobs.sweep()
        jobs.schedule_shops()
        shopify.desk.work("shops")
        db.session.remove()
        if not db.session.query(Appointment).filter(Appointment.state.in_(OPEN_STATES)).count():
            return
    raise AssertionError("something is still open")


def test_an_answer_that_was_lost_is_looked_up_and_nothing_sent_again(shopify: ShopifyDesk) -> None:
    (key,) = arrived(shopify, lines=[{**MUG, "quantity": 5}])
    shopify.control("faults", [{"action": "drop", "mentions": CREATE, "when": "after"}])
    shopify.ship(key, "A-1", order_items=[{"code": "BD-MUG-01", "quantity": 1}])
    with freeze_time(tick=True) as clock:
        shopify.desk.work("shops")
        assert [row.state for row in shopify.parcels()] == ["sending"]
        clock.tick(31)
        shopify.desk.work("shops")
    assert [row.state for row in shopify.parcels()] == ["told"]
    (made,) = shopify.fulfillments(key)
    assert [line["quantity"] for line in made["lines"]] == [1]
    assert len(shopify.calls(CREATE)) == 1


def test_a_call_that_never_arrived_is_made_again_once_it_can_not_arrive_any_more(shopify: ShopifyDesk) -> None:
    (key,) = arrived(shopify)
    shopify.control("faults", [{"action": "drop", "mentions": CREATE, "when": "before"}])
    shopify.ship(key, "A-1")
    with freeze_time(tick=True) as clock:
        shopify.desk.work("shops")
        clock.tick(20)
        shopify.desk.work("shops")
        assert len([call for call in shopify.calls() if call["status"] is None]) == 1
        clock.tick(15)
        shopify.desk.work("shops")
    assert shopify.numbers(key) == [["A-1"]]


def test_a_number_that_was_corrected_while_the_answer_was_lost(shopify: ShopifyDesk) -> None:
    (key,) = arrived(shopify)
    shopify.control("faults", [{"action": "drop", "mentions": CREATE, "when": "after"}])
    shopify.ship(key, "A-1")
    with freeze_time(tick=True) as clock:
        shopify.desk.work("shops")
        order = db.session.get_one(Order, shopify.seen(key).order_id)
        shipments.delete(order.shipments[0], "Zoho Books")
        shipments.add(order, {"tracking_number": "A-2"}, "Zoho Books")
        db.session.commit()
        clock.tick(40)
        shopify.desk.work("shops")
    assert shopify.numbers(key) == [["A-2"]]
    assert len(shopify.calls(CREATE)) == 1


def test_what_changes_while_the_shop_is_told_is_told_as_well(
    shopify: ShopifyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (key,) = arrived(shopify)
    shopify.ship(key, "A-1")
    perform = shipments_out.ShopifyShipments.perform

    def meanwhile(*args: Any) -> Any:
        made = perform(*args)
        monkeypatch.setattr(shipments_out.ShopifyShipments, "perform", perform)
        shipments.correct(order_of(shopify, key).shipments[0], "FedEx", "", "Zoho Books")
        db.session.commit()
        return made

    monkeypatch.setattr(shipments_out.ShopifyShipments, "perform", meanwhile)
    shopify.desk.work("shops")
    (made,) = shopify.fulfillments(key)
    assert [info["company"] for info in made["tracking"]] == ["FedEx"]
    assert [row.state for row in shopify.parcels()] == ["told"]


def test_a_shop_that_is_down_for_a_day_is_told_afterwards(
    shopify: ShopifyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "spend", lambda *_: nullcontext(budget.Spending()))
    keys = arrived(shopify, 4)
    with freeze_time(tick=True) as clock:
        shopify.control("faults", [{"action": "status", "status": 503, "times": 0}])
        for place, key in enumerate(keys):
            shopify.ship(key, f"A-{place}")
        before = len(shopify.calls())
        for _ in range(24):
            clock.tick(3600)
            shopify.desk.work("shops")
        assert len(shopify.calls()) - before < 60  # a probe now and then
        shopify.control("faults", [])
        until_it_is_quiet(shopify, clock)
    assert [shopify.numbers(key) for key in keys] == [[[f"A-{place}"]] for place in range(4)]


def test_what_waits_while_the_shop_is_paused_goes_out_when_it_goes_on(shopify: ShopifyDesk) -> None:
    (key,) = arrived(shopify)
    settings.pause(shopify.shop, WHO)
    db.session.commit()
    shopify.ship(key, "A-1")
    shopify.desk.work("shops")
    assert (shopify.fulfillments(key), [row.state for row in shopify.parcels()]) == ([], ["waiting"])
    settings.go_on(shopify.shop, WHO)
    db.session.commit()
    jobs.schedule_shops()
    shopify.desk.work("shops")
    assert shopify.numbers(key) == [["A-1"]]


FAULTS = (
    {"action": "drop", "when": "after"},
    {"action": "drop", "when": "before"},
    {"action": "truncate"},
    {"action": "malformed", "when": "after"},
    {"action": "empty", "when": "after"},
    {"action": "html", "when": "after"},
    {"action": "status", "status": 502, "when": "after"},
    {"action": "status", "status": 500, "when": "before"},
    {"action": "code", "when": "after"},
    {"action": "throttle"},
)


@pytest.mark.slow(60)
def test_two_hundred_faults_by_chance_make_no_double_and_lose_nothing(
    shopify: ShopifyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Orders of five units, of which each parcel takes some: a call that is repeated would ship too many."""
    monkeypatch.setattr(budget, "spend", lambda *_: nullcontext(budget.Spending()))
    chance = random.Random(20)  # noqa: S311
    suffered = 0
    with freeze_time(tick=True) as clock:
        while suffered < 200:
            keys = arrived(shopify, 5, lines=[{**MUG, "quantity": 5}])
            faults = [
                {**chance.choice(FAULTS), "mentions": chance.choice(CALLS), "after": chance.randint(0, 4)}
                for _ in range(25)
            ]
            shopify.control("faults", faults)
            wanted = {key: shipped_in_parts(shopify, key, clock, chance) for key in keys}
            until_it_is_quiet(shopify, clock, 400)
            used = shopify.session.get(f"{shopify.url}/sandbox/faults", timeout=30).json()
            suffered += sum(rule["used"] for rule in used)
            shopify.control("faults", [])
            until_it_is_quiet(shopify, clock, 400)
            assert {key: units_by_number(shopify, key) for key in keys} == wanted


def shipped_in_parts(
    shopify: ShopifyDesk, key: str, clock: Clock, chance: random.Random
) -> list[tuple[list[str], int]]:
    """Two parcels, of which the first may be corrected or removed meanwhile; returns what must be there."""
    number = f"A-{key}"
    ship(shopify, key, number, 2)
    ship(shopify, key, f"B-{key}", 1)
    clock.tick(chance.randint(0, 40))
    shopify.desk.work("shops")
    wanted = [([f"B-{key}"], 1)]
    happens = chance.choice(("nothing", "corrected", "removed"))
    if happens != "nothing":
        shipments.delete(order_of(shopify, key).shipments[0], "Zoho Books")
        db.session.commit()
    if happens == "corrected":
        number = f"C-{key}"
        ship(shopify, key, number, 2)
    return sorted([*wanted, *([([number], 2)] if happens != "removed" else [])])


def ship(shopify: ShopifyDesk, key: str, number: str, units: int) -> None:
    packed = [{"code": "BD-MUG-01", "quantity": units}]
    shipments.add(order_of(shopify, key), {"tracking_number": number, "order_items": packed}, "Zoho Books")
    db.session.commit()


def order_of(shopify: ShopifyDesk, key: str) -> Order:
    return db.session.get_one(Order, shopify.seen(key).order_id)


def units_by_number(shopify: ShopifyDesk, key: str) -> list[tuple[list[str], int]]:
    made = shopify.fulfillments(key)
    return sorted(
        ([info["number"] for info in one["tracking"]], sum(line["quantity"] for line in one["lines"])) for one in made
    )
