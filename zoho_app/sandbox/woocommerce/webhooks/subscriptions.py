"""Webhooks as programs make them by the API."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from ...common.post import Post
from ...common.store import Document, Store
from .. import documents
from ..seed import setting

TOPICS = ("order.created", "order.updated", "order.deleted", "order.restored")
STATUSES = ("active", "paused", "disabled")
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
PORTS = (None, 80, 443, 8080)


def create(store: Store, given: dict[str, Any]) -> Document:
    """Make a webhook; raise ValueError naming the parameter that is no good."""
    if not given.get("topic"):
        raise ValueError("topic")
    number = documents.new_number(store, "webhook")
    made: Document = {
        "id": documents.identity("webhook", number),
        "name": given.get("name") or f"Webhook {number}",
        "topic": given["topic"],
        "status": "active",
        "delivery_url": "",
        # Without one the shop makes one, and shows it to nobody.
        "secret": given.get("secret") or secrets.token_hex(20),
        "failures": 0,
        "owes_ping": True,
    }
    return change(store, made, given)


def change(store: Store, one: Document, given: dict[str, Any]) -> Document:
    """Change a webhook; raise ValueError naming the parameter that is no good."""
    topic, status = str(given.get("topic", one["topic"])), given.get("status", one["status"])
    address = str(given.get("delivery_url", one["delivery_url"]))
    if topic not in TOPICS and not topic.startswith("action."):
        raise ValueError("topic")
    if status not in STATUSES:
        raise ValueError("status")
    if urlsplit(address).scheme not in ("http", "https"):
        raise ValueError("delivery_url")
    if status == "active" and one["status"] != "active":
        one["failures"] = 0
    one["owes_ping"] = one["owes_ping"] or address != one["delivery_url"]
    one.update(topic=topic, status=status, delivery_url=address)
    one.update({name: given[name] for name in ("name", "secret") if given.get(name)})
    return documents.put(store, "webhook", one)


def ping(store: Store, one: Document, send: Post) -> None:
    """Post the ping that a new address still gets; it wants exactly 200, and is tried again with the next change."""
    if not one["owes_ping"] or not is_reachable(one["delivery_url"]):
        return
    headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": agent(store)}
    try:
        status = send(one["delivery_url"], f"webhook_id={documents.number(one)}".encode(), headers)
    except OSError:
        status = 0
    if status == 200:
        one["owes_ping"] = False
        documents.put(store, "webhook", one)


def is_reachable(address: str) -> bool:
    """Return whether WordPress posts to an address: public ones at usual ports, here also this very machine."""
    parts = urlsplit(address)
    return parts.hostname in THIS_MACHINE or parts.port in PORTS


def agent(store: Store) -> str:
    return f"WooCommerce/{setting(store)['version']} Hookshot (WordPress/7.0)"
