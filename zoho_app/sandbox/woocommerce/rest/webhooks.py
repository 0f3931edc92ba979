"""Webhooks of the API; their secrets are never shown."""

from typing import Any

from ...common.store import Document
from .. import documents
from ..errors import RestError, invalid
from ..state import shop
from ..webhooks import subscriptions
from .call import Answer, Call
from .listing import found


def show_all(call: Call) -> Answer:
    rows = documents.find(call.store, "webhook")
    return Answer([_shape(one) for one in reversed(rows)], headers=found(rows))


def show(call: Call) -> Answer:
    return Answer(_shape(_one(call)))


def create(call: Call) -> Answer:
    try:
        with call.store.transaction():
            made = subscriptions.create(call.store, call.body)
    except ValueError as error:
        raise invalid(**{str(error): f"Webhook {error} is invalid."}) from error
    subscriptions.ping(call.store, made, shop().send)
    return Answer(_shape(made), 201)


def update(call: Call) -> Answer:
    try:
        with call.store.transaction():
            changed = subscriptions.change(call.store, _one(call), call.body)
    except ValueError as error:
        raise invalid(**{str(error): f"Webhook {error} is invalid."}) from error
    subscriptions.ping(call.store, changed, shop().send)
    return Answer(_shape(changed))


def delete(call: Call) -> Answer:
    one = _one(call)
    if call.query.get("force") != "true":
        raise RestError(501, "woocommerce_rest_trash_not_supported", "Webhooks do not support trashing.")
    documents.delete(call.store, one)
    return Answer(_shape(one))


def _one(call: Call) -> Document:
    one = documents.get(call.store, "webhook", call.numbers["webhook"])
    if one is None:
        raise RestError(404, "woocommerce_rest_shop_webhook_invalid_id", "Invalid ID.")
    return one


def _shape(one: Document) -> dict[str, Any]:
    resource, _, event = one["topic"].partition(".")
    return {
        "id": documents.number(one),
        "name": one["name"],
        "status": one["status"],
        "topic": one["topic"],
        "resource": resource,
        "event": event,
        "hooks": [],
        "delivery_url": one["delivery_url"],
        "date_created_gmt": documents.gmt(one["created_at"]),
        "date_modified_gmt": documents.gmt(one["modified_at"]),
    }
