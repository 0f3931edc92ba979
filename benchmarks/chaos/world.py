"""What stands in one process for all its seeds: the desk, its database and Redis, Zoho Books, and a sales channel."""

import os
import sqlite3
import ssl
import subprocess
import time
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from redis import Redis
from redis.exceptions import ConnectionError as RedisIsAway
from sqlalchemy import event

from benchmarks.chaos.virtual_time import VirtualTime
from benchmarks.chaos.wire import Host, Network
from zoho_app import create_desk, outgoing, schema
from zoho_app.config import load
from zoho_app.extensions import db
from zoho_app.processes import private_redis
from zoho_app.processes.leash import die_with
from zoho_app.sandbox import seed
from zoho_app.sandbox.app import create_sandbox
from zoho_app.sandbox.books import lists
from zoho_app.sandbox.state import Sandbox
from zoho_app.zoho_books.api import client, rate_limit
from zoho_app.zoho_books.reconcile import run as reconcile
from zoho_app.zoho_books.shipments import check

ZOHO: Host = ("zoho.test", 80)
CHANNEL: Host = ("127.0.0.1", 8099)
ORGANIZATION = seed.DEFAULT_ORGANIZATION
MEMORY = Path("/dev/shm")
DATABASE = "desk.sqlite3"


class World:
    """One desk and one Zoho under one virtual time; `begin` makes both as good as new."""

    def __init__(self, stack: ExitStack) -> None:
        near = MEMORY if MEMORY.is_dir() else None
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bookdesk-chaos-", dir=near)))
        self.time, self.network = VirtualTime(), Network()
        self.desk = _desk(folder)
        self.beside = sqlite3.connect(folder / DATABASE)  # sees what is committed, whoever is in a transaction
        stack.callback(self.beside.close)
        self.redis = _redis(self.desk, self.time, folder, stack)
        self.zoho_app = create_sandbox(":memory:", control_urls=True, public_url=self.zoho_url)
        self.time.rule()
        self.network.rule()
        _share_one_list_of_authorities()

    zoho_url = f"http://{ZOHO[0]}"

    @property
    def zoho(self) -> Sandbox:
        """Zoho's memory, its limits, and the faults that it has been asked for."""
        found = self.zoho_app.extensions["sandbox"]
        assert isinstance(found, Sandbox)
        return found

    def begin(self, timestamp: datetime, page_size: int, calls_a_minute: int) -> None:
        """Forget everything; it is that moment, lists have pages of that size, and a minute so many calls."""
        self.time.begin(timestamp)
        self.redis.is_away = False
        self.redis.flushall()
        self.redis.script_flush()
        with self.desk.app_context():
            _empty_all_tables()
        store = self.zoho.store
        with store.transaction():
            store.forget_everything()
            seed.seed(store)
            store.set_setting("per_minute", calls_a_minute)
        self.zoho.faults.replace([])
        self.zoho.limits.forget()
        rate_limit.CALLS_A_MINUTE = calls_a_minute
        lists.PAGE_SIZE = client.PER_PAGE = page_size
        for asking in (client, reconcile, check):
            asking.IDS_A_CALL = page_size  # type: ignore[attr-defined]


class _RedisAt(Redis):
    """The Redis of a machine whose clock is the virtual one; scripts that ask for the time are told that."""

    clock: VirtualTime
    is_away = False

    def execute_command(self, *arguments: Any, **options: Any) -> Any:
        self._check()
        return super().execute_command(*arguments, **options)

    def pipeline(self, *arguments: Any, **options: Any) -> Any:
        self._check()
        return super().pipeline(*arguments, **options)

    def _check(self) -> None:
        if self.is_away:
            raise RedisIsAway("it is away")

    def eval(self, script: str, *arguments: Any) -> Any:
        seconds, rest = divmod(round(self.clock.time() * 1_000_000), 1_000_000)
        return super().eval(script.replace("redis.call('TIME')", f"{{{seconds}, {rest}}}"), *arguments)


def _desk(folder: Path) -> Flask:
    settings = load(
        {
            "INSTANCE_DIR": str(folder / "instance"),
            "DATABASE_URL": f"sqlite:///{folder / DATABASE}",
            "ZOHO_SANDBOX_URL": World.zoho_url,
            "ALLOW_PRIVATE_ADDRESSES": "1",
        }
    )
    app = create_desk(settings)
    with app.app_context():
        event.listen(db.engine, "connect", _be_careless)
    schema.upgrade(app)
    return app


def _be_careless(connection: Any, record: Any) -> None:
    """Nobody minds a power cut; and a transaction that is open while another one writes is found at once."""
    connection.execute("PRAGMA synchronous=OFF").close()
    connection.execute("PRAGMA busy_timeout=200").close()


def _empty_all_tables() -> None:
    with db.engine.begin() as connection:
        for table in reversed(db.metadata.sorted_tables):
            connection.execute(table.delete())
        connection.exec_driver_sql("DELETE FROM sqlite_sequence")


def _redis(app: Flask, clock: VirtualTime, folder: Path, stack: ExitStack) -> "_RedisAt":
    """Start the desk's private Redis, as the desk itself does, and set its clock."""
    settings = app.config["BOOKDESK"]
    with (folder / "redis.log").open("w") as log:
        process = subprocess.Popen(
            private_redis.command(settings), stdout=log, cwd=folder, preexec_fn=partial(die_with, os.getpid())
        )
    stack.callback(process.wait)
    stack.callback(process.terminate)
    connection: _RedisAt = _RedisAt.from_url(settings.redis_url)  # type: ignore[assignment]
    app.extensions["redis"] = connection
    connection.clock = clock
    for _ in range(500):
        try:
            connection.ping()
            return connection
        except RedisIsAway:
            time.sleep(0.02)
    raise RuntimeError((folder / "redis.log").read_text())


def _share_one_list_of_authorities() -> None:
    """Reading the machine's list of authorities for each call would take most of the time; all is http here."""
    shared = ssl.create_default_context()

    class Ssl:
        def __getattr__(self, name: str) -> Any:
            return (lambda: shared) if name == "create_default_context" else getattr(ssl, name)

    outgoing.ssl = Ssl()  # type: ignore[assignment]
