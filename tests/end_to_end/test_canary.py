"""Canaries: every secret there is, looked for wherever a secret must never be, after all that can happen to it."""

import logging
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask, Response, request, request_finished
from flask.testing import FlaskClient
from redis import Redis
from sqlalchemy import update

from harness.books import Books
from harness.desk import Desk, order_data
from tests.support.addresses import address, pages
from zoho_app.accounts import one_time_links
from zoho_app.accounts.models import Guessing
from zoho_app.channels import settings as channel_settings
from zoho_app.channels.models import Channel
from zoho_app.clock import now
from zoho_app.config import SANDBOX_CLIENT_SECRET, Config
from zoho_app.extensions import db
from zoho_app.orders import shipments
from zoho_app.orders.models import Order
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.models import Connection

pytestmark = pytest.mark.once

TOKEN = "/oauth/v2/token"
WRONG_PASSWORD, WRONG_KEY = "canary-of-a-wrong-password", "canary-of-a-wrong-api-key"
# The answers that show a secret, this once, to the owner who has just asked for it.
SHOWN_ONCE = {
    ("people.invite", "invitation"),
    ("keys.make", "new API key"),
    ("channels.add", "signing secret"),
    ("channels.rotate_secret", "new signing secret"),
}


@dataclass
class Canaries:
    """All secrets by name, and every answer that was given."""

    secrets: dict[str, str] = field(default_factory=dict)
    answers: list[tuple[str, str]] = field(default_factory=list)  # endpoint, headers with body

    def add(self, name: str, secret: str | None) -> None:
        assert secret and len(secret) >= 12, f"{name} is no secret"
        self.secrets[name] = secret

    def found_in(self, text: str) -> set[str]:
        return {name for name, secret in self.secrets.items() if secret in text}


@pytest.fixture
def canaries(app: Flask, settings: Config) -> Iterator[Canaries]:
    seen = Canaries()

    def keep(sender: Flask, response: Response, **_: Any) -> None:
        if not response.is_streamed:
            headers = "\n".join(f"{name}: {value}" for name, value in response.headers if name != "Set-Cookie")
            seen.answers.append((str(request.endpoint), f"{headers}\n{response.get_data(as_text=True)}"))

    seen.add("SECRET_KEY", settings.secret_key)
    seen.add("TOKEN_KEYS", settings.token_keys[0])
    seen.add("client secret", SANDBOX_CLIENT_SECRET)
    seen.add("password", Desk.PASSWORD)
    seen.add("wrong password", WRONG_PASSWORD)
    seen.add("wrong API key", WRONG_KEY)
    with request_finished.connected_to(keep, app):
        yield seen


Post = Callable[..., Any]


