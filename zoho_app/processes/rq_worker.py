"""One RQ worker: an app loaded once, a forked process a job, and no end because of a Redis that is away."""

import logging
import os
import signal
import sys
import time
from collections.abc import Sequence

from flask import Flask
from redis import Redis
from redis.client import Pipeline
from redis.exceptions import RedisError
from rq import Queue, Worker, worker_registration
from rq.executions import Execution
from rq.job import Job
from rq.serializers import JSONSerializer

from zoho_app.jobs import DESK
from zoho_app.processes.known_jobs import DeskJob, DeskQueue
from zoho_app.processes.leash import die_with

log = logging.getLogger(__name__)

# RQ's defaults notice a dead worker's job after 17 minutes; with these it takes about one.
WORKER_TTL_SECONDS = 25
MONITORING_SECONDS = 5
MAINTENANCE_SECONDS = 5
PAUSE_SECONDS = 2.0


class DeskWorker(Worker):
    """An RQ worker whose jobs are ours and run inside the application. Redis can order nothing else of it."""

    job_class = DeskJob
    queue_class = DeskQueue
    max_connection_wait_time = 4.0

    def __init__(self, app: Flask, queues: Sequence[str], connection: Redis) -> None:
        super().__init__(
            list(queues),
            connection=connection,
            serializer=JSONSerializer,
            worker_ttl=WORKER_TTL_SECONDS,
            job_monitoring_interval=MONITORING_SECONDS,
            maintenance_interval=MAINTENANCE_SECONDS,
            log_job_description=False,
        )
        self._app = app

    @property
    def was_asked_to_stop(self) -> bool:
        """Whether a signal ended the work, not an error."""
        return self._shutdown_requested_date is not None

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:
        """Report, and sign up once more: RQ itself would stay unseen after its Redis was emptied."""
        super().heartbeat(timeout, pipeline)
        worker_registration.register(self, pipeline)

    def subscribe(self) -> None:
        """Listen to no commands: RQ would stop jobs and itself for whoever can publish in Redis."""

    def procline(self, message: str) -> None:
        """Keep the name that ps shows: which worker it is says more than what RQ does in it."""

    def check_for_suspension(self, burst: bool) -> None:
        """Let no key in Redis suspend the work; people pause a store."""

    def clean_group_registries(self) -> None:
        """Leave groups of jobs alone: there are none of ours."""

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        """Runs in the forked process, which must not outlive its worker: another would do its job again."""
        die_with(os.getppid())
        super().main_work_horse(job, queue)

    def perform_job(self, job: Job, queue: Queue, execution: Execution) -> bool:
        """Run the job with the application at hand."""
        with self._app.app_context():
            return super().perform_job(job, queue, execution)


def keep_working(app: Flask, queues: Sequence[str]) -> None:
    """Work on these queues, the first named first, until a signal asks to stop."""
    # A connection of its own: RQ changes the time-outs of the one it is given.
    connection = Redis.from_url(app.config["BOOKDESK"].redis_url, socket_connect_timeout=5)
    _end_on_signals()
    while not _work_until_mishap(app, (DESK, *queues), connection):
        _end_on_signals()
        log.warning("The worker restarts in %s seconds.", PAUSE_SECONDS)
        time.sleep(PAUSE_SECONDS)


def _end_on_signals() -> None:
    """Without a worker at work there is nothing to wait for; once there is one, RQ takes the signals over."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: sys.exit(0))


def _work_until_mishap(app: Flask, queues: Sequence[str], connection: Redis) -> bool:
    """Whether it was a signal that ended the work."""
    worker = None
    try:
        worker = DeskWorker(app, queues, connection)
        worker.work(logging_level="WARNING")
    except RedisError as error:
        log.warning("Redis can't be reached (%s).", type(error).__name__)
    return worker is not None and worker.was_asked_to_stop
