"""What comes in: no large body is read before it is known whose it is, forms are bounded, U+0000 breaks no page."""

import io
import os
import sqlite3
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.desk import Desk, csrf_token, order_data
from tests.support.addresses import methods, pages
from tests.support.api_client import Api
from tests.support.counted_bodies import FORM, Counted, send
from zoho_app.accounts.models import SignIn
from zoho_app.api import body as api_body
from zoho_app.api import orders as api_orders
from zoho_app.extensions import db
from zoho_app.http.limits import API_BYTES, FIELDS, FORM_BYTES
from zoho_app.orders import import_order
from zoho_app.orders.files import orders as file_orders
from zoho_app.orders.files import reader
from zoho_app.orders.models import Order
from zoho_app.web.orders import new

MB = 1_000_000
SMALL_PAGE = 50_000
OWN = {"Origin": "http://localhost"}


@pytest.mark.once
def test_a_strangers_large_form_is_refused_unread(app: Flask, desk: Desk) -> None:
    for path in ("/sign-in", "/set-up/x", "/invitation/x"):
        sent = Counted(16 * MB)
        answer = send(app.test_client(), path, sent, headers=OWN)
        assert answer.status_code == 413, path
        assert "500 KB" in answer.text
        assert sent.count == 0, path
        assert len(answer.data) < SMALL_PAGE


@pytest.mark.once
def test_whoever_has_to_sign_in_first_is_told_so_unread(app: Flask, desk: Desk) -> None:
    for path in ("/orders/import", "/orders/new", "/rules/new"):
        sent = Counted(8 * MB)
        answer = send(app.test_client(), desk.address + path, sent, headers=OWN)
        assert answer.status_code == 401, path
        assert sent.count == 0, path
        assert len(answer.data) < SMALL_PAGE


@pytest.mark.once
def test_a_body_without_a_length_is_read_to_the_limit_and_no_further(app: Flask, desk: Desk) -> None:
    sent = Counted(2 * MB)
    answer = send(app.test_client(), "/sign-in", sent, is_chunked=True)
    assert answer.status_code == 413
    assert sent.count <= FORM_BYTES + 1
    api = Api(desk)
    sent = Counted(20 * MB)
    answer = send(api.client, "/api/v2/orders", sent, is_chunked=True, headers=api.headers)
    assert answer.status_code == 413
    assert sent.count <= API_BYTES + 1


@pytest.mark.once
def test_a_form_with_too_many_fields_is_refused(desk: Desk, owner: FlaskClient) -> None:
    path = f"{desk.address}/orders/checked"
    token = csrf_token(owner, f"{desk.address}/orders/new")
    fits = "&".join([f"csrf_token={token}", *["order_ids=1"] * (FIELDS - 1)])
    for data, status in ((fits, 302), (fits + "&do=submit", 413)):
        answer = owner.post(path, data=data, content_type=FORM)
        assert answer.status_code == status


@pytest.mark.once
def test_only_files_refused_orders_and_lists_of_all_products_may_be_larger_than_a_form(app: Flask) -> None:
    larger = [
        rule.endpoint for rule, _ in pages(app) if getattr(app.view_functions[rule.endpoint], "body", 0) > FORM_BYTES
    ]
    assert sorted(larger) == [
        "documents.save_logo",
        "import_orders.preview",
        "refused_orders.try_again",
        "zoho_books.save",
    ]


