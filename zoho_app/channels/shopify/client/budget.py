"""The shop's points: each call takes what it may cost before it is made, so that Shopify need not refuse any.

Shopify says with each answer how many points are left and how many come back a second. This is kept in Redis for all
processes, less what others may be spending at the same moment.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

from zoho_app.channels.shops.problems import TryLater
from zoho_app.clock import now
from zoho_app.job_queue import RedisError, redis

# Until a shop has said more: what no plan is below.
POINTS, POINTS_A_SECOND = 1000, 50
# A shorter wait is slept through; a longer one gives the worker back.
SLEEP_AT_MOST = 4.0
CALL_MS, KEPT_SECONDS = 60_000, 600

# KEYS: what is known, the calls under way. ARGV: cost, points, points a second, longest call (ms), a name, kept (s).
# Answers 0 when the cost was taken, else how many milliseconds to wait.
_TAKE = """
local t = redis.call('TIME')
local moment = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', moment - tonumber(ARGV[4]))
local known = redis.call('HMGET', KEYS[1], 'left', 'most', 'rate', 'at')
local most = tonumber(known[2]) or tonumber(ARGV[2])
local rate = tonumber(known[3]) or tonumber(ARGV[3])
local left = math.min(most, (tonumber(known[1]) or most) + (moment - (tonumber(known[4]) or moment)) * rate / 1000)
local cost = math.min(tonumber(ARGV[1]), most)
if left < cost then return math.max(1, math.ceil((cost - left) * 1000 / rate)) end
redis.call('HSET', KEYS[1], 'left', tostring(left - cost), 'most', tostring(most), 'rate', tostring(rate),
  'at', tostring(moment))
redis.call('ZADD', KEYS[2], moment, ARGV[1] .. ':' .. ARGV[5])
redis.call('EXPIRE', KEYS[1], ARGV[6])
redis.call('EXPIRE', KEYS[2], ARGV[6])
return 0
"""

# KEYS: the same. ARGV: the call that is over, kept (s), and what Shopify said: left, most, points a second.
_NOTE = """
redis.call('ZREM', KEYS[2], ARGV[1])
if not ARGV[3] then return end
local t = redis.call('TIME')
local others = 0
for _, name in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  others = others + tonumber(string.match(name, '^[%d.]+'))
end
redis.call('HSET', KEYS[1], 'left', tostring(tonumber(ARGV[3]) - others), 'most', ARGV[4], 'rate', ARGV[5],
  'at', tostring(t[1] * 1000 + math.floor(t[2] / 1000)))
redis.call('EXPIRE', KEYS[1], ARGV[2])
"""

Status = Mapping[str, Any]


class Spending:
    """One call that is being made; `status` is what Shopify says about the points, once it has answered."""

    def __init__(self) -> None:
        self.status: Status | None = None


@contextmanager
def spend(shop_id: int, cost: int) -> Iterator[Spending]:
    """Take the points of one call and make it within. Raises TryLater when it would have to wait for long."""
    name = uuid4().hex
    is_counted = _wait_for(shop_id, cost, name)
    spending = Spending()
    try:
        yield spending
    finally:
        if is_counted:
            _note(shop_id, f"{cost}:{name}", spending.status)


def _wait_for(shop_id: int, cost: int, name: str) -> bool:
    """False when Redis is away: then Shopify itself refuses what is too much, which does no harm."""
    waited = 0.0
    while True:
        try:
            wait = int(
                redis().eval(_TAKE, 2, *_keys(shop_id), cost, POINTS, POINTS_A_SECOND, CALL_MS, name, KEPT_SECONDS)
            )
        except RedisError:
            return False
        if not wait:
            return True
        waited += wait / 1000
        if waited > SLEEP_AT_MOST:
            words = "Shopify allows more calls in a moment."
            raise TryLater(words, now() + timedelta(milliseconds=wait))
        time.sleep(wait / 1000)


def _note(shop_id: int, call: str, status: Status | None) -> None:
    known = status or {}
    try:
        said = [float(known[name]) for name in ("currentlyAvailable", "maximumAvailable", "restoreRate")]
    except (KeyError, TypeError, ValueError):
        said = []
    try:
        redis().eval(_NOTE, 2, *_keys(shop_id), call, KEPT_SECONDS, *said)
    except RedisError:
        return


def _keys(shop_id: int) -> tuple[str, str]:
    return f"bookdesk:shopify:{shop_id}:points", f"bookdesk:shopify:{shop_id}:calls"
