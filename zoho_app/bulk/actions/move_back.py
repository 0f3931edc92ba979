"""Move the orders of an earlier run back to the folders that they came from."""

from typing import Any

from sqlalchemy import Select, select

from zoho_app.bulk.actions.action import Details, Reason, Refused, Undo
from zoho_app.bulk.actions.move import Move, find_target
from zoho_app.bulk.models import DONE, BulkItem, BulkRun
from zoho_app.counts import count_noun
from zoho_app.orders.models import Folder, Order


class MoveBack(Undo, Move):
    """Moves back the orders that are still where the earlier run put them; the details are that run's."""

    key = "move_back"
    label = "Move back from {folder_name}"
    question = "Move {orders} back"
    would = "would be moved back"
    done = "moved back"
    icon = "left"
    undone_by = ""
    too_late = "All of these orders were moved elsewhere since."

    def button(self, count: int) -> str:
        return f"Undo: move {count_noun(count, 'order')} back"

    def orders_of(self, run: BulkRun) -> Select[Any]:
        return (
            select(BulkItem.order_id, BulkItem.result)
            .join(Order, Order.id == BulkItem.order_id)
            .where(
                BulkItem.run_id == run.id,
                BulkItem.state == DONE,
                Order.store_id == run.store_id,
                Order.folder_id == run.details["folder_id"],
            )
        )

    def reasons(self, details: Details) -> list[Reason]:
        return []

    def target(self, order: Order, item: BulkItem, run: BulkRun) -> Folder:
        if order.folder_id != run.details["folder_id"]:
            raise Refused("It was moved elsewhere since.")
        return find_target(order, item.result["folder_id"])


MOVE_BACK = MoveBack()
