"""Subscriptions to webhooks: made, changed, deleted."""

from typing import Any

from .. import documents
from ..access.scopes import Caller
from ..shapes import shop
from ..webhooks import subscriptions

Shape = dict[str, Any]
MISSING = "Webhook subscription does not exist"
# Topics that anybody may subscribe to; all others speak of orders.
FREE_TOPICS = ("APP_", "SHOP_", "BULK_", "LOCATIONS_")


def create(info: Any, topic: str, webhookSubscription: Shape) -> Shape:  # noqa: N803 - Shopify's name
    caller: Caller = info.context
    if not topic.startswith(FREE_TOPICS) and not caller.has("read_orders"):
        words = "You cannot create a webhook subscription with the specified topic"
        return _refused("webhookSubscription", ["topic"], words)
    try:
        made = subscriptions.create(caller.store, topic, webhookSubscription)
    except subscriptions.Invalid as error:
        return _refused("webhookSubscription", error.field, error.message)
    return {"webhookSubscription": shop.subscription(made), "userErrors": []}


def update(info: Any, id: str, webhookSubscription: Shape) -> Shape:  # noqa: N803 - Shopify's name
    store = info.context.store
    found = documents.get(store, "subscription", id)
    if found is None:
        return _refused("webhookSubscription", ["id"], MISSING)
    try:
        changed = subscriptions.update(store, found, webhookSubscription)
    except subscriptions.Invalid as error:
        return _refused("webhookSubscription", error.field, error.message)
    return {"webhookSubscription": shop.subscription(changed), "userErrors": []}


def delete(info: Any, id: str) -> Shape:
    store = info.context.store
    if documents.get(store, "subscription", id) is None:
        return _refused("deletedWebhookSubscriptionId", ["id"], MISSING)
    documents.delete(store, "subscription", id)
    return {"deletedWebhookSubscriptionId": id, "userErrors": []}


def _refused(name: str, field: list[str], message: str) -> Shape:
    return {name: None, "userErrors": [{"field": field, "message": message}]}
