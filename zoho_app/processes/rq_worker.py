"""One RQ worker: an app loaded once, a forked process a job, and no end because of a Redis that is away."""

import logging
import os
import time
from collections.abc import Sequence

from flask import Flask
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.exceptions import StopRequested
from rq.executions import Execution
from rq.job import Job
from rq.serializers import JSONSerializer

from zoho_app.jobs import DESK
from zoho_app.processes.leash import die_with

log = logging.getLogger(__name__)

# RQ's defaults notice a dead worker's job after 17 minutes; with these it takes about one.
WORKER_TTL_SECONDS = 25
MONITORING_SECONDS = 5
MAINTENANCE_SECONDS = 5
PAUSE_SECONDS = 2.0


class DeskWorker(Worker):
    """An RQ worker whose jobs run inside the application."""

    max_connection_wait_time = 4.0

    def __init__(self, app: Flask, queues: Sequence[str], connection: Redis) -> None:
        super().__init__(
            list(queues),
            connection=connection,
            serializer=JSONSerializer,
            worker_ttl=WORKER_TTL_SECONDS,
            job_monitoring_interval=MONITORING_SECONDS,
            maintenance_interval=MAINTENANCE_SECONDS,
        )
        self._app = app

    @property
    def was_asked_to_stop(self) -> bool:
        """Whether a signal ended the work, rather than a mishap."""
        return self._shutdown_requested_date is not None

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        """Runs in the forked process, which must not outlive its worker: another would do its job again."""
        die_with(os.getppid())
        super().main_work_horse(job, queue)

    def perform_job(self, job: Job, queue: Queue, execution: Execution) -> bool:
        """Run the job with the application at hand."""
        with self._app.app_context():
            return super().perform_job(job, queue, execution)


def keep_working(app: Flask, lanes: Sequence[str]) -> None:
    """Work for the desk and for these lanes, the first named first, until a signal asks to stop."""
    # A connection of its own: RQ changes the time-outs of the one it is given.
    connection = Redis.from_url(app.config["BOOKDESK"].redis_url, socket_connect_timeout=5)
    while True:
        try:
            worker = DeskWorker(app, (DESK, *lanes), connection)
            worker.work(logging_level="WARNING")
            if worker.was_asked_to_stop:
                return
            log.warning("The worker lost its Redis and begins anew.")
            time.sleep(PAUSE_SECONDS)
        except StopRequested:  # the signal came while no job was looked for
            return
        except RedisError as error:
            log.warning("Redis is away (%s); trying again.", type(error).__name__)
            time.sleep(PAUSE_SECONDS)
