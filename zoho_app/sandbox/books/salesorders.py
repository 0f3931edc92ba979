"""Sales orders: create, list, read, change, open, void, delete, custom fields, addresses."""

from flask import g, request

from ..common.store import Document
from ..editions.preferences import preference
from ..errors import ZohoError, missing, refused, too_long
from ..state import note_change, organization_id, sandbox
from . import lists
from .contact_changes import ADDRESS_TEXTS, texts
from .custom_fields import set_custom_fields
from .gate import Answer, body, json_value, operation
from .salesorder_changes import write_sales_order
from .salesorder_shapes import order_detail, order_row
from .salesorder_status import check_may_be_deleted, check_may_be_edited, mark_open, mark_void

ORDERS = lists.Listing(
    kind="salesorder",
    key="salesorders",
    report_name="Sales Orders",
    texts=("salesorder_number", "reference_number", "customer_name", "email"),
    searched=("salesorder_number", "reference_number", "customer_name"),
    sorted_by=(
        "customer_name",
        "salesorder_number",
        "reference_number",
        "shipment_date",
        "total",
        "date",
        "created_time",
        "last_modified_time",
    ),
    default_sort="created_time",
    default_order="D",
    statuses=("draft", "open", "invoiced", "void"),
    not_learned=(
        *("salesperson_id", "zcrm_potential_id", "customview_id", "location_ids", "print"),
        *("subscription_number", "first_name", "company_name"),
        *("item_name_in", "item_name_not_in", "item_description_in", "item_description_not_in"),
    ),
)
MOST_IDS = 200
# The OpenAPI says of expiry_date that it is the day of shipment.
DAY_COLUMNS = {
    "date": "json_extract(body, '$.date')",
    "created_date": "json_extract(body, '$.created_date')",
    "shipment_date": "json_extract(body, '$.shipment_date')",
    "expiry_date": "json_extract(body, '$.shipment_date')",
}


@operation("GET", "/salesorders", "salesorders.READ")
def list_orders() -> Answer:
    return lists.answer(ORDERS, order_row, _own_filters)


def _own_filters(conditions: lists.Conditions) -> None:
    if request.args.get("customer_id"):
        conditions.add("json_extract(body, '$.customer_id') = ?", request.args["customer_id"])
    for name, field in (("item_id", "item_id"), ("item_name", "name"), ("item_description", "description")):
        lists.add_line_filters(conditions, name, field)
    lists.add_number_filters(conditions, "total")
    for name, column in DAY_COLUMNS.items():
        lists.add_day_filters(conditions, name, column)
    if request.args.get("accept", "json") != "json":
        raise refused("The sandbox answers in JSON alone.")
    is_by_characters = preference(g.organization, "salesorder_ids_limit") == "characters"
    if is_by_characters and len(request.args.get("salesorder_ids", "")) > MOST_IDS:
        raise too_long("salesorder_ids", MOST_IDS)
    wanted = [part.strip() for part in request.args.get("salesorder_ids", "").split(",") if part.strip()]
    if len(wanted) > MOST_IDS:
        raise ZohoError(15, f"Please ensure that the salesorder_ids has less than {MOST_IDS} ids.")
    if wanted:
        conditions.add(f"id IN ({','.join('?' * len(wanted))})", *wanted)


@operation("POST", "/salesorders", "salesorders.CREATE", "Sales Order has been created.", 201)
def create_order() -> Answer:
    own_number = request.args.get("ignore_auto_number_generation", "").lower() == "true"
    order = write_sales_order({"id": sandbox().store.new_id(), "status": "draft"}, body(), own_number)
    note_change("created", "salesorder", order["id"])
    return {"salesorder": order_detail(order)}


@operation("GET", "/salesorders/<order_id>", "salesorders.READ")
def get_order(order_id: str) -> Answer:
    return {"salesorder": order_detail(_order(order_id))}


@operation("PUT", "/salesorders/<order_id>", "salesorders.UPDATE", "Sales Order has been updated.")
def update_order(order_id: str) -> Answer:
    order = _order(order_id)
    check_may_be_edited(order)
    order = write_sales_order(order, body(), own_number=True)
    note_change("updated", "salesorder", order_id)
    return {"salesorder": order_detail(order)}


@operation("DELETE", "/salesorders/<order_id>", "salesorders.DELETE", "The sales order has been deleted.")
def delete_order(order_id: str) -> Answer:
    check_may_be_deleted(_order(order_id))
    sandbox().store.delete("salesorder", organization_id(), order_id)
    note_change("deleted", "salesorder", order_id)
    return {}


@operation(
    "POST",
    "/salesorders/<order_id>/status/open",
    "salesorders.CREATE",
    "Sales order status has been changed to Open.",
)
def open_order(order_id: str) -> Answer:
    return _save(mark_open(_order(order_id)), "opened")


@operation(
    "POST",
    "/salesorders/<order_id>/status/void",
    "salesorders.CREATE",
    "Sales order status has been changed to Void.",
)
def void_order(order_id: str) -> Answer:
    given = body() if request.get_data() else {}
    order = _order(order_id)
    return _save(mark_void(order, texts(given, {"reason": 500}).get("reason", "")), "voided")


@operation("PUT", "/salesorder/<order_id>/customfields", "salesorders.UPDATE", "Custom Fields have been updated.")
def update_custom_fields(order_id: str) -> Answer:
    given = json_value()
    order = _order(order_id)
    set_custom_fields(order, given.get("custom_fields") if isinstance(given, dict) else given)
    return _save(order, "updated")


@operation(
    "PUT",
    "/salesorders/<order_id>/address/billing",
    "salesorders.UPDATE",
    "Billing address has been updated.",
)
def update_billing_address(order_id: str) -> Answer:
    return _update_address(order_id, "billing_address")


@operation(
    "PUT",
    "/salesorders/<order_id>/address/shipping",
    "salesorders.UPDATE",
    "Shipping address has been updated.",
)
def update_shipping_address(order_id: str) -> Answer:
    return _update_address(order_id, "shipping_address")


def _update_address(order_id: str, kind: str) -> Answer:
    order = _order(order_id)
    order[kind] = {**order[kind], **texts(body(), ADDRESS_TEXTS)}
    return _save(order, "updated")


def _save(order: Document, action: str) -> Answer:
    sandbox().store.put("salesorder", organization_id(), order)
    note_change(action, "salesorder", order["id"])
    return {}


def _order(order_id: str) -> Document:
    found = sandbox().store.get("salesorder", organization_id(), order_id)
    if found is None:
        raise missing("Sales Order")
    return found
