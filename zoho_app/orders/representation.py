"""The desk's records as Order Desk's API v2 shows them.

Order Desk API docs: ids are strings, times are UTC, totals are numbers, an empty object is written as [].
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from zoho_app.accounts.models import Store
from zoho_app.orders import addresses
from zoho_app.orders.input.order_data import plain
from zoho_app.orders.input.timestamps import to_text
from zoho_app.orders.listing import email_counts
from zoho_app.orders.models import Folder, HistoryEntry, InventoryItem, Order, OrderItem, OrderNote, Shipment

Json = dict[str, Any]

PLAIN_TEXTS = (
    "source_id",
    "source_name",
    "email",
    "shipping_method",
    "processor_response",
    "payment_type",
    "payment_status",
    "cc_number_masked",
    "cc_exp",
    "customer_id",
    "ip_address",
    "tag_name",
    "tag_color",
    "fulfillment_name",
    "fulfillment_id",
)
AMOUNTS = (
    "weight_total",
    "product_total",
    "shipping_total",
    "handling_total",
    "tax_total",
    "discount_total",
    "order_total",
    "refund_total",
    "processor_balance",
)


def orders_json(orders: Sequence[Order], with_history: bool = False) -> list[Json]:
    """Stored orders, each as `order_json` shows it."""
    counts = email_counts.count_orders(orders)
    return [_order_json(order, counts[order.id], with_history) for order in orders]


def order_json(order: Order, with_history: bool = False) -> Json:
    """A stored order with its items, notes and shipments, and with its history if wanted."""
    return orders_json([order], with_history)[0]


def _order_json(order: Order, email_count: int, with_history: bool) -> Json:
    shown = {
        **own_json(order, email_count),
        "order_notes": [note_json(note) for note in order.notes],
        "order_shipments": [shipment_json(shipment) for shipment in order.shipments],
    }
    if with_history:
        shown["order_history"] = [history_json(entry) for entry in order.history]
    return shown


def own_json(order: Order, email_count: int) -> Json:
    """An order with its items, but without what it may have any number of: notes, shipments, history."""
    return {
        "id": str(order.id),
        **{field: getattr(order, field) for field in PLAIN_TEXTS},
        "email_count": str(email_count),
        "quantity_total": order.quantity_total,
        **{field: number(getattr(order, field)) for field in AMOUNTS},
        "folder_id": order.folder_id,
        "date_added": to_text(order.date_added),
        "date_updated": to_text(order.date_updated),
        **{kind: address_json(getattr(order, kind), kind) for kind in addresses.FIELDS},
        "checkout_data": names_json(order.checkout_data),
        "order_metadata": names_json(order.order_metadata),
        "discount_list": order.discount_list,
        "order_items": [item_json(item) for item in order.items],
    }


def item_json(item: OrderItem) -> Json:
    """One order item."""
    return {
        "id": str(item.id),
        "name": item.name,
        "price": number(item.price),
        "quantity": item.quantity,
        "weight": number(item.weight),
        "code": item.code,
        "delivery_type": item.delivery_type,
        "category_code": item.category_code,
        "fulfillment_method": item.fulfillment_method,
        "variation_list": names_json(item.variation_list),
        "metadata": names_json(item.item_metadata),
    }


def shipment_json(shipment: Shipment) -> Json:
    """One shipment; all its fields are text, but for the list of its items."""
    return {
        "id": str(shipment.id),
        "order_id": str(shipment.order_id),
        "store_id": str(shipment.order.store_id),
        "tracking_number": shipment.tracking_number,
        "carrier_code": shipment.carrier_code,
        "shipment_method": shipment.shipment_method,
        "weight": plain(shipment.weight),
        "cost": plain(shipment.cost),
        "status": shipment.status,
        "tracking_url": shipment.tracking_url,
        "label_format": "",
        "label_image": "",
        "print_status": "0",
        "order_items": shipment.order_items or "",
        "source": shipment.source,
        "cart_shipment_id": shipment.cart_shipment_id,
        "label_shipment_id": "",
        "date_shipped": shipment.date_shipped.isoformat() if shipment.date_shipped else "",
        "date_added": to_text(shipment.date_added),
    }


def note_json(note: OrderNote) -> Json:
    """One note on an order."""
    return {"date_added": to_text(note.date_added), "username": note.username, "content": note.content}


def history_json(entry: HistoryEntry) -> Json:
    """One line of an order's history."""
    return {"source_name": entry.who, "note": entry.note, "date_added": to_text(entry.at)}


def store_json(store: Store, folders: list[Folder]) -> Json:
    """A store with its settings and folders; never its key."""
    return {
        "id": str(store.id),
        "name": store.name,
        "settings": {
            "currency_code": store.currency_code,
            "time_zone": store.time_zone,
            "add_inventory_details": "1" if store.add_inventory_details else "0",
            "same_sources": store.same_sources,
            # What Order Desk's clients look at, as it is here.
            "auto_update_stock_count": "0",
            "auto_create_inventory_items": "0",
            "normalize_capitalization": "0",
            "normalize_phone_numbers": "0",
            "default_checkout_data_fields": "",
            "all_orders_name": "All Orders",
        },
        "folders": {str(folder.id): folder.name for folder in folders} or [],
    }


def inventory_json(item: InventoryItem) -> Json:
    """One inventory item."""
    return {
        "id": item.id,
        "name": item.name,
        "code": item.code,
        "price": number(item.price),
        "cost": number(item.cost),
        "weight": number(item.weight),
        "stock": item.stock,
        "location": item.location,
        "manufacturer_sku": item.manufacturer_sku,
        "update_source": item.update_source,
        "variation_list": names_json(item.variation_list),
        "metadata": names_json(item.item_metadata),
        "date_added": to_text(item.date_added),
        "date_updated": to_text(item.date_updated),
    }


def address_json(address: dict[str, str], kind: str) -> Json:
    """All fields of an address, blank ones too."""
    return {field: address.get(field, "") for field in addresses.FIELDS[kind]}


def names_json(names: dict[str, str]) -> dict[str, str] | list[str]:
    """Names with values; PHP writes none of them as []."""
    return names or []


def number(amount: Decimal) -> int | float:
    """An amount as a JSON number: 12 or 12.5; 14 digits at most, which a float keeps exactly."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)
