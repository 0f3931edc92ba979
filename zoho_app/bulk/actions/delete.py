"""Delete many orders for good."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, or_, select

from zoho_app import kinds
from zoho_app.bulk.actions.action import BulkAction, Details, Reason, refuse
from zoho_app.bulk.actions.conditions import has_open
from zoho_app.bulk.models import BulkItem, BulkRun
from zoho_app.extensions import db
from zoho_app.orders import edit
from zoho_app.orders.models import Order

UNDER_WAY = "on its way to Zoho Books. Cancel that first, or wait until it is done."


class Delete(BulkAction):
    """Deletes each order with all that belongs to it, also what runs know of it; the audit log keeps its number."""

    key = "delete"
    label = "Delete for good"
    question = "Delete {orders} for good"
    would = "would be deleted for good, with items, notes, shipments and history. Sales orders in Zoho Books stay."
    done = "deleted for good"
    not_done = "not deleted"
    command = "Delete for good"
    panel = "Delete"
    icon = "trash"
    list_button = "Delete"
    is_destructive = True
    deletes = True

    def do_to_many(self, run: BulkRun, orders: Sequence[Order], items: Mapping[int, BulkItem]) -> bool:
        ids = [order.id for order in orders]
        kept = set(db.session.scalars(select(Order.id).where(Order.id.in_(ids), _is_under_way())))
        for order in orders:
            if order.id in kept:
                refuse(items[order.id], f"It is {UNDER_WAY}")
            else:
                db.session.expunge(items[order.id])  # its row goes with the order
                edit.delete_order(order, run.asked_by)
        return True

    def reasons(self, details: Details) -> list[Reason]:
        return [Reason(UNDER_WAY, _is_under_way())]


def _is_under_way() -> ColumnElement[bool]:
    return or_(has_open(kinds.SUBMIT), has_open(kinds.CANCEL))


DELETE = Delete()
