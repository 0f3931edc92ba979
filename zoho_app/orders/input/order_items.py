"""The items of untrusted order data."""

from dataclasses import dataclass
from typing import Any

from zoho_app.orders.input import shapes
from zoho_app.orders.input.fields import MOST_QUANTITY, FieldError, Reader
from zoho_app.orders.input.names import length_of, read_names

# Order Desk API docs: the delivery types of an item.
DELIVERY_TYPES = ("ship", "noship", "download", "future")
LONGEST_CODE = 200
MOST_ITEMS = 1_000  # of one order
MOST_ITEMS_JSON = 2_000_000  # characters of all its items' variations and metadata
ITEM_KEYS = {"item_metadata": "metadata"}  # column -> its name in the API, where they differ
# What other APIs call what was paid and ordered. Read as nothing, it would be an order of 0.00, or of one piece.
OTHER_NAMES = {
    "price": ("unit_price", "unitPrice", "item_price", "price_each", "amount", "total", "line_total", "row_total"),
    "quantity": ("qty", "qty_ordered", "quantity_ordered", "count"),
}
NOTHING = ("0", "0.0", "0.00", "0.000", "0.0000")  # quantities


@dataclass(frozen=True)
class ItemData:
    """One order item; `id` names the stored item that it changes."""

    id: int | None
    values: dict[str, Any]  # column name -> value; of a stored item, only those that are given


def read_items(reader: Reader, whole: bool) -> list[ItemData]:
    """The items of an order; a `whole` order has at least one."""
    before = len(reader.errors)
    rows = reader.rows("order_items", MOST_ITEMS)
    if whole and not rows and len(reader.errors) == before:
        reader.error("order_items", "give at least one item")
    items = [read_one(row, whole) for row in (_ordered(rows) if reader.lenient else rows)]
    length = sum(
        length_of(item.values.get(name, {})) for item in items for name in ("variation_list", "item_metadata")
    )
    if length > MOST_ITEMS_JSON:
        reader.errors.append(too_long_items(length))
    return items


def _ordered(rows: list[Reader]) -> list[Reader]:
    """Lines of which none was ordered, as shops leave them after a change, are left out while others are there."""
    told = [(row, _is_nothing(row)) for row in rows]
    if all(is_nothing for _, is_nothing in told):
        return rows
    for row, is_nothing in told:
        if is_nothing:
            row.repair("quantity", f"is 0; the line “{row.text('name', 200)}” was left out")
    return [row for row, is_nothing in told if not is_nothing]


def _is_nothing(reader: Reader) -> bool:
    """Whether nothing of a line was ordered, and all else in it can be read."""
    prices = Reader({"price": reader.data.get("price")})
    prices.money("price", negative=True)
    return str(reader.data.get("quantity", "")).strip() in NOTHING and not prices.errors


def read_one(reader: Reader, whole: bool = True) -> ItemData:
    """An item; of one that names a stored item, and is not `whole`, only what is given."""
    before = len(reader.errors)
    item_id = None if whole and reader.lenient else reader.identifier("id")  # new items get their own
    is_part = not whole and item_id is not None
    name, code = reader.text("name", 500), reader.identifier_text("code", LONGEST_CODE)
    if not name and not code and not is_part and reader.is_object and len(reader.errors) == before:
        reader.error("name", "give a name or a code (SKU)")
    if reader.has("price") and shapes.is_blank(reader.data.get("price")) and not is_part:
        reader.repair("price", "is blank; it was read as 0")
    if reader.lenient and not is_part:
        for key, others in OTHER_NAMES.items():
            other = next((one for one in others if reader.has(one)), "")
            if other and not reader.has(key):
                reader.error(key, f"is missing, and {other} is not read; give it as {key}")
    values = {
        "name": name,
        "code": code,
        "price": reader.money("price", negative=True),
        "quantity": reader.whole("quantity", 1, 1, MOST_QUANTITY),
        "weight": reader.detail("weight"),
        "delivery_type": reader.choice("delivery_type", DELIVERY_TYPES, "ship"),
        "category_code": reader.text("category_code", 100),
        "fulfillment_method": reader.text("fulfillment_method", 100),
        "variation_list": read_names(reader, "variation_list"),
        "item_metadata": read_names(reader, "metadata"),
    }
    if is_part:
        values = {name: value for name, value in values.items() if reader.has(ITEM_KEYS.get(name, name))}
    return ItemData(item_id, values)


def too_long_items(length: int) -> FieldError:
    """What is wrong with items that have so many characters of variations and metadata."""
    words = f"have too long variations and metadata; at most {MOST_ITEMS_JSON} characters together, it is {length}"
    return FieldError("order_items", words)
