"""FulfillmentOrder, Fulfillment and Location."""

from collections.abc import Callable
from typing import Any

from ...common.store import Document
from .. import documents
from ..access.scopes import Caller
from ..graphql import pages
from ..orders import fulfillment_orders
from .lines import line_item

Shape = dict[str, Any]
ACTIONS = {
    "OPEN": ("CREATE_FULFILLMENT", "REPORT_PROGRESS", "MOVE", "HOLD", "SPLIT"),
    "IN_PROGRESS": ("CREATE_FULFILLMENT", "REPORT_PROGRESS", "HOLD", "MARK_AS_OPEN"),
    "ON_HOLD": ("RELEASE_HOLD", "HOLD", "MOVE"),
    "SCHEDULED": ("MARK_AS_OPEN",),
}


def of_order(caller: Caller, doc: Document) -> Shape:
    """Return the fields of an order that speak of shipping."""

    def waiting(info: Any, **given: Any) -> Shape:
        found = [one for one in fulfillment_orders.visible(caller.store, doc["id"]) if caller.may_see(one)]
        return pages.of_list(found, lambda one: fulfillment_order(caller, doc, one))(info, **_pages_only(given))

    def made(_info: Any, first: int | None = None, **_given: Any) -> list[Shape]:
        found = documents.of_order(caller.store, "fulfillment", doc["id"])
        return [fulfillment(caller, doc, one) for one in found[:first]]

    def count(_info: Any) -> Shape:
        return {"count": len(documents.of_order(caller.store, "fulfillment", doc["id"])), "precision": "EXACT"}

    return {"fulfillmentOrders": waiting, "fulfillments": made, "fulfillmentsCount": count}


def _pages_only(given: Shape) -> Shape:
    return {name: value for name, value in given.items() if name in ("first", "last", "after", "before", "reverse")}


def fulfillment_order(caller: Caller, doc: Document, one: Document) -> Shape:
    place = documents.get(caller.store, "location", one["location_id"])
    lines = {line["id"]: line for line in doc["lines"]}

    def part(line: Document) -> Shape:
        item = lines[line["line_id"]]
        return {
            "__typename": "FulfillmentOrderLineItem",
            "id": line["id"],
            "lineItem": line_item(doc, item),
            "totalQuantity": line["total"],
            "remainingQuantity": line["remaining"],
            "requiresShipping": item["requires_shipping"],
            "sku": item["sku"],
            "productTitle": item["title"],
            "variantTitle": item["variant_title"],
            "variant": None,
        }

    def shipped(info: Any, **given: Any) -> Shape:
        found = documents.of_order(caller.store, "fulfillment", doc["id"])
        own = [made for made in found if any(line["fulfillment_order_id"] == one["id"] for line in made["lines"])]
        return pages.of_list(own, lambda made: fulfillment(caller, doc, made))(info, **given)

    return {
        "__typename": "FulfillmentOrder",
        "id": one["id"],
        "status": one["status"],
        "requestStatus": one["request_status"],
        "createdAt": documents.instant(one["created_at"]),
        "updatedAt": documents.instant(one["modified_at"]),
        "fulfillAt": None,
        "fulfillBy": None,
        "orderId": doc["id"],
        "orderName": doc["name"],
        "order": _order_of(caller, doc),
        "assignedLocation": _assigned(place),
        "deliveryMethod": {
            "id": one["id"].replace("FulfillmentOrder", "DeliveryMethod"),
            "methodType": one["method"],
        },
        "destination": None,
        "fulfillmentHolds": [_hold(hold) for hold in one["holds"]],
        "supportedActions": [{"action": action} for action in ACTIONS.get(one["status"], ())],
        "lineItems": pages.of_list(one["lines"], part),
        "fulfillments": shipped,
    }


def _assigned(place: Document | None) -> Shape:
    name, country = (place["name"], place["address"]["countryCode"]) if place else ("", "ZZ")
    return {"name": name, "location": location(place), "countryCode": country}


def _hold(hold: Document) -> Shape:
    words = hold["reason"].replace("_", " ").capitalize()
    notes = hold["notes"] or None
    return {
        "__typename": "FulfillmentHold",
        "id": hold["id"],
        "handle": None,
        "reason": hold["reason"],
        "reasonNotes": notes,
        "displayReason": words,
        "heldByRequestingApp": False,
    }


def fulfillment(caller: Caller, doc: Document, one: Document) -> Shape:
    lines = {line["id"]: line for line in doc["lines"]}
    ids = list(dict.fromkeys(line["fulfillment_order_id"] for line in one["lines"]))

    def part(line: Document) -> Shape:
        item = line_item(doc, lines[line["line_id"]])
        return {"__typename": "FulfillmentLineItem", "id": line["id"], "lineItem": item, "quantity": line["quantity"]}

    def orders_of_it(info: Any, **given: Any) -> Shape:
        found = [documents.get(caller.store, "fulfillmentorder", record_id) for record_id in ids]
        seen = [other for other in found if other is not None and caller.may_see(other)]
        return pages.of_list(seen, lambda other: fulfillment_order(caller, doc, other))(info, **given)

    def events(info: Any, **given: Any) -> Shape:
        return pages.of_list(one["events"], fulfillment_event)(info, **_pages_only(given))

    return {
        "__typename": "Fulfillment",
        "id": one["id"],
        "legacyResourceId": documents.number(one["id"]),
        "name": one["name"],
        "status": one["status"],
        "displayStatus": one["display_status"],
        "createdAt": documents.instant(one["created_at"]),
        "updatedAt": documents.instant(one["modified_at"]),
        "deliveredAt": None,
        "inTransitAt": None,
        "estimatedDeliveryAt": None,
        "totalQuantity": sum(line["quantity"] for line in one["lines"]),
        "requiresShipping": any(lines[line["line_id"]]["requires_shipping"] for line in one["lines"]),
        "trackingInfo": lambda _info, first=None: one["tracking"][:first],
        "location": lambda _info: location_of(caller, one["location_id"]),
        "order": _order_of(caller, doc),
        "fulfillmentLineItems": pages.of_list(one["lines"], part),
        "fulfillmentOrders": orders_of_it,
        "events": events,
    }


def fulfillment_event(one: Document) -> Shape:
    happened = documents.instant(one["happened_at"])
    return {
        "__typename": "FulfillmentEvent",
        "id": one["id"],
        "status": one["status"],
        "message": one["message"],
        "happenedAt": happened,
        "createdAt": happened,
    }


def _order_of(caller: Caller, doc: Document) -> Callable[[Any], Any]:
    return lambda _info: caller.order_shape(caller, doc)


def location_of(caller: Caller, location_id: str | None) -> Shape | None:
    return location(documents.get(caller.store, "location", location_id)) if location_id else None


def location(place: Document | None) -> Shape | None:
    if place is None:
        return None
    return {
        "__typename": "Location",
        "id": place["id"],
        "legacyResourceId": documents.number(place["id"]),
        "name": place["name"],
        "isActive": place["is_active"],
        "fulfillsOnlineOrders": True,
        "isFulfillmentService": place["is_service"],
        "shipsInventory": True,
        "address": place["address"],
    }
