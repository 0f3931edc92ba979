"""Parcels out: fulfillmentCreate, its correction and its end, events of the journey, holds."""

from typing import Any

from ...common.ledger import note_change
from .. import documents
from ..access.scopes import SHIP, Caller
from ..fulfillments import checks, ship
from ..orders import book, fulfillment_orders
from ..shapes import fulfillments

Shape = dict[str, Any]


def _payload(name: str, value: Shape | None, field: list[str] | None = None, message: str = "") -> Shape:
    return {name: value, "userErrors": [{"field": field, "message": message}] if message else []}


def fulfillment_create(info: Any, fulfillment: Shape, message: str | None = None) -> Shape:
    """Ship. There is no key against doubles: a repeated call ships again what still waits."""
    caller: Caller = info.context
    caller.need("fulfillmentCreate", *SHIP)
    try:
        made = ship.create(caller.store, fulfillment, caller.may_ship)
    except checks.UserError as error:
        return _payload("fulfillment", None, error.field, error.message)
    return _payload("fulfillment", _shape(caller, made))


def tracking_update(
    info: Any,
    fulfillmentId: str,  # noqa: N803 - Shopify's names
    trackingInfoInput: Shape,  # noqa: N803
    notifyCustomer: bool | None = None,  # noqa: N803
) -> Shape:
    """Replace the whole list of numbers, even of a canceled fulfillment."""
    caller: Caller = info.context
    caller.need("fulfillmentTrackingInfoUpdate", *SHIP)
    found = documents.get(caller.store, "fulfillment", fulfillmentId)
    if found is None:
        return _payload("fulfillment", None, ["fulfillmentId"], "Fulfillment does not exist.")
    changed = ship.update_tracking(caller.store, found, trackingInfoInput, bool(notifyCustomer))
    return _payload("fulfillment", _shape(caller, changed))


def fulfillment_cancel(info: Any, id: str) -> Shape:
    caller: Caller = info.context
    caller.need("fulfillmentCancel", *SHIP)
    found = documents.get(caller.store, "fulfillment", id)
    if found is None:
        return _payload("fulfillment", None, ["id"], "Fulfillment not found.")
    return _payload("fulfillment", _shape(caller, ship.cancel(caller.store, found)))


def event_create(info: Any, fulfillmentEvent: Shape) -> Shape:  # noqa: N803 - Shopify's name
    caller: Caller = info.context
    caller.need("fulfillmentEventCreate", "write_fulfillments")
    store = caller.store
    found = documents.get(store, "fulfillment", fulfillmentEvent["fulfillmentId"])
    if found is None:
        field = ["fulfillmentEvent", "fulfillmentId"]
        return _payload("fulfillmentEvent", None, field, "Fulfillment does not exist.")
    made = {
        "id": documents.new_id(store, "FulfillmentEvent"),
        "status": fulfillmentEvent["status"],
        "message": fulfillmentEvent.get("message"),
        "happened_at": int(store.now()),
    }
    with store.transaction():
        found["events"].append(made)
        found["display_status"] = made["status"]
        documents.put(store, "fulfillment", found)
        note_change(store, "updated", "fulfillment", found["id"])
    return _payload("fulfillmentEvent", fulfillments.fulfillment_event(made))


def release_hold(
    info: Any,
    id: str,
    holdIds: list[str] | None = None,  # noqa: N803 - Shopify's names
    externalId: str | None = None,  # noqa: N803
) -> Shape:
    caller: Caller = info.context
    caller.need("fulfillmentOrderReleaseHold", *SHIP)
    found = documents.get(caller.store, "fulfillmentorder", id)
    if found is None or not caller.may_ship(found):
        words = {
            "field": ["id"],
            "message": "Fulfillment order does not exist.",
            "code": "FULFILLMENT_ORDER_NOT_FOUND",
        }
        return {"fulfillmentOrder": None, "userErrors": [words]}
    fulfillment_orders.release(caller.store, found, holdIds)
    order = book.get(caller.store, found["order_id"])
    assert order is not None
    book.save(caller.store, order)
    return {"fulfillmentOrder": fulfillments.fulfillment_order(caller, order, found), "userErrors": []}


def _shape(caller: Caller, one: Shape) -> Shape:
    order = book.get(caller.store, one["order_id"])
    assert order is not None
    return fulfillments.fulfillment(caller, order, one)
