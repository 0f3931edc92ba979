"""Fulfillment orders: one for each location and way of delivery, made some time after the order.

`visible_at` is when the shop's routing is done; nobody sees a fulfillment order before.
"""

from typing import Any

from ...common.store import Document, Store
from .. import documents
from ..seed import MAIN_LOCATION
from ..webhooks import events


def visible(store: Store, order_id: str) -> list[Document]:
    """Return the fulfillment orders of an order that the routing has made by now."""
    now = store.now()
    return [one for one in documents.of_order(store, "fulfillmentorder", order_id) if one["visible_at"] <= now]


def route(store: Store, order: Document, given: dict[str, Any]) -> None:
    """Spread the lines of a new order.

    `locations` of the description maps a location to {place of the line: quantity}; without it all goes to the
    first location. `hold` is a reason to put them on hold with, `fulfillment_method` another way of delivery.
    """
    delay = float(store.setting("routing_delay", 0))
    method = given.get("fulfillment_method", "SHIPPING")
    lines = [line for line in order["lines"] if not line["is_tip"]]
    spread = given.get("locations")
    if spread:
        shares = {
            location: [(order["lines"][int(place) - 1], quantity) for place, quantity in parts.items()]
            for location, parts in spread.items()
        }
    else:
        shares = {MAIN_LOCATION: [(line, line["quantity"]) for line in lines]}
    for location, parts in shares.items():
        for one in _open(store, order, _location(store, location), parts, method, delay):
            if given.get("hold"):
                put_on_hold(store, one, given["hold"], given.get("hold_note", ""))
    body = {"fulfillment_order": {"order_id": int(documents.number(order["id"]))}}
    events.announce(store, [("fulfillment_orders/order_routing_complete", body)], delay)


def add_lines(store: Store, order: Document, parts: list[tuple[Document, int]]) -> None:
    """Open a fulfillment order for what an edit added."""
    _open(
        store,
        order,
        _location(store, MAIN_LOCATION),
        [part for part in parts if not part[0]["is_tip"]],
        "SHIPPING",
        0,
    )


def take_away(store: Store, order: Document, line: Document, quantity: int) -> None:
    """Lower what waits of a line, the newest fulfillment order first; an empty one is closed."""
    for one in reversed(documents.of_order(store, "fulfillmentorder", order["id"])):
        if one["status"] in ("CLOSED", "CANCELLED"):
            continue
        for part in one["lines"]:
            if part["line_id"] == line["id"]:
                less = min(quantity, part["remaining"])
                part["remaining"] -= less
                part["total"] -= less
                quantity -= less
        close_when_empty(one)
        documents.put(store, "fulfillmentorder", one)


def close_when_empty(one: Document) -> None:
    if not any(part["remaining"] for part in one["lines"]):
        one["status"] = "CLOSED"


def close_all(store: Store, order_id: str) -> None:
    """Close all fulfillment orders of a canceled order; nothing of their lines is left."""
    for one in documents.of_order(store, "fulfillmentorder", order_id):
        one["status"], one["holds"] = "CLOSED", []
        for part in one["lines"]:
            part.update(total=0, remaining=0)
        documents.put(store, "fulfillmentorder", one)


def put_on_hold(store: Store, one: Document, reason: str, notes: str = "") -> None:
    hold = {"id": documents.new_id(store, "FulfillmentHold"), "reason": reason, "notes": notes}
    one["holds"].append(hold)
    one["status"] = "ON_HOLD"
    documents.put(store, "fulfillmentorder", one)


def release(store: Store, one: Document, hold_ids: list[str] | None = None) -> None:
    """Take holds away, all of them unless some are named; without a hold it can be shipped again."""
    one["holds"] = [hold for hold in one["holds"] if hold_ids is not None and hold["id"] not in hold_ids]
    if not one["holds"] and one["status"] == "ON_HOLD":
        one["status"] = "OPEN"
    documents.put(store, "fulfillmentorder", one)


def move(store: Store, one: Document, location: str) -> None:
    """Let another location ship a whole fulfillment order: it gets a new id, as at Shopify."""
    moved = {
        **one,
        "id": documents.new_id(store, "FulfillmentOrder"),
        "location_id": _location(store, location)["id"],
    }
    documents.put(store, "fulfillmentorder", moved)
    one["status"] = "CLOSED"
    for part in one["lines"]:
        part.update(total=part["total"] - part["remaining"], remaining=0)
    documents.put(store, "fulfillmentorder", one)


def make(store: Store, order_id: str, location_id: str, method: str, parts: list[tuple[str, int]]) -> Document:
    """Open one fulfillment order for (line id, quantity) pairs."""
    lines = [
        {
            "id": documents.new_id(store, "FulfillmentOrderLineItem"),
            "line_id": line_id,
            "total": quantity,
            "remaining": quantity,
        }
        for line_id, quantity in parts
    ]
    one: Document = {
        "id": documents.new_id(store, "FulfillmentOrder"),
        "order_id": order_id,
        "status": "OPEN",
        "request_status": "UNSUBMITTED",
        "location_id": location_id,
        "method": method,
        "holds": [],
        "lines": lines,
        "visible_at": store.now(),
    }
    return documents.put(store, "fulfillmentorder", one)


def _open(
    store: Store, order: Document, location: Document, parts: list[tuple[Document, int]], method: str, delay: float
) -> list[Document]:
    """Make one for what travels and one for what does not (gift cards, services)."""
    made = []
    for way, travels in ((method, True), ("NONE", False)):
        own = [(line["id"], quantity) for line, quantity in parts if line["requires_shipping"] is travels]
        if own:
            one = make(store, order["id"], location["id"], way, own)
            one["visible_at"] = store.now() + delay
            made.append(documents.put(store, "fulfillmentorder", one))
    return made


def _location(store: Store, name: str) -> Document:
    """Return a location by name or id; raise ValueError when there is none."""
    for one in documents.find(store, "location"):
        if name in (one["name"], one["id"]):
            return one
    raise ValueError(f"The shop has no location {name!r}.")
