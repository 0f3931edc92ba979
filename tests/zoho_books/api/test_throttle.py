"""Zoho's "too many requests" in place of a token: recognized however it is spelled, waited for as it says."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from freezegun import freeze_time

from harness.books import Books
from harness.desk import Desk
from tests.support.connection import TOKEN, change
from zoho_app.appointments.models import DONE, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.api.throttle import SOME_TIME, wait_for
from zoho_app.zoho_books.models import CONNECTED, Connection

MANY = "You have made too many requests continuously. Please try again after some time."
WIDE = {"error": "Access Denied", "error_description": MANY, "status": "failure"}


@pytest.mark.parametrize("status", [200, 400, 401, 403, 429, 500])
@pytest.mark.parametrize("error", ["Access Denied", "access_denied", "ACCESS-DENIED", "AccessDenied"])
def test_every_spelling_with_every_status_waits_ten_minutes(status: int, error: str) -> None:
    assert wait_for(status, {}, json.dumps({"error": error}).encode()) == SOME_TIME


@pytest.mark.parametrize(
    ("headers", "words", "wait"),
    [
        ({}, "Please try again after 5 minutes.", timedelta(minutes=5)),
        ({}, "Try again in an hour", timedelta(hours=1)),
        ({}, "Retry after 90 seconds", timedelta(seconds=90)),
        ({}, "Retry after 1 second", timedelta(seconds=30)),
        ({"retry-after": "120"}, MANY, timedelta(minutes=2)),
        ({}, "Try again in 900 hours", timedelta(hours=2)),
    ],
)
def test_it_waits_as_long_as_the_text_says(headers: dict[str, str], words: str, wait: timedelta) -> None:
    body = json.dumps({"error": "access_denied", "error_description": words}).encode()
    assert wait_for(400, headers, body) == wait


@pytest.mark.parametrize(
    "body", [b'{"error": "invalid_code"}', b'{"access_token": "1"}', b"<html>Bad gateway</html>", b""]
)
def test_other_answers_ask_for_no_patience(body: bytes) -> None:
    assert wait_for(200, {}, body) is None


@pytest.mark.parametrize(("status", "body"), [(200, WIDE), (400, {"error": "access_denied"}), (429, "slow down")])
def test_orders_wait_while_zoho_gives_no_token_and_then_all_arrive(
    desk: Desk, books: Books, status: int, body: Any
) -> None:
    for number in range(4):
        actions.submit(desk.order(str(number)), "operator@example.com")
    db.session.commit()
    change(desk, access_token_expires_at=now() - timedelta(seconds=1))
    books.fail({"action": "status", "status": status, "body": body, "path": TOKEN, "exact": True, "times": 0})
    asked = len(books.calls(TOKEN))
    with freeze_time(tz_offset=0) as clock:
        desk.work()
        desk.keep_working(clock, 4, every=60)
        assert len(books.calls(TOKEN)) == asked + 1, "one asks, then nobody for minutes"
        assert db.session.get_one(Connection, desk.store_id).state == CONNECTED
        assert {row.state for row in db.session.query(Appointment)} == {"scheduled"}
        books.fail()
        desk.keep_working(clock, 12, every=60)
    assert len(books.sales_orders()) == 4
    assert {row.state for row in db.session.query(Appointment)} == {DONE}
