"""The hours, days and weeks that the chart of Home shows, in the store's time zone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)
HOURS, DAYS, WEEKS = 48, 14, 12


@dataclass(frozen=True)
class Span:
    """From a moment (UTC), and before another one."""

    start: datetime
    end: datetime


def hours(zone: ZoneInfo, timestamp: datetime) -> Iterator[Span]:
    """The last 48 hours as they pass: where clocks are put back, one of them comes twice."""
    this_hour = timestamp.astimezone(zone).replace(minute=0, second=0, microsecond=0).astimezone(UTC)
    for back in reversed(range(HOURS)):
        yield Span(this_hour - back * HOUR, this_hour - (back - 1) * HOUR)


def days(zone: ZoneInfo, timestamp: datetime) -> Iterator[Span]:
    """The last 14 days of the calendar, of 23, 24 or 25 hours; today is the last."""
    today = timestamp.astimezone(zone).date()
    for back in reversed(range(DAYS)):
        yield day(zone, today - timedelta(days=back))


def today(zone: ZoneInfo, timestamp: datetime) -> Iterator[Span]:
    """Today alone."""
    yield day(zone, timestamp.astimezone(zone).date())


def weeks(zone: ZoneInfo, timestamp: datetime) -> Iterator[Span]:
    """The last 12 weeks, from Monday on; this week is the last."""
    today = timestamp.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    for back in reversed(range(WEEKS)):
        first = monday - timedelta(weeks=back)
        yield Span(_midnight(zone, first), _midnight(zone, first + timedelta(weeks=1)))


def day(zone: ZoneInfo, of: date) -> Span:
    """One day of the calendar."""
    return Span(_midnight(zone, of), _midnight(zone, of + timedelta(days=1)))


def _midnight(zone: ZoneInfo, of: date) -> datetime:
    return datetime.combine(of, time.min, zone).astimezone(UTC)


@dataclass(frozen=True)
class Scale:
    """What one bar of the chart stands for; `key` is what the address of Home says."""

    key: str
    words: str  # "14 days"
    one: str  # "day"
    spans: Callable[[ZoneInfo, datetime], Iterator[Span]]


BY_HOUR = Scale("hour", f"{HOURS} hours", "hour", hours)
BY_DAY = Scale("", f"{DAYS} days", "day", days)
BY_WEEK = Scale("week", f"{WEEKS} weeks", "week", weeks)
TODAY = Scale("today", "today", "day", today)  # what the page asks for again while something is under way
SCALES = {scale.key: scale for scale in (BY_HOUR, BY_DAY, BY_WEEK)}
