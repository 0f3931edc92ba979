"""What is larger than a form comes through the web server whole, where a route takes it."""

import http.client
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from harness.desk import Desk
from tests.support.web import Web, web_processes
from zoho_app.extensions import db

ITEM = {"name": "Mug", "code": "M1", "price": 1, "quantity": 1}


@pytest.fixture
def web(app: Flask, desk: Desk, tmp_path: Path) -> Iterator[Web]:
    with web_processes(app, tmp_path) as web:
        yield web


def post(web: Web, desk: Desk, body: bytes) -> tuple[int, dict[str, object]]:
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)
    headers = {"Host": "localhost", "ORDERDESK-STORE-ID": str(desk.store_id), "ORDERDESK-API-KEY": desk.api_key}
    db.session.commit()  # the web server writes, too
    connection.request("POST", "/api/v2/orders", body, headers)
    with connection.getresponse() as answer:
        got = answer.status, json.loads(answer.read())
    connection.close()
    return got


def test_an_order_larger_than_a_form_is_imported(web: Web, desk: Desk) -> None:
    notes = [{"content": "x" * 9_900}] * 300
    order = {"source_id": "1", "shipping": {"first_name": "Ada"}, "order_items": [ITEM], "order_notes": notes}
    body = json.dumps(order).encode()
    assert 2_900_000 < len(body) < 16 * 1024 * 1024
    status, answer = post(web, desk, body)
    assert status == 201, answer


@pytest.mark.once
def test_a_body_of_nearly_the_most_bytes_is_read_and_one_of_more_is_refused_as_too_large(
    web: Web, desk: Desk
) -> None:
    whole = b"{" + b" " * (16 * 1024 * 1024 - 3) + b"}"
    status, answer = post(web, desk, whole)
    assert (status, "errors" in answer) == (400, True), "its fields are told"
    assert post(web, desk, whole + b"  ")[0] == 413
