"""A fresh desk to measure: a folder, a database, a Redis and a sandbox of its own, and real processes on demand."""

import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests
from flask import Flask
from sqlalchemy import func, select

from benchmarks import minutes
from harness.books import WHO, Books
from harness.desk import Desk, order_data
from harness.sandbox import SandboxProcess
from harness.server import ROOT, clean_environment, database_of_its_own, wait_for
from zoho_app import create_app, jobs
from zoho_app.appointments import queue_work
from zoho_app.appointments.models import OPEN_STATES, PEOPLE, Appointment
from zoho_app.config import load
from zoho_app.extensions import db
from zoho_app.orders import import_order
from zoho_app.orders.models import Order
from zoho_app.processes import commands, database, private_redis
from zoho_app.zoho_books import actions

START_SECONDS = 60
ORDERS_A_COMMIT = 100


class Bench:
    """One store, connected to a sandbox in a process of its own; use it inside its application context."""

    def __init__(self, app: Flask, zoho: SandboxProcess, environment: dict[str, str], folder: Path) -> None:
        self.app, self.zoho, self.environment, self.folder = app, zoho, environment, folder
        self._log = (folder / "processes.log").open("a")
        self._processes: list[subprocess.Popen[bytes]] = []

    def open_store(self) -> None:
        """Open the store and connect it."""
        self.desk = Desk.open(self.app)
        self.books = Books(self.zoho, self.desk)

    @property
    def log(self) -> str:
        """What the processes have said."""
        return (self.folder / "processes.log").read_text()

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start `python ...` on this desk; it ends with the bench."""
        process = subprocess.Popen(
            [sys.executable, *arguments],
            env=clean_environment(**commands.ENVIRONMENT, **self.environment),
            cwd=ROOT,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        self._processes.append(process)
        return process

    def start_redis(self) -> None:
        """Start the private Redis, as script/server does."""
        settings = self.app.config["BOOKDESK"]
        self._processes.append(subprocess.Popen(private_redis.command(settings), stdout=self._log))
        wait_for(lambda: private_redis.is_ready(settings), START_SECONDS, lambda: self.log)

    def start_workers(self, count: int, minute: float) -> list[subprocess.Popen[bytes]]:
        """Start so many worker processes and a clock, for which a minute lasts `minute` seconds."""
        self.start("worker.py", "clock")
        return [self.start("-m", "benchmarks.minutes", str(minute), "zoho_books", "channels") for _ in range(count)]

    def work(self) -> None:
        """Do all that is due, in this process."""
        db.session.remove()
        with self.app.app_context():
            while queue_work.work("zoho_books", patience=0):
                continue

    def learn(self) -> None:
        """Let the desk read all contacts and items, and forget the calls that this took."""
        jobs.schedule_readings()
        self.work()
        self.books.count_from_here()

    def import_orders(self, orders: Iterable[dict[str, Any]]) -> list[int]:
        """Import orders of this JSON; returns their ids."""
        ids = []
        for number, data in enumerate(orders, start=1):
            ids.append(import_order.import_order(self.desk.store, data, "API").id)
            if number % ORDERS_A_COMMIT == 0:
                db.session.commit()
        db.session.commit()
        return ids

    def submit(self, order_ids: Iterable[int], priority: int = PEOPLE) -> None:
        """Schedule them to be sent, as a person's click does unless `priority` says otherwise."""
        for number, order_id in enumerate(order_ids, start=1):
            actions.submit(db.session.get_one(Order, order_id), WHO, priority)
            if number % ORDERS_A_COMMIT == 0:
                db.session.commit()
        db.session.commit()

    def count_made(self, kind: str) -> int:
        """How many records of this kind ("salesorder", "contact") Zoho has made since the calls are counted."""
        return self.ledger()["changed"].get(f"created {kind}", 0)

    def ledger(self) -> dict[str, Any]:
        """What the sandbox has written down of every request so far, the bench's own included."""
        return requests.get(f"{self.zoho.url}/sandbox/ledger", timeout=60).json()

    def count_open(self) -> int:
        """How many appointments still have something to do."""
        db.session.remove()
        count = db.session.scalar(select(func.count()).where(Appointment.state.in_(OPEN_STATES)))
        db.session.remove()
        return count or 0

    def wait_until_done(self, seconds: float) -> None:
        """Wait until the worker processes have done everything."""
        wait_for(lambda: self.count_open() == 0, seconds, lambda: f"{self.count_open()} left\n{self.log[-4000:]}")

    def close(self) -> None:
        """End every process that was started here, the last one first."""
        for process in reversed(self._processes):
            process.kill()
            process.wait()
        self._log.close()


@contextmanager
def fresh_desk(name: str, minute: float = minutes.NO_LIMIT) -> Iterator[Bench]:
    """A desk of its own that ends with the block: on SQLite, or on the PostgreSQL server of TEST_DATABASE_URL.

    A minute of Zoho's and of the desk's quota lasts `minute` seconds; the default is so short that no call waits.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bookdesk-")))
        kept_in = stack.enter_context(database_of_its_own(name))
        zoho = SandboxProcess(folder / "zoho.sqlite3")
        environment = {"INSTANCE_DIR": str(folder / "instance"), "ZOHO_SANDBOX_URL": zoho.start(), **kept_in}
        stack.callback(zoho.stop, signal.SIGKILL)  # nobody needs its file any more
        app = create_app(load(environment))
        stack.enter_context(minutes.lasting(minute))
        stack.enter_context(app.app_context())
        database.migrate(app)
        stack.callback(db.engine.dispose)
        bench = Bench(app, zoho, environment, folder)
        stack.callback(bench.close)
        bench.start_redis()
        bench.open_store()
        bench.books.set_limits(minute=minute, per_day=1_000_000)
        yield bench
        db.session.remove()


def order(number: int, email: str, lines: int = 2, first_sku: int = 0, skus: tuple[str, ...] = ()) -> dict[str, Any]:
    """The JSON of an order: `lines` items, whose SKUs follow each other in `skus` from `first_sku` on."""
    skus = skus or ("BD-MUG-01", "BD-BAG-01")
    codes = [skus[(first_sku + line) % len(skus)] for line in range(lines)]
    items = [{"name": code, "code": code, "price": 12.5, "quantity": 1} for code in codes]
    first_name = email.partition("@")[0].title()
    changed = {part: {**order_data()[part], "first_name": first_name} for part in ("customer", "shipping")}
    return {**order_data(str(number)), **changed, "email": email, "order_items": items}
