"""Zoho's times, such as 2026-06-09T13:16:32-0400: whole seconds with the organization's offset."""

from datetime import UTC, datetime, timedelta
from typing import Any

from zoho_app.clock import now

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
# A list may lag behind what was just made: "not there" counts only when the send is this old.
LIST_LAG = timedelta(seconds=30)


# By so much Zoho's clock may be ahead of the desk's; a time beyond that is of a clock that was wrong.
CLOCKS_DIFFER = timedelta(minutes=5)


def is_older(told: datetime | None, known: datetime | None) -> bool:
    """Whether a change is older than one that is known; not, where either time is none or can't be right."""
    return told is not None and known is not None and told < known <= now() + CLOCKS_DIFFER


def timestamp(text: Any) -> datetime | None:
    """Read Zoho's time; None when it is none, or without an offset."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else None
