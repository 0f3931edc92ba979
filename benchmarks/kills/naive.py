"""The usual connector under the same kill -9: a plain RQ job for each order, with RQ's own retries."""

import json
import sqlite3
import sys
import threading
import time
from pathlib import Path

import requests
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Retry

from benchmarks.kills import arrivals, limits, naive_job
from benchmarks.kills.killer import Killer, Weather
from benchmarks.kills.naive_worker import QUEUE
from benchmarks.kills.order_plan import Wanted
from benchmarks.kills.runner import Result, bring_in, under_fire
from harness.sandbox import ORGANIZATION, books_headers
from harness.server import ROOT, Server

RETRY = Retry(max=3, interval=[5, 15, 30])
SKUS = ("BD-MUG-01", "BD-BAG-01")
# Whoever has seen nothing done for so long need not wait: RQ gives up a dead worker's job after 90 seconds.
STILL = 150.0
ASKED_EVERY = 0.5
DONE = "sum(is_done)"


class Connector(Server):
    """Redis, the sandbox and the workers; nothing of Bookdesk but its supervisor."""

    command = (sys.executable, "-m", "benchmarks.kills.naive_processes")


class Progress:
    """How many of the orders wait no more: they are done, or their jobs are gone. Redis is asked twice a second."""

    def __init__(self, folder: Path, orders: int) -> None:
        self._folder, self._orders = folder, orders
        self._lock = threading.Lock()
        self._known, self._asked_at = 0.0, 0.0

    def __call__(self) -> float:
        with self._lock:
            if time.monotonic() - self._asked_at > ASKED_EVERY:
                self._known, self._asked_at = self._ask(), time.monotonic()
            return self._known

    def _ask(self) -> float:
        try:
            with Redis(unix_socket_path=str(self._folder / "redis.sock")) as connection:
                queue = Queue(QUEUE, connection=connection)
                waiting = queue.count + queue.started_job_registry.count + queue.scheduled_job_registry.count
        except RedisError:
            return self._known
        return (_count(self._folder, "count(*)") - waiting) / self._orders


def run(folder: Path, wanted: list[Wanted], kills: int, seed: int) -> Result:
    """Send all the orders while processes are killed; nothing is canceled here."""
    connector = Connector(folder, SANDBOX_CONTROL="1", PYTHONPATH=str(ROOT))
    folder.mkdir()
    _make_table(folder)
    try:
        connector.start()
        sandbox = f"http://localhost:{connector.sandbox_port}"
        limits.raise_in_sandbox(sandbox)
        _write_access(folder, sandbox)
        return _send_all(folder, sandbox, wanted, connector, kills, seed)
    finally:
        connector.clear_up()


def _send_all(
    folder: Path, sandbox: str, wanted: list[Wanted], connector: Connector, kills: int, seed: int
) -> Result:
    began_at = time.monotonic()
    progress = Progress(folder, len(wanted))
    killer = Killer(connector, kills, seed, without=("clock", "web"))
    with under_fire(killer, Weather(sandbox, seed), progress):
        bring_in(wanted, progress, lambda order: _enqueue(folder, order))
    ended_at = _wait_until_nothing_moves(folder, len(wanted))
    arrived = arrivals.read(sandbox)
    names = [order.source_id for order in wanted]
    return Result(
        name="naive RQ loop",
        arrived=arrived,
        verdict=arrivals.judge(arrived, names, [], arrived.live),
        killed=dict(killer.killed),
        seconds=ended_at - began_at,
        seconds_after=ended_at - killer.ended_at,
        unexplained=[],
        notes={"orders marked done": str(_count(folder, DONE))},
    )


def _make_table(folder: Path) -> None:
    with sqlite3.connect(naive_job.table(folder)) as rows:
        rows.execute("PRAGMA journal_mode=WAL")
        rows.execute("CREATE TABLE orders (source_id TEXT PRIMARY KEY, email TEXT, is_done INTEGER DEFAULT 0)")


def _write_access(folder: Path, sandbox: str) -> None:
    """All that a job needs to call Zoho, looked up once."""
    api, headers = f"{sandbox}/books/v3", books_headers(sandbox)
    query = {"organization_id": ORGANIZATION}
    items = requests.get(f"{api}/items", params=query, headers=headers, timeout=20).json()["items"]
    item_ids = [item["item_id"] for item in items if item["sku"] in SKUS]
    access = {"api": api, "headers": headers, "item_ids": item_ids, **query}
    (folder / "zoho.json").write_text(json.dumps(access))


def _enqueue(folder: Path, order: Wanted) -> None:
    """The order is written down, and its job is put into the queue as soon as Redis takes it."""
    with sqlite3.connect(naive_job.table(folder), timeout=30) as rows:
        rows.execute("INSERT INTO orders (source_id, email) VALUES (?, ?)", [order.source_id, order.email])
    while True:
        try:
            with Redis(unix_socket_path=str(folder / "redis.sock")) as connection:
                Queue(QUEUE, connection=connection).enqueue(naive_job.send, str(folder), order.source_id, retry=RETRY)
            return
        except RedisError:
            time.sleep(0.1)


def _wait_until_nothing_moves(folder: Path, orders: int) -> float:
    """Returns when the last order was marked done (time.monotonic())."""
    done, changed_at = -1, time.monotonic()
    while done < orders and time.monotonic() - changed_at < STILL:
        if (found := _count(folder, DONE)) != done:
            done, changed_at = found, time.monotonic()
        time.sleep(0.5)
    return changed_at


def _count(folder: Path, what: str) -> int:
    with sqlite3.connect(naive_job.table(folder), timeout=30) as rows:
        return int(rows.execute(f"SELECT {what} FROM orders").fetchone()[0] or 0)
