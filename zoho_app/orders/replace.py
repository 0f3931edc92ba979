"""Replacing a whole order by new data, as PUT of Order Desk's API does."""

from zoho_app.orders import addresses, edit, folders, items
from zoho_app.orders.events import ORDER_ADDRESS_CHANGED, ORDER_DETAILS_CHANGED, publish
from zoho_app.orders.import_order import build_notes, chosen_folder
from zoho_app.orders.input.order_data import OrderData, Values, blank_details
from zoho_app.orders.models import Order


def replace_order(order: Order, clean: OrderData, who: str) -> None:
    """Make the order what the data says; any parts left out become blank (Order Desk API docs).

    What says which order it is stays when left out: source id, source name and folder. Shipments, history and
    what the accounting integration wrote are not touched. Each event fires once, after everything is changed.
    Raises BadOrder or DuplicateOrder.
    """
    folder = chosen_folder(order.store_id, clean)
    details = blank_details() | clean.details | _identity(order, clean)
    details_changed = edit.apply_details(order, details, who)
    items_changed = items.apply_items(order, clean.items, who)
    changed = [edit.apply_address(order, kind, clean.addresses[kind], who) for kind in addresses.FIELDS]
    edit.replace_names(order, "checkout_data", clean.checkout_data, who)
    edit.replace_names(order, "order_metadata", clean.order_metadata, who)
    _replace_notes(order, clean, who)
    if details_changed or items_changed:
        publish(ORDER_DETAILS_CHANGED, order)
    if any(changed):
        publish(ORDER_ADDRESS_CHANGED, order)
    if folder is not None:
        folders.move(order, folder, who)


def _identity(order: Order, clean: OrderData) -> Values:
    named = {"source_name": clean.source_name, "source_id": clean.source_id}
    return edit.own_identity(order, named)


def _replace_notes(order: Order, clean: OrderData, who: str) -> None:
    """Notes have no ids in the API, so that they are compared by what they say."""
    before = [(note.username, note.content) for note in order.notes]
    if before != [(note.username, note.content) for note in clean.notes]:
        order.notes = build_notes(clean, who, order.notes)
        edit.touch(order)
