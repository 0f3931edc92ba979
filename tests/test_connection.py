"""Connecting a store to Zoho Books, staying connected, and disconnecting: against the sandbox in its own process."""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from sqlalchemy import insert, select

from tests.sandbox_support import SandboxProcess
from tests.support import Desk
from tests.zoho_support import Zoho, local
from zoho_app.accounts.models import AuditEntry
from zoho_app.appointments import gates
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books import connection, data_centers
from zoho_app.zoho_books.errors import ConnectionLost, TryLater
from zoho_app.zoho_books.models import Connection

TOKEN = "/oauth/v2/token"
REVOKE = "/oauth/v2/token/revoke"


@pytest.fixture(scope="module")
def sandbox_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    process = SandboxProcess(tmp_path_factory.mktemp("zoho") / "zoho.sqlite")
    process.start()
    yield process
    process.stop()


@pytest.fixture
def zoho(sandbox_process: SandboxProcess, app: Flask, desk: Desk) -> Zoho:
    app.config["ZOHO_SANDBOX_URL"] = sandbox_process.url
    return Zoho(sandbox_process, desk)


@pytest.fixture
def connected(zoho: Zoho, owner: FlaskClient) -> Zoho:
    page = zoho.connect(owner)
    assert "Connected to Zoho Books." in page.text
    return zoho


def row(desk: Desk) -> Connection:
    db.session.remove()
    return db.session.get_one(Connection, desk.store_id)


def change(desk: Desk, **values: Any) -> None:
    found = row(desk)
    for name, value in values.items():
        setattr(found, name, value)
    db.session.commit()
    db.session.remove()


def expire(desk: Desk) -> None:
    change(desk, access_token_expires_at=now() - timedelta(seconds=1))


# --- Connecting -----------------------------------------------------------------------------------------


def test_the_region_dropdown_offers_every_data_center_and_marks_the_unconfirmed(
    zoho: Zoho, owner: FlaskClient
) -> None:
    page = owner.get(zoho.page).text
    for words in ("Sandbox", "United States", "Europe", "India", "Australia", "Japan", "Canada", "China"):
        assert words in page
    assert "United Kingdom (zoho.uk), unconfirmed" in page and "United Arab Emirates (zoho.ae), unconfirmed" in page


def test_connecting_takes_the_only_organization_and_says_who_connected(
    zoho: Zoho, owner: FlaskClient, desk: Desk
) -> None:
    page = zoho.connect(owner).text
    assert "Connected to Zoho Books." in page
    assert "Sandbox Trading Co (927270001)" in page and "owner@example.com" in page
    assert "salesorders.CREATE" in page and "fullaccess" not in page
    found = row(desk)
    assert (found.state, found.time_zone, found.currency_code) == ("connected", "America/New_York", "USD")
    assert found.missing_custom_fields == []


def test_the_consent_asks_for_lasting_access_and_no_more_rights_than_needed(zoho: Zoho, owner: FlaskClient) -> None:
    address = zoho.press_connect(owner).location
    assert address.startswith(f"{zoho.url}/oauth/v2/auth?")
    assert "access_type=offline" in address and "prompt=consent" in address
    assert "ZohoBooks.settings.READ%2CZohoBooks.contacts.READ" in address and "fullaccess" not in address
    assert "redirect_uri=http%3A%2F%2Flocalhost%3A8000%2Fintegrations%2Fzoho-books%2Fcallback" in address


def test_of_several_organizations_the_user_chooses(zoho: Zoho, owner: FlaskClient, desk: Desk, post: Any) -> None:
    zoho.add_organization()
    page = zoho.connect(owner).text
    assert "Choose an organization" in page and "Sandbox Trading Co" in page and "Sandbox Trading UK" in page
    assert row(desk).state == "choosing"
    answer = post(owner, f"{zoho.page}/organization", organization_id="927270002")
    assert "Connected to Zoho Books." in answer.text
    assert (row(desk).organization_name, row(desk).currency_code) == ("Sandbox Trading UK", "GBP")


