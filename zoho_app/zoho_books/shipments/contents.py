"""What a parcel holds, as items of the order: partial shipments can be told to sales channels as what they are."""

from collections.abc import Sequence
from typing import Any

from zoho_app.orders.input.keys import sku_key
from zoho_app.orders.models import OrderItem
from zoho_app.orders.tracking.parcels import Packed


def order_items(items: Sequence[OrderItem], packed: Sequence[Packed]) -> list[dict[str, Any]]:
    """The packed products as a shipment keeps them; nothing where one can't be named, for the rest would mislead.

    A product is found among the order's items by its SKU, else by its name. Items of one SKU share what is packed.
    """
    left = {item.id: item.quantity for item in items}
    found: list[dict[str, Any]] = []
    for one in packed:
        named = _named(items, one)
        if not named and not one.sku:
            return []
        if not named:
            found.append({"code": one.sku, "name": one.name, "quantity": one.quantity})
        found += _shared(named, one.quantity, left)
    return found


def _named(items: Sequence[OrderItem], one: Packed) -> list[OrderItem]:
    by_sku = [item for item in items if one.sku and item.code_key == sku_key(one.sku)]
    name = one.name.casefold()
    return by_sku or [item for item in items if name and item.name.strip().casefold() == name]


def _shared(items: Sequence[OrderItem], quantity: int, left: dict[int, int]) -> list[dict[str, Any]]:
    """Give each item of the order as many pieces as it still lacks, the last one the rest."""
    found: list[dict[str, Any]] = []
    for item in items:
        pieces = quantity if item is items[-1] else min(quantity, left[item.id])
        if pieces:
            named = {"id": str(item.id), "code": item.code, "name": item.name}
            found.append({**{key: text for key, text in named.items() if text}, "quantity": pieces})
            left[item.id], quantity = left[item.id] - pieces, quantity - pieces
    return found
