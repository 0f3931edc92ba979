"""A pick list: what to take from the shelves for many orders at once, each product in one row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from zoho_app.accounts.models import Store
from zoho_app.clock import now
from zoho_app.documents.models import PrintSettings
from zoho_app.documents.packing_slip import Page, day, locations, store_part
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.models import Order, OrderItem


@dataclass
class Row:
    """One product in one variation, and how many of it each order needs."""

    sku: str
    name: str
    variations: dict[str, str]
    location: str
    pieces: dict[int, int] = field(default_factory=dict)  # by the order's id


def page(store: Store, settings: PrintSettings, orders: Iterable[Order]) -> Page:
    """The data of the list: by location, then SKU, so that one walk along the shelves is enough."""
    orders = list(orders)
    numbers = {order.id: order.source_id for order in orders}
    rows = _rows(orders, locations(store.id, orders))
    return {
        "store": store_part(store, settings),
        "date": day(now(), ZoneInfo(store.time_zone)),
        "orders": len(orders),
        "pieces": sum(sum(row.pieces.values()) for row in rows),
        "has_locations": any(row.location for row in rows),
        "items": [_item(row, numbers) for row in rows],
    }


def _rows(orders: Iterable[Order], places: dict[str, str]) -> list[Row]:
    found: dict[tuple[Any, ...], Row] = {}
    for order in orders:
        for item in order.items:
            empty = Row(item.code, item.name, item.variation_list, places.get(item.code_key, ""))
            row = found.setdefault(_key(item), empty)
            row.pieces[order.id] = row.pieces.get(order.id, 0) + item.quantity
    return sorted(found.values(), key=_place)


def _place(row: Row) -> tuple[Any, ...]:
    """Where the row stands; what has no location comes last."""
    return not row.location, _natural(row.location), _natural(row.sku), row.name


def _natural(text: str) -> list[tuple[int, int, str]]:
    """For sorting as people count: "Shelf 9" before "Shelf 10"."""
    runs = [(is_number, "".join(run)) for is_number, run in groupby(text_key(text), str.isdecimal)]
    return [(0, int(run), "") if is_number else (1, 0, run) for is_number, run in runs]


def _key(item: OrderItem) -> tuple[Any, ...]:
    """What makes two items the same thing on a shelf; without an SKU it is the name."""
    return item.code_key or ("", text_key(item.name)), tuple(sorted(item.variation_list.items()))


def _item(row: Row, numbers: dict[int, str]) -> dict[str, Any]:
    return {
        "quantity": sum(row.pieces.values()),
        "sku": row.sku,
        "name": row.name,
        "variations": [{"name": name, "value": value} for name, value in row.variations.items()],
        "location": row.location,
        "orders": [{"number": numbers[order_id], "quantity": count} for order_id, count in row.pieces.items()],
    }
