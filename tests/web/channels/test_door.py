"""The door for webhooks of shops: what is not the shop's stays out, what is becomes one reading of the order."""

import base64
import hmac
import json
import time
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis
from sqlalchemy import func, select

from harness.shopify_desk import ShopifyDesk
from zoho_app.channels.shops import hints
from zoho_app.channels.shops.models import Shop, ShopHint
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.sandbox.shopify.seed import CLIENT_SECRET
from zoho_app.web.channels import door


@pytest.fixture(autouse=True)
def nobody_guessed_before() -> None:
    door._wrong.clear()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def send(client: FlaskClient, shop: Shop, body: bytes, secret: str = CLIENT_SECRET, **headers: str) -> int:
    signature = base64.b64encode(hmac.new(secret.encode(), body, sha256).digest()).decode()
    given = {
        "X-Shopify-Hmac-Sha256": signature,
        "X-Shopify-Topic": "orders/updated",
        "X-Shopify-Shop-Domain": "sandbox-shop.myshopify.com",
        "X-Shopify-Webhook-Id": "1",
        **headers,
    }
    return client.post(f"/webhooks/shopify/{shop.public_id}", data=body, headers=given).status_code


def body(key: str, **more: Any) -> bytes:
    return json.dumps({"id": int(key), **more}).replace("/", "\\/").encode()


def count_hints() -> int:
    db.session.remove()
    return db.session.scalar(select(func.count()).select_from(ShopHint)) or 0


def test_many_webhooks_about_an_order_are_one_reading(shopify: ShopifyDesk, client: FlaskClient) -> None:
    shopify.connect()
    shopify.desk.work("shops")
    key = shopify.place()
    for number, topic in enumerate(("orders/updated", "orders/create", "orders/updated")):
        told = {"X-Shopify-Webhook-Id": str(number), "X-Shopify-Topic": topic}
        assert send(client, shopify.shop, body(key), **told) == 200
    assert send(client, shopify.shop, body(key), **told) == 200  # a repetition
    assert count_hints() == 3
    shopify.desk.work("shops")
    assert [order.source_id for order in shopify.orders()] == ["#1001"]
    assert len(shopify.calls("Order")) == 1
    assert send(client, shopify.shop, body(key), **told) == 200  # a replay, days later
    assert shopify.desk.work("shops") == 0


@pytest.mark.parametrize(
    ("secret", "headers", "status"),
    [
        ("another secret", {}, 401),
        (CLIENT_SECRET, {"X-Shopify-Hmac-Sha256": ""}, 401),
        (CLIENT_SECRET, {"X-Shopify-Hmac-Sha256": "é"}, 401),
        (CLIENT_SECRET, {"X-Shopify-Shop-Domain": "other.myshopify.com"}, 401),
        (CLIENT_SECRET, {"X-Shopify-Webhook-Id": ""}, 200),
    ],
)
def test_what_is_not_the_shops_is_refused(
    shopify: ShopifyDesk, client: FlaskClient, secret: str, headers: dict[str, str], status: int
) -> None:
    shopify.connect()
    assert send(client, shopify.shop, body("12"), secret, **headers) == status
    assert count_hints() == 0


@pytest.mark.parametrize("odd", [b"", b"[]", b"{", b'{"id": "12"}', b'{"id": -1}', b'{"id": true}', b"[" * 9_000])
def test_a_signed_body_that_names_no_order_asks_for_nothing(
    shopify: ShopifyDesk, client: FlaskClient, odd: bytes
) -> None:
    shopify.connect()
    assert send(client, shopify.shop, odd) == 200
    assert count_hints() == 0


def test_the_former_secret_counts_for_an_hour(shopify: ShopifyDesk, client: FlaskClient) -> None:
    shopify.connect()
    shop = shopify.shop
    until = now().timestamp() + 3600
    former = {"former_secret": "old", "former_until": now().fromtimestamp(until, now().tzinfo).isoformat()}
    shop.credentials = {**(shop.credentials or {}), **former}
    db.session.commit()
    assert send(client, shopify.shop, body("12"), "old") == 200
    shop = shopify.shop
    shop.credentials = {**(shop.credentials or {}), "former_until": now().isoformat()}
    db.session.commit()
    assert send(client, shopify.shop, body("12"), "old", **{"X-Shopify-Webhook-Id": "2"}) == 401


def test_wrong_signatures_are_soon_not_even_looked_at(shopify: ShopifyDesk, client: FlaskClient) -> None:
    shopify.connect()
    statuses = {send(client, shopify.shop, body("12"), "guess") for _ in range(door.MOST_WRONG)}
    assert statuses == {401}
    assert send(client, shopify.shop, body("12")) == 429


def test_a_flood_of_messages_becomes_one_look_at_everything(
    shopify: ShopifyDesk, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hints, "MOST_A_MINUTE", 3)
    shopify.connect()
    for number in range(6):
        assert send(client, shopify.shop, body(str(number + 1)), **{"X-Shopify-Webhook-Id": str(number)}) == 200
    assert count_hints() == 3


def test_with_redis_dead_the_answer_comes_in_time_and_the_hint_is_kept(
    shopify: ShopifyDesk, client: FlaskClient, app: Flask
) -> None:
    shopify.connect()
    app.extensions["redis"] = Redis.from_url("redis://127.0.0.1:9/0", socket_connect_timeout=2, socket_timeout=2)
    began_at = time.monotonic()
    assert send(client, shopify.shop, body("12")) == 200
    assert time.monotonic() - began_at < 5
    assert count_hints() == 1


def test_no_such_shop(client: FlaskClient, app: Flask, shopify: ShopifyDesk) -> None:
    assert client.post("/webhooks/shopify/unknown", data=b"{}").status_code == 404
    assert client.post("/webhooks/amazon/unknown", data=b"{}").status_code == 404
