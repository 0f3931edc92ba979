"""What can go wrong on the way through Zoho's consent, and that each of it ends on a plain page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from requests import PreparedRequest
from requests.adapters import HTTPAdapter

from harness.desk import Desk
from harness.zoho_consent import Zoho, local
from tests.support.connection import REVOKE, TOKEN, connected, zoho
from zoho_app.clock import now
from zoho_app.config import SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET
from zoho_app.extensions import db
from zoho_app.zoho_books.api import access_token, data_centers

__all__ = ["connected", "zoho"]


def test_refused_consent_says_what_to_do(zoho: Zoho, owner: FlaskClient, desk: Desk) -> None:
    answer = owner.get(local(zoho.consent(owner, decision="reject")))
    assert answer.status_code == 400
    assert "Access was declined" in answer.text and "press Accept" in answer.text
    assert "Connect to Zoho Books" in answer.text
    assert access_token.get_connection(desk.store_id) is None


def test_an_answer_without_a_known_state_is_refused(zoho: Zoho, owner: FlaskClient, desk: Desk) -> None:
    address = local(zoho.consent(owner), state="made-up")
    answer = owner.get(address)
    assert answer.status_code == 400 and "was started elsewhere" in answer.text
    assert access_token.get_connection(desk.store_id) is None


def test_an_answer_works_once(zoho: Zoho, owner: FlaskClient, desk: Desk) -> None:
    address = local(zoho.consent(owner))
    owner.get(address)
    assert "was started elsewhere" in owner.get(address).text


def test_an_answer_in_another_persons_browser_is_refused(
    zoho: Zoho, owner: FlaskClient, sign_in: Callable[[str], FlaskClient], desk: Desk
) -> None:
    address = local(zoho.consent(owner))
    assert "was started elsewhere" in sign_in("owner").get(address).text
    assert access_token.get_connection(desk.store_id) is None


def test_an_answer_after_ten_minutes_is_refused(
    zoho: Zoho, owner: FlaskClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = local(zoho.consent(owner))
    late = now() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr("zoho_app.zoho_books.connection.consents.now", lambda: late)
    assert "too long ago" in owner.get(address).text


def test_an_answer_is_taken_once_also_from_a_browser_whose_cookies_were_restored(
    zoho: Zoho, owner: FlaskClient, desk: Desk
) -> None:
    address = local(zoho.consent(owner))
    before = {cookie.key: cookie.value for cookie in owner._cookies.values()}
    assert "Connected to Zoho Books." in owner.get(address, follow_redirects=True).text
    for name, value in before.items():
        owner.set_cookie(name, value)
    exchanged = len(zoho.calls(TOKEN))
    assert "too long ago" in owner.get(address).text
    assert len(zoho.calls(TOKEN)) == exchanged, "Zoho is not even asked"


def test_an_answer_is_taken_from_the_browser_that_asked_and_no_other(
    zoho: Zoho, owner: FlaskClient, desk: Desk, sign_in: Callable[[str], FlaskClient]
) -> None:
    address = local(zoho.consent(owner))
    assert "too long ago" in sign_in("owner").get(address).text
    assert access_token.get_connection(desk.store_id) is None
    assert "Connected to Zoho Books." in owner.get(address, follow_redirects=True).text


def test_a_code_that_somebody_has_caught_opens_nothing_without_the_verifier(zoho: Zoho, owner: FlaskClient) -> None:
    asked = dict(parse_qsl(urlsplit(zoho.press_connect(owner).location).query))
    assert asked["code_challenge_method"] == "S256"
    form = {**asked, "decision": "accept"}
    back = requests.post(f"{zoho.url}/oauth/v2/auth", data=form, allow_redirects=False, timeout=10)
    caught = dict(parse_qsl(urlsplit(back.headers["Location"]).query))["code"]
    exchange = {
        "grant_type": "authorization_code",
        "client_id": SANDBOX_CLIENT_ID,
        "client_secret": SANDBOX_CLIENT_SECRET,
        "redirect_uri": asked["redirect_uri"],
        "code": caught,
        "code_verifier": "guessed",
    }
    answer = requests.post(f"{zoho.url}{TOKEN}", data=exchange, timeout=10).json()
    assert answer == {"error": "invalid_code"}


def test_somebody_who_is_no_owner_any_more_cannot_finish(zoho: Zoho, owner: FlaskClient, desk: Desk) -> None:
    address = local(zoho.consent(owner))
    desk.person("owner").memberships[0].role = "operator"
    db.session.commit()
    assert owner.get(address).status_code == 404
    assert access_token.get_connection(desk.store_id) is None


def test_an_expired_code_says_what_to_do(zoho: Zoho, owner: FlaskClient) -> None:
    answer = owner.get(local(zoho.consent(owner), code="1000.old"))
    assert answer.status_code == 400 and "answer came too late" in answer.text


def test_access_that_would_not_last_is_refused(zoho: Zoho, owner: FlaskClient, desk: Desk) -> None:
    answer = owner.get(local(zoho.consent(owner, access_type="online")))
    assert "no lasting access" in answer.text
    assert access_token.get_connection(desk.store_id) is None


def test_a_person_without_an_organization_is_told_and_the_access_is_ended(zoho: Zoho, owner: FlaskClient) -> None:
    body = {"code": 0, "organizations": []}
    zoho.fail({"action": "status", "status": 200, "path": "/books/v3/organizations", "body": body})
    assert "no active organization" in zoho.connect(owner).text
    assert [call["status"] for call in zoho.calls(REVOKE)] == [200]


@pytest.mark.once
@pytest.mark.parametrize(
    ("fault", "title"),
    [
        ({"action": "status", "status": 200, "body": {"error": "invalid_client"}}, "does not know Bookdesk"),
        ({"action": "html", "status": 200}, "t be read"),
        ({"action": "status", "status": 200, "body": ["odd"]}, "t be read"),
        ({"action": "html", "status": 502}, "could not be reached"),
        ({"action": "drop"}, "could not be reached"),
        ({"action": "status", "status": 302, "headers": {"Location": "http://127.0.0.1:9/"}}, "t be read"),
        ({"action": "status", "status": 400, "body": {"error": "Access Denied"}}, "asks you to wait"),
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
    assert access_token.get_connection(desk.store_id) is None


@pytest.mark.once
def test_a_zoho_that_is_away_is_said_so(zoho: Zoho, owner: FlaskClient, app: Flask) -> None:
    address = local(zoho.consent(owner), accounts_server="http://127.0.0.1:9")
    app.config["ZOHO_SANDBOX_URL"] = "http://127.0.0.1:9"
    answer = owner.get(address)
    assert answer.status_code == 503 and "could not be reached" in answer.text


@pytest.mark.once
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


@pytest.mark.once
def test_a_real_region_without_a_client_says_which_variables_to_set(zoho: Zoho, owner: FlaskClient) -> None:
    answer = zoho.press_connect(owner, "eu")
    assert answer.status_code == 400
    for words in ("ZOHO_CLIENT_ID", "ZOHO_CLIENT_SECRET", "http://localhost:8000/integrations/zoho-books/callback"):
        assert words in answer.text


@pytest.mark.once
def test_with_a_client_each_real_region_leads_to_its_own_accounts_server(
    zoho: Zoho, owner: FlaskClient, app: Flask
) -> None:
    app.config.update(ZOHO_CLIENT_ID="1000.ID", ZOHO_CLIENT_SECRET="secret")
    for key, host in (("us", "accounts.zoho.com"), ("ca", "accounts.zohocloud.ca"), ("cn", "accounts.zoho.com.cn")):
        answer = zoho.press_connect(owner, key)
        assert answer.location.startswith(f"https://{host}/oauth/v2/auth?")
        assert "secret" not in answer.location
        assert f"https://{host}" in answer.headers["Content-Security-Policy"]


@pytest.mark.once
@pytest.mark.parametrize("sandbox", ["http://localhost:8001", "https://sandbox.example.com"])
def test_a_sandbox_is_not_told_the_real_client(zoho: Zoho, owner: FlaskClient, app: Flask, sandbox: str) -> None:
    app.config.update(ZOHO_CLIENT_ID="1000.ID", ZOHO_CLIENT_SECRET="x", ZOHO_SANDBOX_URL=sandbox)
    answer = zoho.press_connect(owner, "sandbox")
    assert "client_id=bookdesk-sandbox&" in answer.location


@pytest.mark.once
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
        assert "Connect to Zoho Books" not in client.get(connected.page).text
        assert connected.press_connect(client).status_code == 403


@pytest.mark.once
def test_older_names_of_the_api_hosts_are_understood(app: Flask) -> None:
    with app.app_context():
        for older, key in (("https://api.zoho.eu", "eu"), ("https://api.zoho.com.au/", "au")):
            found = data_centers.by_api_domain(older)
            assert found is not None and found.key == key
        assert data_centers.by_api_domain("https://api.zoho.evil") is None


def test_an_answer_of_another_region_names_it_and_its_access_is_ended(zoho: Zoho, owner: FlaskClient) -> None:
    given = {
        "access_token": "1000.a",
        "refresh_token": "1000.r",
        "api_domain": "https://www.zohoapis.eu",
        "expires_in": 3600,
    }
    zoho.fail({"action": "status", "status": 200, "body": given, "path": TOKEN, "exact": True})
    page = zoho.connect(owner)
    assert page.status_code == 400
    assert "belongs to Europe (zoho.eu), not to Sandbox" in page.text
    assert len(zoho.calls(REVOKE)) == 1
