"""Import an order, from the API, a file, a person, or the sample data."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError

from zoho_app.accounts.models import Store
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import duplicates, folders, history, identity, inventory, items, source_changes
from zoho_app.orders.duplicates import Alike
from zoho_app.orders.events import ORDER_IMPORTED, publish
from zoho_app.orders.input import keys, source
from zoho_app.orders.input.fields import FieldError
from zoho_app.orders.input.order_data import BadOrder, NoteData, OrderData, blank_details, plain, read_order
from zoho_app.orders.models import Folder, Order, OrderNote


def import_order(store: Store, data: Any, who: str, event: str = ORDER_IMPORTED, alike: Alike | None = None) -> Order:
    """Store an order given as Order Desk's API takes it, or read already, and fire `event` for it.

    Without a folder it goes into the store's first one. With an order that it looks `alike`, a person is asked
    whether it is the same purchase. Flushed, not committed.
    Raises BadOrder naming every wrong field, or DuplicateOrder when the store has this source's order
    already, also when it arrives twice at the same moment.
    """
    clean = (
        data
        if isinstance(data, OrderData)
        else read_order(data, ZoneInfo(store.time_zone), strict=event != ORDER_IMPORTED)
    )
    folder = _folder(store.id, clean, strict=event != ORDER_IMPORTED)
    order = _build(store.id, folder, clean, who)
    _insert(order, clean.source_id)
    if store.add_inventory_details:
        inventory.add_details(order)
    for item in order.items:
        item.name = item.name or item.code
    history.add(order, who, f"Order Imported from {order.source}" if event == ORDER_IMPORTED else "Order Created")
    tell_repairs(order, clean, who)
    if alike is not None:
        duplicates.ask_about(order, alike, who)
    db.session.flush()
    publish(event, order)
    return order


def tell_repairs(order: Order, clean: OrderData, who: str) -> None:
    """Say in the history how fields were read that were not as they should be, and of a total that differs."""
    if clean.said_total and clean.said_total != order.order_total:
        words = f"{plain(clean.said_total)} was sent, but the parts come to {plain(order.order_total)}, which counts"
        clean.repairs.append(FieldError("order_total", words))
    if clean.repairs:
        history.add(order, who, f"Read with repairs: {'; '.join(map(str, clean.repairs))}")


def _folder(store_id: int, clean: OrderData, strict: bool) -> Folder:
    """Where the order goes; a program's order is not lost because a folder is not there any more."""
    try:
        return chosen_folder(store_id, clean) or folders.first(store_id)
    except BadOrder as bad:
        if strict:
            raise
        first = folders.first(store_id)
        for error in bad.errors:
            clean.repairs.append(FieldError(error.field, f"{error.words}; it went to {first.name}"))
        return first


def unsaved(store_id: int, clean: OrderData) -> Order:
    """The order that `import_order` would store, to be looked at before; it belongs to no session."""
    order = _build(store_id, None, clean, "")
    for item in order.items:
        item.name = item.name or item.code
    return order


def chosen_folder(store_id: int, clean: OrderData) -> Folder | None:
    """The store's folder that order data names, by id before name; None without. Raises BadOrder."""
    if clean.folder_id is not None:
        folder, field = folders.get(store_id, clean.folder_id), "folder_id"
    elif clean.folder_name:
        folder, field = folders.by_name(store_id, clean.folder_name), "folder_name"
    else:
        return None
    if folder is None:
        raise BadOrder([FieldError(field, "there is no such folder in this store")])
    return folder


def _build(store_id: int, folder: Folder | None, clean: OrderData, who: str) -> Order:
    order = Order(
        store_id=store_id,
        folder=folder,
        source_name=clean.source_name or source.NONE,
        source_id=clean.source_id,
        checkout_data=clean.checkout_data,
        order_metadata=clean.order_metadata,
        date_added=clean.date_added.at if clean.date_added else now(),
        day_added=clean.date_added.day if clean.date_added else None,
        notes=build_notes(clean, who),
        source_said=source_changes.said(clean),
        **clean.addresses,
        **{**blank_details(), **clean.details},
    )
    order.items = [items.build(item.values, place) for place, item in enumerate(clean.items)]
    keys.refresh(order)
    return order


def build_notes(clean: OrderData, who: str, before: Sequence[OrderNote] = ()) -> list[OrderNote]:
    """The notes in order data; not yet part of an order. A name is signed by `who`, unless it was there before."""
    there = Counter((note.username, note.content) for note in before)
    return [_note(note, who, there) for note in clean.notes]


def _note(note: NoteData, who: str, there: Counter[tuple[str, str]]) -> OrderNote:
    username, same = note.username, (note.username, note.content)
    if there[same]:
        there[same] -= 1
    elif username:
        username = history.author(who, username)
    return OrderNote(content=note.content, username=username, date_added=note.date_added or now())


def _insert(order: Order, source_id: str) -> None:
    """Insert in a savepoint of its own: of two that arrive at once the database lets only one in."""
    if source_id:
        identity.refuse_duplicate(order.store_id, order.source_name, source_id)
    else:
        order.source_id = f"new {uuid4()}"  # until the database has numbered it
    store_id, source_name = order.store_id, order.source_name
    try:
        with db.session.begin_nested():
            db.session.add(order)
    except IntegrityError:
        identity.refuse_duplicate(store_id, source_name, source_id)
        raise
    if not source_id:
        order.source_id = identity.own_number(order)
        keys.refresh(order)
