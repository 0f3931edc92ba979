"""Webhooks: who subscribed is told, signed, late, twice or in the wrong order, and not for ever."""

import base64
import json
import subprocess
from typing import Any

import pytest

from harness import shopify_operations as operations
from harness.shopify import InsideShop, Posted

DESK = "https://desk.example.com/hook"
SECRET = "shpss_sandbox-shop-secret"


def subscribe(shop: InsideShop, topic: str = "ORDERS_UPDATED", uri: str = DESK, **more: Any) -> dict[str, Any]:
    found = shop.data(operations.SUBSCRIBE, topic=topic, webhook={"uri": uri, **more})["webhookSubscriptionCreate"]
    assert isinstance(found, dict)
    return found


def subscriptions(shop: InsideShop) -> list[dict[str, Any]]:
    return list(shop.data(operations.SUBSCRIPTIONS)["webhookSubscriptions"]["nodes"])


def topics(posted: list[Posted]) -> list[str]:
    return [headers["X-Shopify-Topic"] for _, _, headers in posted]


def signature(body: bytes, secret: str) -> str:
    """Sign with OpenSSL, which shares nothing with the shop."""
    command = ["openssl", "dgst", "-sha256", "-hmac", secret, "-binary"]
    return base64.b64encode(subprocess.run(command, input=body, capture_output=True, check=True).stdout).decode()


def test_a_delivery_is_signed_over_its_raw_body_which_no_json_library_would_write_again(shop: InsideShop) -> None:
    subscribe(shop, "ORDERS_CREATE", name="desk-1")
    order_id = shop.place(note="Café / 2nd floor", tags=["a", "b"])
    ((uri, body, headers),) = shop.deliver()
    assert uri == DESK
    assert headers["X-Shopify-Hmac-Sha256"] == signature(body, SECRET)
    assert {name: headers[name] for name in ("X-Shopify-Topic", "X-Shopify-Shop-Domain", "X-Shopify-Name")} == {
        "X-Shopify-Topic": "orders/create",
        "X-Shopify-Shop-Domain": "sandbox-shop.myshopify.com",
        "X-Shopify-Name": "desk-1",
    }
    assert headers["X-Shopify-API-Version"] == "2026-10"
    assert headers["X-Shopify-Triggered-At"].endswith("Z")
    assert headers["X-Shopify-Webhook-Id"] != headers["X-Shopify-Event-Id"]
    assert b"Caf\\u00e9 \\/ 2nd floor" in body
    told = json.loads(body)
    assert signature(json.dumps(told).encode(), SECRET) != headers["X-Shopify-Hmac-Sha256"]
    assert (told["admin_graphql_api_id"], told["id"]) == (order_id, 7100000000101)
    # 14.50 and 8 % tax, with fixed decimals, unlike GraphQL
    assert (told["total_price"], told["tags"], told["order_number"], told["number"]) == ("15.66", "a, b", 1001, 1)
    assert told["updated_at"].endswith(("-05:00", "-04:00"))


def test_each_happening_is_told_by_its_topics_with_one_event_for_all_who_want_it(shop: InsideShop) -> None:
    wanted = (
        "ORDERS_CREATE",
        "ORDERS_UPDATED",
        "ORDERS_EDITED",
        "ORDERS_CANCELLED",
        "REFUNDS_CREATE",
        "ORDERS_DELETE",
    )
    for topic in (*wanted, "ORDERS_PAID", "FULFILLMENTS_CREATE", "FULFILLMENTS_UPDATE", "ORDERS_FULFILLED"):
        subscribe(shop, topic)
    subscribe(shop, "ORDERS_CREATE", "https://desk.example.com/second")
    order_id = shop.place()
    placed = shop.deliver()
    assert sorted(topics(placed)) == ["orders/create", "orders/create", "orders/paid"]
    created = [headers for _, _, headers in placed if headers["X-Shopify-Topic"] == "orders/create"]
    assert len({headers["X-Shopify-Event-Id"] for headers in created}) == 1
    assert len({headers["X-Shopify-Webhook-Id"] for headers in created}) == 2
    shop.do(order_id, "fulfill", tracking={"number": "1Z", "company": "UPS"})
    assert sorted(topics(shop.deliver())) == ["fulfillments/create", "orders/fulfilled", "orders/updated"]
    made = shop.data(operations.SHIPPING, id=order_id)["order"]["fulfillments"][0]
    shop.data(operations.UNDO, id=made["id"])
    assert sorted(topics(shop.deliver())) == ["fulfillments/update", "orders/updated"]
    shop.do(order_id, "edit", added=[{"title": "Pen", "price": 1}])
    assert sorted(topics(shop.deliver())) == ["orders/edited", "orders/updated"]
    edit = json.loads(next(body for _, body, headers in shop.posted if headers["X-Shopify-Topic"] == "orders/edited"))
    assert (edit["order_edit"]["order_id"], len(edit["order_edit"]["line_items"]["additions"])) == (7100000000101, 1)
    shop.do(order_id, "cancel")
    assert sorted(topics(shop.deliver())) == ["orders/cancelled", "orders/updated", "refunds/create"]
    shop.do(order_id, "delete")
    ((_, body, _),) = shop.deliver()
    assert json.loads(body) == {"id": 7100000000101}


