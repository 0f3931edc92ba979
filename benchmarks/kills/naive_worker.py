"""`python -m benchmarks.kills.naive_worker`: one RQ worker with its scheduler, for retries that wait."""

from redis import Redis
from rq import Worker

from zoho_app.config import load

QUEUE = "orders"
# RQ's default of ten minutes would only make the run longer.
MAINTENANCE_SECONDS = 15

if __name__ == "__main__":
    connection = Redis.from_url(load().redis_url)
    worker = Worker([QUEUE], connection=connection, maintenance_interval=MAINTENANCE_SECONDS)
    worker.work(with_scheduler=True, logging_level="WARNING")
