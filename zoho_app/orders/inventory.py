"""Inventory: what the store knows about its products, typed once and copied into order items."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.exc import IntegrityError

from zoho_app.extensions import db
from zoho_app.orders.input.fields import BadFields, FieldError, Reader
from zoho_app.orders.input.keys import sku_key, text_key
from zoho_app.orders.input.names import length_of, read_names
from zoho_app.orders.input.order_data import Values
from zoho_app.orders.input.order_items import MOST_ITEMS_JSON
from zoho_app.orders.listing import search
from zoho_app.orders.models import InventoryItem, Order, OrderItem

MOST_STOCK = 1_000_000_000


class BadInventoryItem(BadFields):
    """Inventory data was refused; `errors` names every field that is wrong."""


def add_details(order: Order) -> int:
    """Copy what is known of each product into the order's items; returns how many items gained something.

    Products are found by SKU, ignoring case. Metadata and variations are added under names that the item has
    in neither of the two; a blank name and a weight of 0 are filled in. Nothing that came
    with the order is replaced, and price and quantity are never touched. What would make an order
    larger than one that comes in may be is left out.
    """
    known = by_codes(order.store_id, [item.code for item in order.items])
    found = [(item, known[item.code_key]) for item in order.items if item.code_key in known]
    room = MOST_ITEMS_JSON - sum(_length(item) for item in order.items)
    gained = 0
    for item, product in found:
        before = _length(item)
        gained += _fill(item, product, with_names=_length(product) <= room)
        room -= _length(item) - before
    return gained


def _length(one: OrderItem | InventoryItem) -> int:
    return length_of(one.variation_list) + length_of(one.item_metadata)


def _fill(item: OrderItem, product: InventoryItem, with_names: bool) -> bool:
    present = {text_key(name) for name in (*item.item_metadata, *item.variation_list)}
    metadata = _missing(product.item_metadata, present) if with_names else {}
    variations = _missing(product.variation_list, present) if with_names else {}
    item.item_metadata = {**item.item_metadata, **metadata}
    item.variation_list = {**item.variation_list, **variations}
    gained = bool(metadata or variations)
    if not item.name and product.name:
        item.name, gained = product.name, True
    if not item.weight and product.weight:
        item.weight, gained = product.weight, True
    return gained


def _missing(names: dict[str, str], present: set[str]) -> dict[str, str]:
    return {name: value for name, value in names.items() if text_key(name) not in present}


def by_codes(store_id: int, codes: Iterable[str]) -> dict[str, InventoryItem]:
    """The store's inventory items with these SKUs, each under its `sku_key`; one statement."""
    wanted = {sku_key(code) for code in codes} - {""}
    if not wanted:
        return {}
    found = select(InventoryItem).where(InventoryItem.store_id == store_id, InventoryItem.code_key.in_(wanted))
    return {item.code_key: item for item in db.session.scalars(found)}


def get(store_id: int, item_id: int) -> InventoryItem | None:
    """The inventory item, if it is the store's."""
    wanted = select(InventoryItem).where(InventoryItem.id == item_id, InventoryItem.store_id == store_id)
    return db.session.scalar(wanted)


def find(store_id: int, query: str = "", after: str = "", most: int = 500) -> list[InventoryItem]:
    """Items of the store's inventory in the order of SKUs; `query` as in `matching`, `after` a whole SKU."""
    wanted = matching(store_id, query).order_by(InventoryItem.code_key)
    if after:
        wanted = wanted.where(InventoryItem.code_key > sku_key(after))
    return list(db.session.scalars(wanted.limit(most)))


def matching(store_id: int, query: str = "", code: str = "") -> Select[InventoryItem]:
    """The statement for items of the inventory; by name or SKU as `search.read` understands it, or by a whole SKU."""
    wanted = select(InventoryItem).where(InventoryItem.store_id == store_id)
    if code:
        wanted = wanted.where(InventoryItem.code_key == sku_key(code))
    searched = search.read(query)
    if searched.text:
        by_code = search.like(InventoryItem.code_key, sku_key(searched.text), searched.way)
        wanted = wanted.where(or_(by_code, search.like(InventoryItem.name, searched.text, searched.way)))
    return wanted


def create(store_id: int, data: Any) -> InventoryItem:
    """Add an inventory item. Raises BadInventoryItem, also when the SKU is taken."""
    values = read(data)
    _refuse_taken(store_id, values, None)
    item = InventoryItem(store_id=store_id, **values)
    try:
        with db.session.begin_nested():
            db.session.add(item)
    except IntegrityError as error:
        raise _taken(item.code) from error
    return item


def update(item: InventoryItem, data: Any) -> None:
    """Replace all fields of an inventory item; what is left out becomes blank. Raises BadInventoryItem."""
    update_read(item, read(data))


def update_read(item: InventoryItem, values: Values) -> None:
    """The same with what `read` made of the data."""
    _refuse_taken(item.store_id, values, item.id)
    try:
        with db.session.begin_nested():
            for field, value in values.items():
                setattr(item, field, value)
    except IntegrityError as error:
        raise _taken(values["code"]) from error


def delete(item: InventoryItem) -> None:
    """Delete an inventory item; orders keep what was copied from it."""
    db.session.delete(item)
    db.session.flush()


def read(data: Any) -> Values:
    """An inventory item as the API takes it: column name -> value. Raises BadInventoryItem."""
    reader = Reader(data)
    values: Values = {
        "name": reader.text("name", 500),
        "code": reader.text("code", 200),
        "price": reader.money("price"),
        "cost": reader.money("cost"),
        "weight": reader.money("weight"),
        "stock": reader.whole("stock", 0, -MOST_STOCK, MOST_STOCK),
        "location": reader.text("location", 200),
        "manufacturer_sku": reader.text("manufacturer_sku", 200),
        "update_source": reader.text("update_source", 100),
        "variation_list": read_names(reader, "variation_list"),
        "item_metadata": read_names(reader, "metadata"),
    }
    if not values["code"]:
        reader.error("code", "give a code (SKU)")
    if not values["name"]:
        reader.error("name", "give a name")
    if reader.errors:
        raise BadInventoryItem(reader.errors)
    values["code_key"] = sku_key(values["code"])
    return values


def _refuse_taken(store_id: int, values: Values, own_id: int | None) -> None:
    other = by_codes(store_id, [values["code"]]).get(values["code_key"])
    if other is not None and other.id != own_id:
        raise _taken(other.code)


def _taken(code: str) -> BadInventoryItem:
    return BadInventoryItem([FieldError("code", f"there is already an inventory item with the SKU {code}")])
