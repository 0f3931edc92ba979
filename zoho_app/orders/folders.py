"""Folders: labels under which a store keeps its orders; an order is in exactly one."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, insert, literal, select, update

from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import history
from zoho_app.orders.events import FOLDER_CHANGED, publish
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.models import Folder, HistoryEntry, Order
from zoho_app.rules import engine

# Order Desk's folders of a new store, in its order.
NEW, PREPARED, CLOSED, CANCELED = "New", "Prepared", "Closed", "Canceled"
LONGEST_NAME = 100
UP, DOWN = "up", "down"


class FolderRefused(Exception):
    """A folder can't be made, changed or deleted like that; its text says why, naming the field."""


def create_default_folders(store_id: int) -> list[Folder]:
    """Give a new store its four folders."""
    names = (NEW, PREPARED, CLOSED, CANCELED)
    folders = [Folder(store_id=store_id, name=name, position=place) for place, name in enumerate(names)]
    db.session.add_all(folders)
    db.session.flush()
    return folders


def listing(store_id: int) -> list[tuple[Folder, int]]:
    """The store's folders in their order, each with how many orders it holds; one statement."""
    counted = (
        select(Order.folder_id, func.count().label("orders"))
        .where(Order.store_id == store_id)
        .group_by(Order.folder_id)
        .subquery()
    )
    wanted = (
        select(Folder, func.coalesce(counted.c.orders, 0))
        .outerjoin(counted, counted.c.folder_id == Folder.id)
        .where(Folder.store_id == store_id)
        .order_by(Folder.position, Folder.id)
    )
    return [(folder, count) for folder, count in db.session.execute(wanted)]


def all_of(store_id: int) -> list[Folder]:
    """The store's folders in their order."""
    wanted = select(Folder).where(Folder.store_id == store_id).order_by(Folder.position, Folder.id)
    return list(db.session.scalars(wanted))


def get(store_id: int, folder_id: int) -> Folder | None:
    """The folder, if it is the store's."""
    return db.session.scalar(select(Folder).where(Folder.id == folder_id, Folder.store_id == store_id))


def by_name(store_id: int, name: str) -> Folder | None:
    """The store's folder of that name, ignoring case and outer spaces."""
    key = text_key(name)
    return next((folder for folder in all_of(store_id) if text_key(folder.name) == key), None)


def first(store_id: int) -> Folder:
    """The folder for orders that name none: the first in the list (Order Desk API docs)."""
    return all_of(store_id)[0]


def create(store_id: int, name: str) -> Folder:
    """Add a folder at the end of the list. Raises FolderRefused."""
    name = _free_name(store_id, name)
    last = db.session.scalar(select(func.max(Folder.position)).where(Folder.store_id == store_id))
    folder = Folder(store_id=store_id, name=name, position=(last or 0) + 1)
    db.session.add(folder)
    db.session.flush()
    return folder


def rename(folder: Folder, name: str) -> None:
    """Give the folder another name. Raises FolderRefused."""
    folder.name = _free_name(folder.store_id, name, folder)
    db.session.flush()


def reorder(folder: Folder, direction: str) -> None:
    """Move the folder one place UP or DOWN in the list; at the end of the list it stays."""
    folders = all_of(folder.store_id)
    place = folders.index(folder)
    other = place + (-1 if direction == UP else 1)
    if 0 <= other < len(folders):
        folders[place], folders[other] = folders[other], folders[place]
    for position, each in enumerate(folders):
        each.position = position
    db.session.flush()


def delete(folder: Folder, move_orders_to: Folder | None, who: str) -> int:
    """Delete the folder after moving its orders; returns how many were moved.

    Moving them is housekeeping: it is written into each order's history, but no rule runs.
    Raises FolderRefused when it is the only folder, or holds orders and no place is given for them.
    """
    if len(all_of(folder.store_id)) == 1:
        raise FolderRefused("Folder: the last folder can't be deleted, because every order needs a folder.")
    moved = _empty(folder, move_orders_to, who)
    db.session.delete(folder)
    db.session.flush()
    return moved


def move(order: Order, folder: Folder, who: str) -> bool:
    """Put a stored order into a folder of its store; False when it was there already.

    Fires "Folder is Changed" with `original_folder_id`. Raises FolderRefused for another store's folder.
    """
    if folder.store_id != order.store_id:
        raise FolderRefused("Folder: it belongs to another store.")
    if order.folder_id == folder.id:
        return False
    original_folder_id = order.folder_id
    order.folder = folder
    order.folder_id = folder.id
    history.add(order, who, _moved_words(folder))
    db.session.flush()
    publish(FOLDER_CHANGED, order, original_folder_id=original_folder_id)
    return True


def move_many(store_id: int, order_ids: Sequence[int], folder: Folder, who: str) -> dict[int, int]:
    """Put the store's orders among `order_ids` into a folder; returns where those lay before that were elsewhere.

    The same as `move` for each: {order id: id of the former folder}. Where nothing follows the event "Folder is
    Changed", it takes four statements however many orders there are.
    """
    elsewhere = select(Order.id, Order.folder_id).where(
        Order.store_id == store_id, Order.id.in_(order_ids), Order.folder_id != folder.id
    )
    locked = db.session.execute(elsewhere.order_by(Order.id).with_for_update())
    before = {row.id: row.folder_id for row in locked}
    if engine.follows(FOLDER_CHANGED, store_id):
        for order in list(db.session.scalars(select(Order).where(Order.id.in_(before)).order_by(Order.id))):
            move(order, folder, who)
    elif before:
        _put(Order.id.in_(before), folder, who, _moved_words(folder))
    return before


def _moved_words(folder: Folder) -> str:
    return f"Order Moved to {folder.name} Folder"


def _put(wanted: ColumnElement[bool], folder: Folder, who: str, note: str) -> None:
    """Move orders by one statement, with a line in the history of each."""
    lines = select(Order.id, literal(who), literal(note), literal(now(), HistoryEntry.at.type)).where(wanted)
    db.session.execute(insert(HistoryEntry).from_select(["order_id", "who", "note", "at"], lines))
    values = {"folder_id": folder.id, "version": Order.version + 1, "date_updated": now()}
    db.session.execute(update(Order).where(wanted).values(**values).execution_options(synchronize_session="fetch"))


def _free_name(store_id: int, name: str, own: Folder | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise FolderRefused("Name: give the folder a name.")
    if len(name) > LONGEST_NAME:
        raise FolderRefused(f"Name: it is too long; use at most {LONGEST_NAME} characters.")
    taken = by_name(store_id, name)
    if taken is not None and taken is not own:
        raise FolderRefused(f"Name: there is already a folder named {taken.name}.")
    return name


def _empty(folder: Folder, target: Folder | None, who: str) -> int:
    lying_here = Order.folder_id == folder.id
    count = db.session.scalar(select(func.count()).select_from(Order).where(lying_here)) or 0
    if not count:
        return 0
    if target is None or target.id == folder.id or target.store_id != folder.store_id:
        raise FolderRefused(f"Move orders to: choose another folder for the {count} orders in {folder.name}.")
    _put(lying_here, target, who, f"{_moved_words(target)} because the folder {folder.name} was deleted")
    return count
