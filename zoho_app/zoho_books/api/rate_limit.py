"""Zoho's limits: 100 calls in any 60 seconds for an organization over all processes, and its daily quota.

The minute is counted in Redis by Redis' own clock. A call may reach Zoho at any moment until its answer is there, so
its minute begins anew with the answer: however long calls take on their way, no 60 seconds of Zoho's see too many.
A Redis that was emptied knows of no calls; then the whole minute after the last one that is known counts as used.
The day is read from the headers of Zoho's answers, because plans differ (Zoho Books API: X-Rate-Limit-Limit,
-Remaining, -Reset in seconds).
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from redis.exceptions import RedisError

from zoho_app import job_queue
from zoho_app.appointments.models import RULES
from zoho_app.clock import now
from zoho_app.zoho_books.api import call_log
from zoho_app.zoho_books.errors import TryLater

CALLS_A_MINUTE = 100
WINDOW_MS = 60_000
# The share of the minute and of the day that bulk work and rules leave to people.
RESERVED = 0.05
# Calls of one organization at the same time; Zoho allows 5 on its free plan and 10 on others.
CALLS_AT_ONCE = 5
# A call that takes longer than this has lost its place, so that dead workers hold none.
PLACE_MS = 60_000
# A shorter wait is slept through; a longer one gives the worker back.
SLEEP_AT_MOST = 1.0

# KEYS: the calls of the last minute, the calls under way, a mark that is there as long as Redis remembers.
# ARGV: most a minute, the minute, most at once, the longest call (ms), a name for this call. Answers 0, or how many
# milliseconds to wait for a place: negative when it is for one that is under way; nothing when the mark is gone.
_TAKE = """
if redis.call('EXISTS', KEYS[3]) == 0 then return false end
local t = redis.call('TIME')
local moment = t[1] * 1000 + math.floor(t[2] / 1000)
local minute, most = tonumber(ARGV[2]), tonumber(ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', moment - tonumber(ARGV[4]))
for _, name in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  redis.call('ZADD', KEYS[1], 'GT', moment, name)
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', moment - minute)
local used = redis.call('ZCARD', KEYS[1])
if used >= most then
  local last = redis.call('ZRANGE', KEYS[1], used - most, used - most, 'WITHSCORES')
  return math.max(1, tonumber(last[2]) + minute - moment)
end
if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[3]) then return -100 end
redis.call('ZADD', KEYS[1], moment, ARGV[5])
redis.call('ZADD', KEYS[2], moment, ARGV[5])
redis.call('PEXPIRE', KEYS[1], minute)
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return 0
"""

# KEYS: the same. ARGV: the minute, how many calls it has, how many milliseconds ago the last was, if that is known.
_RECALL = """
local t = redis.call('TIME')
local moment = t[1] * 1000 + math.floor(t[2] / 1000)
if ARGV[3] then
  for number = 1, ARGV[2] do redis.call('ZADD', KEYS[1], 'GT', moment - ARGV[3], 'forgotten ' .. number) end
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
redis.call('SET', KEYS[3], 1)
"""

# KEYS: the first two. ARGV: the minute, the name of the call that is over.
_LEAVE = """
local t = redis.call('TIME')
redis.call('ZADD', KEYS[1], t[1] * 1000 + math.floor(t[2] / 1000), ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('ZREM', KEYS[2], ARGV[2])
"""


@dataclass(frozen=True)
class Day:
    """What Zoho said last about the organization's day."""

    limit: int
    remaining: int
    resets_at: datetime


@contextmanager
def place(organization_id: str, priority: int) -> Iterator[None]:
    """Count one call and make it within; short waits are slept through.

    Raises TryLater with the time to come back when the minute, the day, or Redis has no place for it. Nothing
    is counted before the organization is known.
    """
    if not organization_id:
        yield
        return
    _check_day(organization_id, priority)
    name = uuid4().hex
    waited = 0.0
    while (wait := _take(organization_id, priority, name)) > 0:
        waited += wait
        if waited > SLEEP_AT_MOST:
            raise TryLater(
                "The 100 calls for this minute are used up.", now() + timedelta(seconds=wait), True, "minute"
            )
        time.sleep(wait)
    try:
        yield
    finally:
        _leave(organization_id, name)


def _check_day(organization_id: str, priority: int) -> None:
    day = today(organization_id)
    if day is None or day.resets_at <= now():
        return
    reserve = 0 if priority < RULES else int(day.limit * RESERVED)
    if day.remaining <= reserve:
        raise TryLater(
            f"{day.limit - day.remaining} of today's {day.limit} Zoho calls are used up.", day.resets_at, True, "day"
        )


def _take(organization_id: str, priority: int, name: str) -> float:
    """0 when there was a place, else how many seconds to wait for one."""
    most = CALLS_A_MINUTE if priority < RULES else int(CALLS_A_MINUTE * (1 - RESERVED))
    arguments = (*_keys(organization_id), most, WINDOW_MS, CALLS_AT_ONCE, PLACE_MS, name)
    try:
        while (wait := job_queue.redis().eval(_TAKE, 3, *arguments)) is None:
            _recall(organization_id)
    except RedisError as error:
        raise TryLater(
            "Redis can't be reached, so calls can't be counted.", now() + timedelta(seconds=5), True
        ) from error
    call_log.note(organization_id)
    return abs(int(wait)) / 1000


def _recall(organization_id: str) -> None:
    """Count the minute after the last known call as used, in a Redis that knows of none. Raises RedisError."""
    last = call_log.last(organization_id)
    ago = (now() - last) // timedelta(milliseconds=1) if last else WINDOW_MS
    # Clocks of several machines differ a little; what lies far ahead was written by a clock that was set since.
    known = (max(0, ago),) if abs(ago) < WINDOW_MS else ()
    job_queue.redis().eval(_RECALL, 3, *_keys(organization_id), WINDOW_MS, CALLS_A_MINUTE, *known)


def _leave(organization_id: str, name: str) -> None:
    try:
        job_queue.redis().eval(_LEAVE, 3, *_keys(organization_id), WINDOW_MS, name)
    except RedisError:
        return  # the place is given back by itself


def _keys(organization_id: str) -> tuple[str, str, str]:
    of = organization_id
    return f"bookdesk:calls:{of}", f"bookdesk:running:{of}", f"bookdesk:counted:{of}"


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
        with job_queue.redis().pipeline() as pipe:
            pipe.hset(_day_key(organization_id), mapping=values)
            pipe.expire(_day_key(organization_id), seconds + 60)
            pipe.execute()
    except RedisError:
        return  # it is learned again from the next answer


def today(organization_id: str) -> Day | None:
    """What is known about the organization's day, if anything."""
    return days([organization_id]).get(organization_id)


def days(organization_ids: Iterable[str]) -> dict[str, Day | None]:
    """The same for many in one round trip: None where Zoho has said nothing, no entry while Redis is away."""
    ids = list(organization_ids)
    if not ids:
        return {}
    try:
        with job_queue.redis().pipeline(transaction=False) as pipe:
            for organization_id in ids:
                pipe.hgetall(_day_key(organization_id))
            found = pipe.execute()
    except RedisError:
        return {}
    return {organization_id: _day(values) for organization_id, values in zip(ids, found, strict=True)}


def _day(values: Mapping[bytes | str, bytes | str]) -> Day | None:
    if not values:
        return None
    text = {_text(key): _text(value) for key, value in values.items()}
    return Day(int(text["limit"]), int(text["remaining"]), datetime.fromisoformat(text["resets_at"]))


def _day_key(organization_id: str) -> str:
    return f"bookdesk:day:{organization_id}"


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
