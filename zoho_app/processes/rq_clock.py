"""The rq-scheduler clock: puts the timetable's jobs into their queue, even after Redis lost them."""

import logging
import signal
import time
from types import FrameType

from flask import Flask
from redis import Redis
from redis.exceptions import RedisError
from rq.exceptions import NoSuchJobError
from rq.job import Job
from rq.serializers import JSONSerializer
from rq_scheduler import Scheduler

from zoho_app import heartbeats
from zoho_app.clock import now
from zoho_app.jobs import DESK, TIMETABLE, Periodic
from zoho_app.processes.known_jobs import DeskJob, DeskQueue

log = logging.getLogger(__name__)

PLANNED = {entry.id: entry for entry in TIMETABLE}
PLANNED_IDS = {id.encode() for id in PLANNED}
PASS_SECONDS = 1
PAUSE_SECONDS = 2.0


class Clock(Scheduler):
    """An rq-scheduler with a fixed timetable. Several may run; one at a time makes a pass."""

    job_class = DeskJob
    queue_class = DeskQueue

    def __init__(self, connection: Redis) -> None:
        super().__init__(DESK, connection=connection, interval=PASS_SECONDS)
        self.was_asked_to_stop = False

    def enqueue_jobs(self) -> None:
        """One pass, made under rq-scheduler's lock."""
        self._remove_strangers()
        for entry in TIMETABLE:
            job = self._find(entry)
            if job is None:
                self._put(entry)
                job = self._find(entry)
            if job and self._is_due(entry):
                self.enqueue_job(job)
        heartbeats.record_tick(self.connection)

    def enqueue_job(self, job: Job) -> None:
        """Put a job that is due into its queue, unless it still waits there because no worker came."""
        if self.connection.lpos(self.get_queue_for_job(job).key, job.id) is not None:
            due = int(now().timestamp()) + PLANNED[job.id].seconds
            self.connection.zadd(self.scheduled_jobs_key, {job.id: due})
        else:
            super().enqueue_job(job)

    def get_queue_for_job(self, job: Job) -> DeskQueue:
        """The desk's own queue, whatever the job says; rq-scheduler would import a class that it names."""
        return DeskQueue(DESK, connection=self.connection, serializer=JSONSerializer)

    def _remove_strangers(self) -> None:
        """Remove every entry that is not in the timetable, with its job."""
        entries = self.connection.zrange(self.scheduled_jobs_key, 0, -1)
        if strangers := [id for id in entries if id not in PLANNED_IDS]:
            self.connection.zrem(self.scheduled_jobs_key, *strangers)
            self.connection.delete(*(self.job_class.redis_job_namespace_prefix.encode() + id for id in strangers))
            log.warning("%s entries that are not in the timetable were removed from Redis.", len(strangers))

    def _find(self, entry: Periodic) -> DeskJob | None:
        """The entry's job when both stand in Redis as planned: a flush or a crash can lose them at any time."""
        try:
            job = self.job_class.fetch(entry.id, connection=self.connection)
        except NoSuchJobError:
            return None
        is_as_planned = job.func_name == entry.function and job.meta.get("interval") == entry.seconds
        return job if is_as_planned and entry.id in self else None

    def _is_due(self, entry: Periodic) -> bool:
        due_at = self.connection.zscore(self.scheduled_jobs_key, entry.id)
        return due_at is not None and due_at <= now().timestamp()

    def _put(self, entry: Periodic) -> None:
        # Due at once: the jobs themselves look into the database for what has to be done.
        timestamp = now().replace(tzinfo=None)
        self.schedule(timestamp, entry.function, id=entry.id, interval=entry.seconds, queue_name=DESK)

    def _install_signal_handlers(self) -> None:
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGTERM, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.was_asked_to_stop = True
        raise SystemExit


def keep_ticking(app: Flask) -> None:
    """Make a pass every second until a signal asks to stop; a Redis that is away is waited for."""
    connection = Redis.from_url(app.config["BOOKDESK"].redis_url, socket_connect_timeout=5, socket_timeout=10)
    while True:
        clock = Clock(connection)
        try:
            clock.run()
        except RedisError as error:
            if clock.was_asked_to_stop:
                return
            log.warning("Redis can't be reached (%s); trying again.", type(error).__name__)
            time.sleep(PAUSE_SECONDS)
