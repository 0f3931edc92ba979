"""Zoho's times, such as 2026-06-09T13:16:32-0400: whole seconds with the organization's offset."""

from datetime import UTC, datetime
from typing import Any

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


def moment(text: Any) -> datetime | None:
    """Read Zoho's time; None when it is none, or without an offset."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else None
