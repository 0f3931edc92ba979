"""Change an order by hand, by rule or by API; each change adds one line to its history."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from zoho_app import masks
from zoho_app.appointments import lifecycle
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import addresses, deleted, history, identity
from zoho_app.orders.events import ORDER_ADDRESS_CHANGED, ORDER_DETAILS_CHANGED, publish
from zoho_app.orders.history import quoted
from zoho_app.orders.input import keys
from zoho_app.orders.input import text as texts
from zoho_app.orders.input.fields import Reader
from zoho_app.orders.input.names import read_names
from zoho_app.orders.input.order_data import (
    DISCOUNTS_FIELD,
    LONGEST_NOTE,
    TEXTS,
    Values,
    plain,
    raise_if_bad,
    read_address,
    read_details,
)
from zoho_app.orders.models import Order, OrderNote

ADDRESS_TITLES = {
    "shipping": "Shipping Address",
    "customer": "Customer Address",
    "return_address": "Return Address",
}
LABELS = {
    "email": "Email",
    "cc_number_masked": "Card Number",
    "cc_exp": "Card Expiry",
    "ip_address": "IP Address",
}


class ChangedMeanwhile(Exception):
    """Somebody else changed the order after this person opened it."""

    def __init__(self) -> None:
        super().__init__("Somebody else changed this order. Check it as it is now, then change it again.")


def check_version(order: Order, version: int) -> None:
    """Raise ChangedMeanwhile unless the order is still as it was when its `version` was shown."""
    if order.version != version:
        raise ChangedMeanwhile


def touch(order: Order) -> None:
    """Mark the order as changed when only rows that belong to it were; then flush."""
    order.date_updated = now()
    db.session.flush()


def update_details(order: Order, data: Any, who: str) -> bool:
    """Change those of the order's own fields that `data` gives; whether anything changed.

    Fires "Order Details Changed" when something did. Raises BadOrder, or DuplicateOrder when a changed
    source id or source name is another order's.
    """
    changed = apply_details(order, read_details(data) | own_identity(order, data), who)
    if changed:
        publish(ORDER_DETAILS_CHANGED, order)
    return changed


def apply_details(order: Order, values: Values, who: str) -> bool:
    """Set columns to clean values, with history but without an event; whether anything changed."""
    different = {field: value for field, value in values.items() if getattr(order, field) != value}
    if not different:
        return False
    changed = [_phrase(field, getattr(order, field), value) for field, value in different.items()]
    for field, value in different.items():
        setattr(order, field, value)
    keys.refresh(order)
    history.add(order, who, f"Order Details Changed: {'; '.join(changed)}")
    touch(order)
    return True


def _phrase(field: str, before: Any, after: Any) -> str:
    label = LABELS.get(field, field.replace("_", " ").title())
    if field == DISCOUNTS_FIELD:
        return "Discounts"
    shown = [quoted(value) if isinstance(value, str) else plain(value) for value in (before, after)]
    return f"{label} from {shown[0]} to {shown[1]}"


def own_identity(order: Order, data: Any) -> Values:
    """The order's source name and id as `data` gives them; left out or blank, they stay.

    Raises BadOrder, or DuplicateOrder when they are another order's.
    """
    reader = Reader(data)
    values = {
        "source_name": reader.text("source_name", 100) or order.source_name,
        "source_id": reader.text("source_id", 200) or order.source_id,
    }
    raise_if_bad(reader)
    identity.refuse_duplicate(order.store_id, values["source_name"], values["source_id"], order.id)
    return values


def update_address(order: Order, kind: str, data: Any, who: str) -> bool:
    """Replace the address `kind` ("shipping", "customer", "return_address"); whether it changed.

    `data` has plain field names such as "city". Fires "Order Address Changed" when it did. Raises BadOrder.
    """
    changed = apply_address(order, kind, read_address(data, kind), who)
    if changed:
        publish(ORDER_ADDRESS_CHANGED, order)
    return changed


def apply_address(order: Order, kind: str, address: dict[str, str], who: str) -> bool:
    """Set a clean address, with history but without an event; whether it changed."""
    before = getattr(order, kind)
    if before == address:
        return False
    setattr(order, kind, address)
    keys.refresh(order)
    history.add(order, who, f"{ADDRESS_TITLES[kind]} Changed from {_shown(before)} to {_shown(address)}")
    touch(order)
    return True


def _shown(address: Mapping[str, str]) -> str:
    return quoted(", ".join(addresses.lines(address)))


def set_checkout_data(order: Order, name: str, value: str, who: str) -> bool:
    """Set one field of the order's checkout data; a blank value keeps the name. Raises BadOrder."""
    return _set(order, "checkout_data", name, value, who)


