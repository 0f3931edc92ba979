"""Staying connected: access tokens are renewed in time, once, and through whatever trouble Zoho makes."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from harness.desk import Desk
from harness.zoho_consent import Zoho
from tests.support.connection import TOKEN, change, connected, row, zoho
from zoho_app.appointments import gates
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books.api import access_token
from zoho_app.zoho_books.errors import ConnectionLost, TryLater

__all__ = ["connected", "zoho"]


def expire(desk: Desk) -> None:
    change(desk, access_token_expires_at=now() - timedelta(seconds=1))


def test_a_young_token_is_used_without_asking_zoho(connected: Zoho, desk: Desk) -> None:
    before = len(connected.calls(TOKEN))
    token = access_token.access_token(desk.store_id)
    assert token.api_base == f"{connected.url}/books/v3"
    assert token.value not in repr(token)
    assert len(connected.calls(TOKEN)) == before


def test_a_token_is_refreshed_when_less_than_five_minutes_are_left(connected: Zoho, desk: Desk) -> None:
    change(desk, access_token_expires_at=now() + timedelta(minutes=4, seconds=50))
    before = access_token.get_connection(desk.store_id).token_version
    db.session.remove()
    assert access_token.access_token(desk.store_id).version == before + 1
    assert row(desk).access_token_expires_at > now() + timedelta(minutes=50)  # type: ignore[operator]


def test_a_token_that_zoho_refused_is_replaced_once(connected: Zoho, desk: Desk) -> None:
    first = access_token.access_token(desk.store_id)
    second = access_token.access_token(desk.store_id, worse_than=first.version)
    assert second.value != first.value
    assert access_token.access_token(desk.store_id, worse_than=first.version) == second
    assert len(connected.calls(TOKEN)) == 2  # the code, and one refresh


def test_sixty_four_threads_with_an_expired_token_make_one_refresh(connected: Zoho, app: Flask, desk: Desk) -> None:
    expire(desk)
    connected.fail({"action": "hang", "seconds": 0.5, "path": TOKEN, "exact": True})
    all_at_once = threading.Barrier(64)

    def ask(_: int) -> str:
        with app.app_context():
            all_at_once.wait()
            return access_token.access_token(desk.store_id).value

    with ThreadPoolExecutor(64) as threads:
        tokens = set(threads.map(ask, range(64)))
    assert len(tokens) == 1
    assert len(connected.calls(TOKEN)) == 2  # the code, and one refresh


def test_several_processes_with_an_expired_token_make_one_refresh(
    connected: Zoho, app: Flask, desk: Desk, tmp_path: Path
) -> None:
    expire(desk)
    connected.fail({"action": "hang", "seconds": 0.5, "path": TOKEN, "exact": True})
    db.engine.dispose()
    children = []
    for number in range(8):
        child = os.fork()
        if child == 0:
            with app.app_context():
                (tmp_path / str(number)).write_text(access_token.access_token(desk.store_id).value)
            os._exit(0)
        children.append(child)
    assert {os.waitpid(child, 0)[1] for child in children} == {0}
    assert len({path.read_text() for path in tmp_path.iterdir()}) == 1
    assert len(connected.calls(TOKEN)) == 2  # the code, and one refresh


@pytest.mark.parametrize("status", [400, 200])
def test_being_throttled_waits_ten_minutes_and_never_loses_the_connection(
    connected: Zoho, desk: Desk, status: int
) -> None:
    expire(desk)
    body = {"error": "Access Denied", "error_description": "Too many requests.", "status": "failure"}
    connected.fail({"action": "status", "status": status, "body": body, "path": TOKEN, "exact": True})
    with pytest.raises(TryLater) as caught:
        access_token.access_token(desk.store_id)
    assert caught.value.until is not None and caught.value.until > now() + timedelta(minutes=9)
    assert row(desk).state == "connected"
    asked = len(connected.calls(TOKEN))
    with pytest.raises(TryLater):
        access_token.access_token(desk.store_id)
    assert len(connected.calls(TOKEN)) == asked  # nobody asks again within those minutes


def test_a_throttled_refresh_still_gives_a_token_that_is_good_for_a_while(connected: Zoho, desk: Desk) -> None:
    change(desk, access_token_expires_at=now() + timedelta(minutes=3))
    body = {"error": "Access Denied"}
    connected.fail({"action": "status", "status": 400, "body": body, "path": TOKEN, "exact": True})
    assert access_token.access_token(desk.store_id).value == row(desk).access_token


@pytest.mark.parametrize("fault", [{"action": "drop"}, {"action": "html"}, {"action": "malformed"}])
def test_a_zoho_in_trouble_is_tried_again_later(connected: Zoho, desk: Desk, fault: dict[str, Any]) -> None:
    expire(desk)
    connected.fail({**fault, "path": TOKEN, "exact": True})
    with pytest.raises(TryLater):
        access_token.access_token(desk.store_id)
    assert row(desk).state == "connected"
    change(desk, refresh_after=None)
    assert access_token.access_token(desk.store_id).value


def test_revoked_access_loses_the_connection_in_plain_words_and_holds_work_back(
    connected: Zoho, owner: FlaskClient, desk: Desk
) -> None:
    expire(desk)
    connected.fail({"action": "revoke_tokens", "path": TOKEN, "exact": True})
    with pytest.raises(ConnectionLost) as caught:
        access_token.access_token(desk.store_id)
    assert "revoked" in caught.value.words
    assert row(desk).state == "lost"
    assert [gate.cause for gate in gates.closed(desk.store_id)] == ["connection"]
    page = owner.get(f"{desk.address}/integrations").text
    assert "Zoho no longer accepts Bookdesk" in page and "Reconnect to Zoho Books" in page


def test_a_refresher_that_died_is_replaced_when_its_lease_is_over(connected: Zoho, desk: Desk) -> None:
    change(
        desk,
        access_token_expires_at=now() - timedelta(seconds=1),
        refreshing_until=now() + timedelta(seconds=1),
    )
    assert access_token.access_token(desk.store_id).value


def test_a_store_that_was_never_connected_says_so(desk: Desk) -> None:
    db.session.remove()
    with pytest.raises(ConnectionLost, match="not connected"):
        access_token.access_token(desk.store_id)


def test_tokens_are_unreadable_in_the_database(connected: Zoho, desk: Desk) -> None:
    token = access_token.access_token(desk.store_id).value
    with db.engine.connect() as raw:
        stored = raw.exec_driver_sql("SELECT access_token, refresh_token FROM zoho_books_connections").one()
    assert all(token.encode() not in bytes(column) and b"1000." not in bytes(column) for column in stored)
