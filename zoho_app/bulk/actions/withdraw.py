"""Withdraw what an earlier run has scheduled: orders that still wait to be sent are not sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, Select, literal, select

from zoho_app import kinds
from zoho_app.appointments import lifecycle
from zoho_app.appointments.models import SCHEDULED, Appointment
from zoho_app.bulk.actions.action import Condition, Undo, refuse
from zoho_app.bulk.models import DONE, BulkItem, BulkRun
from zoho_app.counts import agree
from zoho_app.extensions import db
from zoho_app.orders import history
from zoho_app.orders.models import Order
from zoho_app.zoho_books.models import SalesOrder

NOTE = "Withdrawn before it was sent to Zoho Books, because its bulk run was stopped"
WITHDRAWN = "Withdrawn before it was sent"
TOO_LATE = "Too late: it is being sent or was already sent."


class Withdraw(Undo):
    """Cancels the appointments of the earlier run that nobody has begun."""

    key = "take_back"
    label = "Withdraw waiting orders"
    question = "Withdraw {orders}"
    would = "would be withdrawn"
    done = "withdrawn before they were sent"
    icon = "ban"
    per_transaction = 500
    stops_run = True
    purpose = "stop"
    too_late = "None of these orders waits to be sent now."

    def do_to_many(self, run: BulkRun, orders: Sequence[Order], items: Mapping[int, BulkItem]) -> bool:
        undone = db.session.get(BulkRun, run.undoes_id) if run.undoes_id else None
        withdrawn = _withdraw(undone, items, run.asked_by) if undone else set()
        for order_id, item in items.items():
            if order_id in withdrawn:
                item.state, item.words = DONE, WITHDRAWN
            else:
                refuse(item, TOO_LATE)
        return True

    def button(self, count: int) -> str:
        return f"Stop: withdraw the {count:,} that still {agree(count, 'waits', 'wait')}"

    def orders_of(self, run: BulkRun) -> Select[Any]:
        return _waiting(run).add_columns(literal({}, JSON))

    def appointments_of(self, run: BulkRun) -> Condition:
        return Appointment.id.in_(_waiting(run).with_only_columns(Appointment.id))


def _waiting(run: BulkRun) -> Select[int]:
    """The ids of the orders that a submit has scheduled and that can still be withdrawn.

    Nobody sends them now, and nothing of them may be in Zoho Books.
    """
    return select(Appointment.subject_id).where(
        Appointment.store_id == run.store_id,
        Appointment.kind == kinds.SUBMIT.name,
        Appointment.state == SCHEDULED,
        Appointment.asked_by == run.asked_by,
        Appointment.created_at >= run.created_at,
        *([Appointment.created_at <= run.finished_at] if run.finished_at else []),
        Appointment.subject_id.in_(
            select(BulkItem.order_id).where(BulkItem.run_id == run.id, BulkItem.state == DONE)
        ),
        ~select(SalesOrder.id)
        .where(
            SalesOrder.order_id == Appointment.subject_id,
            SalesOrder.is_live,
        )
        .exists(),
    )


def _withdraw(undone: BulkRun, order_ids: Mapping[int, BulkItem], who: str) -> set[int]:
    """Withdraw those of the orders that still wait; returns which these were."""
    still = set(db.session.scalars(_waiting(undone).where(Appointment.subject_id.in_(order_ids))))
    withdrawn = lifecycle.cancel_many(kinds.SUBMIT.name, sorted(still))
    history.add_to_many(sorted(withdrawn), who, NOTE)
    return withdrawn


WITHDRAW = Withdraw()
