"""Promises of docs/security/asvs.md that no other subject tests: what is shown, what is served, what opens a door."""

import base64
import json
import re

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from harness.desk import Desk, csrf_token
from tests.support.accounts import NEW_PASSWORD, enter, is_in
from zoho_app.accounts import one_time_links, passwords
from zoho_app.extensions import db

pytestmark = pytest.mark.once

HOSTILE = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>'{{ 7*7 }}"


def test_what_people_type_is_shown_as_text(desk: Desk, owner: FlaskClient) -> None:
    order = desk.order(
        "1001",
        customer={"first_name": HOSTILE, "last_name": "Lovelace"},
        order_items=[{"name": HOSTILE, "code": "A", "price": 1, "quantity": 1}],
        checkout_data={HOSTILE: HOSTILE},
    )
    page = BeautifulSoup(owner.get(f"{desk.address}/orders/{order.id}").text, "lxml")
    assert page.text.count(HOSTILE) >= 4
    assert page.find("img", src="x") is None
    assert all(script["src"].startswith("/static/") for script in page.find_all("script"))


@pytest.mark.parametrize("page", ["/sign-in", "/api/v2/test", "/static/bookdesk.css", "/nothing-here"])
def test_other_sites_are_never_let_in(app: Flask, page: str) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for method in ("GET", "OPTIONS"):
        with app.test_client().open(page, method=method, headers=asked) as answer:
            assert not [name for name, _ in answer.headers if name.startswith("Access-Control-")]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/sign-in", "text/html; charset=utf-8"),
        ("/nothing-here", "text/html; charset=utf-8"),
        ("/health", "application/json"),
        ("/api/v2/test", "application/json"),
        ("/api/v2/nothing", "application/json"),
        ("/stores/1/exports/orders.csv", "text/csv; charset=utf-8"),
        ("/stores/1/exports/orders.json", "application/json; charset=utf-8"),
        ("/static/bookdesk.css", "text/css; charset=utf-8"),
        ("/static/bookdesk.js", "text/javascript; charset=utf-8"),
    ],
)
def test_every_kind_of_answer_says_what_it_is(desk: Desk, owner: FlaskClient, address: str, kind: str) -> None:
    with owner.get(address) as answer:
        assert answer.content_type == kind


@pytest.mark.parametrize(
    "address",
    ["/static/", "/static/vendor/", "/.git/config", "/static/../.git/config", "/static/..%2f..%2fapp.py", "/app.py"],
)
def test_the_web_serves_no_file_outside_static(app: Flask, address: str) -> None:
    assert app.test_client().get(address).status_code == 404


@pytest.mark.parametrize("address", ["/sign-in", "/health", "/api/v2/test", "/static/bookdesk.css"])
def test_trace_is_not_answered(app: Flask, address: str) -> None:
    answer = app.test_client().open(address, method="TRACE", headers={"X-Canary": "a canary"})
    assert answer.status_code == (401 if address.startswith("/api/") else 405)
    assert "a canary" not in answer.text


def test_password_fields_hide_what_is_typed_and_let_managers_fill_them(app: Flask, desk: Desk) -> None:
    client = app.test_client()
    link = f"/set-up/{one_time_links.new_set_up_link()}"
    db.session.commit()
    assert _password_fields(client, link) == {"password": "new-password"}
    assert _password_fields(client, "/sign-in") == {"password": "current-password"}
    desk.person("owner")
    enter(client)
    found = _password_fields(client, "/account")
    assert found["current_password"] == "current-password"
    assert found["new_password"] == "new-password"


def _password_fields(client: FlaskClient, address: str) -> dict[str, str]:
    """The fields for passwords of a page, each with what its browser may fill in."""
    page = BeautifulSoup(client.get(address).text, "lxml")
    fields = page.find_all("input", attrs={"name": re.compile("password")})
    assert {field["type"] for field in fields} == {"password"}, address
    assert not [field for field in fields if field.has_attr("onpaste") or field.has_attr("maxlength")]
    return {str(field["name"]): str(field["autocomplete"]) for field in fields}


def test_a_password_counts_to_its_last_blank_and_capital(app: Flask, desk: Desk) -> None:
    long = "  Nine Green Bottles " + "hanging on the wall, " * 9 + "Ärger "
    assert len(long) > 200
    desk.person("owner").password_hash = passwords.hash_password(long)
    db.session.commit()
    for wrong in (long.strip(), long.lower(), long[:72], long + " "):
        client = app.test_client()
        enter(client, wrong)
        assert not is_in(client)
    client = app.test_client()
    enter(client, long)
    assert is_in(client)


def test_every_page_leads_to_signing_out(desk: Desk, owner: FlaskClient) -> None:
    for address in (f"{desk.address}", f"{desk.address}/orders", "/account", "/nothing-here"):
        page = BeautifulSoup(owner.get(address, follow_redirects=True).text, "lxml")
        form = page.find("form", action="/sign-out")
        assert form is not None, address
        assert form.find("button").text.strip() == "Sign out"


def test_a_cookie_that_was_changed_opens_nothing(app: Flask, desk: Desk, owner: FlaskClient) -> None:
    cookie = owner.get_cookie("bookdesk")
    assert cookie is not None
    assert _opens(app, cookie.value)
    _, _, rest = cookie.value.partition(".")
    unsigned = base64.urlsafe_b64encode(json.dumps({"_user_id": "1", "_fresh": True}).encode()).decode().rstrip("=")
    for forged in (f"{unsigned}.{rest.partition('.')[2]}", f"{unsigned}..", unsigned, cookie.value[:-1]):
        assert not _opens(app, forged), forged


def _opens(app: Flask, value: str) -> bool:
    client = app.test_client()
    client.set_cookie("bookdesk", value)
    return is_in(client)


def test_cookies_and_form_tokens_are_signed_with_sha_256(owner: FlaskClient) -> None:
    cookie = owner.get_cookie("bookdesk")
    assert cookie is not None
    for signed in (cookie.value, csrf_token(owner, "/account")):
        signature = signed.rpartition(".")[2]
        assert len(base64.urlsafe_b64decode(signature + "=")) == 256 // 8


def test_a_form_token_is_no_session_and_a_session_no_form_token(app: Flask, desk: Desk, owner: FlaskClient) -> None:
    """Both are signed with one key; each counts for its own purpose alone."""
    token = csrf_token(owner, "/account")
    assert not _opens(app, token)
    cookie = owner.get_cookie("bookdesk")
    assert cookie is not None
    form = {"csrf_token": cookie.value, "current_password": Desk.PASSWORD, "new_password": NEW_PASSWORD}
    assert owner.post("/account", data=form).status_code == 400