def test_no_secret_is_anywhere_but_where_it_belongs(
    canaries: Canaries,
    app: Flask,
    desk: Desk,
    set_up_token: str,
    books: Books,
    owner: FlaskClient,
    viewer: FlaskClient,
    post: Post,
    redis_server: str,
    settings: Config,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    canaries.add("set-up link", set_up_token)
    _people(canaries, app, desk, owner, post)
    _channels_and_keys(canaries, app, desk, owner, post)
    _orders_and_zoho(canaries, app, desk, books, owner, post)
    _read_every_page(app, desk, owner, viewer)

    access_tokens = {secret for name, secret in canaries.secrets.items() if name.endswith("access token")}
    assert len(access_tokens) == 3, "the token was to be refreshed on the way"
    assert {(where, name) for where, text in canaries.answers for name in canaries.found_in(text)} == SHOWN_ONCE
    assert canaries.found_in(caplog.text) == set(), "in the log"
    assert canaries.found_in(_redis(redis_server)) == set(), "in Redis"
    db.session.remove()
    assert canaries.found_in(_database(settings)) == set(), "in the database"


@pytest.fixture
def set_up_token(app: Flask, desk: Desk) -> str:
    """A link that is out while the first people come."""
    token = one_time_links.new_set_up_link()
    db.session.commit()
    app.test_client().get(f"/set-up/{token}")
    return token


def _people(canaries: Canaries, app: Flask, desk: Desk, owner: FlaskClient, post: Post) -> None:
    """Wrong passwords, an invitation that is taken up with a password refused and one taken, a cookie."""
    client = app.test_client()
    post(client, "/sign-in", email="owner@example.com", password=WRONG_PASSWORD)
    post(client, "/sign-in", email="nobody@example.com", password=WRONG_PASSWORD)
    page = post(owner, f"{desk.address}/people", email="grace@example.com", role="operator")
    link = BeautifulSoup(page.text, "lxml").find(string=lambda text: "/invitation/" in text) or ""
    token = (link or page.text.split("/invitation/")[1])[:200].split("/invitation/")[-1][:43]
    canaries.add("invitation", token)
    post(client, f"/invitation/{token}", password="too short")
    canaries.add("invited password", "seven-lamps-of-architecture")
    assert post(client, f"/invitation/{token}", password="seven-lamps-of-architecture").status_code == 200
    with client.session_transaction() as session:
        canaries.add("cookie", session["_user_id"])
    change = {"current_password": WRONG_PASSWORD, "new_password": "canary-of-a-new-password"}
    canaries.add("new password", change["new_password"])
    post(client, "/account", **change)
    post(client, "/account", **{**change, "current_password": "seven-lamps-of-architecture"})


def _channels_and_keys(canaries: Canaries, app: Flask, desk: Desk, owner: FlaskClient, post: Post) -> None:
    """A sales channel that can't be reached, new secrets, right and wrong API keys."""
    app.config["ALLOW_PRIVATE_ADDRESSES"] = True
    canaries.add("API key", desk.api_key)
    new = f"{desk.address}/channels/new"
    page = post(owner, new, source_name="Shopify", url="http://127.0.0.1:19999/news", sync_tracking_numbers="y")
    channel_id = channel_settings.channels(desk.store_id)[0].id
    canaries.add("signing secret", db.session.get_one(Channel, channel_id).signing_secret)
    assert canaries.secrets["signing secret"] in page.text
    post(owner, f"{desk.address}/channels/{channel_id}", f"{desk.address}/channels/{channel_id}/secret")
    db.session.remove()
    canaries.add("new signing secret", db.session.get_one(Channel, channel_id).signing_secret)
    shown = post(owner, f"{desk.address}/settings/api-keys", name="Warehouse", scope="full").text
    canaries.add("new API key", shown.partition('id="api-key">')[2].partition("<")[0])
    db.session.remove()
    for key in (canaries.secrets["API key"], WRONG_KEY, canaries.secrets["new API key"]):
        headers = {"ORDERDESK-STORE-ID": str(desk.store_id), "ORDERDESK-API-KEY": key}
        app.test_client().post("/api/v2/orders", headers=headers, json=order_data("3001"))
        app.test_client().post("/api/v2/orders", headers=headers, data=b"{")


def _orders_and_zoho(
    canaries: Canaries, app: Flask, desk: Desk, books: Books, owner: FlaskClient, post: Post
) -> None:
    """Orders that arrive and that fail, expired and revoked tokens, a webhook that is refused, a broken page."""
    _keep_tokens(canaries, desk, "first")
    order = desk.order("3002")
    order_id = order.id
    actions.submit(order, "owner@example.com")
    db.session.commit()
    books.fail({"action": "status", "status": 401, "path": "/books/v3/items", "body": {"code": 14, "message": "no"}})
    desk.work()
    db.session.remove()
    _keep_tokens(canaries, desk, "second")
    db.session.execute(update(Connection).values(access_token_expires_at=now() - timedelta(hours=1)))
    db.session.commit()
    books.fail({"action": "drop", "method": "POST", "path": "/books/v3/salesorders", "when": "after"})
    page = f"{desk.address}/orders/{desk.order('3003').id}"
    post(owner, page, f"{page}/submit")
    desk.work()
    db.session.remove()
    _keep_tokens(canaries, desk, "third")
    shipments.add(db.session.get_one(Order, order_id), {"tracking_number": "1Z999"}, "API")
    db.session.commit()
    desk.work("channels")
    books.fail({"action": "status", "status": 500, "path": TOKEN, "body": "canary", "times": 3})
    db.session.execute(update(Connection).values(access_token_expires_at=now() - timedelta(hours=1)))
    db.session.commit()
    post(owner, f"{desk.address}/integrations/zoho-books", f"{desk.address}/integrations/zoho-books/check")
    desk.work()
    app.config["PROPAGATE_EXCEPTIONS"] = app.testing = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zoho_app.web.accounts.set_up.render_template", lambda *_, **__: 1 / 0)
        app.test_client().get(f"/set-up/{canaries.secrets['set-up link']}")
    app.testing = True
    integration = f"{desk.address}/integrations/zoho-books"
    post(owner, integration, f"{integration}/disconnect")


def _keep_tokens(canaries: Canaries, desk: Desk, which: str) -> None:
    connection = db.session.get_one(Connection, desk.store_id)
    canaries.add(f"{which} access token", connection.access_token)
    canaries.add(f"{which} refresh token", connection.refresh_token)


def _read_every_page(app: Flask, desk: Desk, *clients: FlaskClient) -> None:
    ids = {"order_id": 1, "folder_id": desk.folder("New").id}
    for client in clients:
        for rule, _ in pages(app):
            if "GET" in (rule.methods or ()):
                client.get(address(app, rule, desk.store_id, **ids))
        assert "Ada" in client.get(f"{desk.address}/orders").text


def _redis(server: str) -> str:
    """All that Redis holds, what RQ has compressed unpacked."""
    with Redis.from_url(server) as connection:
        keys = connection.keys()
        assert any(key.startswith(b"rq:job:") for key in keys), "no job was ever asked for"
        values = [connection.hgetall(key) for key in keys if connection.type(key) == b"hash"]
        dumps = [connection.dump(key) for key in keys]
    unpacked = [_unpacked(value) for fields in values for value in fields.values()]
    return b"\n".join([*keys, *dumps, *unpacked]).decode("latin-1")


def _unpacked(value: bytes) -> bytes:
    try:
        return zlib.decompress(value)
    except zlib.error:
        return value


def _database(settings: Config) -> str:
    """Every table as the database itself has it, and SQLite's files byte by byte."""
    assert Guessing.__table__ in db.metadata.sorted_tables
    with db.engine.connect() as connection:
        tables = [
            [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows]
            for name in db.metadata.tables
            if (rows := connection.exec_driver_sql(f'SELECT * FROM "{name}"').fetchall())
        ]
    text = repr(tables)
    assert "ada@example.com" in text
    if db.engine.dialect.name == "sqlite":
        file = Path(str(db.engine.url.database))
        for part in file.parent.glob(f"{file.name}*"):
            text += part.read_bytes().decode("latin-1")
    return text
