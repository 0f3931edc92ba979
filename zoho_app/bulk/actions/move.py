"""Move many orders to a folder."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from zoho_app.bulk.actions.action import BulkAction, Details, Parameter, Reason, Refused, refuse
from zoho_app.bulk.models import DONE, BulkItem, BulkRun
from zoho_app.orders import folders
from zoho_app.orders.events import FOLDER_CHANGED
from zoho_app.orders.models import Folder, Order
from zoho_app.rules import engine


class Move(BulkAction):
    """Moves each order, and remembers the folder that it came from."""

    key = "move"
    label = "Move to {folder_name}"
    question = "Move {orders} to {folder_name}"
    would = "would be moved to {folder_name}"
    done = "moved to {folder_name}"
    not_done = "not moved"
    command = "Move them"
    icon = "folder"
    asks_for_few = False
    parameter = Parameter.FOLDER
    per_transaction = 500
    undone_by = "move_back"

    def do_to(self, order: Order, item: BulkItem, run: BulkRun) -> str:
        before = order.folder_id
        folder = self.target(order, item, run)
        folders.move(order, folder, run.asked_by)
        item.result = {"folder_id": before}
        return _moved(folder)

    def do_to_many(self, run: BulkRun, orders: Sequence[Order], items: Mapping[int, BulkItem]) -> bool:
        if engine.follows(FOLDER_CHANGED, run.store_id):
            return False
        _move_at_once(run, orders, items, self.target)
        return True

    def reasons(self, details: Details) -> list[Reason]:
        return [Reason(f"already in {details['folder_name']}.", Order.folder_id == details["folder_id"])]

    def blanks(self, details: Details) -> dict[str, Any]:
        return {"folder_name": "", **details}

    def target(self, order: Order, item: BulkItem, run: BulkRun) -> Folder:
        """The folder that the order goes to."""
        return find_target(order, run.details["folder_id"])


def find_target(order: Order, folder_id: int) -> Folder:
    """The folder of that id, if the order can be moved there."""
    folder = folders.get(order.store_id, folder_id)
    if folder is None:
        raise Refused("The folder no longer exists.")
    if folder.id == order.folder_id:
        raise Refused(f"Already in {folder.name}.")
    return folder


def _move_at_once(
    run: BulkRun,
    orders: Iterable[Order],
    items: Mapping[int, BulkItem],
    target: Callable[[Order, BulkItem, BulkRun], Folder],
) -> None:
    """Move all by a few statements, where nothing follows a move."""
    by_folder: dict[Folder, list[int]] = {}
    for order in orders:
        try:
            by_folder.setdefault(target(order, items[order.id], run), []).append(order.id)
        except Refused as refusal:
            refuse(items[order.id], str(refusal))
    for folder, order_ids in by_folder.items():
        for order_id, before in folders.move_many(run.store_id, order_ids, folder, run.asked_by).items():
            item = items[order_id]
            item.state, item.words, item.result = DONE, _moved(folder), {"folder_id": before}


def _moved(folder: Folder) -> str:
    return f"Moved to {folder.name}"


MOVE = Move()
