"""Who wants to be told of what, as programs subscribe by the API."""

import re
from typing import Any
from urllib.parse import urlsplit

from ...common.store import Document, Store
from .. import documents

NAME = re.compile(r"[A-Za-z0-9_-]{1,50}")
ADDRESS = ["webhookSubscription", "callbackUrl"]
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class Invalid(Exception):
    """A refusal of a subscription: the field, and Shopify's words."""

    def __init__(self, field: list[str], message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def create(store: Store, topic: str, given: dict[str, Any]) -> Document:
    """Subscribe; raise Invalid."""
    with store.transaction():
        made: Document = {
            "id": documents.new_id(store, "WebhookSubscription"),
            "topic": topic,
            "uri": "",
            "format": "JSON",
            "name": None,
            "filter": None,
            "include_fields": [],
        }
        return _keep(store, made, given, is_new=True)


def update(store: Store, one: Document, given: dict[str, Any]) -> Document:
    """Change address, fields, filter or name; raise Invalid."""
    with store.transaction():
        return _keep(store, one, given, is_new=False)


def _keep(store: Store, one: Document, given: dict[str, Any], is_new: bool) -> Document:
    if is_new or "uri" in given:
        one["uri"] = _address((given.get("uri") or "").strip())
    if given.get("name") and not NAME.fullmatch(given["name"]):
        raise Invalid(["webhookSubscription", "name"], "Name is invalid")
    others = [other for other in documents.find(store, "subscription") if other["id"] != one["id"]]
    if any((other["topic"], other["uri"]) == (one["topic"], one["uri"]) for other in others):
        raise Invalid(ADDRESS, "Address for this topic has already been taken")
    if given.get("name") and any(other["name"] == given["name"] for other in others):
        raise Invalid(["webhookSubscription", "name"], "Name has already been taken")
    names = {"name": "name", "filter": "filter", "format": "format", "includeFields": "include_fields"}
    one.update({names[name]: value for name, value in given.items() if name in names and value is not None})
    return documents.put(store, "subscription", one)


def _address(uri: str) -> str:
    """Return an address that deliveries may go to: https, or this very machine.

    Shopify knows no http at all; a desk on this machine has nothing else.
    """
    if not uri:
        raise Invalid(ADDRESS, "Address can't be blank")
    try:
        parts = urlsplit(uri)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise Invalid(ADDRESS, "Address is invalid") from error
    if not host or parts.scheme not in ("http", "https"):
        raise Invalid(ADDRESS, "Address is invalid")
    if parts.scheme == "http" and host not in THIS_MACHINE:
        raise Invalid(ADDRESS, "Address protocol http:// is not supported")
    return uri
