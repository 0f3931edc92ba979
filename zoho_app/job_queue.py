"""Wake the workers: only after the commit, and a dead Redis never fails the caller.

The rows in the database are the truth; what is put into Redis here is a hint that something is due.
"""

import logging
from typing import Any

from flask import Flask, current_app
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer
from rq.timeouts import JobTimeoutException
from sqlalchemy import event
from sqlalchemy.orm import Session

from zoho_app.config import ConfigError
from zoho_app.extensions import db

log = logging.getLogger(__name__)

# Raised by RQ inside a job that runs too long; whoever catches every exception must let it pass.
TimeIsUp = JobTimeoutException

# Longer than a worker keeps taking appointments plus the slowest single one; see appointments/queue_work.py.
JOB_TIMEOUT_SECONDS = 900


def init_app(app: Flask, redis_url: str) -> None:
    """Give the application its Redis connection and its queues. Raises ConfigError."""
    try:
        # A page that wakes a worker waits for it, so that a Redis which hangs must not hold it up for long.
        app.extensions["redis"] = Redis.from_url(redis_url, socket_connect_timeout=2, socket_timeout=2)
    except ValueError as error:
        raise ConfigError(
            "REDIS_URL: an option after the question mark is not supported; remove it, or give one like ?db=1."
        ) from error


def redis() -> Redis:
    """The Redis connection of the current application."""
    return current_app.extensions["redis"]


def get_queue(name: str) -> Queue:
    """The RQ queue of that name, JSON all the way: nothing read from Redis can run code."""
    return Queue(name, connection=redis(), serializer=JSONSerializer, default_timeout=JOB_TIMEOUT_SECONDS)


def wake(queue: str) -> None:
    """Ask for a worker of `queue` once the current transaction is committed; nothing happens on a rollback."""
    db.session.info.setdefault("queues_to_wake", set()).add(queue)


def enqueue(queue: str, job: str, *args: Any) -> bool:
    """Put a job (dotted name, JSON arguments) into the queue now; False when Redis is away."""
    try:
        get_queue(queue).enqueue(job, *args, result_ttl=0, failure_ttl=86_400)
    except RedisError as error:
        log.warning("Redis can't be reached; the sweeper will wake queue %s later: %s", queue, type(error).__name__)
        return False
    return True


def enqueue_up_to(queue: str, most: int, job: str, *args: Any) -> None:
    """Put the job into the queue until `most` jobs wait there."""
    try:
        waiting = get_queue(queue).count
    except RedisError:
        return
    for _ in range(most - waiting):
        enqueue(queue, job, *args)


@event.listens_for(Session, "after_commit")
def _wake_after_commit(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint is not a commit
        return
    for queue in session.info.pop("queues_to_wake", ()):
        enqueue(queue, "zoho_app.jobs.work", queue)


@event.listens_for(Session, "after_rollback")
def _forget_after_rollback(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.info.pop("queues_to_wake", None)
