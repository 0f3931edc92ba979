"""Who may use which route: the whole URL map against nobody, a stranger and each role."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.desk import Desk, csrf_token
from tests.support.addresses import address, methods, pages
from zoho_app.accounts import credentials, people
from zoho_app.accounts.models import Membership
from zoho_app.extensions import db
from zoho_app.http.access import API_KEY, OPERATOR, OWNER, PUBLIC, SIGNED_IN, VIEWER
from zoho_app.orders.open_store import open_store

pytestmark = pytest.mark.once

ROLES = [VIEWER, OPERATOR, OWNER]
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
OTHERS = "others@example.com"
UNLOCKING = ("/sign-in/link", "/unlock/<token>")
ABOUT_THE_API = ("/api-docs", "/api/v2/openapi.json")
# Programs knock here with a secret or a signature of their own, and without a session.
DOORS_OF_PROGRAMS = ("/webhooks/zoho-books/<string(maxlength=40):public_id>", "/webhooks/<kind>/<public_id>")


def send(client: FlaskClient, method: str, where: str, form_page: str) -> Any:
    data = {} if method in ("GET", "HEAD") else {"csrf_token": csrf_token(client, form_page)}
    return client.open(where, method=method, data=data or None)


@pytest.fixture
def stranger(app: Flask, desk: Desk) -> FlaskClient:
    """Somebody who is an owner, but of another store."""
    other = open_store("Elsewhere")
    people.add(other, credentials.create_user(OTHERS, Desk.PASSWORD), OWNER, "test")
    db.session.commit()
    client = app.test_client()
    token = csrf_token(client, "/sign-in")
    client.post("/sign-in", data={"email": OTHERS, "password": Desk.PASSWORD, "csrf_token": token})
    return client


def test_every_route_names_who_may_use_it(app: Flask) -> None:
    known = {PUBLIC, SIGNED_IN, API_KEY, *ROLES}
    assert [rule.rule for rule, who in pages(app) if who not in known] == []


def test_only_these_pages_are_open_to_everybody(app: Flask) -> None:
    open_pages = {rule.rule for rule, who in pages(app) if who == PUBLIC}
    links = {"/set-up/<token>", "/invitation/<token>", "/alerts/confirm/<token>", "/alerts/stop/<token>"}
    assert open_pages == {"/health", "/sign-in", *links, *UNLOCKING, *ABOUT_THE_API, *DOORS_OF_PROGRAMS}


def test_a_route_that_asks_for_a_role_belongs_to_a_store(app: Flask) -> None:
    assert [rule.rule for rule, who in pages(app) if who in ROLES and "store_id" not in rule.arguments] == []


def test_a_route_that_names_nobody_is_closed_to_everybody(app: Flask, owner: FlaskClient) -> None:
    app.view_functions["stores.index"] = lambda: "open"
    assert owner.get("/").status_code == 404


def test_nobody_gets_in_without_signing_in(app: Flask, desk: Desk) -> None:
    client = app.test_client()
    for rule, who in pages(app):
        if who in (PUBLIC, API_KEY):
            continue
        for method in methods(rule):
            answer = send(client, method, address(app, rule, desk.store_id), "/sign-in")
            if method == "GET":
                assert answer.status_code == 302, rule
                assert answer.location.startswith("/sign-in"), rule
            else:
                assert answer.status_code == 401, rule


def test_a_stranger_learns_nothing_of_a_store(app: Flask, desk: Desk, stranger: FlaskClient) -> None:
    for rule, who in pages(app):
        if who not in ROLES:
            continue
        for method in methods(rule):
            answer = send(stranger, method, address(app, rule, desk.store_id), "/account")
            assert answer.status_code == 404, (rule, method)
            assert desk.store.name not in answer.text


@pytest.mark.parametrize("role", [VIEWER, OPERATOR])
def test_a_lesser_role_is_refused(app: Flask, desk: Desk, sign_in: Callable[[str], FlaskClient], role: str) -> None:
    client = sign_in(role)
    for rule, who in pages(app):
        if who not in ROLES or ROLES.index(who) <= ROLES.index(role):
            continue
        for method in methods(rule):
            answer = send(client, method, address(app, rule, desk.store_id), "/account")
            assert answer.status_code == 403, (rule, method, role)


@pytest.mark.parametrize("role", ROLES)
def test_a_sufficient_role_is_let_in_to_read(
    app: Flask, desk: Desk, sign_in: Callable[[str], FlaskClient], role: str
) -> None:
    client = sign_in(role)
    order = desk.order()
    ids = {"order_id": order.id, "folder_id": order.folder_id, "user_id": desk.person(role).id}
    for rule, who in pages(app):
        if "GET" not in methods(rule) or who not in ROLES or ROLES.index(who) > ROLES.index(role):
            continue
        answer = client.get(address(app, rule, desk.store_id, **ids))
        assert answer.status_code in (200, 302, 400, 404), (rule, role)
        assert not (answer.location or "").startswith("/sign-in"), rule


def test_what_belongs_to_another_store_can_not_be_reached_through_ones_own(
    app: Flask, desk: Desk, stranger: FlaskClient
) -> None:
    order = desk.order()
    ids = {"order_id": order.id, "folder_id": order.folder_id, "user_id": desk.person("viewer").id}
    own_store = db.session.scalars(select(Membership.store_id).where(Membership.store_id != desk.store_id)).one()
    for rule, _ in pages(app):
        named = rule.arguments & ids.keys()
        if "store_id" not in rule.arguments or not named:
            continue
        before = _everything()
        for method in methods(rule):
            answer = send(stranger, method, address(app, rule, own_store, **ids), "/account")
            assert answer.status_code == 404, (rule, method)
        assert _everything() == before, rule


def test_a_form_without_its_token_changes_nothing(app: Flask, desk: Desk, owner: FlaskClient) -> None:
    order = desk.order()
    ids = {"order_id": order.id, "folder_id": order.folder_id, "user_id": desk.person("viewer").id}
    before = _everything()
    for rule, who in pages(app):
        for method in CHANGING & set(methods(rule)):
            if who != API_KEY and rule.rule not in DOORS_OF_PROGRAMS:
                answer = owner.open(address(app, rule, desk.store_id, **ids), method=method, data={"x": "1"})
                assert answer.status_code == 400, (rule, method)
    assert _everything() == before


def test_reading_a_page_changes_nothing(app: Flask, desk: Desk, owner: FlaskClient) -> None:
    order = desk.order()
    ids = {"order_id": order.id, "folder_id": order.folder_id, "user_id": desk.person("viewer").id}
    before = _everything()
    for rule, _ in pages(app):
        owner.get(address(app, rule, desk.store_id, **ids))
        assert _everything() == before, rule


def test_the_api_opens_to_no_cookie(app: Flask, desk: Desk, owner: FlaskClient) -> None:
    for rule, who in pages(app):
        if who == API_KEY:
            for method in methods(rule):
                answer = owner.open(address(app, rule, desk.store_id), method=method, json={})
                assert answer.status_code in (401, 403), (rule, method)


def _everything() -> str:
    """A fingerprint of all rows of all tables."""
    seen = sha256()
    for table in db.metadata.sorted_tables:
        rows = db.session.execute(select(*[column for column in table.columns if not _is_secret(column)]))
        seen.update(repr(sorted(map(repr, rows))).encode())
    db.session.remove()
    return seen.hexdigest()


def _is_secret(column: Any) -> bool:
    return type(column.type).__name__ == "Secret"
