"""Adding, changing and removing the items of an order."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from zoho_app.extensions import db
from zoho_app.orders import history
from zoho_app.orders.edit import touch
from zoho_app.orders.events import ORDER_DETAILS_CHANGED, publish
from zoho_app.orders.history import quoted
from zoho_app.orders.input import keys
from zoho_app.orders.input.fields import FieldError, Reader
from zoho_app.orders.input.names import length_of
from zoho_app.orders.input.order_data import BadOrder, Values, plain, raise_if_bad, read_item
from zoho_app.orders.input.order_items import LONGEST_CODE, MOST_ITEMS, MOST_ITEMS_JSON, ItemData, too_long_items
from zoho_app.orders.models import Order, OrderItem

# The fields of an item that `described` leaves out, with what people call them.
FURTHER = {
    "weight": "Weight",
    "delivery_type": "Delivery",
    "category_code": "Category",
    "fulfillment_method": "Fulfillment",
    "variation_list": "Variation",
    "item_metadata": "Metadata",
}


def get(order: Order, item_id: int) -> OrderItem | None:
    """The item, if it is on this order."""
    return next((item for item in order.items if item.id == item_id), None)


def add_item(order: Order, data: Any, who: str) -> OrderItem:
    """Add an item at the end of the order; fires "Order Details Changed". Raises BadOrder."""
    values = read_item(data)
    _refuse_too_many([*order.items, values])
    place = max((each.position for each in order.items), default=-1) + 1
    _tell(order, who, _add(order, values, place))
    return order.items[-1]


def change_item(item: OrderItem, data: Any, who: str) -> bool:
    """Replace all fields of an item; whether anything changed. Raises BadOrder.

    Fires "Order Details Changed" when something did.
    """
    values = read_item(data)
    _refuse_too_many([*(other for other in item.order.items if other is not item), values])
    note = _change(item, values, item.position)
    if note:
        _tell(item.order, who, note)
    return bool(note)


def give_skus(order: Order, codes: Mapping[int, str], who: str) -> bool:
    """Give items of the order their SKUs, by item id, and leave all else; whether anything changed.

    Fires "Order Details Changed" once when something did. Raises BadOrder, whose fields are the item ids.
    """
    reader = Reader({str(item_id): code for item_id, code in codes.items()})
    read = {item_id: reader.text(str(item_id), LONGEST_CODE) for item_id in codes}
    raise_if_bad(reader)
    notes = []
    for item in order.items:
        before = described(item)
        if item.id in read and apply(item, {"code": read[item.id]}):
            notes.append(f"Item Changed: {before} is now {described(item)}")
    if notes:
        _tell(order, who, *notes)
    return bool(notes)


def remove_item(item: OrderItem, who: str) -> None:
    """Take an item off its order; fires "Order Details Changed". Raises BadOrder for the last one."""
    order = item.order
    if len(order.items) == 1:
        raise BadOrder([FieldError("order_items", "an order needs at least one item; delete the order instead")])
    _tell(order, who, _remove(order, item))


def apply_items(order: Order, items: list[ItemData], who: str) -> bool:
    """Make these the order's items: those with an id are changed, those without added, all others removed.

    Writes history, fires no event; whether anything changed. Raises BadOrder for an id that is not here.
    """
    known = {item.id: item for item in order.items}
    wrong = [place for place, item in enumerate(items) if item.id is not None and item.id not in known]
    if wrong:
        raise BadOrder(FieldError(f"order_items[{place}].id", "is no item of this order") for place in wrong)
    kept = {item.id for item in items}
    notes = [_remove(order, item) for item in list(order.items) if item.id not in kept]
    for place, item in enumerate(items):
        notes.append(_change(known[item.id], item.values, place) if item.id else _add(order, item.values, place))
    for note in filter(None, notes):
        history.add(order, who, note)
    if any(notes):
        keys.refresh(order)
        touch(order)
    return any(notes)


def _refuse_too_many(items: Sequence[OrderItem | Values]) -> None:
    """Refuse more items than an imported order may have."""
    length = sum(_length(item) for item in items)
    if len(items) > MOST_ITEMS:
        raise BadOrder([FieldError("order_items", f"are too many; an order has at most {MOST_ITEMS}")])
    if length > MOST_ITEMS_JSON:
        raise BadOrder([too_long_items(length)])


def _length(item: OrderItem | Values) -> int:
    if isinstance(item, OrderItem):
        return length_of(item.variation_list) + length_of(item.item_metadata)
    return length_of(item["variation_list"]) + length_of(item["item_metadata"])


def _add(order: Order, values: Values, position: int) -> str:
    order.items.append(build(named(values), position))
    return f"Item Added: {described(order.items[-1])}"


def _change(item: OrderItem, values: Values, position: int) -> str:
    before, kept = described(item), {field: getattr(item, field) for field in FURTHER}
    item.position = position
    if not apply(item, named(values)):
        return ""
    after = described(item)
    further = [words for field, value in kept.items() for words in _differences(field, value, getattr(item, field))]
    return "; ".join([f"Item Changed: {before}{f' is now {after}' if after != before else ''}", *further])


def _differences(field: str, before: Any, after: Any) -> list[str]:
    """The differences in fields that `described` leaves out, in words."""
    if not isinstance(before, dict):
        shown = [plain(value) if isinstance(value, Decimal) else quoted(value) for value in (before, after)]
        return [f"{FURTHER[field]} from {shown[0]} to {shown[1]}"] if before != after else []
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return [
        f"{FURTHER[field]} {quoted(name)} {f'is now {quoted(after[name])}' if name in after else 'was removed'}"
        for name in names
    ]


def _remove(order: Order, item: OrderItem) -> str:
    order.items.remove(item)
    return f"Item Removed: {described(item)}"


def build(values: Values, position: int) -> OrderItem:
    """A new item of clean values; not yet part of an order."""
    return OrderItem(**values, code_key=keys.sku_key(values["code"]), position=position)


def apply(item: OrderItem, values: Values) -> bool:
    """Set an item's columns to clean values; whether anything changed."""
    different = {field: value for field, value in values.items() if getattr(item, field) != value}
    for field, value in different.items():
        setattr(item, field, value)
    item.code_key = keys.sku_key(item.code)
    return bool(different)


def named(values: Values) -> Values:
    """The same values; an item without a name is called by its SKU."""
    if "name" not in values:
        return values
    return {**values, "name": values["name"] or values.get("code", "")}


def described(item: OrderItem) -> str:
    """An item in a few words: quantity, name, SKU, price."""
    code = f" ({item.code})" if item.code and item.code != item.name else ""
    return f"{item.quantity} × {item.name}{code} at {plain(item.price)}"


def _tell(order: Order, who: str, *notes: str) -> None:
    keys.refresh(order)
    db.session.flush()
    for note in notes:
        history.add(order, who, note)
    touch(order)
    publish(ORDER_DETAILS_CHANGED, order)
