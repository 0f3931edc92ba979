"""Which items of which fulfillment orders a parcel takes: one call for each location."""

from collections.abc import Sequence
from typing import Any

from zoho_app.channels.shopify.shipments.state import Fulfillment, FulfillmentOrder
from zoho_app.channels.shops.parcels import PackedItem, Parcel
from zoho_app.orders.input.keys import sku_key

Json = dict[str, Any]
Need = list[tuple[PackedItem, int]]


def groups(parcel: Parcel, shippable: Sequence[FulfillmentOrder], sent: Sequence[Fulfillment]) -> list[list[Json]]:
    """What the parcel takes at each location, as `lineItemsByFulfillmentOrder`; `sent` is what it holds already."""
    need = missing(parcel, sent)
    places: dict[tuple[str, str], list[Json]] = {}
    for one in shippable:
        taken: Json | None = {"fulfillmentOrderId": one.id} if not parcel.items else _take(one, need)
        if taken:
            places.setdefault((one.location, one.method), []).append(taken)
    return list(places.values())


def missing(parcel: Parcel, sent: Sequence[Fulfillment]) -> Need:
    """The items of the parcel, and how many of each no fulfillment of it has."""
    left: dict[str, int] = {}
    for one in sent:
        for line_key, units in one.units.items():
            left[line_key] = left.get(line_key, 0) + units
    return [(item, item.quantity - min(item.quantity, left.get(item.line_key, 0))) for item in parcel.items]


def holds(parcel: Parcel, one: Fulfillment) -> bool:
    """Whether the fulfillment has the items of the parcel, so that this may be another parcel of the same."""
    return all(one.units.get(item.line_key, 0) for item in parcel.items)


def in_words(need: Need) -> str:
    """What is missing, such as "1 of 2 × MUG"."""
    return ", ".join(f"{units} of {item.quantity} × {item.code}" for item, units in need if units)


def _take(one: FulfillmentOrder, need: Need) -> Json | None:
    parts: dict[str, int] = {}
    left = {line.id: line.remaining for line in one.lines}
    for place, (item, units) in enumerate(need):
        for line in one.lines:
            fits = line.line_key == item.line_key if item.line_key else sku_key(line.sku) == sku_key(item.code)
            taken = min(units, left[line.id]) if fits else 0
            if taken:
                parts[line.id] = parts.get(line.id, 0) + taken
                left[line.id] -= taken
                units -= taken
        need[place] = (item, units)
    rows = [{"id": line_id, "quantity": units} for line_id, units in parts.items()]
    return {"fulfillmentOrderId": one.id, "fulfillmentOrderLineItems": rows} if rows else None
