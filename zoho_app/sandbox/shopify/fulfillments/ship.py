"""Fulfillments: made, corrected, undone. Making one is not idempotent: the same call twice ships twice."""

from typing import Any

from ...common.ledger import note_change
from ...common.store import Document, Store
from .. import documents
from ..orders import book, fulfillment_orders, webhook_bodies
from ..seed import setting
from . import checks
from .tracking import tracking

OPEN = ("OPEN", "IN_PROGRESS")


def create(store: Store, given: dict[str, Any], may_see: checks.MaySee) -> Document:
    """Ship what a FulfillmentInput names, all or nothing; raise checks.UserError in Shopify's words."""
    with store.transaction():
        parts = checks.parcel(store, given["lineItemsByFulfillmentOrder"], may_see)
        first = parts[0].fulfillment_order
        order = book.get(store, first["order_id"])
        assert order is not None
        count = len(documents.of_order(store, "fulfillment", order["id"])) + 1
        made: Document = {
            "id": documents.new_id(store, "Fulfillment"),
            "order_id": order["id"],
            "name": f"{order['name']}-F{count}",
            "status": "SUCCESS",
            "display_status": "FULFILLED",
            "location_id": first["location_id"],
            "notified": bool(given.get("notifyCustomer")),
            "tracking": tracking(given.get("trackingInfo"), setting(store)),
            "lines": [_take(store, order, part) for part in parts],
            "events": [],
        }
        for one in {part.fulfillment_order["id"]: part.fulfillment_order for part in parts}.values():
            one["status"] = "IN_PROGRESS"
            fulfillment_orders.close_when_empty(one)
            documents.put(store, "fulfillmentorder", one)
        _save(store, order, made, "created")
        return made


def _take(store: Store, order: Document, part: checks.Part) -> Document:
    """Move so many units of a line from what waits to what is shipped."""
    part.line["remaining"] -= part.quantity
    book.line(order, part.line["line_id"])["fulfilled"] += part.quantity
    return {
        "id": documents.new_id(store, "FulfillmentLineItem"),
        "line_id": part.line["line_id"],
        "quantity": part.quantity,
        "fulfillment_order_id": part.fulfillment_order["id"],
        "part_id": part.line["id"],
    }


def update_tracking(store: Store, one: Document, given: dict[str, Any], notifies: bool) -> Document:
    """Replace the tracking of a fulfillment, even of a canceled one."""
    with store.transaction():
        order = book.get(store, one["order_id"])
        assert order is not None
        one["tracking"] = tracking(given, setting(store))
        one["notified"] = one["notified"] or notifies
        _save(store, order, one, "updated")
        return one


def cancel(store: Store, one: Document) -> Document:
    """Undo a fulfillment; what it held waits again. A second time changes nothing."""
    if one["status"] == "CANCELLED":
        return one
    with store.transaction():
        order = book.get(store, one["order_id"])
        assert order is not None
        one.update(status="CANCELLED", display_status="CANCELED")
        for part in one["lines"]:
            book.line(order, part["line_id"])["fulfilled"] -= part["quantity"]
            _give_back(store, order, one, part)
        _save(store, order, one, "updated")
        return one


def _give_back(store: Store, order: Document, fulfillment: Document, part: Document) -> None:
    """Let units wait again: where they came from, in another open fulfillment order of the place, or in a new one.

    A fulfillment order that was closed keeps its remaining quantity without being open again.
    """
    former = documents.get(store, "fulfillmentorder", part["fulfillment_order_id"])
    assert former is not None
    for line in former["lines"]:
        if line["id"] == part["part_id"]:
            line["remaining"] += part["quantity"]
    documents.put(store, "fulfillmentorder", former)
    if former["status"] in OPEN or order["cancelled_at"]:
        return
    location = store.setting("location_after_cancel", "") or fulfillment["location_id"]
    for other in documents.of_order(store, "fulfillmentorder", order["id"]):
        fits = (other["status"], other["location_id"], other["method"]) == ("OPEN", location, former["method"])
        if fits:
            _add(store, other, part)
            return
    fulfillment_orders.make(store, order["id"], location, former["method"], [(part["line_id"], part["quantity"])])


def _add(store: Store, other: Document, part: Document) -> None:
    for line in other["lines"]:
        if line["line_id"] == part["line_id"]:
            line["total"] += part["quantity"]
            line["remaining"] += part["quantity"]
            break
    else:
        other["lines"].append(
            {
                "id": documents.new_id(store, "FulfillmentOrderLineItem"),
                "line_id": part["line_id"],
                "total": part["quantity"],
                "remaining": part["quantity"],
            }
        )
    documents.put(store, "fulfillmentorder", other)


def _save(store: Store, order: Document, one: Document, action: str) -> None:
    documents.put(store, "fulfillment", one)
    note_change(store, action, "fulfillment", one["id"])
    topics: tuple[str, ...] = ()
    if action == "created":
        all_of_it = not any(part["remaining"] for part in _waiting(store, order["id"]))
        topics = ("orders/fulfilled" if all_of_it else "orders/partially_fulfilled",)
    book.save(store, order, *topics)
    topic = "fulfillments/create" if action == "created" else "fulfillments/update"
    book.announce(store, topic, webhook_bodies.fulfillment(order, one))


def _waiting(store: Store, order_id: str) -> list[Document]:
    found = documents.of_order(store, "fulfillmentorder", order_id)
    return [line for one in found if one["status"] not in ("CLOSED", "CANCELLED") for line in one["lines"]]
