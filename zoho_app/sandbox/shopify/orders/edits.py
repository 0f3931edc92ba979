"""Edits after the sale: other quantities, more items, and small changes that buyers never see."""

from typing import Any

from ...common.store import Document, Store
from .. import documents
from ..seed import setting
from . import book, fulfillment_orders, statuses, sums, webhook_bodies
from .lines import order_line


def edit(store: Store, order: Document, quantities: dict[str, int], added: list[dict[str, Any]]) -> Document:
    """Set quantities of lines and add lines; raise Refused for more than can still be taken away.

    `quantities` maps a line (its id, SKU or place) to what shall be left of it.
    """
    _refuse_cancelled(order)
    shop = setting(store)
    changed = []
    with store.transaction():
        for name, wanted in quantities.items():
            line = book.line(order, name)
            delta = wanted - sums.left(line)
            if wanted < 0 or -delta > statuses.unfulfilled(line):
                raise book.Refused(f"{line['title']}: only {statuses.unfulfilled(line)} can still be taken away.")
            _change_quantity(store, order, line, delta)
            changed.append((line["id"], delta))
        tax_lines = [{"title": shop["tax_name"], "rate": shop["tax_rate"]}]
        new = [order_line(store, one, tax_lines) for one in added]
        order["lines"].extend(new)
        fulfillment_orders.add_lines(store, order, [(line, line["quantity"]) for line in new])
        order["edited"] = True
        changed.extend((line["id"], line["quantity"]) for line in new)
        saved = book.save(store, order)
        body = webhook_bodies.order_edit(order, changed, store.now())
        book.announce(store, "orders/edited", body)
    return saved


def _change_quantity(store: Store, order: Document, line: Document, delta: int) -> None:
    if delta < 0:
        line["removed"] -= delta
        fulfillment_orders.take_away(store, order, line, -delta)
    elif delta > 0:
        # Discounts and duties belong to the units that were there before.
        line["quantity"] += delta
        fulfillment_orders.add_lines(store, order, [(line, delta)])


def pay(store: Store, order: Document) -> Document:
    """Receive what is still owed."""
    owed = sums.outstanding(order)
    if owed > 0:
        order["payments"].append({"amount": str(owed), "kind": "CAPTURE" if order["is_authorized"] else "SALE"})
    return book.save(store, order, "orders/paid")


def change(store: Store, order: Document, changes: dict[str, Any]) -> Document:
    """Change note, tags, e-mail, addresses and the like; raise Refused for a field that cannot be changed."""
    may_change = {"note", "tags", "email", "phone", "shipping_address", "billing_address", "attributes", "name"}
    wrong = sorted(set(changes) - may_change - {"overrides", "po_number"})
    if wrong:
        raise book.Refused(f"An order's {', '.join(wrong)} cannot be changed.")
    order.update(changes)
    return book.save(store, order)


def archive(store: Store, order: Document) -> Document:
    order["closed_at"] = int(store.now())
    return book.save(store, order)


def delete(store: Store, order: Document) -> None:
    """Delete an order with all that belongs to it."""
    with store.transaction():
        for kind in ("fulfillmentorder", "fulfillment"):
            for one in documents.of_order(store, kind, order["id"]):
                documents.delete(store, kind, one["id"])
        documents.delete(store, "order", order["id"])
        book.announce(store, "orders/delete", {"id": int(documents.number(order["id"]))})


def _refuse_cancelled(order: Document) -> None:
    if order["cancelled_at"]:
        raise book.Refused("The order is canceled.")
