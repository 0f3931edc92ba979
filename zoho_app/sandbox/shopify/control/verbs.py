"""What a test may do to an order, as people do in the shop's admin; each takes a JSON object.

edit      {"quantities": {LINE: what is left of it}, "added": [lines as in orders/lines.py]}
refund    {"lines": {LINE: units}, "shipping": amount, "amount": amount, "note": text}
cancel    {"reason": "CUSTOMER", "refund": true}
pay       receive what is owed
change    {"note", "tags", "email", "phone", "shipping_address", "overrides", ...}
archive   close it
delete    delete it
fulfill   {"locations": [names], "quantities": {LINE: units}, "tracking": {...}}: ship what waits, as staff would
hold      {"reason": "INVENTORY_OUT_OF_STOCK", "notes": text}: put every open fulfillment order on hold
release   take all holds away
move      {"from": location, "to": location}
LINE is a line's id, SKU or place ("1" is the first).
"""

from collections.abc import Callable
from typing import Any

from ...common.store import Document, Store
from .. import documents
from ..fulfillments import checks, ship
from ..orders import book, edits, fulfillment_orders, refunds

Given = dict[str, Any]


def _edit(store: Store, order: Document, given: Given) -> None:
    edits.edit(store, order, given.get("quantities", {}), given.get("added", []))


def _cancel(store: Store, order: Document, given: Given) -> None:
    refunds.cancel(store, order, given.get("reason", "OTHER"), given.get("refund", True))


def _fulfill(store: Store, order: Document, given: Given) -> None:
    """Ship what waits, one fulfillment for each fulfillment order."""
    places = {one["id"]: one["name"] for one in documents.find(store, "location")}
    for one in fulfillment_orders.visible(store, order["id"]):
        is_wanted = one["status"] in ship.OPEN and places[one["location_id"]] in given.get(
            "locations", places.values()
        )
        parts = _wanted(order, one, given.get("quantities"))
        if not is_wanted or not parts:
            continue
        group = {"fulfillmentOrderId": one["id"], "fulfillmentOrderLineItems": parts}
        call = {"lineItemsByFulfillmentOrder": [group], "trackingInfo": given.get("tracking")}
        try:
            ship.create(store, call, lambda _one: True)
        except checks.UserError as error:
            raise book.Refused(error.message) from error


def _wanted(order: Document, one: Document, quantities: dict[str, int] | None) -> list[dict[str, Any]]:
    if quantities is None:
        wanted = {part["line_id"]: part["remaining"] for part in one["lines"]}
    else:
        wanted = {book.line(order, name)["id"]: quantity for name, quantity in quantities.items()}
    return [
        {"id": part["id"], "quantity": wanted[part["line_id"]]}
        for part in one["lines"]
        if wanted.get(part["line_id"])
    ]


def _hold(store: Store, order: Document, given: Given) -> None:
    for one in fulfillment_orders.visible(store, order["id"]):
        if one["status"] == "OPEN":
            fulfillment_orders.put_on_hold(store, one, given.get("reason", "OTHER"), given.get("notes", ""))
    book.save(store, order)


def _release(store: Store, order: Document, _given: Given) -> None:
    for one in fulfillment_orders.visible(store, order["id"]):
        if one["holds"]:
            fulfillment_orders.release(store, one)
    book.save(store, order)


def _move(store: Store, order: Document, given: Given) -> None:
    places = {one["name"]: one["id"] for one in documents.find(store, "location")}
    for one in fulfillment_orders.visible(store, order["id"]):
        if one["status"] in ship.OPEN and one["location_id"] == places.get(given["from"]):
            fulfillment_orders.move(store, one, given["to"])
    book.save(store, order)


VERBS: dict[str, Callable[[Store, Document, Given], Any]] = {
    "edit": _edit,
    "refund": refunds.refund,
    "cancel": _cancel,
    "pay": lambda store, order, _given: edits.pay(store, order),
    "change": edits.change,
    "archive": lambda store, order, _given: edits.archive(store, order),
    "delete": lambda store, order, _given: edits.delete(store, order),
    "fulfill": _fulfill,
    "hold": _hold,
    "release": _release,
    "move": _move,
}