def test_an_organization_that_was_not_offered_cannot_be_chosen(
    zoho: Zoho, owner: FlaskClient, desk: Desk, post: Any
) -> None:
    zoho.add_organization()
    zoho.connect(owner)
    answer = post(owner, f"{zoho.page}/organization", organization_id="1")
    assert "Choose one of the organizations in the list." in answer.text
    assert row(desk).state == "choosing"


def test_inactive_organizations_are_not_offered(zoho: Zoho, owner: FlaskClient, desk: Desk) -> None:
    active = {"organization_id": "7", "name": "Alive", "org_settings": {"is_org_active": True}}
    gone = {"organization_id": "8", "name": "Gone", "is_org_active": False}
    body = {"code": 0, "organizations": [active, gone]}
    zoho.fail({"action": "status", "status": 200, "path": "/books/v3/organizations", "body": body})
    zoho.connect(owner)
    assert row(desk).organization_name == "Alive"


def test_a_store_that_was_lost_comes_back_to_its_organization_without_a_question(
    connected: Zoho, owner: FlaskClient, desk: Desk
) -> None:
    connected.add_organization()
    connection.lose(desk.store_id, row(desk).token_version, "Gone.")
    assert gates.closed(desk.store_id)
    assert "Reconnect to Zoho Books" in owner.get(f"{desk.address}/integrations").text
    assert "Connected to Zoho Books." in connected.connect(owner).text
    assert row(desk).organization_id == "927270001"
    assert not gates.closed(desk.store_id)


def test_reconnecting_ends_the_former_access_at_zoho(connected: Zoho, owner: FlaskClient, desk: Desk) -> None:
    before = row(desk).refresh_token
    connected.connect(owner)
    assert [call["status"] for call in connected.calls(REVOKE)] == [200]
    assert row(desk).refresh_token != before
    assert connection.access_token(desk.store_id).organization_id == "927270001"


def test_another_organization_than_before_has_to_be_confirmed(
    connected: Zoho, owner: FlaskClient, desk: Desk, post: Any
) -> None:
    connected.add_organization()
    post(owner, connected.page, f"{connected.page}/disconnect")
    connected.connect(owner)
    page = post(owner, f"{connected.page}/organization", organization_id="927270002").text
    assert "belonged to “Sandbox Trading Co” until now" in page
    assert row(desk).organization_id == "927270001" and row(desk).state == "choosing"
    form = {"organization_id": "927270002", "is_confirmed": "927270002"}
    assert "Connected to Zoho Books." in post(owner, f"{connected.page}/organization", **form).text
    assert row(desk).organization_id == "927270002"


def test_a_single_organization_that_is_another_one_is_not_taken_silently(
    connected: Zoho, owner: FlaskClient, desk: Desk
) -> None:
    change(desk, organization_id="1", organization_name="Former Ltd")
    assert "Choose an organization" in connected.connect(owner).text
    assert gates.closed(desk.store_id)


def test_what_was_learned_from_the_former_organization_is_forgotten(
    connected: Zoho, owner: FlaskClient, desk: Desk, post: Any
) -> None:
    change(desk, organization_id="1", organization_name="Former Ltd", watermark=now(), last_poll_at=now())
    connected.connect(owner)
    form = {"organization_id": "927270001", "is_confirmed": "927270001"}
    post(owner, f"{connected.page}/organization", **form)
    assert (row(desk).watermark, row(desk).last_poll_at) == (None, None)


# --- What can go wrong on the way -------------------------------------------------------------------------


def test_refused_consent_says_what_to_do(zoho: Zoho, owner: FlaskClient, desk: Desk) -> None:
    answer = owner.get(local(zoho.consent(owner, decision="reject")))
    assert answer.status_code == 400
    assert "Zoho was not allowed to connect" in answer.text and "press Accept" in answer.text
    assert "Connect to Zoho Books" in answer.text
    assert connection.of(desk.store_id) is None