def test_only_the_fields_that_were_asked_for_are_sent(shop: InsideShop) -> None:
    subscribe(shop, "ORDERS_CREATE", includeFields=["id", "updated_at", "line_items.sku"])
    shop.place()
    ((_, body, _),) = shop.deliver()
    told = json.loads(body)
    assert set(told) == {"id", "updated_at", "line_items"}
    assert told["line_items"] == [{"sku": "BD-MUG-01"}]


def test_deliveries_come_late_twice_and_backwards_when_asked_to_or_never(shop: InsideShop) -> None:
    subscribe(shop)
    order_id = shop.place()
    shop.set_up(webhook_delay=60, webhook_copies=2, webhooks_reversed=True)
    shop.do(order_id, "change", note="first")
    shop.do(order_id, "change", note="second")
    assert shop.deliver() == []
    shop.set_up(clock_offset=61)
    found = [(json.loads(body)["note"], headers["X-Shopify-Webhook-Id"]) for _, body, headers in shop.deliver()]
    assert [note for note, _ in found] == ["second", "second", "first", "first"]
    assert len({webhook_id for _, webhook_id in found}) == 2, "a copy has the id of its twin"
    shop.set_up(webhooks_lost=True, webhook_delay=0)
    shop.do(order_id, "change", note="third")
    assert shop.deliver() == []


@pytest.mark.parametrize("status", [500, 301, 0])
def test_a_failed_delivery_is_tried_eight_more_times_over_four_hours_then_the_subscription_goes(
    shop: InsideShop, status: int
) -> None:
    subscribe(shop)
    shop.do(shop.place(), "change", note="told")
    shop.status = status
    tried: list[int] = []
    bodies: set[bytes] = set()
    for minutes in range(0, 250, 5):
        shop.set_up(clock_offset=minutes * 60)
        posted = shop.deliver()
        tried.append(len(posted))
        bodies.update(body for _, body, _ in posted)
    assert (sum(tried), len(bodies)) == (9, 1)
    assert sum(tried[:36]) < 9, "three hours are not enough"
    assert subscriptions(shop) == []


def test_a_success_in_between_keeps_the_subscription(shop: InsideShop) -> None:
    subscribe(shop)
    shop.do(shop.place(), "change", note="told")
    shop.status = 503
    shop.deliver()
    shop.status = 204
    shop.set_up(clock_offset=11)
    assert len(shop.deliver()) == 1
    shop.set_up(clock_offset=86400)
    assert shop.deliver() == []
    assert len(subscriptions(shop)) == 1
    (kept,) = shop.web.get("/sandbox/deliveries").get_json()
    assert [one["status"] for one in kept["attempts"]] == [503, 204]
    shop.control("deliveries/send", {"id": kept["id"]})
    assert len(shop.posted) == 1, "a delivery that arrived is played again"


def test_after_the_secret_was_changed_it_may_still_sign_with_the_former_one(shop: InsideShop) -> None:
    subscribe(shop)
    order_id = shop.place()
    shop.set_up(client_secret="shpss_new", sign_with_former=True)
    for secret in (SECRET, "shpss_new"):
        shop.do(order_id, "change", note=secret)
        ((_, body, headers),) = shop.deliver()
        assert headers["X-Shopify-Hmac-Sha256"] == signature(body, secret)
        shop.set_up(sign_with_former=False)


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("", "Address can't be blank"),
        ("desk", "Address is invalid"),
        ("https://[::1", "Address is invalid"),
        ("http://desk.example.com/hook", "Address protocol http:// is not supported"),
        (DESK, "Address for this topic has already been taken"),
    ],
)
def test_an_address_that_is_no_good_is_refused_in_shopifys_words(shop: InsideShop, uri: str, words: str) -> None:
    subscribe(shop)
    refused = subscribe(shop, uri=uri)
    assert refused["webhookSubscription"] is None
    assert refused["userErrors"] == [{"field": ["webhookSubscription", "callbackUrl"], "message": words}]


def test_subscriptions_are_listed_changed_and_deleted(shop: InsideShop) -> None:
    made = subscribe(shop)["webhookSubscription"]
    other = {"uri": "http://127.0.0.1:8000/hook"}
    changed = shop.data(operations.RESUBSCRIBE, id=made["id"], webhook=other)["webhookSubscriptionUpdate"]
    assert changed == {"webhookSubscription": other, "userErrors": []}
    assert [(one["topic"], one["uri"]) for one in subscriptions(shop)] == [("ORDERS_UPDATED", other["uri"])]
    gone = shop.data(operations.UNSUBSCRIBE, id=made["id"])["webhookSubscriptionDelete"]
    assert gone == {"deletedWebhookSubscriptionId": made["id"], "userErrors": []}
    again = shop.data(operations.UNSUBSCRIBE, id=made["id"])["webhookSubscriptionDelete"]
    assert again["userErrors"][0]["message"] == "Webhook subscription does not exist"


def test_a_topic_of_orders_needs_the_scope_of_orders(shop: InsideShop) -> None:
    shop.set_up(scopes=["read_customers"])
    assert subscribe(shop)["userErrors"][0]["message"].startswith("You cannot create a webhook subscription")
    assert subscribe(shop, "APP_UNINSTALLED")["userErrors"] == []
