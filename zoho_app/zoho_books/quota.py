"""Zoho's limits: 100 calls in any 60 seconds for an organization over all processes, and its daily quota.

The minute is counted in Redis by Redis' own clock; the day is read from the headers of Zoho's answers, because
plans differ (Zoho Books API: X-Rate-Limit-Limit, -Remaining, -Reset in seconds).
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from redis.exceptions import RedisError

from zoho_app import queue
from zoho_app.appointments.models import PEOPLE
from zoho_app.clock import now
from zoho_app.zoho_books.errors import TryLater

CALLS_A_MINUTE = 100
WINDOW_MS = 60_000
# The share of the minute and of the day that bulk work and rules leave to people.
RESERVED = 0.05
# A shorter wait is slept through; a longer one gives the worker back.
SLEEP_AT_MOST = 2.0

# Adds a call to the sliding log and answers 0, or answers how many milliseconds to wait for a place.
_TAKE = """
local t = redis.call('TIME')
local moment = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', moment - tonumber(ARGV[2]))
local used = redis.call('ZCARD', KEYS[1])
local most = tonumber(ARGV[1])
if used < most then
  redis.call('ZADD', KEYS[1], moment, t[1] .. '-' .. t[2] .. '-' .. redis.call('INCR', KEYS[1] .. ':n'))
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  redis.call('PEXPIRE', KEYS[1] .. ':n', ARGV[2])
  return 0
end
local oldest = redis.call('ZRANGE', KEYS[1], used - most, used - most, 'WITHSCORES')
return math.max(1, tonumber(oldest[2]) + tonumber(ARGV[2]) - moment)
"""


@dataclass(frozen=True)
class Day:
    """What Zoho said last about the organization's day."""

    limit: int
    remaining: int
    resets_at: datetime


def take(organization_id: str, priority: int) -> None:
    """Count one call, after a short sleep when the minute is full.

    Raises TryLater with the moment to come back when the minute, the day, or Redis has no place for it.
    """
    _check_day(organization_id, priority)
    while (wait := _wait_ms(organization_id, priority) / 1000) > 0:
        if wait > SLEEP_AT_MOST:
            raise TryLater("The 100 calls of this minute are used up.", now() + timedelta(seconds=wait), True)
        time.sleep(wait)


def _check_day(organization_id: str, priority: int) -> None:
    day = today(organization_id)
    if day is None or day.resets_at <= now():
        return
    reserve = 0 if priority <= PEOPLE else int(day.limit * RESERVED)
    if day.remaining <= reserve:
        raise TryLater(
            f"{day.limit - day.remaining} of today's {day.limit} Zoho calls are used up.", day.resets_at, True
        )


def _wait_ms(organization_id: str, priority: int) -> int:
    most = CALLS_A_MINUTE if priority <= PEOPLE else int(CALLS_A_MINUTE * (1 - RESERVED))
    try:
        return int(queue.redis().eval(_TAKE, 1, f"bookdesk:calls:{organization_id}", most, WINDOW_MS))
    except RedisError as error:
        raise TryLater("Redis is away, so calls can't be counted.", now() + timedelta(seconds=10), True) from error


def learn(organization_id: str, headers: Mapping[str, str]) -> None:
    """Keep what an answer says about the day; `headers` in lower case."""
    try:
        limit = int(headers["x-rate-limit-limit"])
        remaining = int(headers["x-rate-limit-remaining"])
        seconds = int(headers["x-rate-limit-reset"])
    except (KeyError, ValueError):
        return
    resets_at = now() + timedelta(seconds=seconds)
    values: dict[Any, Any] = {"limit": limit, "remaining": remaining, "resets_at": resets_at.isoformat()}
    try:
        with queue.redis().pipeline() as pipe:
            pipe.hset(_day_key(organization_id), mapping=values)
            pipe.expire(_day_key(organization_id), seconds + 60)
            pipe.execute()
    except RedisError:
        return  # it is learned again from the next answer


def today(organization_id: str) -> Day | None:
    """What is known about the organization's day, if anything."""
    try:
        values = queue.redis().hgetall(_day_key(organization_id))
    except RedisError:
        return None
    if not values:
        return None
    text = {_text(key): _text(value) for key, value in values.items()}
    return Day(int(text["limit"]), int(text["remaining"]), datetime.fromisoformat(text["resets_at"]))


def _day_key(organization_id: str) -> str:
    return f"bookdesk:day:{organization_id}"


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
