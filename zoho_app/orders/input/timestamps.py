"""Times and days as Order Desk's API writes them: "YYYY-MM-DD HH:MM:SS" in UTC, "YYYY-MM-DD"."""

import re
from datetime import UTC, date, datetime, tzinfo

EARLIEST, LATEST = 1970, 2200
ZONE = re.compile(r"[+-]\d{2}:?\d{2}$")
LONGEST = 40  # characters


def to_text(timestamp: datetime | None) -> str:
    """A time in UTC as Order Desk writes it; "" for none."""
    return timestamp.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") if timestamp else ""


def from_text(text: str, zone: tzinfo = UTC) -> datetime:
    """Read "YYYY-MM-DD", "YYYY-MM-DD HH:MM:SS" or ISO 8601 into an aware UTC time.

    `zone` is the time zone of a text that names none. Raises ValueError when it can't be read.
    """
    timestamp = datetime.fromisoformat(_without_space_before_zone(_short(text)))
    if not EARLIEST <= timestamp.year <= LATEST:
        raise ValueError("out of range")
    return (timestamp if timestamp.tzinfo else timestamp.replace(tzinfo=zone)).astimezone(UTC)


def day_from_text(text: str) -> date:
    """Read the day of a "YYYY-MM-DD" or a longer timestamp, as it is written. Raises ValueError."""
    day = datetime.fromisoformat(_short(text)).date()
    if not EARLIEST <= day.year <= LATEST:
        raise ValueError("out of range")
    return day


def _short(text: str) -> str:
    text = text.strip()
    if len(text) > LONGEST:
        raise ValueError("too long for a time")
    return text


def _without_space_before_zone(text: str) -> str:
    found = ZONE.search(text)
    return f"{text[: found.start()].rstrip()}{found.group()}" if found else text
