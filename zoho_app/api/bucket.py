"""The rate limit of the API: a leaky bucket for each store, kept in Redis so that all web processes share it.

While Redis is away each process keeps buckets of its own: the limit is as many times as high as there are processes.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from threading import Lock
from time import monotonic

from flask import current_app

from zoho_app.clock import now
from zoho_app.job_queue import RedisError, redis

log = logging.getLogger(__name__)

# Order Desk API docs, rate limits: 20 tokens to begin with, 3 more a second.
CAPACITY, REFILL_A_SECOND = 20, 3
AWAY_FOR = timedelta(seconds=5)  # so long is Redis left alone after it did not answer

TAKE = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local capacity, refill = tonumber(ARGV[1]), tonumber(ARGV[2])
local since = math.max(0, now - (tonumber(kept[2]) or now))
local tokens = math.min(capacity, (tonumber(kept[1]) or capacity) + since * refill)
local wait = 0
if tokens >= 1 then tokens = tokens - 1 else wait = math.ceil((1 - tokens) / refill) end
redis.call('HSET', KEYS[1], 'tokens', string.format('%.6f', tokens), 'at', string.format('%.6f', now))
redis.call('EXPIRE', KEYS[1], 60)
return {math.floor(tokens), wait}
"""


@dataclass(frozen=True)
class Taken:
    """The result of a request for a token; `wait` is 0 when there was one, else the seconds until the next one."""

    remaining: int
    wait: int


class OwnBuckets:
    """The buckets of this process, for as long as Redis is away; one that has filled up again is forgotten."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[float, float]] = {}  # store: its tokens, and when they were counted
        self._lock = Lock()

    def take(self, store_id: int) -> Taken:
        """Take one token out of the store's bucket."""
        with self._lock:
            at = monotonic()
            full = [store for store, (tokens, since) in self._kept.items() if _filled(tokens, at - since) >= CAPACITY]
            for store in full:
                del self._kept[store]
            tokens, since = self._kept.get(store_id, (float(CAPACITY), at))
            tokens = _filled(tokens, at - since)
            wait = 0 if tokens >= 1 else ceil((1 - tokens) / REFILL_A_SECOND)
            tokens -= 0 if wait else 1
            self._kept[store_id] = (tokens, at)
        return Taken(int(tokens), wait)


def take(store_id: int) -> Taken:
    """Take one token out of the store's bucket."""
    if _away_until() > now():
        return _own_buckets().take(store_id)
    try:
        remaining, wait = redis().eval(TAKE, 1, f"bookdesk:api:{store_id}", CAPACITY, REFILL_A_SECOND)
    except RedisError as error:
        log.warning("Redis can't be reached; each process limits the API by itself: %s", type(error).__name__)
        current_app.extensions["api_bucket_away_until"] = now() + AWAY_FOR
        return _own_buckets().take(store_id)
    return Taken(remaining, wait)


def _filled(tokens: float, seconds: float) -> float:
    return min(tokens + seconds * REFILL_A_SECOND, CAPACITY)


def _own_buckets() -> OwnBuckets:
    buckets: OwnBuckets = current_app.extensions.setdefault("api_own_buckets", OwnBuckets())
    return buckets


def _away_until() -> datetime:
    return current_app.extensions.get("api_bucket_away_until") or now()
