"""An owner's browser, signing in with it, and what the audit log says afterwards."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.desk import Desk, csrf_token
from zoho_app.accounts import credentials, people
from zoho_app.accounts.models import AuditEntry, User
from zoho_app.extensions import db

NEW_PASSWORD = "nine green bottles"


@pytest.fixture
def browser(app: Flask, desk: Desk) -> FlaskClient:
    desk.person("owner")
    return app.test_client()


def enter(
    client: FlaskClient, password: str = Desk.PASSWORD, email: str = "owner@example.com", page: str = "/sign-in"
) -> Any:
    data = {"email": email, "password": password, "csrf_token": csrf_token(client, page)}
    return client.post(page, data=data)


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def audit(desk: Desk) -> list[str]:
    db.session.remove()
    return list(db.session.scalars(select(AuditEntry.what).where(AuditEntry.store_id == desk.store_id)))


def invite(
    owner: FlaskClient, desk: Desk, post: Callable[..., Any], email: str = "grace@example.com", role: str = "operator"
) -> str:
    """Invite somebody; returns the path of the link."""
    return link_in(post(owner, f"{desk.address}/people", email=email, role=role).text)


def link_in(page: str) -> str:
    """The path of the invitation's link that the page shows."""
    found = re.search(r'id="invitation-link">http://[^/]+(/invitation/[\w-]+)<', page)
    assert found, page
    return found.group(1)


def owner_of(app: Flask, desk: Desk, email: str) -> FlaskClient:
    """A client signed in as the owner of a store, by an account of their own."""
    people.add(desk.store, credentials.create_user(email, Desk.PASSWORD), "owner", "test")
    db.session.commit()
    client = app.test_client()
    assert enter(client, email=email).status_code == 302
    return client


GRACE = "grace@example.com"


Post = Callable[..., Any]


def join(client: FlaskClient, link: str, password: str = NEW_PASSWORD) -> Any:
    return client.post(link, data={"password": password, "csrf_token": csrf_token(client, link)})


def members(desk: Desk) -> dict[str, str]:
    db.session.remove()
    return {one.user.email: one.role for one in people.list_members(desk.store)}


def accounts() -> set[str]:
    db.session.remove()
    return set(db.session.scalars(select(User.email)))


def _action(client: FlaskClient, desk: Desk, what: str) -> str:
    found = re.search(
        rf'action="({desk.address}/people/invitations/\d+/{what})"', client.get(f"{desk.address}/people").text
    )
    assert found
    return found.group(1)
