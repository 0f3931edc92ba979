"""How times are told: near ones as people say them, all of them in the store's zone and without an offset."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask, g

from zoho_app.accounts.models import Store
from zoho_app.web.layout import times

pytestmark = pytest.mark.once

# A Thursday, 13:12 in Berlin.
NOW = datetime(2026, 11, 26, 12, 12, tzinfo=UTC)


@pytest.fixture
def in_berlin(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A page of a store in Berlin, at NOW."""
    monkeypatch.setattr(times, "now", lambda: NOW)
    with app.test_request_context():
        g.store = Store(time_zone="Europe/Berlin", currency_code="EUR")
        yield


@pytest.mark.parametrize(
    ("day", "hour", "minute", "said", "within"),
    [
        (26, 12, 12, "Just now", "just now"),
        (26, 11, 54, "18 min ago", "18 min ago"),
        (26, 9, 0, "3 h ago", "3 h ago"),
        (25, 23, 5, "13 h ago", "13 h ago"),  # 00:05 in Berlin: today
        (25, 22, 55, "Yesterday", "yesterday"),  # 23:55 in Berlin
        (20, 12, 0, "6 days ago", "6 days ago"),
        (19, 12, 0, "19 Nov 2026", "19 Nov 2026"),
        (26, 12, 32, "In 20 min", "in 20 min"),
        (26, 22, 59, "Today at 23:59", "today at 23:59"),
        (26, 23, 1, "Tomorrow at 00:01", "tomorrow at 00:01"),
        (29, 12, 0, "29 Nov 2026, 13:00", "29 Nov 2026, 13:00"),
    ],
)
def test_a_near_time_is_told_as_people_say_it(
    in_berlin: None, day: int, hour: int, minute: int, said: str, within: str
) -> None:
    value = datetime(2026, 11, day, hour, minute, tzinfo=UTC)
    assert (times.ago(value), times.ago(value, within=True)) == (said, within)


def test_hours_are_counted_over_midnight(in_berlin: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(times, "now", lambda: datetime(2026, 11, 26, 0, 30, tzinfo=UTC))  # 01:30 in Berlin
    assert times.ago(datetime(2026, 11, 25, 22, 0, tzinfo=UTC)) == "2 h ago"


def test_exact_times_and_days_are_those_of_the_stores_zone(in_berlin: None) -> None:
    assert times.exact(datetime(2026, 11, 23, 13, 5, 8, tzinfo=UTC)) == "Mon 23 Nov 2026, 14:05:08"
    assert times.when(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "2 Jul 2026, 00:30"
    assert times.day(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "2 Jul 2026"
    assert times.day(date(2026, 7, 1)) == "1 Jul 2026"
    assert times.when(None) == times.day(None) == "–"
    days = [times.day_name(date(2026, 11, day)) for day in (26, 25, 24)]
    assert days == ["Today", "Yesterday", "Tuesday, 24 Nov 2026"]


def test_a_page_of_no_store_names_its_zone(app: Flask) -> None:
    with app.test_request_context():
        assert times.when(datetime(2026, 11, 23, 13, 5, tzinfo=UTC)) == "23 Nov 2026, 13:05 UTC"
        assert times.exact(datetime(2026, 11, 23, 13, 5, tzinfo=UTC)) == "Mon 23 Nov 2026, 13:05:00 UTC"
