"""Lists of orders narrowed to days that go along with the calendar, and to totals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from freezegun import freeze_time

from harness.desk import Desk
from zoho_app.extensions import db
from zoho_app.orders.listing import paging
from zoho_app.orders.listing.filters import Filters


def found(desk: Desk, **args: str) -> list[str]:
    """The numbers of the orders that the list with this address shows."""
    return [order.source_id for order in paging.page(desk.store_id, Filters.from_args(args)).orders]


def test_days_are_those_of_the_stores_time_zone_also_when_clocks_change(desk: Desk) -> None:
    desk.store.time_zone = "Europe/Berlin"  # on 25 October 2026 its day has 25 hours
    begins, ends = datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)
    timestamps = {
        "before": begins - timedelta(seconds=1),
        "first": begins,
        "last": ends - timedelta(seconds=1),
        "after": ends,
    }
    for words, timestamp in timestamps.items():
        desk.order(words).date_added = timestamp
    db.session.commit()
    assert found(desk, **{"from": "2026-10-25", "to": "2026-10-25"}) == ["last", "first"]
    assert found(desk, **{"from": "2026-10-25"}) == ["after", "last", "first"]
    assert found(desk, to="2026-10-24") == ["before"]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ("today", ["1 Mar"]),
        ("yesterday", ["28 Feb"]),
        ("last_7_days", ["1 Mar", "28 Feb", "23 Feb"]),
        ("last_30_days", ["1 Mar", "28 Feb", "23 Feb", "22 Feb", "31 Jan"]),
        ("this_month", ["1 Mar"]),
    ],
)
def test_days_go_along_with_the_calendar_of_the_store(desk: Desk, span: str, expected: list[str]) -> None:
    desk.store.time_zone = "Asia/Tokyo"  # nine hours ahead: there it is 1 March already
    days = {
        "30 Jan": (1, 30),
        "31 Jan": (1, 31),
        "22 Feb": (2, 22),
        "23 Feb": (2, 23),
        "28 Feb": (2, 28),
        "1 Mar": (3, 1),
    }
    for words, (month, day) in days.items():
        desk.order(words).date_added = datetime(2026, month, day, 3, tzinfo=UTC)
    db.session.commit()
    with freeze_time("2026-02-28T16:00:00Z"):
        assert found(desk, added=span) == expected


def test_orders_are_narrowed_by_their_total(desk: Desk) -> None:
    for number, total in (("low", "14.99"), ("high", "15.00")):
        desk.order(number).total_key = Decimal(total)
    db.session.commit()
    assert found(desk, total_from="15") == ["high"]
    assert found(desk, total_to="14.99") == ["low"]
    assert found(desk, total_from="14.99", total_to="15") == ["high", "low"]
