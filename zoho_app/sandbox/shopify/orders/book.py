"""The shop's orders as they are kept; every change goes through `save`, which tells the subscribers."""

from ...common.ledger import note_change
from ...common.store import Document, Store
from .. import documents
from ..webhooks import events
from . import statuses, webhook_bodies


class Refused(ValueError):
    """The shop cannot do this to the order; the text says why."""


def get(store: Store, order_id: str) -> Document | None:
    """Return an order by its id, its number of REST, or its name."""
    if order_id.startswith(documents.PREFIX):
        return documents.get(store, "order", order_id)
    if order_id.isdecimal():
        return documents.get(store, "order", f"{documents.PREFIX}Order/{order_id}")
    found = documents.find(store, "order", "json_extract(body, '$.name') = ?", order_id)
    return found[0] if found else None


def save(store: Store, order: Document, *topics: str, action: str = "updated") -> Document:
    """Keep a changed order and announce it: always "orders/updated", unless it is new, and `topics`."""
    waiting = documents.of_order(store, "fulfillmentorder", order["id"])
    order["financial_status"] = statuses.financial(order)
    order["fulfillment_status"] = statuses.fulfillment(order, waiting)
    documents.put(store, "order", order)
    note_change(store, action, "order", order["id"])
    always = () if action == "created" else ("orders/updated",)
    body = webhook_bodies.order(store, order)
    events.announce(store, [(topic, body) for topic in (*topics, *always)])
    return order


def line(order: Document, line_id: str) -> Document:
    """Return a line by its id, the number of REST, its SKU, or its place ("1" is the first)."""
    for place, one in enumerate(order["lines"], start=1):
        if line_id in (one["id"], documents.number(one["id"]), one["sku"], str(place)):
            found: Document = one
            return found
    raise Refused(f"The order has no line {line_id!r}.")


def announce(store: Store, topic: str, body: Document) -> None:
    """Tell the subscribers of one topic."""
    events.announce(store, [(topic, body)])
