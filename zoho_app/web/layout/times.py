"""How times are written on every page: near ones as people say them, exact ones without an offset.

All of them are in the store's time zone, which Store Settings name; a page of no store has UTC and says so.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask, g

from zoho_app.clock import now
from zoho_app.orders.models import Order

# A time this near is shown to the second.
WITH_SECONDS = timedelta(minutes=2)
# Until so many hours later people count hours, even when it was before midnight.
HOURS_COUNTED = 6
DAYS_COUNTED = 6


def init_app(app: Flask) -> None:
    """Register the filters of this file."""
    for one in (exact, when, added, soon, time_of_day, ago, day):
        app.add_template_filter(one)


def exact(value: datetime) -> str:
    """A time to the second, such as "Thu 26 Nov 2026, 13:12:08": what stands behind a near one, and in print."""
    local = _local(value)
    return f"{local:%a} {day(value)}, {local:%H:%M:%S}{_zone_words()}"


def when(value: datetime | None) -> str:
    """A time within a sentence that is only text, such as "23 Nov 2026, 14:05"."""
    return "–" if value is None else f"{day(value)}, {time_of_day(value)}{_zone_words()}"


def added(order: Order) -> str:
    """Exactly when an order was added: the day alone where its source gave no time."""
    return day(order.day_added) if order.day_added else exact(order.date_added)


def soon(value: datetime, to_the_second: bool = True) -> str:
    """A time nearby within a sentence: "14:05:10", "14:20", or on another day all of it."""
    local, timestamp = _local(value), _local(now())
    if local.date() != timestamp.date():
        return when(value)
    seconds = ":%S" if to_the_second and abs(local - timestamp) < WITH_SECONDS else ""
    return f"{local:%H:%M{seconds}}{_zone_words()}"


def time_of_day(value: datetime) -> str:
    """A time below the heading of its day, such as "14:05"."""
    return f"{_local(value):%H:%M}"


def ago(value: datetime, within: bool = False) -> str:
    """How far away a time is, up to a week: "2 min ago", "3 h ago", "Yesterday", "4 days ago"; then its day.

    One to come is told likewise: "In 5 min", "Today at 14:45", "Tomorrow at 09:00". `within`: within a sentence.
    """
    words = _past(value) if value <= now() else _to_come(value)
    return words if within else words[:1].upper() + words[1:]


def _past(value: datetime) -> str:
    timestamp = now()
    minutes = int((timestamp - value).total_seconds() // 60)
    days = (_local(timestamp).date() - _local(value).date()).days
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    if days == 0 or minutes < HOURS_COUNTED * 60:
        return f"{minutes // 60} h ago"
    if days > DAYS_COUNTED:
        return day(value)
    return "yesterday" if days == 1 else f"{days} days ago"


def _to_come(value: datetime) -> str:
    timestamp = now()
    minutes = int((value - timestamp).total_seconds() // 60)
    days = (_local(value).date() - _local(timestamp).date()).days
    if minutes < 1:
        return "in a moment"
    if minutes < 60:
        return f"in {minutes} min"
    if days > 1:
        return when(value)
    return f"{'tomorrow' if days else 'today'} at {time_of_day(value)}"


def day(value: date | datetime | None) -> str:
    """A day such as "23 Nov 2026"; for a time, the day in the store's time zone."""
    if value is None:
        return "–"
    local = _local(value) if isinstance(value, datetime) else value
    return f"{local.day} {local:%b %Y}"


def day_name(value: date) -> str:
    """A day as the heading of what happened on it: "Today", "Yesterday", or with its weekday."""
    days = (_local(now()).date() - value).days
    return {0: "Today", 1: "Yesterday"}.get(days, f"{value:%A}, {day(value)}")


def local_day(value: datetime) -> date:
    """The day of a time in the store's time zone."""
    return _local(value).date()


def _local(value: datetime) -> datetime:
    return value.astimezone(ZoneInfo(g.store.time_zone if g.get("store") else "UTC"))


def _zone_words() -> str:
    return "" if g.get("store") else " UTC"
