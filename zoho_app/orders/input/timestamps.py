"""Times and days as Order Desk's API writes them ("YYYY-MM-DD HH:MM:SS" in UTC, "YYYY-MM-DD"), and as others do."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import NamedTuple

EARLIEST, LATEST = 1970, 2200
ZONE = re.compile(r"[+-]\d{2}:?\d{2}$")
LONGEST = 40  # characters
BARE_DAY = re.compile(r"\d{4}-?\d{2}-?\d{2}")
# Databases write "no date" as a day that never was.
NO_DATE = re.compile(r"0+|0000-00-00.*|-?0001-[0-9]{2}-[0-9]{2}.*|-62[0-9]{9}|1899-1[12]-[0-9]{2}.*|null|none|n/a|-")
YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?=$|[T ])")
UNIX = re.compile(r"[0-9]{9,10}(?:\.[0-9]{1,9})?|[0-9]{12,13}")
DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?=$| )")  # with dots it never is the month
DIGITS = re.compile(r"((?:19|20)\d{6})(\d{6})")
UTC_NAMED = re.compile(r"\s?(?:UTC|GMT)(?:[+-]00:?00)?$")
DOT_NET = re.compile(r"/Date\((-?[0-9]{1,15})(?:[+-][0-9]{4})?\)/")
NAMED_DAY = re.compile(r"^[A-Za-z]{3}, ")
NOON = time(12)
MILLISECONDS = 10**11  # a Unix time that is larger counts milliseconds


class Timestamp(NamedTuple):
    """A time in UTC; `day` is the day that was written where no time was, which then is that day's noon."""

    at: datetime
    day: date | None = None


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


def read(text: str, zone: tzinfo = UTC) -> Timestamp | None:
    """Read a time in any way that programs write one without doubt; None for "no date" such as 0000-00-00.

    Beside ISO 8601: Unix times in seconds or milliseconds, 2026/01/31, 31.01.2026, 20260131134500,
    "2026-01-31 13:45:00 UTC", "Sat, 31 Jan 2026 13:45:00 GMT", /Date(1769867100000)/. A day alone is its noon in
    `zone`, the time zone of a text that names none.
    Raises ValueError when it can't be read.
    """
    text = _short(text)
    if not text or NO_DATE.fullmatch(text.casefold()):
        return None
    if found := DOT_NET.fullmatch(text):
        return Timestamp(_from_unix(int(found[1]) / 1000))
    if found := DIGITS.fullmatch(text):
        text = f"{found[1]}T{found[2]}"
    if UNIX.fullmatch(text):
        number = float(text)
        return Timestamp(_from_unix(number / 1000 if number >= MILLISECONDS else number))
    if NAMED_DAY.match(text):
        return Timestamp(from_text(parsedate_to_datetime(text).isoformat(), zone))
    text = DAY_FIRST.sub(lambda found: f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}", text)
    text = UTC_NAMED.sub("Z", text)
    text = YEAR_FIRST.sub(lambda found: f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}", text)
    if BARE_DAY.fullmatch(text):
        day = day_from_text(text)
        return Timestamp(datetime.combine(day, NOON, zone).astimezone(UTC), day)
    return Timestamp(from_text(text, zone))


def day_from_text(text: str) -> date:
    """Read the day of a "YYYY-MM-DD" or a longer timestamp, as it is written. Raises ValueError."""
    day = datetime.fromisoformat(_short(text)).date()
    if not EARLIEST <= day.year <= LATEST:
        raise ValueError("out of range")
    return day


def _from_unix(seconds: float) -> datetime:
    timestamp = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    if not EARLIEST <= timestamp.year <= LATEST:
        raise ValueError("out of range")
    return timestamp


def _short(text: str) -> str:
    text = text.strip()
    if len(text) > LONGEST:
        raise ValueError("too long for a time")
    return text


def _without_space_before_zone(text: str) -> str:
    found = ZONE.search(text)
    return f"{text[: found.start()].rstrip()}{found.group()}" if found else text
