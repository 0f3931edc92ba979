"""Replacing an order by new data, as PUT of Order Desk's API does: what the data leaves out stays."""

from zoho_app.orders import addresses, edit, folders, items, source_changes, state
from zoho_app.orders.events import ORDER_ADDRESS_CHANGED, ORDER_DETAILS_CHANGED, publish
from zoho_app.orders.import_order import build_notes, chosen_folder, tell_repairs
from zoho_app.orders.input.order_data import OrderData, Values
from zoho_app.orders.models import Order


def replace_order(order: Order, clean: OrderData, who: str) -> None:
    """Make those parts of the order what the data says that it has; a part that is there and blank becomes blank.

    Order Desk blanks what is left out; here a client that sends one part never destroys the rest. Source id, source
    name, folder and items stay when they are blank. Shipments, history and what the accounting integration wrote are
    not touched. Each event fires once, after everything is changed. Raises BadOrder or DuplicateOrder.
    """
    folder, before = chosen_folder(order.store_id, clean), state.of_order(order)
    details_changed = edit.apply_details(order, clean.details | _identity(order, clean), who)
    items_changed = bool(clean.items) and items.apply_items(order, clean.items, who)
    changed = [edit.apply_address(order, kind, address, who) for kind, address in _addresses(order, clean).items()]
    for column in ("checkout_data", "order_metadata"):
        if column in clean.given:
            edit.replace_names(order, column, getattr(clean, column), who)
        elif names := getattr(clean, column):  # what else the data says of the order's state
            edit.replace_names(order, column, {**getattr(order, column), **names}, who)
    if "order_notes" in clean.given:
        _replace_notes(order, clean, who)
    tell_repairs(order, clean, who)
    source_changes.tell(order, before, who)
    if details_changed or items_changed:
        publish(ORDER_DETAILS_CHANGED, order)
    if any(changed):
        publish(ORDER_ADDRESS_CHANGED, order)
    if folder is not None:
        folders.move(order, folder, who)


def _addresses(order: Order, clean: OrderData) -> dict[str, dict[str, str]]:
    """The addresses that the data has: whole where it is nested; of flat fields, those that are given."""
    found: dict[str, dict[str, str]] = {}
    for kind, parts in addresses.FIELDS.items():
        flat = [part for part in parts if f"{kind}_{part}" in clean.given]
        if kind in clean.given:
            found[kind] = clean.addresses[kind]
        elif flat:
            merged = {**getattr(order, kind), **{part: clean.addresses[kind].get(part, "") for part in flat}}
            found[kind] = {part: merged[part] for part in parts if merged.get(part)}
    return found


def _identity(order: Order, clean: OrderData) -> Values:
    named = {"source_name": clean.source_name, "source_id": clean.source_id}
    return edit.own_identity(order, named)


def _replace_notes(order: Order, clean: OrderData, who: str) -> None:
    """Notes have no ids in the API, so that they are compared by what they say."""
    before = [(note.username, note.content) for note in order.notes]
    if before != [(note.username, note.content) for note in clean.notes]:
        order.notes = build_notes(clean, who, order.notes)
        edit.touch(order)