def test_an_answer_without_a_known_state_is_refused(zoho: Zoho, owner: FlaskClient, desk: Desk) -> None:
    address = local(zoho.consent(owner), state="made-up")
    answer = owner.get(address)
    assert answer.status_code == 400 and "was not begun here" in answer.text
    assert connection.of(desk.store_id) is None


def test_an_answer_works_once(zoho: Zoho, owner: FlaskClient, desk: Desk) -> None:
    address = local(zoho.consent(owner))
    owner.get(address)
    assert "was not begun here" in owner.get(address).text


def test_an_answer_in_another_persons_browser_is_refused(
    zoho: Zoho, owner: FlaskClient, sign_in: Callable[[str], FlaskClient], desk: Desk
) -> None:
    address = local(zoho.consent(owner))
    assert "was not begun here" in sign_in("owner").get(address).text
    assert connection.of(desk.store_id) is None


def test_an_answer_after_ten_minutes_is_refused(
    zoho: Zoho, owner: FlaskClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = local(zoho.consent(owner))
    late = now() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr("zoho_app.web.zoho_books_connect.now", lambda: late)
    assert "too long ago" in owner.get(address).text


def test_somebody_who_is_no_owner_any_more_cannot_finish(zoho: Zoho, owner: FlaskClient, desk: Desk) -> None:
    address = local(zoho.consent(owner))
    desk.person("owner").memberships[0].role = "operator"
    db.session.commit()
    assert owner.get(address).status_code == 404
    assert connection.of(desk.store_id) is None


def test_an_expired_code_says_what_to_do(zoho: Zoho, owner: FlaskClient) -> None:
    answer = owner.get(local(zoho.consent(owner), code="1000.old"))
    assert answer.status_code == 400 and "answer was too old" in answer.text


def test_access_that_would_not_last_is_refused(zoho: Zoho, owner: FlaskClient, desk: Desk) -> None:
    answer = owner.get(local(zoho.consent(owner, access_type="online")))
    assert "no lasting access" in answer.text
    assert connection.of(desk.store_id) is None


def test_a_person_without_an_organization_is_told_and_the_access_is_ended(zoho: Zoho, owner: FlaskClient) -> None:
    body = {"code": 0, "organizations": []}
    zoho.fail({"action": "status", "status": 200, "path": "/books/v3/organizations", "body": body})
    assert "no active organization" in zoho.connect(owner).text
    assert [call["status"] for call in zoho.calls(REVOKE)] == [200]


@pytest.mark.parametrize(
    ("fault", "title"),
    [
        ({"action": "status", "status": 200, "body": {"error": "invalid_client"}}, "does not know Bookdesk"),
        ({"action": "html", "status": 200}, "makes no sense"),
        ({"action": "status", "status": 200, "body": ["odd"]}, "makes no sense"),
        ({"action": "html", "status": 502}, "could not be reached"),
        ({"action": "drop"}, "could not be reached"),
        ({"action": "status", "status": 302, "headers": {"Location": "http://127.0.0.1:9/"}}, "makes no sense"),
        ({"action": "status", "status": 400, "body": {"error": "Access Denied"}}, "asks to wait"),
        (
            {
                "action": "status",
                "status": 200,
                "body": {"access_token": "a", "refresh_token": "b", "api_domain": "https://evil.example"},
            },
            "unexpected place",
        ),
    ],
)
def test_whatever_zoho_answers_is_a_plain_page(
    zoho: Zoho, owner: FlaskClient, desk: Desk, fault: dict[str, Any], title: str
) -> None:
    zoho.fail({"path": TOKEN, "exact": True, **fault})
    answer = zoho.connect(owner)
    assert answer.status_code in (400, 502, 503)
    assert title in answer.text and "Connect to Zoho Books" in answer.text
    assert connection.of(desk.store_id) is None


def test_a_zoho_that_is_away_is_said_so(zoho: Zoho, owner: FlaskClient, app: Flask) -> None:
    address = local(zoho.consent(owner), accounts_server="http://127.0.0.1:9")
    app.config["ZOHO_SANDBOX_URL"] = "http://127.0.0.1:9"
    answer = owner.get(address)
    assert answer.status_code == 503 and "could not be reached" in answer.text


@pytest.mark.parametrize(
    "server",
    [
        "https://evil.example",
        "https://accounts.zoho.com.evil.example",
        "https://accounts.zoho.com@evil.example",
        "http://accounts.zoho.com",
        "https://accounts.zoho.eu",  # real, but this person went to the sandbox
    ],
)
def test_an_accounts_server_outside_the_table_is_never_asked(
    zoho: Zoho, owner: FlaskClient, desk: Desk, server: str
) -> None:
    answer = owner.get(local(zoho.consent(owner), accounts_server=server))
    assert answer.status_code == 400 and "unexpected place" in answer.text
    assert zoho.calls(TOKEN) == []


def test_a_real_region_without_a_client_says_which_variables_to_set(zoho: Zoho, owner: FlaskClient) -> None:
    answer = zoho.press_connect(owner, "eu")
    assert answer.status_code == 400
    for words in ("ZOHO_CLIENT_ID", "ZOHO_CLIENT_SECRET", "http://localhost:8000/integrations/zoho-books/callback"):
        assert words in answer.text


def test_with_a_client_each_real_region_leads_to_its_own_accounts_server(
    zoho: Zoho, owner: FlaskClient, app: Flask
) -> None:
    app.config.update(ZOHO_CLIENT_ID="1000.ID", ZOHO_CLIENT_SECRET="secret")
    for key, host in (("us", "accounts.zoho.com"), ("ca", "accounts.zohocloud.ca"), ("cn", "accounts.zoho.com.cn")):
        answer = zoho.press_connect(owner, key)
        assert answer.location.startswith(f"https://{host}/oauth/v2/auth?")
        assert "secret" not in answer.location
        assert f"https://{host}" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("location", "server", "asked"),
    [
        ("eu", "https://accounts.zoho.eu", "https://accounts.zoho.eu/oauth/v2/token"),
        ("", "https://accounts.zohocloud.ca", "https://accounts.zohocloud.ca/oauth/v2/token"),
        ("in", "", "https://accounts.zoho.in/oauth/v2/token"),
        ("", "", "https://accounts.zoho.com/oauth/v2/token"),
        ("eu", "https://accounts.zoho.in", None),  # they contradict each other
        ("sandbox", "", None),
        ("", "SANDBOX", None),
    ],
)
def test_the_code_goes_to_the_data_center_that_zoho_names_or_nowhere(
    zoho: Zoho,
    owner: FlaskClient,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    location: str,
    server: str,
    asked: str | None,
) -> None:
    app.config.update(ZOHO_CLIENT_ID="1000.ID", ZOHO_CLIENT_SECRET="secret")
    state = parse_qs(urlsplit(zoho.press_connect(owner, "us").location).query)["state"][0]
    sent: list[str | None] = []

    def away(self: HTTPAdapter, request: PreparedRequest, **_: Any) -> None:
        sent.append(request.url)
        raise requests.ConnectionError

    monkeypatch.setattr(HTTPAdapter, "send", away)
    named = {"location": location, "accounts-server": server.replace("SANDBOX", zoho.url)}
    query = {"state": state, "code": "1000.x", **{name: text for name, text in named.items() if text}}
    answer = owner.get("/integrations/zoho-books/callback", query_string=query)
    assert answer.status_code == (503 if asked else 400)
    assert sent == ([asked] if asked else [])


