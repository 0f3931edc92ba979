"""The shapes of what the API answers, beside the code that makes them: orders/representation.py."""

from zoho_app.api.openapi.shapes import (
    ANY_OBJECT,
    DAY_OR_BLANK,
    ID_TEXT,
    NAMES,
    NUMBER,
    TEXT,
    TIME,
    WHOLE,
    Shape,
    answered,
    many,
    one_of,
    or_null,
    ref,
)
from zoho_app.api.zoho_state import STATES
from zoho_app.orders import addresses
from zoho_app.orders.representation import AMOUNTS, PLAIN_TEXTS

DISCOUNT = answered({"name": TEXT, "code": TEXT, "amount": TEXT})
SHIPMENT_TEXTS = (
    *("tracking_number", "carrier_code", "shipment_method", "weight", "cost", "status", "tracking_url"),
    *("label_format", "label_image", "print_status"),
)
ORDER: dict[str, Shape] = {
    "id": ID_TEXT,
    **dict.fromkeys(PLAIN_TEXTS, TEXT),
    "email_count": ID_TEXT,
    "quantity_total": WHOLE,
    **dict.fromkeys(AMOUNTS, NUMBER),
    "folder_id": WHOLE,
    "date_added": TIME,
    "date_updated": TIME,
    **{kind: answered(dict.fromkeys(fields, TEXT)) for kind, fields in addresses.FIELDS.items()},
    "checkout_data": NAMES,
    "order_metadata": NAMES,
    "discount_list": many(DISCOUNT),
    "order_items": many(ref("OrderItem")),
    "order_notes": many(answered({"date_added": TIME, "username": TEXT, "content": TEXT})),
    "order_shipments": many(ref("Shipment")),
    "order_history": many(answered({"source_name": TEXT, "note": TEXT, "date_added": TIME})),
    "zoho_books": ref("ZohoBooks"),
}
RESULT = answered(
    {
        "status": one_of(("success", "unchanged", "error")),
        "message": TEXT,
        "id": or_null(WHOLE),
        "order_id": or_null(WHOLE),
        "shipment_id": ID_TEXT,
        "original_folder_id": WHOLE,
    },
    optional=("id", "order_id", "shipment_id", "original_folder_id"),
)

SCHEMAS: dict[str, Shape] = {
    "Order": answered(ORDER, optional=("order_history", "zoho_books")),
    "OrderItem": answered(
        {
            "id": ID_TEXT,
            "name": TEXT,
            "price": NUMBER,
            "quantity": WHOLE,
            "weight": NUMBER,
            **dict.fromkeys(("code", "delivery_type", "category_code", "fulfillment_method"), TEXT),
            "variation_list": NAMES,
            "metadata": NAMES,
        }
    ),
    "Shipment": answered(
        {
            **dict.fromkeys(("id", "order_id", "store_id"), ID_TEXT),
            **dict.fromkeys(SHIPMENT_TEXTS, TEXT),
            "order_items": {"anyOf": [many(ANY_OBJECT), {"const": ""}]},
            **dict.fromkeys(("source", "cart_shipment_id", "label_shipment_id"), TEXT),
            "date_shipped": DAY_OR_BLANK,
            "date_added": TIME,
        }
    ),
    "ZohoBooks": answered(
        {
            "state": one_of(STATES),
            "salesorder_number": or_null(TEXT),
            "salesorder_id": or_null(TEXT),
            "salesorder_status": or_null(TEXT),
            "total": or_null(NUMBER),
            "sent_at": or_null(TIME),
            "failure": or_null(answered({"cause": TEXT, "message": TEXT})),
        }
    ),
    "InventoryItem": answered(
        {
            "id": WHOLE,
            **dict.fromkeys(("name", "code"), TEXT),
            **dict.fromkeys(("price", "cost", "weight"), NUMBER),
            "stock": WHOLE,
            **dict.fromkeys(("location", "manufacturer_sku", "update_source"), TEXT),
            "variation_list": NAMES,
            "metadata": NAMES,
            "date_added": TIME,
            "date_updated": TIME,
        }
    ),
    "Store": answered(
        {
            "id": ID_TEXT,
            "name": TEXT,
            "settings": {"type": "object", "additionalProperties": TEXT},
            "folders": NAMES,
        }
    ),
    "Result": RESULT,
    "Error": answered(
        {
            "status": {"const": "error"},
            "message": TEXT,
            "execution_time": TEXT,
            "errors": many(answered({"field": TEXT, "message": TEXT}), most=100),
            **dict.fromkeys(("order_id", "shipment_id"), ID_TEXT),
            "result": {"const": "refused"},
            "reason": TEXT,
            "zoho_books": ref("ZohoBooks"),
        },
        optional=("errors", "order_id", "shipment_id", "result", "reason", "zoho_books"),
    ),
}
