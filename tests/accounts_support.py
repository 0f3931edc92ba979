"""An owner's browser, signing in with it, and what the audit log says afterwards."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support import Desk, csrf_token
from zoho_app.accounts.models import AuditEntry
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
