"""Bookdesk under kill -9: real processes, real orders, everything through the doors that merchants use."""

import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, func, select

from benchmarks.kills import checking, limits
from benchmarks.kills.killing import Killer, Weather
from benchmarks.kills.ordering import Wanted
from benchmarks.kills.running import Result, bring_in, under_fire
from benchmarks.kills.watching import Watcher
from tests.kill_support import Merchant, persist
from tests.server_support import ROOT, Server
from zoho_app.appointments.models import FAILED, OPEN_STATES, Appointment
from zoho_app.zoho_books import canceling, submitting
from zoho_app.zoho_books.models import SalesOrder

# Nothing that goes on by itself takes longer than its longest pauses.
PATIENCE = 1800.0


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
        merchant.settle()
        return _sell(name, merchant, wanted, Killer(desk, kills, seed), seed)
    finally:
        desk.clear_up()


def _sell(name: str, merchant: Merchant, wanted: list[Wanted], killer: Killer, seed: int) -> Result:
    url = merchant.server.environment.get("DATABASE_URL") or f"sqlite:///{merchant.server.folder}/bookdesk.sqlite3"
    watcher, began_at = Watcher(url), time.monotonic()
    with ThreadPoolExecutor(2) as threads:
        watching = threads.submit(watcher.run)
        try:
            with under_fire(killer, Weather(merchant.sandbox, seed)):
                bring_in(wanted, killer, lambda order: _sell_one(merchant, order))
            wait_until_all_is_done(url)
        finally:
            watcher.end()
            watching.result()
    ended_at = time.monotonic()
    orders = all_orders(merchant)
    arrived = checking.read(merchant.sandbox)
    sent = [order.source_id for order in wanted if order.cancel_after is None]
    canceled = [order.source_id for order in wanted if order.cancel_after is not None]
    known = {row["source_id"]: row["fulfillment_id"] for row in orders if row["fulfillment_id"]}
    return Result(
        name=name,
        arrived=arrived,
        verdict=checking.judge(arrived, sent, canceled, known),
        killed=dict(killer.killed),
        seconds=ended_at - began_at,
        seconds_after=ended_at - killer.ended_at,
        unexplained=watcher.too_long(),
        notes={
            "longest claim of a dead process": _longest(watcher.claims),
            "longest doubt before its page told of it or it was resolved": _longest(watcher.doubts),
            **_figures(url),
        },
    )


def _sell_one(merchant: Merchant, order: Wanted) -> None:
    order_id = merchant.import_order(order.source_id, order.email)
    if order.cancel_after is not None:
        time.sleep(order.cancel_after)
        page = f"{merchant.store}/orders/{order_id}"
        persist(lambda: merchant.fill_in(page, f"{page}/cancel"), (200,))


def wait_until_all_is_done(url: str) -> None:
    """Until no order has an open appointment; what is open after half an hour counts as lost."""
    engine = create_engine(url, connect_args={"timeout": 30} if url.startswith("sqlite") else {})
    left = (
        select(func.count())
        .select_from(Appointment)
        .where(Appointment.kind.in_((submitting.KIND, canceling.KIND)), Appointment.state.in_(OPEN_STATES))
    )
    give_up_at = time.monotonic() + PATIENCE
    while time.monotonic() < give_up_at:
        with engine.connect() as connection:
            if not connection.scalar(left):
                break
        time.sleep(1)
    engine.dispose()


def all_orders(merchant: Merchant) -> list[dict[str, object]]:
    """Every order as the API shows it."""
    orders: list[dict[str, object]] = []
    while True:
        path = f"/orders?limit=500&offset={len(orders)}"
        answer = persist(lambda path=path: merchant.api("GET", path), (200,)).json()  # type: ignore[misc]
        orders += answer["orders"]
        if len(orders) >= answer["total_records"] or not answer["orders"]:
            return orders


def _longest(lasted: dict[Any, float]) -> str:
    return f"{max(lasted.values(), default=0):.0f} s"


def _figures(url: str) -> dict[str, str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        adopted = connection.scalar(select(func.count()).where(SalesOrder.is_adopted))
        interrupted = connection.scalar(select(func.count()).where(Appointment.attempts > 1))
        failed = connection.execute(
            select(Appointment.kind, Appointment.cause, Appointment.answer).where(Appointment.state == FAILED)
        ).all()
    engine.dispose()
    return {
        "sales orders found again and adopted": str(adopted),
        "appointments with more than one attempt": str(interrupted),
        "failed appointments": str(dict(Counter(map(str, failed)))),
    }
