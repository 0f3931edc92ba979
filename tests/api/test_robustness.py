"""Whatever is sent to the API, it answers in JSON and never breaks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis import Redis

from harness.desk import Desk, order_data
from tests.support.api_client import Api

pytestmark = pytest.mark.once

DEEP = "[" * 100_000 + "]" * 100_000
NASTY = [
    b"",
    b"null",
    b"true",
    b"[]",
    b'"text"',
    b"{",
    b"\xff\xfe\x00",
    b'{"a": NaN}',
    b'{"a": 1e999}',
    b'{"a": ' + b"9" * 5_000 + b"}",
    DEEP.encode(),
    b'{"order_items": ' + DEEP.encode() + b"}",
    b'{"order_items": ' + b"[" * 900 + b"]" * 900 + b"}",
    b'{"order_items": [{"name": "\\ud800"}], "shipping_first_name": "\\u0000"}',
    b'{"order_items": {"a": 1}, "shipping": "Ada", "customer": 7}',
    b'{"order_items": [[]], "discount_list": [null], "order_notes": ["x"], "checkout_data": [1]}',
    b"email=x&source_id=1",
]
PATHS = [
    ("POST", "/orders"),
    ("PUT", "/orders/{order}"),
    ("POST", "/orders/{order}/order-items"),
    ("PUT", "/orders/{order}/order-items/{item}"),
    ("POST", "/orders/{order}/shipments"),
    ("POST", "/orders/{order}/order-history"),
    ("POST", "/batch-shipments"),
    ("POST", "/move-orders"),
    ("POST", "/inventory-items"),
]


class Unlimited(Api):
    """A client whose store's tokens never run out."""

    def send(self, method: str, path: str, raw: bytes) -> Any:
        self.client.application.extensions["redis"].flushall()
        return self._send(method, path, None, raw)


@pytest.fixture
def api(desk: Desk) -> Unlimited:
    return Unlimited(desk)


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_nasty_bodies_are_refused_and_change_nothing(api: Unlimited, desk: Desk, method: str, path: str) -> None:
    order = desk.order()
    address = path.format(order=order.id, item=order.items[0].id)
    before = api.get(f"/orders/{order.id}").json["order"]
    for body in NASTY:
        answer = api.send(method, address, body)
        if answer.status_code == 200 and method == "PUT":  # it gives no part of an order, so all stays
            continue
        assert 400 <= answer.status_code < 500, (body[:60], answer.text)
        assert answer.json["status"] == "error"
        assert answer.json["message"]
    assert api.get(f"/orders/{order.id}").json["order"] == before
    assert api.get("/orders").json["total_records"] == 1


@pytest.mark.parametrize("part", [b"[],", b"{},", b"9e9,"])
def test_a_body_of_very_many_values_is_refused_before_it_fills_the_memory(
    api: Unlimited, desk: Desk, part: bytes
) -> None:
    answer = api.send("POST", "/orders", b'{"order_items":[' + part * 1_100_000 + b"1]}")
    assert (answer.status_code, answer.json["message"]) == (400, "The body has more than 1,000,000 values.")


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=300)
    | st.sampled_from(["", "1", "-1", "2026-01-31", "9" * 400, "Captured", "ship", "1e5"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=20), inner, max_size=4),
    max_leaves=8,
)
ORDER_FIELDS = sorted({*order_data(), "folder_id", "date_added", "discount_list", "order_notes", "cc_number"})
ITEM = st.dictionaries(
    st.sampled_from(["id", "name", "code", "price", "quantity", "weight", "metadata", "variation_list"]), ANYTHING
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.dictionaries(st.sampled_from(ORDER_FIELDS), ANYTHING, max_size=4),
    items=st.none() | st.lists(ITEM, max_size=3),
)
def test_whatever_an_orders_fields_hold_it_is_stored_or_refused(
    api: Unlimited, changes: dict[str, Any], items: Any
) -> None:
    body = {**order_data(), **changes, **({"order_items": items} if items is not None else {})}
    answer = api.send("POST", "/orders", json.dumps(body).encode())
    assert answer.status_code in (201, 400, 409), answer.text
    if answer.status_code == 201:
        order_id = answer.json["order"]["id"]
        retry = api.send("PUT", f"/orders/{order_id}", json.dumps(answer.json["order"]).encode())
        assert retry.status_code == 200, retry.text
        assert api.send("DELETE", f"/orders/{order_id}", b"").status_code == 200


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.dictionaries(
        st.sampled_from(
            ["limit", "offset", "order", "order_by", "email", "folder_id", "search_start_date", "customer_phone"]
        ),
        st.text(max_size=30),
        max_size=3,
    )
)
def test_whatever_a_query_holds_it_is_answered(api: Unlimited, query: dict[str, str]) -> None:
    connection: Redis = api.client.application.extensions["redis"]
    connection.flushall()
    assert api.get("/orders", **query).status_code in (200, 400)
    assert api.get("/inventory-items", search=query.get("email", "")).status_code in (200, 400)
