"""The orders of a file by what would become of them: new, doubtful, here already, or with problems."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from zoho_app.accounts.models import Store
from zoho_app.extensions import db
from zoho_app.orders import duplicates, folders, source_changes
from zoho_app.orders.files.file_order import FileError, FileOrder
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.models import Order

LOOKED_UP_AT_ONCE = 500


@dataclass
class Sorted:
    """The orders of a file; those that are doubtful are imported only when somebody ticks them."""

    new: list[FileOrder] = field(default_factory=list)
    doubtful: list[FileOrder] = field(default_factory=list)
    bad: list[FileOrder] = field(default_factory=list)
    present: list[tuple[FileOrder, int]] = field(default_factory=list)  # with the desk's number of the order
    changed: list[tuple[FileOrder, Order]] = field(default_factory=list)  # of those, what the source says anew

    @property
    def unnumbered(self) -> int:
        """How many of the new orders have no number of their own."""
        return sum(not order.number for order in self.new)

    @property
    def problems(self) -> list[FileError]:
        """Everything that is wrong, in the order of lines."""
        return sorted((error for order in self.bad for error in order.errors), key=lambda error: error.line)


def sort(store: Store, orders: list[FileOrder]) -> Sorted:
    """Tell new orders from doubtful and bad ones, and from those that the store has already."""
    result = Sorted()
    folder_names = {text_key(folder.name) for folder in folders.all_of(store.id)}
    for order in orders:
        name = order.data.get("folder_name", "")
        if name and text_key(name) not in folder_names:
            order.errors.append(FileError(order.line, "Folder", f"there is no folder named {name}"))
    read = [(order, order.clean) for order in orders if order.clean is not None and not order.errors]
    result.bad = [order for order in orders if order.errors]
    alike = duplicates.find(store, [clean for _, clean in read])
    for place, (order, _) in enumerate(read):
        found = alike.get(place)
        if found is not None and found.is_same:
            result.present.append((order, found.order_id))
            continue
        if found is not None:
            order.doubts.append(found.words)
        (result.doubtful if order.doubts else result.new).append(order)
    result.changed = _changed(store.id, result.present)
    return result


def _changed(store_id: int, present: list[tuple[FileOrder, int]]) -> list[tuple[FileOrder, Order]]:
    """The orders here of whose state their source says something new."""
    by_id = {order_id: order for order, order_id in present}
    ids = list(by_id)
    changed = []
    for start in range(0, len(ids), LOOKED_UP_AT_ONCE):
        some = select(Order).where(Order.store_id == store_id, Order.id.in_(ids[start : start + LOOKED_UP_AT_ONCE]))
        for stored in db.session.scalars(some.options(selectinload(Order.items))):
            order = by_id[stored.id]
            if order.clean is not None and source_changes.pending(stored, order.clean):
                changed.append((order, stored))
    return sorted(changed, key=lambda pair: pair[0].line)
