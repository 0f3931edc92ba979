"""Dying at every failpoint of reading orders, by poll and by hint: none lost, none twice, all changes there."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from freezegun import freeze_time

from harness.failpoints import Failpoints, failpoints
from harness.shopify_desk import MUG, ShopifyDesk
from zoho_app import jobs
from zoho_app.appointments.models import OPEN_STATES, Appointment
from zoho_app.channels.shops import hints, settings
from zoho_app.channels.shops.kinds import Hint
from zoho_app.extensions import db

__all__ = ["failpoints"]
MOST_FAILPOINTS = 80
WHO = "owner@example.com"


@pytest.fixture(autouse=True)
def with_room(shopify: ShopifyDesk) -> None:
    """A bucket that lets nobody wait, and a shop whose clock is ahead of no leases."""
    shopify.control("settings", {"bucket_size": 100_000.0, "restore_rate": 100_000.0})
    shopify.connect()
    shopify.desk.work("shops")


def by_poll(shopify: ShopifyDesk, key: str) -> None:
    settings.read_now(shopify.shop, WHO)
    db.session.commit()


def by_hint(shopify: ShopifyDesk, key: str) -> None:
    hints.receive(shopify.shop, Hint(uuid4().hex, "orders/updated", key))
    db.session.commit()


def recover(shopify: ShopifyDesk) -> None:
    """Another worker takes over once the lease has run out."""
    with freeze_time() as clock:
        for _ in range(20):
            clock.tick(timedelta(seconds=70))
            db.session.remove()
            jobs.sweep()
            shopify.desk.work("shops")
            if not db.session.query(Appointment).filter(Appointment.state.in_(OPEN_STATES)).count():
                return
    raise AssertionError("something is still open")


@pytest.mark.parametrize("ask", [by_poll, by_hint])
def test_dying_while_an_order_comes_in_and_while_it_changes(
    shopify: ShopifyDesk, failpoints: Failpoints, ask: Callable[[ShopifyDesk, str], None]
) -> None:
    keys: list[str] = []
    for number in range(MOST_FAILPOINTS):
        shopify.control(
            "settings", {"clock_offset": 100.0 * number}
        )  # recovery takes a minute, and times have seconds
        if number % 2 == 0:
            keys.append(shopify.place(lines=[{**MUG, "quantity": 3}]))
        else:
            shopify.do(keys[-1], "edit", quantities={"BD-MUG-01": 1})
        ask(shopify, keys[-1])
        with failpoints.watching(die_at=number // 2):
            shopify.desk.work("shops")
        recover(shopify)
        found = [order for order in shopify.orders() if order.order_metadata["shopify_id"] == keys[-1]]
        assert [order.items[0].quantity for order in found] == [1 if number % 2 else 3]
        assert len(shopify.orders()) == len(keys)
        if number % 2 and not failpoints.is_dead:
            break
    else:
        raise AssertionError("there is no end of failpoints")
    assert failpoints.passed.count("after a commit") >= 3
