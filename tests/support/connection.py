"""The sandbox with a store that is to be connected, or is connected already; and the row of its connection."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from harness.desk import Desk
from harness.sandbox import SandboxProcess
from harness.zoho_consent import Zoho
from zoho_app.extensions import db
from zoho_app.zoho_books.models import Connection

TOKEN = "/oauth/v2/token"
REVOKE = "/oauth/v2/token/revoke"


@pytest.fixture
def zoho(zoho_process: SandboxProcess, app: Flask, desk: Desk) -> Zoho:
    app.config["ZOHO_SANDBOX_URL"] = zoho_process.url
    return Zoho(zoho_process, desk)


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
