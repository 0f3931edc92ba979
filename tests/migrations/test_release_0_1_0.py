"""A database that release 0.1.0 has filled keeps every row and shows the same facts after the upgrade."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import flask_migrate
import pytest
from bs4 import BeautifulSoup
from cryptography.fernet import Fernet
from flask.testing import FlaskClient
from sqlalchemy import inspect, text

from harness.desk import Browser, Desk, csrf_token
from tests.support.order_pages import words
from zoho_app import create_app, schema
from zoho_app.accounts import passwords
from zoho_app.alerts.models import AlertSettings
from zoho_app.channels.models import Channel, Delivery, Posting
from zoho_app.config import load
from zoho_app.extensions import db
from zoho_app.rules.models import Rule

HEAD_OF_0_1_0 = "0004"
ROWS = Path(__file__).with_name("release_0_1_0.sql")
STORE = "/stores/1"
# Attempts to sign in were counted in a table that is gone; the new one counts anew.
GONE = {"sign_in_attempts"}
# Columns that say nothing any more.
WITHOUT_USE = {("alerts", "good_since")}
# Filled by the upgrade itself, for each store.
FILLED = {"postings", "api_keys"}
# Encrypted by the upgrade.
ENCRYPTED = {
    ("channels", "url"),
    ("deliveries", "url"),
    ("alert_settings", "webhook_url"),
    ("rules", "actions"),
}
# In a table of its own by now, as a hash.
MOVED = {("stores", "api_key")}
# The upgrade takes the path of an address out of one line of history.
WITHOUT_ADDRESSES = ("history_entries", "note")

Rows = dict[str, list[dict[str, Any]]]


class Upgraded(NamedTuple):
    """The owner of the upgraded store, signed in, and the rows of each table before and after."""

    client: FlaskClient
    before: Rows
    after: Rows


@pytest.fixture(scope="module")
def upgraded(
    server_database: dict[str, str], tmp_path_factory: pytest.TempPathFactory, redis_server: str
) -> Iterator[Upgraded]:
    folder, key = tmp_path_factory.mktemp("release"), Fernet.generate_key().decode()
    app = create_app(
        load({"INSTANCE_DIR": str(folder), "REDIS_URL": redis_server, "TOKEN_KEYS": key, **server_database})
    )
    app.test_client_class = Browser
    schema.init_app(app)
    with app.app_context():
        flask_migrate.upgrade(revision=HEAD_OF_0_1_0)
        _fill(Fernet(key))
        before = _rows()
        flask_migrate.upgrade()
        after = _rows()
        yield Upgraded(_signed_in(app.test_client()), before, after)
        db.session.remove()
        db.engine.dispose()
    app.extensions["redis"].close()


def _fill(cipher: Fernet) -> None:
    secrets = {
        "api_key": cipher.encrypt(b"the-api-key"),
        "token": cipher.encrypt(b"whsec_c2VjcmV0"),
        "password": passwords.hash_password(Desk.PASSWORD),
    }
    with db.engine.begin() as connection:
        for statement in ROWS.read_text().split(";\n"):
            used = {name: value for name, value in secrets.items() if f":{name}" in statement}
            connection.execute(text(statement), used)
        if connection.dialect.name == "postgresql":  # rows with numbers of their own leave its counters behind
            for table in inspect(connection).get_table_names():
                _count_on(connection, table)


def _count_on(connection: Any, table: str) -> None:
    if any(column["name"] == "id" for column in inspect(connection).get_columns(table)):
        counter = f"pg_get_serial_sequence('{table}', 'id')"
        connection.execute(text(f"SELECT setval({counter}, 1000)"))


def _rows() -> Rows:
    with db.engine.connect() as connection:
        tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
        return {table: _of_table(connection, table) for table in tables}


def _of_table(connection: Any, table: str) -> list[dict[str, Any]]:
    rows = [dict(row) for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()]
    return sorted(rows, key=lambda row: str(row.get("id")))


def _signed_in(client: FlaskClient) -> FlaskClient:
    token = csrf_token(client, "/sign-in")
    typed = {"email": "owner@example.com", "password": Desk.PASSWORD, "csrf_token": token}
    assert client.post("/sign-in", data=typed).status_code == 302
    return client


def page(upgraded: Upgraded, path: str) -> BeautifulSoup:
    answer = upgraded.client.get(STORE + path)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.text, "lxml")


def listed(upgraded: Upgraded, path: str) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in page(upgraded, path).select("tbody tr")]


def test_every_table_keeps_its_rows(upgraded: Upgraded) -> None:
    kept = {table: len(rows) for table, rows in upgraded.before.items() if table not in GONE}
    assert min(kept.values()) > 0, "every table of 0.1.0 has a row"
    assert {table: len(upgraded.after[table]) for table in kept} == kept
    assert {table for table in upgraded.after.keys() - kept.keys() if upgraded.after[table]} == FILLED


def test_every_value_stays_as_it_was(upgraded: Upgraded) -> None:
    changed = {
        (table, column, row.get("id"))
        for table, rows in upgraded.before.items()
        if table not in GONE
        for row, fresh in zip(rows, upgraded.after[table], strict=True)
        for column, value in row.items()
        if (table, column) not in ENCRYPTED | WITHOUT_USE | MOVED and fresh[column] != value
    }
    assert changed == {(*WITHOUT_ADDRESSES, 6)}


def test_what_is_encrypted_now_is_still_known(upgraded: Upgraded) -> None:
    db.session.remove()
    hook = "https://shop.example.com/hook?key=s3cret"
    assert db.session.get_one(Channel, 1).url == hook
    assert db.session.get_one(Delivery, 2).url == hook
    assert db.session.get_one(AlertSettings, 1).webhook_url == "https://hooks.example.com/s3cret"
    values = {"url": "https://erp.example.com/in?key=s3cret", "signature": "old"}
    assert db.session.get_one(Rule, 1).actions == [{"action": "Post Order JSON", "values": values}]


@pytest.mark.parametrize(
    ("order_id", "facts"),
    [
        (1, ["Waiting", "requested by operator@example.com"]),
        (2, ["Running", "requested by operator@example.com"]),
        (3, ["Outcome unknown", "requested by operator@example.com"]),
        (4, ["Failed to submit"]),
        (5, ["Sales order SO-5", "Status Open", "Total $15.00", "sent 1 Jun 2026"]),
        (6, ["Not in Zoho Books"]),
        (7, ["Sales order SO-7", "Status Invoiced", "Total $15.00", "sent 1 Jun 2026"]),
        (8, ["Sales order SO-8", "Status Void", "Total $15.00"]),
        (9, ["Sales order SO-9", "Status Deleted", "Total $15.00"]),
        (10, ["Not in Zoho Books"]),
    ],
)
def test_the_page_of_an_order_shows_its_sales_order(upgraded: Upgraded, order_id: int, facts: list[str]) -> None:
    shown = words(page(upgraded, f"/orders/{order_id}"), "#zoho-books")
    assert [fact for fact in facts if fact not in shown] == [], shown


def test_the_key_of_the_store_goes_on_working_and_signs_what_it_signed(upgraded: Upgraded) -> None:
    headers = {"ORDERDESK-STORE-ID": "1", "ORDERDESK-API-KEY": "the-api-key"}
    assert upgraded.client.get("/api/v2/test", headers=headers).status_code == 200
    (key,) = listed(upgraded, "/settings/api-keys")
    assert key.startswith("API key Read and change -key")
    db.session.remove()
    assert db.session.get_one(Posting, 1).old_key == "the-api-key"


def test_the_page_of_an_order_says_what_stopped_it(upgraded: Upgraded) -> None:
    in_doubt = words(page(upgraded, "/orders/3"), "#why")
    assert "Zoho Books gave no answer." in in_doubt
    assert "SO-3" in in_doubt
    assert "Zoho Books has no item with the SKU GONE-1." in words(page(upgraded, "/orders/4"), "#why")


def test_the_page_of_an_order_shows_its_parts(upgraded: Upgraded) -> None:
    assert "1Z999AA10123456784 UPS, Ground" in words(page(upgraded, "/orders/7"), "#shipments")
    assert "Order Moved to Closed Folder by Auto" in words(page(upgraded, "/orders/7"), "#timeline")
    first = words(page(upgraded, "/orders/1"), "main")
    assert [part for part in ("Pack it well", "London", "BD-MUG-01", "Gift") if part not in first] == []


def test_the_list_shows_how_far_each_order_is(upgraded: Upgraded) -> None:
    states = [
        "1010 New To send",
        "1009 Prepared Deleted in Zoho Books",
        "1008 Canceled Void in Zoho Books",
        "1007 Closed Shipped UPS 1Z999AA10123456784 · In Zoho Books · SO-7",
        "1006 New To send",
        "1005 Prepared In Zoho Books SO-5",
        "1004 New No item for GONE-1 Choose the item",
        "1003 New In doubt Asking Zoho Books again",
        "1002 New Sending",
        "1001 New To be sent",
    ]
    customer = r"^(\d+) Shopify Ada Lovelace London, GB 1 × \S+ 1 item \$15.00 (.*) 1 Jun 2026 Peek at \1$"
    assert [re.sub(customer, r"\1 \2", row) for row in listed(upgraded, "/orders")] == states


def test_what_needs_attention_still_does(upgraded: Upgraded) -> None:
    shown = words(page(upgraded, "/attention"), "main")
    assert "Zoho Books has no active item with SKU GONE-1" in shown
    assert "1 difference" in shown
    assert "SO-99" in words(page(upgraded, "/integrations/zoho-books/reconcile"), "main")


@pytest.mark.parametrize(
    ("path", "fact"),
    [
        ("", "Paused by operator@example.com since 1 Jun 2026, 12:00: A busy day"),
        ("/appointments", "15 appointments"),
        ("/channels", "shop.example.com"),
        ("/rules", "Post it"),
        ("/inventory", "BD-MUG-01"),
        ("/alerts", "owner@example.com"),
        ("/runs", "Finished"),
        ("/people", "operator@example.com"),
        ("/integrations/zoho-books", "Organization 927270001."),
    ],
)
def test_the_other_pages_show_what_they_did(upgraded: Upgraded, path: str, fact: str) -> None:
    assert fact in page(upgraded, path).select_one("main").decode()