def test_an_unknown_region_is_refused_in_words(zoho: Zoho, owner: FlaskClient) -> None:
    answer = zoho.press_connect(owner, "https://evil.example")
    assert answer.status_code == 400 and "not in the list" in answer.text


def test_under_another_address_than_the_public_one_it_says_which_to_open(
    zoho: Zoho, owner: FlaskClient, app: Flask
) -> None:
    app.config["PUBLIC_URL"] = "https://desk.example.com"
    answer = zoho.press_connect(owner)
    assert answer.status_code == 400 and "Open https://desk.example.com" in answer.text


def test_only_owners_connect_and_disconnect(connected: Zoho, operator: FlaskClient, viewer: FlaskClient) -> None:
    for client in (operator, viewer):
        assert "Data center region" not in client.get(connected.page).text
        assert connected.press_connect(client).status_code == 403


def test_older_names_of_the_api_hosts_are_understood(app: Flask) -> None:
    with app.app_context():
        for older, key in (("https://api.zoho.eu", "eu"), ("https://api.zoho.com.au/", "au")):
            found = data_centers.by_api_domain(older)
            assert found is not None and found.key == key
        assert data_centers.by_api_domain("https://api.zoho.evil") is None


# --- Staying connected ------------------------------------------------------------------------------------


def test_a_young_token_is_used_without_asking_zoho(connected: Zoho, desk: Desk) -> None:
    before = len(connected.calls(TOKEN))
    token = connection.access_token(desk.store_id)
    assert token.api_base == f"{connected.url}/books/v3"
    assert token.value not in repr(token)
    assert len(connected.calls(TOKEN)) == before


