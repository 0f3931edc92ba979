"""The shop's orders as they are kept; every change goes through `save`, which tells the webhooks."""

from ...common.ledger import note_change
from ...common.store import Document, Store
from .. import documents
from ..webhooks import events
from . import statuses

PAYS_AGAIN = ("pending", "failed", "checkout-draft")


class Refused(ValueError):
    """The shop cannot do this to the order; the text says why."""


def get(store: Store, wanted: str | int) -> Document | None:
    """Return an order by its id, or by the number that people see."""
    found = documents.get(store, "order", wanted) if str(wanted).isdecimal() else None
    if found is not None:
        return found
    others = documents.find(store, "order", "json_extract(body, '$.fields.number') = ?", str(wanted))
    return others[0] if others else None


def save(store: Store, order: Document, topic: str = "order.updated", action: str = "updated") -> Document:
    """Keep a new or changed order, and announce it when a topic is given."""
    documents.put(store, "order", order)
    note_change(store, action, "order", str(documents.number(order)))
    if topic:
        events.announce(store, topic, documents.number(order))
    return order


def line(order: Document, wanted: str) -> Document:
    """Return a line by its id, its SKU, or its place ("1" is the first)."""
    for place, one in enumerate(order["fields"]["line_items"], start=1):
        if wanted in (str(one["id"]), one["sku"], str(place)):
            found: Document = one
            return found
    raise Refused(f"The order has no line {wanted!r}.")


def set_status(store: Store, order: Document, status: str) -> Document:
    """Walk to another status, as a person or a program wants it; nothing happens when it is there already."""
    former = order["fields"]["status"]
    names = statuses.named(store)
    if status not in names:
        raise Refused(f"status: {status!r} is no status of this shop.")
    if status == former:
        return order
    order["fields"]["status"] = status
    now = int(store.now())
    if status in statuses.PAID and order["paid_at"] is None:
        order["paid_at"] = now
    if status == "completed":
        order["completed_at"] = now
        mail(store, order, "completed")
    add_note(store, order, f"Order status changed from {names.get(former, former)} to {names[status]}.")
    return save(store, order, "order.created" if former == "checkout-draft" else "order.updated")


def trash(store: Store, order: Document) -> Document:
    """Move to the trash, where the order can still be read by its id."""
    order["fields"]["status"] = "trash"
    return save(store, order, "order.deleted")


def restore(store: Store, order: Document) -> Document:
    order["fields"]["status"] = "pending"
    return save(store, order, "order.restored")


def delete(store: Store, order: Document) -> None:
    """Delete for good."""
    documents.delete(store, order)
    note_change(store, "deleted", "order", str(documents.number(order)))
    events.announce(store, "order.deleted", documents.number(order))


def add_note(store: Store, order: Document, text: str, to_customer: bool = False) -> Document:
    """Add a note; one for the customer is mailed."""
    number = documents.new_number(store, "note")
    note = {"order": documents.number(order), "note": text, "customer_note": to_customer}
    made = documents.put(store, "note", {"id": documents.identity("note", number), **note})
    note_change(store, "created", "note", str(number))
    if to_customer:
        mail(store, order, "note")
    return made


def mail(store: Store, order: Document, about: str) -> None:
    """Write down that the buyer got a mail."""
    number = store.count("mail")
    to = order["fields"]["billing"].get("email", "")
    row = {"order": documents.number(order), "about": about, "to": to}
    documents.put(store, "mail", {"id": documents.identity("mail", number), **row})
    note_change(store, "created", "mail", about)
