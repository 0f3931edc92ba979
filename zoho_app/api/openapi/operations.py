"""Every operation of the API by its endpoint: what it takes, and what it answers when all went well."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zoho_app.api.openapi import requests
from zoho_app.api.openapi.shapes import ID_TEXT, TEXT, TIME, WHOLE, Shape, many, one_of, or_null, ref

ORDERS, PARTS, INVENTORY, STORE = "Orders", "Parts of orders", "Inventory", "Store"


@dataclass(frozen=True)
class Operation:
    """One method of one address. `payload` is what its answer has beside status, message and execution time."""

    group: str
    payload: Mapping[str, Shape] = field(default_factory=dict)
    optional: tuple[str, ...] = ()  # of the payload
    statuses: tuple[int, ...] = (200,)
    body: str = ""  # the name of its shape
    body_is_list_under: str = ""  # the name under which a list may stand as well
    may_be_empty: bool = False  # the body
    query: Mapping[str, Shape] = field(default_factory=dict)
    conflicts: bool = False  # whether it may answer 409


def _list(total: Shape = WHOLE) -> dict[str, Shape]:
    return {"total_records": total, "records_returned": WHOLE, "offset": WHOLE, "next_offset": or_null(WHOLE)}


SENT = {"result": one_of(("scheduled", "withdrawn", "already")), "zoho_books": ref("ZohoBooks")}
RESULTS = {"results": many(ref("Result"))}
ITEM, ITEMS = {"order_item": ref("OrderItem")}, {"total_records": WHOLE, "order_items": many(ref("OrderItem"))}
PARCEL, PARCELS = {"shipment": ref("Shipment")}, {"total_records": WHOLE, "shipments": many(ref("Shipment"))}
PRODUCT = {"inventory_item": ref("InventoryItem")}
ORDER = {"order": ref("Order")}
NEW = (201,)

OPERATIONS: dict[str, Operation] = {
    "api_store.test": Operation(STORE, {"current_date_time": TIME}),
    "api_store.show": Operation(STORE, {"store": ref("Store")}),
    "api_orders.index": Operation(
        ORDERS, {**_list(), "limit": WHOLE, "orders": many(ref("Order"))}, query=requests.OF_ORDERS
    ),
    "api_orders.create": Operation(
        ORDERS,
        {**ORDER, "possible_duplicate_of": ID_TEXT},
        ("possible_duplicate_of",),
        NEW,
        "NewOrder",
        conflicts=True,
    ),
    "api_orders.show": Operation(ORDERS, ORDER),
    "api_orders.replace": Operation(ORDERS, ORDER, body="OrderChanges", conflicts=True),
    "api_orders.delete": Operation(ORDERS, conflicts=True),
    "api_submit_cancel.submit": Operation(
        ORDERS, SENT, statuses=(200, 202), body="Asked", may_be_empty=True, conflicts=True
    ),
    "api_submit_cancel.cancel": Operation(
        ORDERS, SENT, statuses=(200, 202), body="Asked", may_be_empty=True, conflicts=True
    ),
    "api_move_orders.create": Operation(ORDERS, RESULTS, body="Move", conflicts=True),
    "api_order_history.create": Operation(
        PARTS, {"total_records": WHOLE, **ORDER}, statuses=NEW, body="HistoryLine", conflicts=True
    ),
    "api_order_items.index": Operation(PARTS, ITEMS),
    "api_order_items.show": Operation(PARTS, ITEM),
    "api_order_items.create": Operation(PARTS, ITEM, statuses=NEW, body="NewOrderItem", conflicts=True),
    "api_order_items.replace": Operation(PARTS, ITEM, body="NewOrderItem", conflicts=True),
    "api_order_items.delete": Operation(PARTS, conflicts=True),
    "api_shipments.index": Operation(PARTS, PARCELS),
    "api_shipments.show": Operation(PARTS, PARCEL),
    "api_shipments.create": Operation(PARTS, PARCEL, statuses=NEW, body="NewShipment", conflicts=True),
    "api_shipments.replace": Operation(PARTS, PARCEL, body="NewShipment", conflicts=True),
    "api_shipments.delete": Operation(PARTS, conflicts=True),
    "api_shipments.create_many": Operation(
        PARTS, RESULTS, body="ShipmentsOfOrders", body_is_list_under="shipments", conflicts=True
    ),
    "api_inventory_items.index": Operation(
        INVENTORY, {**_list(TEXT), "inventory_items": many(ref("InventoryItem"))}, query=requests.OF_INVENTORY
    ),
    "api_inventory_items.show": Operation(INVENTORY, {"records_returned": WHOLE, **PRODUCT}),
    "api_inventory_items.create": Operation(
        INVENTORY, PRODUCT, statuses=NEW, body="NewInventoryItem", conflicts=True
    ),
    "api_inventory_items.replace": Operation(INVENTORY, PRODUCT, body="NewInventoryItem", conflicts=True),
    "api_inventory_items.delete": Operation(INVENTORY, conflicts=True),
    "api_inventory_items.replace_many": Operation(
        INVENTORY, RESULTS, body="InventoryItems", body_is_list_under="inventory_items", conflicts=True
    ),
}