def test_a_token_is_refreshed_when_less_than_five_minutes_are_left(connected: Zoho, desk: Desk) -> None:
    change(desk, access_token_expires_at=now() + timedelta(minutes=4, seconds=50))
    before = connection.of(desk.store_id).token_version  # type: ignore[union-attr]
    db.session.remove()
    assert connection.access_token(desk.store_id).version == before + 1
    assert row(desk).access_token_expires_at > now() + timedelta(minutes=50)  # type: ignore[operator]


def test_a_token_that_zoho_refused_is_replaced_once(connected: Zoho, desk: Desk) -> None:
    first = connection.access_token(desk.store_id)
    second = connection.access_token(desk.store_id, worse_than=first.version)
    assert second.value != first.value
    assert connection.access_token(desk.store_id, worse_than=first.version) == second
    assert len(connected.calls(TOKEN)) == 2  # the code, and one refresh


def test_sixty_four_threads_with_an_expired_token_make_one_refresh(connected: Zoho, app: Flask, desk: Desk) -> None:
    expire(desk)
    connected.fail({"action": "hang", "seconds": 0.5, "path": TOKEN, "exact": True})
    all_at_once = threading.Barrier(64)

    def ask(_: int) -> str:
        with app.app_context():
            all_at_once.wait()
            return connection.access_token(desk.store_id).value

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
                (tmp_path / str(number)).write_text(connection.access_token(desk.store_id).value)
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
        connection.access_token(desk.store_id)
    assert caught.value.until is not None and caught.value.until > now() + timedelta(minutes=9)
    assert row(desk).state == "connected"
    asked = len(connected.calls(TOKEN))
    with pytest.raises(TryLater):
        connection.access_token(desk.store_id)
    assert len(connected.calls(TOKEN)) == asked  # nobody asks again within those minutes


def test_a_throttled_refresh_still_gives_a_token_that_is_good_for_a_while(connected: Zoho, desk: Desk) -> None:
    change(desk, access_token_expires_at=now() + timedelta(minutes=3))
    body = {"error": "Access Denied"}
    connected.fail({"action": "status", "status": 400, "body": body, "path": TOKEN, "exact": True})
    assert connection.access_token(desk.store_id).value == row(desk).access_token


