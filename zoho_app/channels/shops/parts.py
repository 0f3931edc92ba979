"""The parts of an order as a shop says them: which have changed since the shop said them last."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

# What tells the state of an order goes another way (orders/source_changes.py); a name or a folder is ours.
STATE = ("payment_status", "refund_total", "cancelled_at", "test")
OURS = ("source_name", "source_id", "folder_id", "date_added", "order_total", "order_notes")
WORDS = {
    "email": "e-mail address",
    "shipping": "shipping address",
    "customer": "billing address",
    "order_items": "items",
    "shipping_method": "shipping method",
    "shipping_total": "shipping",
    "handling_total": "handling",
    "tax_total": "tax",
    "discount_list": "discounts",
    "checkout_data": "what the buyer filled in",
    "order_metadata": "further details",
    "payment_type": "payment method",
}
# Changes of these alone need nobody once the order was sent: nothing in the books depends on them.
HARMLESS = {"order_metadata", "payment_type", "customer_id", "checkout_data", "shipping_method"}


def digests(data: Mapping[str, Any]) -> dict[str, str]:
    """A digest of each part, so that what the shop said before can be compared without keeping it."""
    return {name: _digest(value) for name, value in data.items() if name not in (*STATE, *OURS)}


def changed(said: Mapping[str, str], data: Mapping[str, Any]) -> list[str]:
    """The names of the parts that the shop says otherwise by now."""
    return [name for name, digest in digests(data).items() if said.get(name) != digest]


def in_words(names: Iterable[str]) -> str:
    """The parts as people call them, such as "items, tax"."""
    return ", ".join(dict.fromkeys(WORDS.get(name, name.replace("_", " ")) for name in names))


def _digest(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:16]
