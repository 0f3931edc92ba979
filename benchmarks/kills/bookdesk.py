"""Bookdesk under kill -9: real processes, real orders, everything through the pages and the API."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.kills import arrivals, limits, progress_log
from benchmarks.kills.killer import Killer, Weather
from benchmarks.kills.order_plan import Wanted
from benchmarks.kills.progress_log import Watcher
from benchmarks.kills.runner import Result, bring_in, under_fire
from harness.kills import Merchant, persist
from harness.server import ROOT, Server

# Longer than the longest pauses of what goes on by itself; what is open after it counts as lost.
PATIENCE = 1800.0
MOST_LOG = 20_000  # characters, when the run breaks off


class Desk(Server):
    """`script/server` under raised limits."""

    command = (sys.executable, "-m", "benchmarks.kills.desk_processes")


def run(name: str, folder: Path, database: dict[str, str], wanted: list[Wanted], kills: int, seed: int) -> Result:
    """Send all the orders while processes are killed; returns what became of them."""
    desk = Desk(folder, SANDBOX_CONTROL="1", PYTHONPATH=str(ROOT), **database)
    try:
        desk.start()
        merchant = Merchant(desk)
        limits.raise_in_sandbox(merchant.sandbox)
        merchant.save_settings()
        return _sell(name, merchant, wanted, kills, seed)
    except BaseException:
        sys.stderr.write(desk.log[-MOST_LOG:])
        raise
    finally:
        desk.clear_up()


def _sell(name: str, merchant: Merchant, wanted: list[Wanted], kills: int, seed: int) -> Result:
    url = merchant.server.environment.get("DATABASE_URL") or f"sqlite:///{merchant.server.folder}/bookdesk.sqlite3"
    killer = Killer(merchant.server, kills, seed)
    watcher = Watcher(url, killer.seconds_down)

    def progress() -> float:
        return watcher.sent / len(wanted)

    began_at = time.monotonic()
    with ThreadPoolExecutor(1) as threads:
        is_watched = threads.submit(watcher.run)
        try:
            with under_fire(killer, Weather(merchant.sandbox, seed), progress):
                bring_in(wanted, progress, lambda order: _sell_one(merchant, order))
            _wait_until_all_is_done(watcher)
        finally:
            watcher.end()
            is_watched.result()
    ended_at = time.monotonic()
    arrived = arrivals.read(merchant.sandbox)
    return Result(
        name=name,
        arrived=arrived,
        verdict=_judge(arrived, wanted, _all_orders(merchant)),
        killed=dict(killer.killed),
        seconds=ended_at - began_at,
        seconds_after=ended_at - killer.ended_at,
        unexplained=watcher.too_long(),
        notes={
            "longest claim of a dead process": _longest(watcher.claims),
            "longest doubt before its page told of it or it was resolved": _longest(watcher.doubts),
            **progress_log.figures(url),
        },
    )


def _sell_one(merchant: Merchant, order: Wanted) -> None:
    order_id = merchant.import_order(order.source_id, order.email)
    if order.cancel_after is not None:
        time.sleep(order.cancel_after)
        page = f"{merchant.store}/orders/{order_id}"
        persist(lambda: merchant.fill_in(page, f"{page}/cancel"), (200,))


def _wait_until_all_is_done(watcher: Watcher) -> None:
    time.sleep(2 * progress_log.EVERY)  # what it has seen last may be older than the last order
    give_up_at = time.monotonic() + PATIENCE
    while watcher.left and time.monotonic() < give_up_at:
        time.sleep(progress_log.EVERY)


def _all_orders(merchant: Merchant) -> list[dict[str, Any]]:
    """Every order as the API shows it."""
    orders: list[dict[str, Any]] = []
    total = 1
    while len(orders) < total:
        path = f"/orders?limit=500&offset={len(orders)}"
        answer = persist(lambda path=path: merchant.api("GET", path), (200,)).json()  # type: ignore[misc]
        total = answer["total_records"]
        orders += answer["orders"]
    return orders


def _judge(arrived: arrivals.Arrived, wanted: list[Wanted], orders: list[dict[str, Any]]) -> arrivals.Verdict:
    sent = [order.source_id for order in wanted if order.cancel_after is None]
    canceled = [order.source_id for order in wanted if order.cancel_after is not None]
    known = {row["source_id"]: row["fulfillment_id"] for row in orders if row["fulfillment_id"]}
    return arrivals.judge(arrived, sent, canceled, known)


def _longest(lasted: dict[Any, float]) -> str:
    return f"{max(lasted.values(), default=0):.0f} s"
