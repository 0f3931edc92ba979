"""Heartbeats of the background processes, kept in Redis."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from redis import Redis
from redis.exceptions import RedisError
from rq.utils import as_text

from zoho_app.clock import now

# A worker reports every 10 seconds when it is idle and every 5 when it is busy.
FRESH = timedelta(seconds=30)
WORKERS_KEY = "rq:workers"  # RQ: the keys of all workers, for a while also of those that were killed
LAST_TICK_KEY = "bookdesk:clock:last_tick"


@dataclass(frozen=True)
class Heartbeats:
    """How many workers reported lately, and when the clock made its last pass (UTC)."""

    workers: int
    last_tick: datetime | None

    @property
    def is_ticking(self) -> bool:
        """Whether the clock has reported lately."""
        return self.last_tick is not None and _is_fresh(self.last_tick)


def listen(connection: Redis) -> Heartbeats | None:
    """The heartbeats in Redis; None when Redis can't be reached."""
    try:
        return Heartbeats(_count_workers(connection), _timestamp(connection.get(LAST_TICK_KEY)))
    except RedisError:
        return None


def record_tick(connection: Redis) -> None:
    """Note that the clock has just made a pass. Raises redis.exceptions.RedisError."""
    connection.set(LAST_TICK_KEY, now().isoformat(timespec="seconds"))


def _count_workers(connection: Redis) -> int:
    with connection.pipeline(transaction=False) as pipeline:
        for key in connection.smembers(WORKERS_KEY):
            pipeline.hget(as_text(key), "last_heartbeat")
        heartbeats = pipeline.execute()
    return sum(1 for timestamp in map(_timestamp, heartbeats) if timestamp and _is_fresh(timestamp))


def _is_fresh(timestamp: datetime) -> bool:
    return now() - timestamp < FRESH


def _timestamp(written: bytes | str | None) -> datetime | None:
    """The time stored there; None when there is none."""
    try:
        timestamp = datetime.fromisoformat(as_text(written)) if written else None
    except ValueError:
        return None
    return timestamp if timestamp is None or timestamp.tzinfo else timestamp.replace(tzinfo=UTC)
