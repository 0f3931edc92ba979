"""Comparing while Zoho errs, lags or refuses, or a worker dies: nothing is taken for missing that is there."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from freezegun import freeze_time
from sqlalchemy import select, update

from harness.books import Books
from harness.desk import Desk
from harness.server import wait_for
from tests.support.reconcile import LIST, Page, forget, page, submitted
from zoho_app import jobs, kinds
from zoho_app.appointments import sweep
from zoho_app.appointments.models import Appointment
from zoho_app.appointments.task import LEASE
from zoho_app.clock import now
from zoho_app.config import Config
from zoho_app.extensions import db
from zoho_app.zoho_books.api import client
from zoho_app.zoho_books.models import Connection

pytestmark = pytest.mark.slow(35)

__all__ = ["page"]


def connection(desk: Desk) -> Connection:
    db.session.remove()
    return db.session.get_one(Connection, desk.store_id)


@pytest.mark.parametrize(
    "fault",
    [
        {"action": "status", "status": 503},
        {"action": "html"},
        {"action": "empty"},
        {"action": "malformed"},
        {"action": "drop"},
        {"action": "status", "status": 200, "body": {"code": 0, "message": "success"}},
    ],
)
def test_a_list_that_fails_takes_nothing_for_missing(
    desk: Desk, books: Books, page: Page, fault: dict[str, Any]
) -> None:
    submitted(desk, 3)
    books.fail({**fault, "method": "GET", "path": "/books/v3/salesorders", "times": 0})
    page.compare()
    assert page.rows() == {}
    assert connection(desk).reconciled_at is None
    books.fail()
    with freeze_time(now() + timedelta(minutes=5)):
        desk.work()
    assert page.rows() == {}
    assert connection(desk).reconciled_at is not None


def test_a_comparison_that_zoho_refuses_says_why_and_is_not_repeated_before_the_next_night(
    desk: Desk, books: Books, page: Page
) -> None:
    submitted(desk)
    body = {"code": 99, "message": "Not today."}
    books.fail({"action": "status", "status": 400, "body": body, "path": "/books/v3/salesorders", "times": 0})
    page.compare()
    text = page.client.get(page.address).text
    assert "Failed" in text and "Not today." in text
    db.session.execute(update(Connection).values(connected_at=datetime(2026, 1, 1, tzinfo=UTC)))
    db.session.commit()
    jobs.schedule_comparisons()
    assert len(db.session.scalars(select(Appointment).where(Appointment.kind == kinds.RECONCILE.name)).all()) == 1


def test_a_look_up_of_one_that_fails_takes_it_not_for_missing(desk: Desk, books: Books, page: Page) -> None:
    first, second = submitted(desk, 2)
    books.delete(first.salesorder_id)
    books.delete(second.salesorder_id)
    path = f"/books/v3/salesorders/{second.salesorder_id}"
    books.fail({"action": "status", "status": 503, "path": path})
    page.compare()
    assert list(page.rows()) == [first.salesorder_number]
    books.count_from_here()
    with freeze_time(now() + timedelta(minutes=5)):
        desk.work()
    assert list(page.rows()) == [first.salesorder_number, second.salesorder_number]
    # The first is not asked for again.
    assert books.desk_calls() == [LIST, f"{LIST}/{second.salesorder_id}", LIST]


def test_a_list_that_ignores_the_ids_or_lags_takes_nothing_for_missing(desk: Desk, books: Books, page: Page) -> None:
    rows = submitted(desk, 3)
    books.fail({"action": "lag", "seconds": 3600, "path": "/books/v3/salesorders", "exact": True})
    books.count_from_here()
    page.compare()
    assert page.rows() == {}
    assert books.desk_calls() == [LIST, *(f"{LIST}/{row.salesorder_id}" for row in rows), LIST]


def test_an_extra_that_the_list_misses_is_asked_for_before_it_counts_as_gone(
    desk: Desk, books: Books, page: Page
) -> None:
    (row,) = submitted(desk)
    forget(row)
    page.compare()
    books.fail({"action": "lag", "seconds": 3600, "path": "/books/v3/salesorders", "exact": True})
    page.compare()
    assert list(page.rows()) == [row.salesorder_number]
    books.delete(row.salesorder_id)
    books.count_from_here()
    page.compare()
    assert page.rows() == {}
    assert books.desk_calls() == [LIST, f"{LIST}/{row.salesorder_id}"]


def test_a_worker_that_is_killed_in_the_middle_loses_nothing(
    desk: Desk, books: Books, page: Page, settings: Config
) -> None:
    rows = submitted(desk, 3)
    books.delete(rows[0].salesorder_id)
    forget(rows[1])
    path = f"/books/v3/salesorders/{rows[0].salesorder_id}"
    books.fail({"action": "hang", "seconds": 30, "path": path})
    page.press(page.address)
    books.count_from_here()
    worker = started_worker(settings, books.url)
    wait_for(lambda: f"{LIST}/{rows[0].salesorder_id}" in books.desk_calls(), 20)
    worker.send_signal(signal.SIGKILL)
    worker.wait(10)
    assert page.rows() == {}
    books.fail()
    with freeze_time(now() + LEASE + timedelta(seconds=5)):
        assert sweep.free_abandoned() == 1
        db.session.commit()
        desk.work()
    assert page.rows() == {
        rows[0].salesorder_number: ("Deleted in Zoho", "Mark as deleted"),
        rows[1].salesorder_number: ("Only in Zoho", "Adopt"),
    }


def started_worker(settings: Config, zoho: str) -> subprocess.Popen[bytes]:
    """A worker process on the database of this test."""
    code = "from app import app; from zoho_app.jobs import work; app.app_context().push(); work('zoho_books')"
    environment = {
        **os.environ,
        "INSTANCE_DIR": str(settings.instance_dir),
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "ZOHO_SANDBOX_URL": zoho,
    }
    return subprocess.Popen([sys.executable, "-c", code], env=environment)


def test_connecting_to_another_organization_in_the_middle_starts_anew(
    desk: Desk, books: Books, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = submitted(desk)
    books.delete(row.salesorder_id)
    page.press(page.address)
    ask = client.Gateway.sales_order

    def ask_while_somebody_reconnects(self: client.Gateway, salesorder_id: str) -> dict[str, Any]:
        db.session.execute(update(Connection).values(organization_id="1"))
        db.session.commit()
        monkeypatch.setattr(client.Gateway, "sales_order", ask)
        return ask(self, salesorder_id)

    monkeypatch.setattr(client.Gateway, "sales_order", ask_while_somebody_reconnects)
    desk.work()
    assert page.rows() == {}
