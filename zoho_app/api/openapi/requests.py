"""The shapes of what programs send, and the parameters of lists. docs/api.md says what else is read."""

from collections.abc import Iterable

from zoho_app.api import batches, move_orders, order_query
from zoho_app.api.openapi.shapes import (
    ANY_OBJECT,
    FLAG,
    ID,
    NUMBER,
    TEXT,
    WHOLE,
    Shape,
    asked,
    many,
    one_of,
    ref,
)
from zoho_app.orders import addresses
from zoho_app.orders.input.choices import PAYMENT_STATUSES

SHIPMENT: dict[str, Shape] = {
    **dict.fromkeys(("tracking_number", "carrier_code", "shipment_method", "status", "tracking_url"), TEXT),
    "weight": NUMBER,
    "cost": NUMBER,
    "date_shipped": TEXT,
    "order_items": many(ANY_OBJECT),
}
INVENTORY_ITEM: dict[str, Shape] = {
    "name": TEXT,
    "code": TEXT,
    **dict.fromkeys(("price", "cost", "weight"), NUMBER),
    "stock": WHOLE,
    **dict.fromkeys(("location", "manufacturer_sku", "update_source"), TEXT),
    "variation_list": ANY_OBJECT,
    "metadata": ANY_OBJECT,
}
ORDER: dict[str, Shape] = {
    "source_id": TEXT,
    "source_name": TEXT,
    **dict.fromkeys(("email", "shipping_method", "customer_id", "payment_type", "currency"), TEXT),
    "payment_status": one_of(PAYMENT_STATUSES),
    **dict.fromkeys(("shipping_total", "handling_total", "tax_total", "refund_total"), NUMBER),
    "date_added": TEXT,
    "folder_id": ID,
    "folder_name": TEXT,
    **{kind: asked(dict.fromkeys(fields, TEXT)) for kind, fields in addresses.FIELDS.items()},
    "checkout_data": ANY_OBJECT,
    "order_metadata": ANY_OBJECT,
    "discount_list": many(asked({"name": TEXT, "code": TEXT, "amount": NUMBER})),
    "order_notes": many(asked({"content": TEXT, "username": TEXT, "date_added": TEXT})),
    "order_items": many(ref("NewOrderItem"), least=1, most=1_000),
}

SCHEMAS: dict[str, Shape] = {
    "NewOrder": asked(ORDER, required=("order_items",)),
    "OrderChanges": asked(ORDER),
    "NewOrderItem": asked(
        {
            "name": TEXT,
            "code": TEXT,
            "price": NUMBER,
            "quantity": WHOLE,
            "weight": NUMBER,
            **dict.fromkeys(("delivery_type", "category_code", "fulfillment_method"), TEXT),
            "variation_list": ANY_OBJECT,
            "metadata": ANY_OBJECT,
        },
        required=("name", "price"),
    ),
    "NewShipment": asked(SHIPMENT),
    "ShipmentsOfOrders": many(asked({"order_id": ID, **SHIPMENT}, required=("order_id",)), 1, batches.MOST),
    "NewInventoryItem": asked(INVENTORY_ITEM, required=("name", "code")),
    "InventoryItems": many(asked({"id": ID, **INVENTORY_ITEM}, required=("id", "name", "code")), 1, batches.MOST),
    "HistoryLine": asked({"note": TEXT, "source_name": TEXT}, required=("note",)),
    "Move": asked(
        {
            "order_id_list": many(ID, 1, move_orders.MOST),
            "destination_folder_id": ID,
            "destination_folder_name": TEXT,
        },
        required=("order_id_list",),
    ),
    "Asked": asked({"source_name": TEXT}),
}


def _named(names: Iterable[str], shape: Shape) -> dict[str, Shape]:
    return dict.fromkeys(names, shape)


PART_OF_A_LIST: dict[str, Shape] = {
    "limit": {"type": "integer", "minimum": 1, "default": order_query.DEFAULT_LIMIT},
    "offset": {"type": "integer", "minimum": 0, "default": 0},
}
OF_ORDERS: dict[str, Shape] = {
    **PART_OF_A_LIST,
    "order_by": one_of(order_query.ORDER_BY),
    "order": one_of(("ASC", "DESC", "asc", "desc")),
    "folder_id": TEXT,
    **_named(("folder_name", "source_id", "source_name", "customer_id", "email"), TEXT),
    **_named([f"{kind}_{part}" for kind in ("customer", "shipping") for part in order_query.ADDRESS_PARTS], TEXT),
    **_named([f"{name}{zone}" for name in order_query.PERIODS for zone in ("", "_local")], TEXT),
    "get_order_history": FLAG,
}
OF_INVENTORY: dict[str, Shape] = {**PART_OF_A_LIST, "code": TEXT, "search": TEXT}
