"""The orders of a file by what would become of them: new, doubtful, here already, or with problems."""

from dataclasses import dataclass, field

from sqlalchemy import select

from zoho_app.extensions import db
from zoho_app.orders import folders, identity, import_order
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

    @property
    def unnumbered(self) -> int:
        """How many of the new orders have no number of their own."""
        return sum(not order.number for order in self.new)

    @property
    def problems(self) -> list[FileError]:
        """Everything that is wrong, in the order of lines."""
        return sorted((error for order in self.bad for error in order.errors), key=lambda error: error.line)


def sort(store_id: int, orders: list[FileOrder]) -> Sorted:
    """Tell new orders from doubtful and bad ones, and from those that the store has already."""
    result = Sorted()
    present = _present(store_id, orders)
    folder_names = {text_key(folder.name) for folder in folders.all_of(store_id)}
    for order in orders:
        name = order.data.get("folder_name", "")
        if name and text_key(name) not in folder_names:
            order.errors.append(FileError(order.line, "Folder", f"there is no folder named {name}"))
        if order.errors:
            result.bad.append(order)
        elif (order_id := present.get(_number(order))) is not None:
            result.present.append((order, order_id))
        elif order.doubts:
            result.doubtful.append(order)
        else:
            result.new.append(order)
    return result


def _number(order: FileOrder) -> tuple[str, str]:
    return identity.key(order.source or import_order.DEFAULT_SOURCE, order.number)


def _present(store_id: int, orders: list[FileOrder]) -> dict[tuple[str, str], int]:
    """The orders of the file that the store has already: their source and number, and the desk's number."""
    numbers = [order.number for order in orders if order.number]
    columns = select(Order.source_name, Order.source_id, Order.id).where(Order.store_id == store_id)
    return {
        identity.key(source_name, source_id): order_id
        for start in range(0, len(numbers), LOOKED_UP_AT_ONCE)
        for source_name, source_id, order_id in db.session.execute(
            columns.where(Order.source_id.in_(numbers[start : start + LOOKED_UP_AT_ONCE]))
        )
    }
