"""Zoho's times, such as 2026-06-09T13:16:32-0400: whole seconds with the organization's offset."""

from datetime import UTC, datetime, timedelta
from typing import Any

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
# A list may lag behind what was just made: "not there" counts only when the send is this old.
LIST_LAG = timedelta(seconds=30)


def timestamp(text: Any) -> datetime | None:
    """Read Zoho's time; None when it is none, or without an offset."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else None
