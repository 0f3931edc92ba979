"""Webhooks are asked for, woken up, checked, and taken for hints."""

import base64
import hmac
import json
from hashlib import sha256
from typing import Any

import pytest

from harness.woo_desk import WEBHOOK_SECRET, WooDesk
from harness.woocommerce import KEY, SECRET
from zoho_app.channels.shops import kinds
from zoho_app.channels.shops.kinds import Hint, NotOurs

ADDRESS = "http://localhost:8000/webhooks/woocommerce/public"
KIND = "woocommerce"


def signed(body: bytes, secret: str = WEBHOOK_SECRET) -> dict[str, str]:
    signature = base64.b64encode(hmac.new(secret.encode(), body, sha256).digest()).decode()
    return {"X-WC-Webhook-Signature": signature, "X-WC-Webhook-Topic": "order.updated"}


def there(woo: WooDesk) -> list[dict[str, Any]]:
    found = woo.session.get(f"{woo.url}/wp-json/wc/v3/webhooks", auth=(KEY, SECRET), timeout=10).json()
    return sorted(found, key=lambda one: one["topic"])


def test_each_topic_has_one_webhook_that_is_woken_up_and_goes_with_the_connection(woo: WooDesk) -> None:
    woo.connect()
    for _ in range(2):
        facts = kinds.get(KIND).check(woo.access, ADDRESS).facts
        assert (facts["webhooks"], facts["webhook_problem"]) == (True, "")
    topics = ["order.created", "order.deleted", "order.restored", "order.updated"]
    assert [one["topic"] for one in there(woo)] == topics
    assert {one["delivery_url"] for one in there(woo)} == {ADDRESS}
    woo.session.put(
        f"{woo.url}/wp-json/wc/v3/webhooks/{there(woo)[0]['id']}",
        json={"status": "disabled"},
        auth=(KEY, SECRET),
        timeout=10,
    )
    kinds.get(KIND).check(woo.access, ADDRESS)
    assert {one["status"] for one in there(woo)} == {"active"}
    kinds.get(KIND).leave(woo.access, "public")
    assert there(woo) == []


def test_a_message_of_the_shop_is_a_hint_and_another_change_another_one(woo: WooDesk) -> None:
    woo.connect()
    kinds.get(KIND).check(woo.access, ADDRESS)
    key = woo.place()
    woo.control("settings", {"webhook_delay": 0})
    woo.do(key, "status", status="completed")
    woo.control("deliveries/send", {})
    body = next(
        one["body"]
        for one in woo.session.get(f"{woo.url}/sandbox/deliveries", timeout=10).json()
        if one["topic"] == "order.updated"
    ).encode()
    hint = kinds.get(KIND).read_hint(woo.shop, signed(body), body)
    assert hint is not None
    assert (hint.key, hint.topic) == (key, "order.updated")
    again = kinds.get(KIND).read_hint(woo.shop, signed(body), body)
    assert again == hint
    other = json.dumps({"id": int(key), "date_modified_gmt": "2026-11-29T00:00:00"}).encode()
    found = kinds.get(KIND).read_hint(woo.shop, signed(other), other)
    assert found is not None
    assert found.message_id != hint.message_id


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b'{"id":5120}', {}),
        (b'{"id":5120}', signed(b'{"id":5121}')),
        (b'{"id":5120}', signed(b'{"id":5120}', "another")),
        (b'{"id":5120}', {"X-WC-Webhook-Signature": "\u20ac"}),
        (b"webhook_id=31&id=5120", {}),
    ],
    ids=["unsigned", "other body", "other secret", "no base64", "more than a ping"],
)
def test_what_is_not_signed_by_the_shop_is_not_ours(woo: WooDesk, body: bytes, headers: dict[str, str]) -> None:
    woo.connect()
    with pytest.raises(NotOurs):
        kinds.get(KIND).read_hint(woo.shop, headers, body)


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        (b"webhook_id=31", None),
        (b'{"code":"woocommerce_rest_cannot_view","message":"no","data":{"status":401}}', None),
        (b'{"id":true}', None),
        (b"[" * 100_000, None),
        (b'{"id":5120}', Hint(sha256(b'{"id":5120}').hexdigest(), "order.updated", "5120")),
    ],
    ids=["ping", "owner lost rights", "no number", "deep", "deleted"],
)
def test_pings_and_messages_without_an_order_ask_for_nothing(woo: WooDesk, body: bytes, hint: Hint | None) -> None:
    woo.connect()
    headers = {} if body.startswith(b"webhook") else signed(body)
    assert kinds.get(KIND).read_hint(woo.shop, headers, body) == hint
