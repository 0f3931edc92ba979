"""Fulfillments of the core, which stand behind a switch: parcels with their items."""

from typing import Any

from ...common.ledger import note_change
from ...common.store import Document
from .. import documents
from ..errors import RestError
from ..orders import book
from .call import Answer, Call


def show_all(call: Call) -> Answer:
    rows = documents.of_order(call.store, "fulfillment", documents.number(call.order()))
    return Answer([_shape(one) for one in rows if one["deleted_at"] is None])


def show(call: Call) -> Answer:
    return Answer(_shape(_one(call)))


def create(call: Call) -> Answer:
    order = call.order()
    number = documents.new_number(call.store, "fulfillment")
    made: Document = {"id": documents.identity("fulfillment", number), "order": documents.number(order)}
    made.update(deleted_at=None)
    return Answer(_shape(_keep(call, order, made, "created")), 201)


def update(call: Call) -> Answer:
    """Replace a fulfillment: meta data that is not sent is gone."""
    return Answer(_shape(_keep(call, call.order(), _one(call), "updated")))


def delete(call: Call) -> Answer:
    one = _one(call)
    with call.store.transaction():
        one["deleted_at"] = call.store.now()
        documents.put(call.store, "fulfillment", one)
        note_change(call.store, "deleted", "fulfillment", str(documents.number(one)))
        book.save(call.store, call.order())
    return Answer({"message": "Fulfillment deleted successfully."})


def _keep(call: Call, order: Document, one: Document, action: str) -> Document:
    meta = call.body.get("meta_data", [])
    items: list[dict[str, Any]] = next((row["value"] for row in meta if row["key"] == "_items"), [])
    lines = {line["id"]: line["quantity"] for line in order["fields"]["line_items"]}
    if not items:
        raise _refused("The fulfillment should contain at least one item.")
    for item in items:
        if item.get("item_id") not in lines or not 0 < item.get("qty", 0) <= lines[item["item_id"]]:
            raise _refused(f"Invalid item {item.get('item_id')}.")
    with call.store.transaction():
        one["status"] = call.body.get("status", "unfulfilled")
        one["meta_data"] = [{"id": documents.new_number(call.store, "meta"), **row} for row in meta]
        documents.put(call.store, "fulfillment", one)
        note_change(call.store, action, "fulfillment", str(documents.number(one)))
        if call.query.get("notify_customer") == "true":
            book.mail(call.store, order, "fulfillment")
        book.save(call.store, order)
    return one


def _one(call: Call) -> Document:
    found = documents.get(call.store, "fulfillment", call.numbers["fulfillment"])
    if found is None or found["deleted_at"] is not None or found["order"] != documents.number(call.order()):
        raise RestError(404, "woocommerce_rest_fulfillment_invalid_id", "Fulfillment not found.")
    return found


def _refused(words: str) -> RestError:
    return RestError(400, "woocommerce_rest_fulfillment_invalid", words)


def _shape(one: Document) -> dict[str, Any]:
    return {
        "id": documents.number(one),
        "entity_type": "WC_Order",
        "entity_id": str(one["order"]),
        "status": one["status"],
        "is_fulfilled": one["status"] == "fulfilled",
        "date_updated": documents.gmt(one["modified_at"]),
        "date_deleted": documents.gmt(one["deleted_at"]),
        "meta_data": one["meta_data"],
    }
