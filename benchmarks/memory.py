"""Figure 6: resident memory of the web and worker processes before and after very many orders.

    script/bench memory [--orders 10000] [--write FILE]

Orders come in through the API of a gunicorn and are submitted at once by real workers. "Before" is when the first
hundred have gone the whole way, so that everything has been used once.
"""

import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from benchmarks import minutes
from benchmarks.bench import Bench, fresh_desk, order
from benchmarks.figure import Figure, arguments
from harness.server import free_ports, parent_of, wait_for
from zoho_app.extensions import db
from zoho_app.zoho_books.models import ZohoBooksSettings

MOST_WEB, MOST_WORKER, MOST_GROWTH = 90, 80, 5
FIRST = 100
CUSTOMERS = 500
CLIENTS = 4
WORKERS = 2
PATIENCE_AN_ORDER = 1.0
SAMPLE_SECONDS = 0.5


def measure(orders: int) -> Figure:
    """The largest process of each kind counts."""
    figure = Figure(f"Figure 6: resident memory, {orders:,} orders, in MB (1,048,576 bytes)")
    with fresh_desk("memory") as bench:
        bench.learn()
        db.session.get_one(ZohoBooksSettings, bench.desk.store_id).submit_imported = True
        db.session.commit()
        url, arbiter = _start_web(bench)
        workers = [worker.pid for worker in bench.start_workers(WORKERS, minutes.NO_LIMIT)]
        with _watching_children(workers) as jobs:
            _bring_in(bench, url, range(FIRST))
            before = {"web": _largest(_children(arbiter)), "worker": _largest(workers), "a worker's job": jobs[0]}
            _bring_in(bench, url, range(FIRST, FIRST + orders))
            after = {"web": _largest(_children(arbiter)), "worker": _largest(workers), "a worker's job": jobs[0]}
        figure.exactly("sales orders made", bench.count_made("salesorder"), FIRST + orders)
    for kind, most in (("web", MOST_WEB), ("worker", MOST_WORKER), ("a worker's job", MOST_WORKER)):
        figure.at_most(f"{kind}, before", before[kind], most)
        figure.at_most(f"{kind}, after", after[kind], most)
        figure.at_most(f"{kind}, growth in %", 100 * (after[kind] / before[kind] - 1), MOST_GROWTH)
    return figure


def _start_web(bench: Bench) -> tuple[str, int]:
    """Start gunicorn as script/server does; returns its address and its process id."""
    (port,) = free_ports(1)
    bench.environment["PORT"] = str(port)
    settings = "python:zoho_app.processes.web_server"
    gunicorn = bench.start("-m", "gunicorn", "-c", settings, "benchmarks.open_door:app")
    url = f"http://127.0.0.1:{port}"
    wait_for(lambda: _answers(f"{url}/health"), 60, lambda: bench.log)
    return url, gunicorn.pid


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=10).status_code < 600
    except requests.RequestException:
        return False


def _bring_in(bench: Bench, url: str, numbers: range) -> None:
    """Post orders to the API, several at a time, and wait until all are in Zoho Books."""
    headers = {"ORDERDESK-STORE-ID": str(bench.desk.store_id), "ORDERDESK-API-KEY": bench.desk.api_key}
    db.session.remove()
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(lambda number: _post(url, headers, number), numbers))
    bench.wait_until_done(60 + PATIENCE_AN_ORDER * len(numbers))


def _post(url: str, headers: dict[str, str], number: int) -> None:
    body: dict[str, Any] = order(number, f"customer{number % CUSTOMERS}@example.com")
    requests.post(f"{url}/api/v2/orders", json=body, headers=headers, timeout=60).raise_for_status()


@contextmanager
def _watching_children(pids: list[int]) -> Iterator[list[float]]:
    """Within it, the first of the list is the most memory that any child of the processes has had."""
    most, is_over = [0.0], threading.Event()

    def watch() -> None:
        while not is_over.wait(SAMPLE_SECONDS):
            most[0] = max(most[0], *(_largest(_children(pid)) for pid in pids))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        is_over.set()
        watcher.join()


def _children(pid: int) -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and parent_of(int(name)) == pid]


def _largest(pids: list[int]) -> float:
    return max((_resident(pid) for pid in pids), default=0.0)


def _resident(pid: int) -> float:
    """VmRSS in MiB, which `top` and `free` call MB; 0 when the process has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    kilobytes = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
    return int(kilobytes[0]) / 1024 if kilobytes else 0.0


if __name__ == "__main__":
    given = arguments(__doc__ or "", orders=10_000)
    sys.exit(measure(given.orders).end(given.write))
