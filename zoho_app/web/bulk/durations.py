"""How long something takes, in words that are no more exact than what is known."""

from datetime import timedelta
from math import ceil

from zoho_app.web.layout.times import when
from zoho_app.zoho_books.preview.forecast import Forecast


def in_words(duration: timedelta) -> str:
    """Such as "about 40 seconds" or "about 3 hours"."""
    seconds = duration.total_seconds()
    if seconds < 10:
        return "a few seconds"
    if seconds < 90:
        return f"about {ceil(seconds / 10) * 10} seconds"
    if seconds < 5400:
        return f"about {ceil(seconds / 60)} minutes"
    return f"about {ceil(seconds / 3600)} hours"


def calls_in_words(foretold: Forecast) -> str:
    """How long the calls to Zoho Books take within its limits."""
    if foretold.done_at is None:
        return f"more than today's quota; continues {when(foretold.goes_on_at)}"
    unless = "" if foretold.is_day_known else ", if today's quota allows"
    return f"{_minutes_in_words(foretold.minutes)}{unless}"


def _minutes_in_words(minutes: int) -> str:
    if minutes <= 1:
        return "within a minute"
    return f"about {minutes} minutes" if minutes < 120 else f"about {round(minutes / 60)} hours"
