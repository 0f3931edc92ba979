"""How the shop keeps its documents: ids as Shopify makes them, and look-ups by kind."""

from datetime import UTC, datetime
from typing import Any

from ..common.store import Document, Store

SHOP = "shop"
PREFIX = "gid://shopify/"
# Above 2**32, as in shops of today.
FIRST_NUMBERS = {
    "Order": 7100000000100,
    "LineItem": 16100000000010,
    "Customer": 9100000000000,
    "FulfillmentOrder": 8200000000050,
    "FulfillmentOrderLineItem": 17000000000500,
    "Fulfillment": 6300000000070,
    "FulfillmentLineItem": 15000000000700,
    "Location": 61000000010,
    "Refund": 880000000030,
    "WebhookSubscription": 1400000000000,
    "BulkOperation": 5500000000000,
}
INDEXES = """
CREATE INDEX IF NOT EXISTS documents_order ON documents (kind, organization_id, json_extract(body, '$.order_id'));
CREATE INDEX IF NOT EXISTS documents_due ON documents (kind, organization_id, json_extract(body, '$.due_at'));
CREATE INDEX IF NOT EXISTS documents_name ON documents (kind, organization_id, json_extract(body, '$.name'));
"""


def new_id(store: Store, kind: str) -> str:
    """Return the next id of a type of Shopify, such as gid://shopify/Order/7100000000101."""
    return f"{PREFIX}{kind}/{FIRST_NUMBERS.get(kind, 5100000000000) + store.count(kind)}"


def number(record_id: str) -> str:
    """Return the number at the end of an id, as REST and web pages use it."""
    return record_id.rpartition("/")[2]


def kind_of_id(record_id: str) -> str:
    """Return the type that an id names; an empty text for what is no id."""
    kind, _, digits = record_id.removeprefix(PREFIX).partition("/")
    return kind if record_id.startswith(PREFIX) and digits.isdecimal() else ""


def get(store: Store, kind: str, record_id: str) -> Document | None:
    return store.get(kind, SHOP, record_id)


def find(store: Store, kind: str, where: str = "1", *values: Any, order: str = "created_at, id") -> list[Document]:
    return store.find(kind, SHOP, where, list(values), order)


def put(store: Store, kind: str, document: Document) -> Document:
    return store.put(kind, SHOP, document)


def delete(store: Store, kind: str, record_id: str) -> None:
    store.delete(kind, SHOP, record_id)


def of_order(store: Store, kind: str, order_id: str) -> list[Document]:
    """Return the fulfillment orders or fulfillments of an order, oldest first."""
    return find(store, kind, "json_extract(body, '$.order_id') = ?", order_id)


def instant(seconds: float | None) -> str | None:
    """Return a time as GraphQL writes it: UTC, whole seconds."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
