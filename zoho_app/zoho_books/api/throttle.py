"""Zoho's "too many requests" in place of a token: in which spellings it comes, and how long it asks to wait.

Zoho Accounts says `{"error": "Access Denied", "error_description": "You have made too many requests continuously.
Please try again after some time."}`, or "access_denied", with HTTP 200, 400, 403 or 429 (seen in the wild).
"""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

SOME_TIME = timedelta(minutes=10)  # Zoho Accounts: ten access tokens in ten minutes
SHORTEST, LONGEST = timedelta(seconds=30), timedelta(hours=2)

_TOLD = re.compile(r"\b([0-9]{1,4}|an?|one)\s*(second|sec|minute|min|hour|hr)s?\b")
_UNITS = {"sec": 1, "min": 60, "hou": 3600, "hr": 3600}
_TOO_MANY_REQUESTS = 429


def wait_for(status: int, headers: Mapping[str, str], body: bytes) -> timedelta | None:
    """How long to wait before a token is asked for again; None when the answer asks for no patience."""
    said = _json(body)
    error, words = str(said.get("error") or ""), str(said.get("error_description") or said.get("message") or "")
    is_named = _letters(error) in ("accessdenied", "toomanyrequests")
    is_told = "too many requests" in words.casefold()
    is_page = not said and b"access denied" in body[:10_000].lower()
    if not (is_named or is_told or is_page or status == _TOO_MANY_REQUESTS):
        return None
    wished = _seconds(headers.get("retry-after", ""), words)
    return SOME_TIME if wished is None else max(SHORTEST, min(timedelta(seconds=wished), LONGEST))


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.casefold())


def _seconds(header: str, words: str) -> int | None:
    if header.isdecimal():
        return int(header[:9])
    told = _TOLD.search(words.casefold())
    if told is None:
        return None
    count = int(told[1]) if told[1].isdecimal() else 1
    return count * _UNITS[told[2] if told[2] == "hr" else told[2][:3]]
