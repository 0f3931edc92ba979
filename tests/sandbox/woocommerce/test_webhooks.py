"""Webhooks: a ping, then one late and signed message for what happened, and none after too many failures."""

import base64
import json
import subprocess
from typing import Any

import pytest

from harness.woocommerce import InsideWoo

DESK = "https://desk.example.com/hook"
SECRET = "abc123"


def subscribe(shop: InsideWoo, topic: str = "order.updated", **more: Any) -> int:
    made = shop.write("POST", "webhooks", {"topic": topic, "delivery_url": DESK, "secret": SECRET, **more})
    assert "secret" not in made
    shop.set_up(webhook_delay=0)
    return int(made["id"])


def signature(body: bytes) -> str:
    """Sign with OpenSSL, which shares nothing with the shop."""
    command = ["openssl", "dgst", "-sha256", "-hmac", SECRET, "-binary"]
    return base64.b64encode(subprocess.run(command, input=body, capture_output=True, check=True).stdout).decode()


def test_a_new_webhook_pings_with_a_form_until_it_is_answered_with_200(shop: InsideWoo) -> None:
    shop.status = 204
    number = subscribe(shop)
    ((address, body, headers),) = shop.posted
    assert (address, body) == (DESK, f"webhook_id={number}".encode())
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert not [name for name in headers if name.startswith("X-WC")]
    shop.status = 200
    for _ in range(2):
        shop.write("PUT", f"webhooks/{number}", {"name": "Desk"})
    assert len(shop.posted) == 2, "once more, and then no more"


def test_a_message_is_signed_and_shows_the_order_as_it_is_when_sent(shop: InsideWoo) -> None:
    subscribe(shop)
    number = shop.place()
    shop.do(number, "note", note="nobody is told of a note")
    assert shop.deliver() == []
    shop.do(number, "status", status="on-hold")
    shop.do(number, "status", status="completed")
    ((address, body, headers),) = shop.deliver()
    assert address == DESK
    assert headers["X-WC-Webhook-Signature"] == signature(body)
    assert (headers["X-WC-Webhook-Topic"], headers["X-WC-Webhook-Event"]) == ("order.updated", "updated")
    told = json.loads(body)
    assert (told["id"], told["status"]) == (number, "completed")
    assert b"\\/" in body


def test_topics_follow_an_order_from_draft_to_deletion(shop: InsideWoo) -> None:
    for topic in ("order.created", "order.updated", "order.deleted", "order.restored"):
        subscribe(shop, topic)

    def topics() -> list[str]:
        return [headers["X-WC-Webhook-Topic"] for _, _, headers in shop.deliver()]

    number = shop.place(status="checkout-draft")
    assert topics() == []
    shop.do(number, "status", status="processing")
    assert topics() == ["order.created"]
    shop.do(number, "trash")
    assert topics() == ["order.deleted"]
    shop.do(number, "restore")
    assert topics() == ["order.restored"]
    shop.do(number, "delete")
    ((_, body, _),) = shop.deliver()
    assert json.loads(body) == {"id": number}


def test_deliveries_come_late_twice_or_never(shop: InsideWoo) -> None:
    subscribe(shop, "order.created")
    shop.set_up(webhook_delay=600, webhook_copies=2)
    shop.place()
    assert shop.deliver() == []
    shop.set_up(clock_offset=601)
    assert len(shop.deliver()) == 2
    shop.set_up(webhooks_lost=True, webhook_delay=0)
    shop.place()
    assert shop.deliver() == []


@pytest.mark.parametrize(("status", "left"), [(500, "disabled"), (0, "disabled"), (301, "active"), (303, "disabled")])
def test_nothing_is_sent_again_and_the_seventh_failure_in_a_row_disables(
    shop: InsideWoo, status: int, left: str
) -> None:
    webhook = subscribe(shop)
    number = shop.place()
    shop.status = status
    sent = 0
    for at in range(9):
        shop.do(number, "fields", customer_note=str(at))
        sent += len(shop.deliver())
    assert shop.get(f"webhooks/{webhook}")["status"] == left
    assert sent == (7 if left == "disabled" else 9)
    shop.status = 200
    shop.write("PUT", f"webhooks/{webhook}", {"status": "active"})
    shop.do(number, "fields", customer_note="again")
    assert len(shop.deliver()) == 1


@pytest.mark.parametrize(
    "wrong", [{"topic": "orders/create"}, {"topic": ""}, {"delivery_url": "desk"}, {"status": "on"}]
)
def test_what_a_program_asks_wrongly_is_refused(shop: InsideWoo, wrong: dict[str, str]) -> None:
    given = {"topic": "order.updated", "delivery_url": DESK, **wrong}
    assert shop.call("POST", "webhooks", given).status_code == 400


def test_a_private_address_gets_neither_ping_nor_message(shop: InsideWoo) -> None:
    subscribe(shop, "order.created", delivery_url="http://desk.example.com:8123/hook")
    shop.place()
    assert shop.deliver() == []
    number = shop.get("webhooks")[0]["id"]
    shop.write("DELETE", f"webhooks/{number}", force="true")
    assert shop.get("webhooks") == []