@pytest.mark.parametrize("fault", [{"action": "drop"}, {"action": "html"}, {"action": "malformed"}])
def test_a_zoho_in_trouble_is_tried_again_later(connected: Zoho, desk: Desk, fault: dict[str, Any]) -> None:
    expire(desk)
    connected.fail({**fault, "path": TOKEN, "exact": True})
    with pytest.raises(TryLater):
        connection.access_token(desk.store_id)
    assert row(desk).state == "connected"
    change(desk, refresh_after=None)
    assert connection.access_token(desk.store_id).value


def test_revoked_access_loses_the_connection_in_plain_words_and_holds_work_back(
    connected: Zoho, owner: FlaskClient, desk: Desk
) -> None:
    expire(desk)
    connected.fail({"action": "revoke_tokens", "path": TOKEN, "exact": True})
    with pytest.raises(ConnectionLost) as caught:
        connection.access_token(desk.store_id)
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
    assert connection.access_token(desk.store_id).value


def test_a_store_that_was_never_connected_says_so(desk: Desk) -> None:
    db.session.remove()
    with pytest.raises(ConnectionLost, match="not connected"):
        connection.access_token(desk.store_id)


def test_tokens_are_unreadable_in_the_database(connected: Zoho, desk: Desk) -> None:
    token = connection.access_token(desk.store_id).value
    with db.engine.connect() as raw:
        stored = raw.exec_driver_sql("SELECT access_token, refresh_token FROM zoho_books_connections").one()
    assert all(token.encode() not in bytes(column) and b"1000." not in bytes(column) for column in stored)


# --- Disconnecting ----------------------------------------------------------------------------------------


def test_disconnecting_ends_the_access_here_and_at_zoho_and_keeps_the_settings(
    connected: Zoho, owner: FlaskClient, desk: Desk, post: Any
) -> None:
    page = post(owner, connected.page, f"{connected.page}/disconnect").text
    assert "access was ended in Zoho, too" in page and "Data center region" in page and "Save settings" in page
    found = row(desk)
    assert (found.state, found.access_token, found.refresh_token) == ("disconnected", None, None)
    assert [call["status"] for call in connected.calls(REVOKE)] == [200]
    assert [gate.cause for gate in gates.closed(desk.store_id)] == ["connection"]
    with pytest.raises(ConnectionLost):
        connection.access_token(desk.store_id)


def test_disconnecting_works_while_zoho_is_away_and_says_what_is_left_to_do(
    connected: Zoho, owner: FlaskClient, desk: Desk, post: Any
) -> None:
    connected.fail({"action": "drop", "path": REVOKE})
    page = post(owner, connected.page, f"{connected.page}/disconnect").text
    assert "did not confirm" in page and "Connected Apps" in page
    assert row(desk).state == "disconnected"


def test_the_audit_log_names_who_connected_and_disconnected(
    connected: Zoho, owner: FlaskClient, desk: Desk, post: Any
) -> None:
    post(owner, connected.page, f"{connected.page}/disconnect")
    db.session.remove()
    said = [(entry.who, entry.what) for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert ("owner@example.com", "Connected to Zoho Books, organization Sandbox Trading Co") in said
    assert ("owner@example.com", "Disconnected from Zoho Books, organization Sandbox Trading Co") in said


def test_of_two_who_connect_a_store_at_once_both_succeed(
    zoho: Zoho, owner: FlaskClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = zoho.consent(owner)
    of, asked = connection.of, []

    def too_early(store_id: int) -> Connection | None:
        """What the second one saw: there was no connection yet, but a moment later there was."""
        asked.append(store_id)
        if len(asked) > 1:
            return of(store_id)
        db.session.execute(insert(Connection).values(store_id=store_id, data_center="sandbox", state="choosing"))
        return None

    monkeypatch.setattr(connection, "of", too_early)
    page = owner.get(local(back), follow_redirects=True)
    assert "Connected to Zoho Books." in page.text
    assert row(desk).state == "connected"
