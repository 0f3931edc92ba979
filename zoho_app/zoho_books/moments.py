"""Zoho's times, such as 2026-06-09T13:16:32-0400: whole seconds with the organization's offset."""

from datetime import UTC, datetime
from typing import Any

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


def moment(text: Any) -> datetime | None:
    """Read Zoho's time, such as 2026-06-09T13:16:32-0400."""
    try:
        return datetime.strptime(str(text), "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return None
