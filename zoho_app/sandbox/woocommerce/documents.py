"""How the shop keeps its documents: by kind, and by the numbers that WordPress gives them."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ..common.store import Document, Store

SHOP = "shop"
FIRST_NUMBERS = {
    "post": 5100,
    "item": 9000,
    "meta": 81000,
    "product": 300,
    "note": 4400,
    "webhook": 30,
    "key": 7,
    "fulfillment": 11,
}
# Orders and refunds are posts, which share their numbers.
COUNTERS = {"order": "post", "refund": "post"}
INDEXES = """
CREATE INDEX IF NOT EXISTS documents_order ON documents (kind, organization_id, json_extract(body, '$.order'));
CREATE INDEX IF NOT EXISTS documents_due ON documents (kind, organization_id, json_extract(body, '$.due_at'));
CREATE INDEX IF NOT EXISTS documents_name ON documents (kind, organization_id, json_extract(body, '$.fields.number'));
"""


def new_number(store: Store, kind: str) -> int:
    """Return the next number of a kind, such as 5101 for an order."""
    counter = COUNTERS.get(kind, kind)
    return FIRST_NUMBERS.get(counter, 0) + store.count(counter)


def identity(kind: str, number: int | str) -> str:
    """Return the id that a document is kept by; ids of a kind are in the order of their numbers."""
    return f"{kind}/{int(number):012d}"


def number(document: Document) -> int:
    return int(document["id"].rpartition("/")[2])


def get(store: Store, kind: str, wanted: int | str) -> Document | None:
    return store.get(kind, SHOP, identity(kind, wanted))


def find(store: Store, kind: str, where: str = "1", *values: Any, order: str = "id") -> list[Document]:
    return store.find(kind, SHOP, where, list(values), order)


def put(store: Store, kind: str, document: Document) -> Document:
    return store.put(kind, SHOP, document)


def delete(store: Store, document: Document) -> None:
    store.delete(document["id"].partition("/")[0], SHOP, document["id"])


def of_order(store: Store, kind: str, order: int) -> list[Document]:
    """Return the notes, refunds, fulfillments or mails of an order, oldest first."""
    return find(store, kind, "json_extract(body, '$.order') = ?", order)


def gmt(seconds: float | None) -> str | None:
    """Return a time as the API writes it in UTC: without a Z."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def local(seconds: float | None, zone: str) -> str | None:
    """Return a time as the API writes it in the shop's zone: without an offset."""
    return None if seconds is None else datetime.fromtimestamp(seconds, ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M:%S")


def seconds(text: str, zone: str = "UTC") -> int:
    """Return the time that a text without an offset means in a zone; raise ValueError for what is no time."""
    found = datetime.fromisoformat(text)
    return int((found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))).timestamp())
