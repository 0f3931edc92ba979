"""Versions of the API: four a year, each supported for twelve months; a gone one is answered by the oldest."""

import re
from datetime import UTC, datetime

# What the schema beside this file is, and what the app's webhooks are set to.
PINNED = "2026-10"
PATTERN = re.compile(r"\d{4}-(01|04|07|10)")
SUPPORTED_QUARTERS = 4


def supported(seconds: float) -> list[str]:
    """Return the stable versions at a time, newest first."""
    now = datetime.fromtimestamp(seconds, UTC)
    quarter = now.year * 4 + (now.month - 1) // 3
    return [_name(quarter - age) for age in range(SUPPORTED_QUARTERS)]


def _name(quarter: int) -> str:
    return f"{quarter // 4}-{quarter % 4 * 3 + 1:02d}"


def candidate(seconds: float) -> str:
    """Return the release candidate at a time: the version of the next quarter."""
    now = datetime.fromtimestamp(seconds, UTC)
    return _name(now.year * 4 + (now.month - 1) // 3 + 1)


def serving(asked: str, seconds: float) -> str:
    """Return the version that answers a request for `asked`; an empty text when there is no such version."""
    stable = supported(seconds)
    if asked in (*stable, candidate(seconds), "unstable"):
        return asked
    if PATTERN.fullmatch(asked) and asked < stable[-1]:
        return stable[-1]
    return ""
