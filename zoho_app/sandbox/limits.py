"""Zoho's three limits per organization: calls in a sliding minute, calls in a day, calls at once.

Zoho Books API: 100 a minute (429, code 44), a daily number by plan (429, code 45), ten at once on a
paid plan (429, code 1070). The X-Rate-Limit headers speak of the day, which ends at midnight in the
organization's time zone.
"""

import threading
from collections import defaultdict, deque
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from werkzeug.wrappers import Request

from .common.doorway import Application, Environ, StartResponse
from .common.store import Document, Store
from .errors import ZohoError

PER_MINUTE = 100
MINUTE = 60.0  # seconds; measurements may have a shorter one
PER_DAY = 5000
AT_ONCE = 10


class Limits:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._minutes: dict[str, deque[float]] = defaultdict(deque)
        self._running: dict[str, int] = defaultdict(int)

    def forget(self) -> None:
        with self._lock:
            self._minutes.clear()

    def enter(self, organization_id: str) -> None:
        with self._lock:
            self._running[organization_id] += 1

    def leave(self, organization_id: str) -> None:
        with self._lock:
            self._running[organization_id] -= 1

    def spend(self, organization: Document) -> None:
        """Count one call; raise ZohoError (429) when the organization has none left."""
        if self._store.setting("unlimited", False):
            return
        timestamp = self._store.now()
        with self._lock:
            self._check_running(organization["id"])
            self._check_minute(self._minutes[organization["id"]], timestamp)
            self._check_day(organization, timestamp)
            self._minutes[organization["id"]].append(timestamp)
            self._store.count(_day_counter(organization, timestamp))

    def _check_running(self, organization_id: str) -> None:
        if self._running[organization_id] > self._store.setting("at_once", AT_ONCE):
            raise ZohoError(
                1070,
                "The maximum number of in process requests allowed has been reached. "
                "Kindly try again after some time.",
                429,
            )

    def _check_minute(self, calls: deque[float], timestamp: float) -> None:
        minute = self._store.setting("minute", MINUTE)
        while calls and abs(timestamp - calls[0]) >= minute:
            calls.popleft()
        if len(calls) >= self._store.setting("per_minute", PER_MINUTE):
            raise ZohoError(
                44,
                "This organization has been blocked for some time as it has exceeded the maximum "
                "number of requests per minute.",
                429,
            )

    def _check_day(self, organization: Document, timestamp: float) -> None:
        limit = self._store.setting("per_day", PER_DAY)
        if self._calls_today(organization, timestamp) >= limit:
            raise ZohoError(
                45,
                f"The API call for this organization has exceeded the maximum call rate limit of {limit}.",
                429,
            )

    def headers(self, organization: Document) -> dict[str, str]:
        timestamp = self._store.now()
        limit = self._store.setting("per_day", PER_DAY)
        left = max(limit - self._calls_today(organization, timestamp), 0)
        return {
            "X-Rate-Limit-Limit": str(limit),
            "X-Rate-Limit-Remaining": str(left),
            "X-Rate-Limit-Reset": str(_seconds_to_midnight(organization, timestamp)),
        }

    def _calls_today(self, organization: Document, timestamp: float) -> int:
        return self._store.count(_day_counter(organization, timestamp), 0)


class CallsAtOnce:
    """WSGI middleware that knows how many calls of an organization are in progress, hanging ones included."""

    def __init__(self, inner: Application, limits: Limits) -> None:
        self._inner = inner
        self._limits = limits

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        organization_id = Request(environ).args.get("organization_id", "")
        self._limits.enter(organization_id)
        try:
            return self._inner(environ, start_response)
        finally:
            self._limits.leave(organization_id)


def _local(organization: Document, timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, ZoneInfo(organization["time_zone"]))


def _day_counter(organization: Document, timestamp: float) -> str:
    return f"calls {organization['id']} {_local(organization, timestamp).date()}"


def _seconds_to_midnight(organization: Document, timestamp: float) -> int:
    here = _local(organization, timestamp)
    tomorrow = here.date() + timedelta(days=1)
    midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=here.tzinfo)
    return int((midnight.astimezone(UTC) - here.astimezone(UTC)).total_seconds())
