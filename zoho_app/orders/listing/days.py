"""Spans of days that go along with the calendar, such as the last 7, to which lists of orders can be narrowed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

Days = tuple[date, date]  # the first and the last, both included


class Span(NamedTuple):
    """Its words, and its days as seen from a day."""

    label: str
    seen_from: Callable[[date], Days]


def _last(days: int) -> Callable[[date], Days]:
    return lambda today: (today - timedelta(days=days - 1), today)


def _yesterday(today: date) -> Days:
    day = today - timedelta(days=1)
    return day, day


SPANS = {
    "today": Span("Today", _last(1)),
    "yesterday": Span("Yesterday", _yesterday),
    "last_7_days": Span("Last 7 days", _last(7)),
    "last_30_days": Span("Last 30 days", _last(30)),
    "this_month": Span("This month", lambda today: (today.replace(day=1), today)),
}
