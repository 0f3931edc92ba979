"""Sales orders several at once, and by a custom field instead of the id.

Zoho Books API: `X-Unique-Identifier-Key` and `-Value` name the order to change, `X-Upsert: true` makes it where there
is none. Status for several orders is not documented, but in use by integrations.
"""

from flask import request

from ..common.store import Document
from ..errors import ZohoError, invalid_value, missing, too_long
from ..state import note_change, organization_id, sandbox
from .gate import Answer, body, operation
from .organizations import active_custom_fields
from .salesorder_changes import write_sales_order
from .salesorder_shapes import order_detail
from .salesorder_status import check_may_be_deleted, check_may_be_edited, mark_open, mark_void

MOST_AT_ONCE = 25


@operation("PUT", "/salesorders", "salesorders.UPDATE", "Sales Order has been updated.")
def update_by_custom_field() -> Answer:
    name, value = (request.headers.get(f"X-Unique-Identifier-{part}", "") for part in ("Key", "Value"))
    if not value or name not in {field["api_name"] for field in active_custom_fields()}:
        raise invalid_value("X-Unique-Identifier-Key")
    found = _with_value(name, value)
    if len(found) > 1:
        raise ZohoError(4, f"Invalid value passed for {name}")
    if not found and request.headers.get("X-Upsert", "").lower() != "true":
        raise missing("Sales Order")
    fresh: Document = {"id": sandbox().store.new_id(), "status": "draft", "custom_values": {name: value}}
    order = found[0] if found else fresh
    check_may_be_edited(order)
    has_number = bool(str(body().get("salesorder_number") or "").strip())
    order = write_sales_order(order, body(), own_number=has_number)
    note_change("updated" if found else "created", "salesorder", order["id"])
    return {"salesorder": order_detail(order)}


def _with_value(name: str, value: str) -> list[Document]:
    where = "json_extract(body, ?) = ?"
    return sandbox().store.find("salesorder", organization_id(), where, [f"$.custom_values.{name}", value], limit=2)


@operation("POST", "/salesorders/status/confirmed", "salesorders.CREATE", "The sales orders have been confirmed.")
def open_orders() -> Answer:
    for order in _wanted():
        _save(mark_open(order), "opened")
    return {}


@operation("POST", "/salesorders/status/void", "salesorders.CREATE", "The sales orders have been voided.")
def void_orders() -> Answer:
    for order in _wanted():
        _save(mark_void(order, ""), "voided")
    return {}


@operation("DELETE", "/salesorders", "salesorders.DELETE", "The sales orders have been deleted.")
def delete_orders() -> Answer:
    for order in _wanted():
        check_may_be_deleted(order)
        sandbox().store.delete("salesorder", organization_id(), order["id"])
        note_change("deleted", "salesorder", order["id"])
    return {}


def _wanted() -> list[Document]:
    """Return the orders that the query names; raise ZohoError when one is missing, none named, or too many."""
    ids = [part.strip() for part in request.args.get("salesorder_ids", "").split(",") if part.strip()]
    if not ids:
        raise invalid_value("salesorder_ids")
    if len(ids) > MOST_AT_ONCE:
        raise too_long("salesorder_ids", MOST_AT_ONCE)
    found = [sandbox().store.get("salesorder", organization_id(), order_id) for order_id in ids]
    if None in found:
        raise missing("Sales Order")
    return [order for order in found if order is not None]


def _save(order: Document, action: str) -> None:
    sandbox().store.put("salesorder", organization_id(), order)
    note_change(action, "salesorder", order["id"])
