"""Moments and days as Order Desk's API writes them: "YYYY-MM-DD HH:MM:SS" in UTC, "YYYY-MM-DD"."""

import re
from datetime import UTC, date, datetime, tzinfo

EARLIEST, LATEST = 1970, 2200
SPACE_BEFORE_ZONE = re.compile(r"\s+(?=[+-]\d{2}:?\d{2}$)")


def to_text(moment: datetime | None) -> str:
    """A moment in UTC as Order Desk writes it; "" for none."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") if moment else ""


def from_text(text: str, zone: tzinfo = UTC) -> datetime:
    """Read "YYYY-MM-DD", "YYYY-MM-DD HH:MM:SS" or ISO 8601 into an aware UTC moment.

    `zone` is the time zone of a text that names none. Raises ValueError when it can't be read.
    """
    moment = datetime.fromisoformat(SPACE_BEFORE_ZONE.sub("", text.strip()))
    if not EARLIEST <= moment.year <= LATEST:
        raise ValueError("out of range")
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def day_from_text(text: str) -> date:
    """Read the day of a "YYYY-MM-DD" or a longer moment, as it is written. Raises ValueError."""
    day = datetime.fromisoformat(text.strip()).date()
    if not EARLIEST <= day.year <= LATEST:
        raise ValueError("out of range")
    return day
