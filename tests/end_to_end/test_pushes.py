"""Tracking typed in the sandbox reaches the order within seconds, through real processes."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from flask import Flask

from harness.books import Books, order_of, submitted
from harness.desk import Desk
from harness.server import ROOT, clean_environment, wait_for
from tests.support.pushes import Knocker
from tests.support.web import web_processes
from zoho_app.extensions import db
from zoho_app.zoho_books.pushes import doors

pytestmark = pytest.mark.slow(15)

SECONDS = 5.0


@contextmanager
def a_worker(app: Flask, log: Path, **environment: str) -> Iterator[None]:
    """The worker of Zoho's queue, a process of its own."""
    settings = app.config["BOOKDESK"]
    known = clean_environment(
        INSTANCE_DIR=str(settings.instance_dir),
        DATABASE_URL=settings.database_url,
        REDIS_URL=settings.redis_url,
        **environment,
    )
    with log.open("w") as out:
        command = [sys.executable, str(ROOT / "worker.py"), "zoho_books"]
        process = subprocess.Popen(command, env=known, stdout=out, stderr=out)
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def tell_desk(books: Books, knocker: Knocker, port: int, way: str) -> None:
    """Set up the workflow rule in the sandbox."""
    address = f"http://127.0.0.1:{port}/webhooks/zoho-books/{knocker.door.public_id}"
    form = {"address": address, "header": doors.HEADER, "secret": knocker.secret, "way": way}
    requests.post(f"{books.url}/settings/webhook", data=form, timeout=10).raise_for_status()


def shipped(order_id: int) -> list[str]:
    """The tracking numbers that the order has now; nobody waits for the transaction that reads them."""
    found = [one.tracking_number for one in order_of(order_id).shipments]
    db.session.remove()
    return found


def seconds_until_shipped(books: Books, order_id: int, *numbers: str) -> float:
    """Type the numbers in the back office; returns how long it takes until the order has them."""
    page = f"{books.url}/orders/{order_of(order_id).fulfillment_id}/tracking"
    db.session.remove()
    began_at = time.monotonic()
    requests.post(page, data={"cf_tracking_number": ", ".join(numbers)}, timeout=10).raise_for_status()
    wait_for(lambda: shipped(order_id) == [*numbers], 30)
    return time.monotonic() - began_at


def test_what_is_typed_in_zoho_is_here_within_seconds_at_one_call(
    app: Flask, desk: Desk, books: Books, tmp_path: Path
) -> None:
    knocker = Knocker(desk, books)
    order_id = submitted(desk)
    sandbox = {"ZOHO_SANDBOX_URL": books.url}
    with web_processes(app, tmp_path, **sandbox) as web, a_worker(app, tmp_path / "log", **sandbox):
        tell_desk(books, knocker, web.port, "once")
        books.count_from_here()
        assert seconds_until_shipped(books, order_id, "1Z1") <= SECONDS
        tell_desk(books, knocker, web.port, "twice")
        assert seconds_until_shipped(books, order_id, "1Z1", "1Z2") <= SECONDS
        time.sleep(3)  # whatever a doubled push might have read would be read by now
        tell_desk(books, knocker, web.port, "lost")
    assert books.desk_calls() == [f"GET /salesorders/{order_of(order_id).fulfillment_id}"] * 2
