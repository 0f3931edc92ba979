"""The notes of a sales order."""

from collections.abc import Mapping
from typing import Any

from zoho_app.orders.input.keys import text_key
from zoho_app.orders.models import Order
from zoho_app.zoho_books.models import ZohoBooksSettings


def notes(order: Order, settings: ZohoBooksSettings) -> str:
    """The order's notes (metadata before checkout data), then the messages that the settings name."""
    parts = [_value(order.order_metadata, "notes") or _value(order.checkout_data, "notes")]
    for title, field in (
        ("Gift message", settings.gift_message_field),
        ("Picklist message", settings.picklist_message_field),
    ):
        message = _value(order.checkout_data, text_key(field)) if field.strip() else ""
        parts.append(message and f"{title}: {message}")
    return "\n\n".join(part for part in parts if part)


def _value(values: Mapping[str, Any], name: str) -> str:
    return next((str(value).strip() for key, value in values.items() if text_key(key) == name), "")