def test_a_file_is_taken_from_those_who_may_import_alone(
    app: Flask, desk: Desk, sign_in: Callable[[str], FlaskClient]
) -> None:
    path = f"{desk.address}/orders/import"
    operator, viewer = sign_in("operator"), sign_in("viewer")
    line = b"1001,Ada,Mug," + b"x" * 100_000 + b"\r\n"
    file = b"Order Number,Shipping First Name,Item Name,Comment\r\n" + line * 40
    token = csrf_token(operator, path).encode()
    part = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    form = part % (b"csrf_token", b"", token) + part % (b"file", b'; filename="orders.csv"', file) + b"--x--\r\n"
    answer = operator.post(path, data=form, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 302, answer.text
    sent = Counted(4 * MB)
    refused = send(viewer, path, sent, content_type="multipart/form-data; boundary=x")
    assert refused.status_code == 403
    assert sent.count == 0


def test_a_refused_form_comes_back_whole_but_never_grows_without_bound(desk: Desk, owner: FlaskClient) -> None:
    page = f"{desk.address}/orders/new"
    text = "Näheres am Telefon. " * 4_000
    answer = owner.post(
        page, data={"csrf_token": "old", "order_metadata": text, "email": "ada@example.com"}, headers=OWN
    )
    assert answer.status_code == 400
    kept = BeautifulSoup(answer.text, "lxml")
    assert kept.select_one("[name=order_metadata]").text.strip() == text.strip()
    assert kept.select_one("[name=email]").text.strip() == "ada@example.com"
    grows = "csrf_token=old&email=ada@example.com&order_metadata=" + '"' * 450_000
    answer = owner.post(page, data=grows, headers=OWN, content_type=FORM)
    assert answer.status_code == 400
    assert len(answer.data) < SMALL_PAGE
    assert "too long to show here" in answer.text


@pytest.mark.once
def test_a_refused_form_repeats_no_field_that_no_form_of_ours_has(desk: Desk, owner: FlaskClient) -> None:
    strange = {"x" * 10_000: "planted", "<script>": "planted", "new_password": "planted", "email": "ada@example.com"}
    answer = owner.post(f"{desk.address}/orders/new", data={"csrf_token": "old", **strange}, headers=OWN)
    assert answer.status_code == 400
    assert "planted" not in answer.text
    assert "ada@example.com" in answer.text


def test_the_largest_form_of_ours_is_taken(desk: Desk, owner: FlaskClient) -> None:
    """An order that is added by hand, with as many items as its page offers."""
    page = f"{desk.address}/orders/new"
    fields = BeautifulSoup(owner.get(page).text, "lxml").select("main form[method=post] [name]")
    others = [one for one in fields if not str(one["name"]).startswith("order_items-")]
    items = {
        f"order_items-{row}-{name}": ""
        for row in range(new.MOST_ROWS)
        for name in ("code", "name", "price", "quantity")
    }
    assert len(items) + len(others) <= FIELDS
    typed = {
        f"order_items-{row}-{name}": text
        for row in range(new.MOST_ROWS)
        for name, text in (("name", "Mug"), ("quantity", "1"))
    }
    form = {
        "csrf_token": csrf_token(owner, page),
        "shipping-first_name": "Ada",
        "folder_id": str(desk.folder("New").id),
    }
    answer = owner.post(page, data={**items, **typed, **form})
    assert answer.status_code == 302, BeautifulSoup(answer.text, "lxml").select_one("main").text
    assert db.session.scalars(select(Order)).one().quantity_total == new.MOST_ROWS


@pytest.mark.once
def test_the_api_reads_no_body_before_it_knows_the_key(desk: Desk) -> None:
    api = Api(desk)
    for headers, status in (({}, 401), ({**api.headers, "ORDERDESK-API-KEY": "wrong"}, 401)):
        sent = Counted(15 * MB)
        answer = send(api.client, "/api/v2/orders", sent, headers=headers, content_type="application/json")
        assert answer.status_code == status
        assert sent.count == 0
    right = Counted(2 * MB)
    answer = send(api.client, "/api/v2/orders", right, headers=api.headers, content_type="application/json")
    assert answer.status_code == 400
    assert right.count == 2 * MB


def write_elsewhere() -> None:
    """Take SQLite's write lock for a moment; fails when somebody has it."""
    other = sqlite3.connect(str(db.engine.url.database), timeout=0, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    other.close()


on_sqlite = pytest.mark.skipif(
    "TEST_DATABASE_URL" in os.environ, reason="PostgreSQL locks rows, not the whole database"
)


@on_sqlite
@pytest.mark.parametrize("door", ["page", "API"])
def test_nobody_waits_for_the_database_while_a_body_comes_in(desk: Desk, owner: FlaskClient, door: str) -> None:
    """On SQLite there is one writer at a time: a sender who dawdles must not be it."""
    api = Api(desk)
    token = csrf_token(owner, f"{desk.address}/orders/new")
    sent = Counted(1000, before=f"csrf_token={token}&content=".encode(), meanwhile=write_elsewhere)
    if door == "page":
        answer = send(owner, f"{desk.address}/orders/new", sent)
        assert answer.status_code == 200
    else:
        answer = send(api.client, "/api/v2/orders", sent, headers=api.headers)
        assert answer.status_code == 400
    assert sent.count == 1000


@on_sqlite
def test_nobody_waits_for_the_database_while_a_body_is_taken_apart(
    desk: Desk, owner: FlaskClient, post: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_apart: list[str] = []

    def watched(module: Any, name: str) -> None:
        real = getattr(module, name)

        def parse(*args: Any, **named: Any) -> Any:
            write_elsewhere()
            taken_apart.append(name)
            return real(*args, **named)

        monkeypatch.setattr(module, name, parse)

    order = desk.order()
    order_id, item_id = order.id, order.items[0].id
    for module in (api_orders, import_order, file_orders):
        watched(module, "read_order")
    watched(reader, "open_file")
    watched(api_body, "parsed")
    page = f"{desk.address}/orders/import"
    file = (io.BytesIO(b"Order Number,Shipping First Name,Item Name,Price\r\n7,Ada,Mug,1\r\n"), "orders.csv")
    preview = post(owner, page, follow=False, file=file)
    assert preview.status_code == 302, preview.text
    taken_apart.remove("open_file")
    owner.post(preview.location, data={"csrf_token": csrf_token(owner, preview.location)})
    assert db.session.scalar(select(Order.id).where(Order.source_id == "7"))
    api = Api(desk)
    sent = [
        api.post("/orders", order_data("8")),
        api.put(f"/orders/{order_id}/order-items/{item_id}", {"name": "Mug"}),
        api.put(f"/orders/{order_id}", order_data()),
        api.post("/batch-shipments", [{"order_id": order_id, "tracking_number": "1Z"}]),
    ]
    assert [answer.status_code for answer in sent] == [201, 200, 200, 200]
    assert taken_apart.count("parsed") == 4
    assert taken_apart.count("open_file") >= 1
    assert taken_apart.count("read_order") >= 2


def test_a_character_that_no_keyboard_types_is_left_out_of_forms_and_addresses(
    app: Flask, desk: Desk, post: Callable[..., Any], owner: FlaskClient
) -> None:
    client = app.test_client()
    signed_in = post(client, "/sign-in", email="ow\x00ner@example.com", password=Desk.PASSWORD)
    assert signed_in.status_code == 200
    assert "Acme" in signed_in.text
    post(owner, f"{desk.address}/folders", name="Ret\x00urns")
    assert desk.folder("Returns")
    order = desk.order()
    found = owner.get(f"{desk.address}/orders?q={quote(chr(0))}{order.source_id}{quote(chr(0))}")
    assert f"orders/{order.id}" in found.text


def test_a_character_that_no_keyboard_types_breaks_no_door(app: Flask, desk: Desk, owner: FlaskClient) -> None:
    nul = quote("\x00")
    for rule, _ in pages(app):
        if "GET" in methods(rule) and "<token>" in rule.rule:
            path = rule.rule.replace("<token>", f"x{nul}").replace("<int:store_id>", str(desk.store_id))
            assert owner.get(path).status_code == 404, rule
    assert owner.get("/", headers={"User-Agent": "a\x00b"}).status_code == 400
    api = Api(desk)
    assert api.get("/orders", email="a\x00b").status_code == 200
    named = {**order_data(), "customer": {"first_name": "A\x00da"}}
    imported = api.post("/orders", named)
    assert imported.status_code == 201
    assert imported.json["order"]["customer"]["first_name"] == "A da"


def test_half_a_character_is_kept_as_it_was_sent(app: Flask, desk: Desk) -> None:
    """Bytes that are no UTF-8 and halves of surrogate pairs: what arrives can always be stored."""
    client = app.test_client()
    token = csrf_token(client, "/sign-in")
    for email in ("%ED%A0%80@example.com", "%FF%FE@example.com", "%00@example.com"):
        answer = client.post(
            "/sign-in",
            data=f"csrf_token={token}&email={email}&password=x",
            content_type=FORM,
            headers={"User-Agent": "caf\xe9"},
        )
        assert answer.status_code == 200, email
    assert db.session.scalar(select(SignIn)) is None
