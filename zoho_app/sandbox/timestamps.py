"""Times as Zoho writes them: in the organization's zone, like 2026-06-09T13:16:32-0400."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import g

from .errors import invalid_value

PATTERN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}")
DAY_PATTERN = re.compile(r"\d{4}-\d\d-\d\d")


def stamp(seconds: float) -> str:
    """Return a time (seconds since 1970) as Zoho writes it."""
    return local(seconds).strftime("%Y-%m-%dT%H:%M:%S%z")


def local(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, ZoneInfo(g.organization["time_zone"]))


def parse(text: str, field: str) -> int:
    """Return seconds since 1970; raise ZohoError 2 for another way of writing (a `+` must be %2B)."""
    if not PATTERN.fullmatch(text):
        raise invalid_value(field)
    try:
        return int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z").timestamp())
    except ValueError as error:
        raise invalid_value(field) from error


def check_day(text: str, field: str) -> str:
    """Return a day as it came; raise ZohoError 2 unless it is a real YYYY-MM-DD."""
    try:
        if not DAY_PATTERN.fullmatch(str(text)):
            raise ValueError
        datetime.fromisoformat(text)
    except ValueError as error:
        raise invalid_value(field) from error
    return text
