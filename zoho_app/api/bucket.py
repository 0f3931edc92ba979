"""The rate limit of the API: a leaky bucket for each store, kept in Redis so that all web processes share it."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app

from zoho_app.clock import now
from zoho_app.queue import RedisError, redis

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
    """What became of a request for a token; `wait` is 0 when there was one, else the seconds until there is."""

    remaining: int
    wait: int


def take(store_id: int) -> Taken:
    """Take one token out of the store's bucket. While Redis is away everything passes."""
    if _away_until() > now():
        return Taken(CAPACITY, 0)
    try:
        remaining, wait = redis().eval(TAKE, 1, f"bookdesk:api:{store_id}", CAPACITY, REFILL_A_SECOND)
    except RedisError as error:
        log.warning("Redis is away, the API's rate limit rests: %s", type(error).__name__)
        current_app.extensions["api_bucket_away_until"] = now() + AWAY_FOR
        return Taken(CAPACITY, 0)
    return Taken(remaining, wait)


def _away_until() -> datetime:
    return current_app.extensions.get("api_bucket_away_until") or now()
