"""Every field of Mutation."""

from typing import Any

from ..access.scopes import Caller
from ..orders import book
from ..shapes.orders import order as order_shape
from . import bulk, parcels, subscriptions

Shape = dict[str, Any]


def _tags_add(info: Any, id: str, tags: list[str]) -> Shape:
    caller: Caller = info.context
    caller.need("tagsAdd", "write_orders")
    order = book.get(caller.store, id)
    if order is None:
        return {"node": None, "userErrors": [{"field": ["id"], "message": "Order does not exist"}]}
    new = [tag for tag in tags if tag.lower() not in {known.lower() for known in order["tags"]}]
    if new:
        order["tags"] = [*order["tags"], *new]
        book.save(caller.store, order)
    return {"node": order_shape(caller, order), "userErrors": []}


FIELDS: Shape = {
    "fulfillmentCreate": parcels.fulfillment_create,
    "fulfillmentTrackingInfoUpdate": parcels.tracking_update,
    "fulfillmentCancel": parcels.fulfillment_cancel,
    "fulfillmentEventCreate": parcels.event_create,
    "fulfillmentOrderReleaseHold": parcels.release_hold,
    "webhookSubscriptionCreate": subscriptions.create,
    "webhookSubscriptionUpdate": subscriptions.update,
    "webhookSubscriptionDelete": subscriptions.delete,
    "bulkOperationRunQuery": bulk.run_query,
    "bulkOperationCancel": bulk.cancel,
    "tagsAdd": _tags_add,
}
