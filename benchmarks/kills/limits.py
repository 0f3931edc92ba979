"""Zoho's limits, raised on both sides, so that 2,000 orders need minutes; nothing else of the product is changed."""

import requests

from zoho_app.api import bucket
from zoho_app.zoho_books.api import rate_limit

CALLS_A_MINUTE = 6_000
CALLS_A_DAY = 1_000_000
# A call takes at most 0.3 seconds here, and far more workers die in a minute than anywhere else.
PLACE_MS = 5_000
IMPORTS_A_SECOND = 1_000


def raise_in_desk() -> None:
    """Called in each process of the desk before it begins to work."""
    rate_limit.CALLS_A_MINUTE = CALLS_A_MINUTE
    rate_limit.PLACE_MS = PLACE_MS
    bucket.CAPACITY = bucket.REFILL_A_SECOND = IMPORTS_A_SECOND


def raise_in_sandbox(address: str) -> None:
    """The stand-in Zoho keeps its limits over restarts."""
    limits = {"per_minute": CALLS_A_MINUTE, "per_day": CALLS_A_DAY}
    requests.post(f"{address}/sandbox/settings", json=limits, timeout=20).raise_for_status()
