"""Figure 5: what a submitted order costs the desk itself, beside a bare loop that posts the same JSON.

    script/bench cost [--orders 300] [--profile 0] [--write FILE]

--profile N prints where the worker's time goes, its N dearest functions (cProfile, which itself slows it down).
"""

import cProfile
import pstats
import sys
from collections.abc import Callable
from time import process_time
from typing import Any
from unittest.mock import patch

import requests
from sqlalchemy import select

from benchmarks.bench import Bench, fresh_desk, order
from benchmarks.figure import Figure, arguments
from harness.sandbox import ORGANIZATION
from harness.statements import statements
from zoho_app import job_queue
from zoho_app.appointments import queue_work
from zoho_app.extensions import db
from zoho_app.zoho_books.models import SalesOrder

MOST_STATEMENTS, MOST_ENQUEUES = 12, 1
QUEUE = "zoho_books"
# Seconds: no time slice ends while it is counted.
ALL_AT_ONCE = 3600


def measure(orders: int, profiled: int) -> Figure:
    """Submit orders of one known customer, count and time the work; then post the same JSON without a desk."""
    figure = Figure("Figure 5: the desk's own cost per submitted order")
    with fresh_desk("cost") as bench, patch.object(queue_work, "SLICE_SECONDS", ALL_AT_ONCE):
        bench.learn()
        _submit(bench, 0, 1)
        bench.work()
        before = _count_enqueues()
        _submit(bench, 1, orders)
        with statements() as sent:
            cpu = _cpu(_work_off)
        with statements() as found_nothing:  # looking for more when nothing is left is no order's cost
            _work_off()
        figure.at_most("SQL statements of the worker", (len(sent) - len(found_nothing)) / orders, MOST_STATEMENTS)
        figure.at_most("enqueues", (_count_enqueues() - before) / orders, MOST_ENQUEUES)
        bare = _cpu(lambda: _post_bare(bench, orders))
        figure.tell("CPU of the worker, milliseconds", 1000 * cpu / orders)
        figure.tell("CPU of the bare loop, milliseconds", 1000 * bare / orders)
        figure.tell("worker / bare loop", cpu / bare)
        if profiled:
            _submit(bench, orders + 1, orders)
            profile(_work_off, profiled)
    return figure


def _submit(bench: Bench, first: int, count: int) -> None:
    """Click on Submit for so many new orders, each in a transaction of its own."""
    for order_id in bench.import_orders(order(number, "ada@example.com") for number in range(first, first + count)):
        bench.submit([order_id])
    db.session.remove()


def _work_off() -> None:
    queue_work.work(QUEUE, patience=0)


def _count_enqueues() -> int:
    """How often anything was put into a list of Redis, which is what a queue is there."""
    told = job_queue.redis().info("commandstats")
    return sum(told.get(f"cmdstat_{name}", {}).get("calls", 0) for name in ("rpush", "lpush"))


def _cpu(do: Callable[[], object]) -> float:
    """The CPU seconds that this process spends on it."""
    begun_at = process_time()
    do()
    return process_time() - begun_at


def _post_bare(bench: Bench, count: int) -> None:
    """What a script without any memory does: post, look at the status, forget."""
    payloads: list[dict[str, Any]] = list(db.session.scalars(select(SalesOrder.payload).limit(count)))
    for number, payload in enumerate(payloads):
        requests.post(
            f"{bench.zoho.url}/books/v3/salesorders",
            params={"organization_id": ORGANIZATION, "ignore_auto_number_generation": "true"},
            json={**payload, "salesorder_number": f"BARE-{number}"},
            headers=bench.books.headers,
            timeout=30,
        ).raise_for_status()


def profile(do: Callable[[], object], most: int) -> None:
    """Print the dearest functions of what is done."""
    profile = cProfile.Profile()
    profile.runcall(do)
    pstats.Stats(profile).sort_stats("tottime").print_stats(most)


if __name__ == "__main__":
    given = arguments(__doc__ or "", orders=300, profile=0)
    sys.exit(measure(given.orders, given.profile).end(given.write))
