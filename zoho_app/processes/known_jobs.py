"""The jobs that workers and the clock accept from Redis: calls of our own functions, and nothing else.

RQ itself imports and calls whatever a job names: its function, its callbacks, the class of its queue. It also sends
web hooks, follows dependencies and repeats. Here a job is read field by field, and nothing is imported for it.
"""

import json
import logging
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from redis import Redis
from rq import Queue
from rq.exceptions import NoSuchJobError
from rq.job import Job, JobStatus
from rq.serializers import JSONSerializer
from rq.utils import utcparse

from zoho_app.appointments import handlers
from zoho_app.job_queue import JOB_TIMEOUT_SECONDS
from zoho_app.jobs import DESK, KNOWN, TIMETABLE

log = logging.getLogger(__name__)

# No call of ours is longer in JSON; what expands to more was made to fill the memory.
LONGEST_CALL = 1_000
TIMESTAMPS = ("created_at", "enqueued_at", "started_at", "ended_at", "last_heartbeat")
READ = {"data", "origin", "status", "timeout", "meta", *TIMESTAMPS}
# What RQ notes about our own jobs, too, and what is not read back.
NOTED = {"description", "result_ttl", "failure_ttl", "worker_name", "exc_info", "result"}
INTERVALS = {entry.function: entry.seconds for entry in TIMETABLE}
HINT_KEPT_SECONDS, PERIODIC_KEPT_SECONDS, FAILURE_KEPT_SECONDS = 0, -1, 86_400


class Refused(NoSuchJobError):
    """A job that is not one of ours. RQ skips it like one that is gone."""


class DeskJob(Job):
    """A job that calls one of jobs.KNOWN; any other is refused, dropped and logged when it is read."""

    def __init__(self, id: str | None = None, connection: Redis | None = None, serializer: Any = None) -> None:
        super().__init__(id, connection=connection, serializer=JSONSerializer)

    @classmethod
    def fetch(cls, id: str, connection: Redis | None = None, serializer: Any = None) -> "DeskJob":
        """The job of that id. Raises NoSuchJobError, also when it is none of ours."""
        try:
            job = cls(id, connection=connection)
        except ValueError as error:  # RQ gives no job such an id
            log.warning("A job in Redis was refused: its id.")
            raise Refused("its id") from error
        job.refresh()
        return job

    @classmethod
    def fetch_many(cls, job_ids: Iterable[str], connection: Redis, serializer: Any = None) -> "list[Job | None]":
        """The jobs of these ids, None for each that is not there or none of ours."""
        return [cls._fetch_or_none(id, connection) for id in job_ids]

    @classmethod
    def _fetch_or_none(cls, id: str, connection: Redis) -> "DeskJob | None":
        try:
            return cls.fetch(id, connection)
        except NoSuchJobError:
            return None

    @property
    def func(self) -> Callable[..., object]:
        """The function to call, from our own list; nothing is imported."""
        return KNOWN[str(self.func_name)].function

    def restore(self, raw_data: Mapping[bytes, bytes]) -> None:
        """Take over what Redis holds about this job. Raises Refused, after deleting it, when it is none of ours."""
        try:
            self._believe({key.decode(): value for key, value in raw_data.items()})
        except (ValueError, RecursionError, zlib.error, KeyError) as error:
            self.connection.delete(self.key)
            reason = str(error) if isinstance(error, Unknown) else "it can't be read"
            log.warning("A job in Redis was refused: %s.", reason)
            raise Refused(reason) from error

    def _believe(self, fields: Mapping[str, bytes]) -> None:
        if any(value for name, value in fields.items() if name not in READ | NOTED):
            raise Unknown("it does more than call a function")
        self._func_name, self._instance, self._args, self._kwargs = _call(fields["data"])
        self.meta = _meta(fields.get("meta"), self._func_name)
        self.origin = _origin(fields.get("origin", b"").decode())
        self._status = JobStatus(fields.get("status", b"created").decode())
        self.timeout = _timeout(fields.get("timeout"))
        self.result_ttl = PERIODIC_KEPT_SECONDS if self.meta else HINT_KEPT_SECONDS
        self.failure_ttl = FAILURE_KEPT_SECONDS
        for name in TIMESTAMPS:
            if fields.get(name):
                setattr(self, name, utcparse(fields[name].decode()))


class Unknown(ValueError):
    """Why a job is none of ours; its words name nothing that was read."""


class DeskQueue(Queue):
    """A queue of such jobs."""

    job_class = DeskJob

    @classmethod
    def dequeue_any(  # type: ignore[override]
        cls, queues: Iterable[Queue], timeout: int | None, connection: Redis, **of_rq: Any
    ) -> tuple[Job, Queue] | None:
        """The next job that is ours, and its queue; None when there is none. Raises DequeueTimeout."""
        by_key = {queue.key: queue for queue in queues}
        while popped := cls.lpop(list(by_key), timeout, connection):
            key, id = (part.decode(errors="replace") if isinstance(part, bytes) else part for part in popped)
            if job := DeskJob._fetch_or_none(id, connection):
                return job, by_key[key]
        return None


def _call(data: bytes) -> tuple[str, None, list[object], dict[str, object]]:
    """Function, instance, arguments and named arguments of a call that is ours."""
    unpacker = zlib.decompressobj()
    text = unpacker.decompress(data, LONGEST_CALL)
    if unpacker.unconsumed_tail:
        raise Unknown("its call is too long")
    name, instance, arguments, named = json.loads(text)
    known = KNOWN.get(name) if isinstance(name, str) else None
    if known is None:
        raise Unknown("no job of Bookdesk calls that function")
    if instance is not None or named != {} or not isinstance(arguments, list) or not known.takes(arguments):
        raise Unknown("its arguments do not fit the function")
    return name, None, arguments, {}


def _meta(written: bytes | None, function: str) -> dict[str, int]:
    """Nothing, or the interval of the timetable."""
    meta = json.loads(written) if written else {}
    if meta != {} and (function not in INTERVALS or meta != {"interval": INTERVALS[function]}):
        raise Unknown("it repeats differently from the timetable")
    return meta


def _origin(name: str) -> str:
    if name not in {DESK, *handlers.queues()}:
        raise Unknown("there is no such queue")
    return name


def _timeout(written: bytes | None) -> int | None:
    seconds = int(written) if written else None
    if seconds is not None and not 1 <= seconds <= JOB_TIMEOUT_SECONDS:
        raise Unknown("its time limit is too long")
    return seconds
