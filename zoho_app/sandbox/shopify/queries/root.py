"""Every field of QueryRoot, and `node` for an id of any type."""

from typing import Any

from ...common.store import Document
from .. import documents
from ..access.scopes import Caller
from ..graphql import pages
from ..graphql.problems import invalid_id
from ..shapes import fulfillments, people, shop
from ..shapes.orders import order as order_shape
from .orders import count, orders

Shape = dict[str, Any]


def _order(info: Any, id: str) -> Shape | None:
    caller: Caller = info.context
    caller.need("order", "read_orders")
    found = _of_kind(caller, "Order", id)
    if found is None or found["created_at"] < caller.oldest_order():
        return None
    return order_shape(caller, found)


def _of_kind(caller: Caller, kind: str, record_id: str) -> Document | None:
    """Return a document by its id; raise RESOURCE_NOT_FOUND for an id of another type."""
    if documents.kind_of_id(record_id) != kind:
        raise invalid_id()
    return documents.get(caller.store, KINDS[kind], record_id)


KINDS = {
    "Order": "order",
    "FulfillmentOrder": "fulfillmentorder",
    "Fulfillment": "fulfillment",
    "Location": "location",
    "WebhookSubscription": "subscription",
    "BulkOperation": "bulk",
    "Customer": "customer",
}


def _fulfillment_order(info: Any, id: str) -> Shape | None:
    caller: Caller = info.context
    return _fulfillment_order_shape(caller, _of_kind(caller, "FulfillmentOrder", id))


def _fulfillment_order_shape(caller: Caller, one: Document | None) -> Shape | None:
    if one is None or one["visible_at"] > caller.store.now() or not caller.may_see(one):
        return None
    doc = documents.get(caller.store, "order", one["order_id"])
    return fulfillments.fulfillment_order(caller, doc, one) if doc else None


def _fulfillment(info: Any, id: str) -> Shape | None:
    caller: Caller = info.context
    caller.need("fulfillment", "read_orders", "read_fulfillments")
    one = _of_kind(caller, "Fulfillment", id)
    doc = documents.get(caller.store, "order", one["order_id"]) if one else None
    return fulfillments.fulfillment(caller, doc, one) if one and doc else None


def _fulfillment_orders(info: Any, includeClosed: bool = False, **given: Any) -> Shape:  # noqa: N803 - Shopify's name
    caller: Caller = info.context
    kinds = ("merchant_managed", "third_party", "assigned")
    caller.need("fulfillmentOrders", *(f"read_{kind}_fulfillment_orders" for kind in kinds))
    found = []
    for one in documents.find(caller.store, "fulfillmentorder"):
        is_open = includeClosed or one["status"] not in ("CLOSED", "CANCELLED")
        if is_open and one["visible_at"] <= caller.store.now() and caller.may_see(one):
            found.append(one)
    arguments = {name: value for name, value in given.items() if name not in ("query", "sortKey")}
    return pages.of_list(found, lambda one: _fulfillment_order_shape(caller, one))(info, **arguments)


def _locations(info: Any, includeInactive: bool = False, **given: Any) -> Shape:  # noqa: N803 - Shopify's name
    caller: Caller = info.context
    caller.need("locations", "read_locations", "read_inventory")
    found = [one for one in documents.find(caller.store, "location") if includeInactive or one["is_active"]]
    given.pop("query", None)
    return pages.of_list(found, fulfillments.location)(info, **given)


def _subscriptions(info: Any, **given: Any) -> Shape:
    topics, uri, kept = given.pop("topics", None), given.pop("uri", None), given.pop("format", None)
    found = [
        one
        for one in documents.find(info.context.store, "subscription")
        if (not topics or one["topic"] in topics) and uri in (None, one["uri"]) and kept in (None, one["format"])
    ]
    return pages.of_list(found, shop.subscription)(info, **given)


def _bulk_operation(info: Any, id: str) -> Shape | None:
    one = _of_kind(info.context, "BulkOperation", id)
    return shop.bulk_operation(info.context, one) if one else None


def _node(info: Any, id: str) -> Shape | None:
    caller: Caller = info.context
    kind = documents.kind_of_id(id)
    if kind in BY_ID:
        return BY_ID[kind](info, id)
    found = _of_kind(caller, kind, id) if kind in KINDS else None
    if found is None:
        return None
    if kind == "Customer":
        return people.customer(caller, id)
    return fulfillments.location(found) if kind == "Location" else shop.subscription(found)


BY_ID = {
    "Order": _order,
    "FulfillmentOrder": _fulfillment_order,
    "Fulfillment": _fulfillment,
    "BulkOperation": _bulk_operation,
}


FIELDS: Shape = {
    "orders": orders,
    "order": _order,
    "ordersCount": count,
    "shop": lambda info: shop.shop(info.context),
    "publicApiVersions": lambda info: shop.api_versions(info.context),
    "currentAppInstallation": lambda info: shop.app_installation(info.context),
    "webhookSubscriptions": _subscriptions,
    "locations": _locations,
    "fulfillmentOrders": _fulfillment_orders,
    "fulfillmentOrder": _fulfillment_order,
    "fulfillment": _fulfillment,
    "node": _node,
    "bulkOperation": _bulk_operation,
}