def set_order_metadata(order: Order, name: str, value: str, who: str) -> bool:
    """Set one field of the order's metadata; a blank value keeps the name. Raises BadOrder."""
    return _set(order, "order_metadata", name, value, who)


def remove_checkout_data(order: Order, name: str, who: str) -> bool:
    """Take one field out of the order's checkout data; False when it is not there."""
    return _remove(order, "checkout_data", name, who)


def remove_order_metadata(order: Order, name: str, who: str) -> bool:
    """Take one field out of the order's metadata; False when it is not there."""
    return _remove(order, "order_metadata", name, who)


def replace_names(order: Order, column: str, names: dict[str, str], who: str) -> bool:
    """Replace all of "checkout_data" or "order_metadata" by clean names; whether anything changed."""
    before = getattr(order, column)
    if before == names:
        return False
    setattr(order, column, dict(names))
    keys.refresh(order)
    different = [name for name in {**before, **names} if before.get(name) != names.get(name)]
    history.add(order, who, f"{_title(column)} Changed: {quoted(', '.join(different))}")
    touch(order)
    return True


def _set(order: Order, column: str, name: str, value: str, who: str) -> bool:
    names = dict(getattr(order, column))
    name = _same_name(names, texts.clean(name))
    reader = Reader({column: {**names, name: value}})
    names = read_names(reader, column)
    raise_if_bad(reader)
    if names == getattr(order, column):
        return False
    setattr(order, column, names)
    keys.refresh(order)
    value = quoted(masks.in_text(names[name]))
    history.add(order, who, f"{_title(column)} Changed: {quoted(name)} is now {value}")
    touch(order)
    return True


def _remove(order: Order, column: str, name: str, who: str) -> bool:
    names = dict(getattr(order, column))
    if names.pop(_same_name(names, name), None) is None:
        return False
    setattr(order, column, names)
    keys.refresh(order)
    history.add(order, who, f"{_title(column)} Changed: {quoted(name)} was removed")
    touch(order)
    return True


def _same_name(names: dict[str, str], name: str) -> str:
    """The name as it is already written there, ignoring case; otherwise the given one."""
    key = keys.text_key(name)
    return next((present for present in names if keys.text_key(present) == key), name.strip())


def _title(column: str) -> str:
    return column.replace("_", " ").title()


def add_note(order: Order, content: str, who: str) -> OrderNote:
    """Leave a note on the order. Raises BadOrder when it is blank or too long."""
    reader = Reader({"content": content})
    text = reader.text("content", LONGEST_NOTE, lines=True)
    if not text and not reader.errors:
        reader.error("content", "write something")
    raise_if_bad(reader)
    note = OrderNote(content=text, username=who)
    order.notes.append(note)
    history.add(order, who, f"{history.NOTE_ADDED}{quoted(text)}")
    touch(order)
    return note


def get_note(order: Order, note_id: int) -> OrderNote | None:
    """The note, if it is on this order."""
    return next((note for note in order.notes if note.id == note_id), None)


def remove_note(order: Order, note: OrderNote, who: str) -> None:
    """Delete a note from its order; the history keeps the beginning of it."""
    order.notes.remove(note)
    history.add(order, who, f"Note Deleted: {quoted(note.content)}")
    touch(order)


def tag(order: Order, name: str, color: str, who: str) -> bool:
    """Put a tag on the order; a blank name takes it off. Whether anything changed. Raises BadOrder."""
    reader = Reader({"tag_name": name, "tag_color": color if name.strip() else ""})
    values = {field: reader.text(field, TEXTS[field]) for field in ("tag_name", "tag_color")}
    raise_if_bad(reader)
    if all(getattr(order, field) == value for field, value in values.items()):
        return False
    order.tag_name, order.tag_color = values["tag_name"], values["tag_color"]
    history.add(order, who, f"Order Tagged {quoted(values['tag_name'])}" if values["tag_name"] else "Tag Removed")
    touch(order)
    return True


def delete_order(order: Order, who: str) -> None:
    """Delete the order with everything that belongs to it, and dismiss its failures.

    Its appointments stay on record without details, which may name the customer.
    """
    deleted.keep(order, who)
    lifecycle.dismiss_all(order.store_id, "order", [order.id])
    lifecycle.forget_details(order.store_id, "order", [order.id])
    others = update(Order).where(Order.store_id == order.store_id, Order.double_of == order.id)
    db.session.execute(others.values(double_of=None))
    db.session.delete(order)
    db.session.flush()
