"""Stopping what a run has scheduled: its orders that still wait to be sent are taken back before they are."""

from collections.abc import Collection

from sqlalchemy import Select, select

from zoho_app import kinds
from zoho_app.appointments import lifecycle
from zoho_app.appointments.models import SCHEDULED, Appointment
from zoho_app.bulk.models import DONE, BulkItem, BulkRun
from zoho_app.extensions import db
from zoho_app.orders import history
from zoho_app.zoho_books.models import SalesOrder

NOTE = "Taken Back before it was sent to Zoho Books, because its bulk run was stopped"


def waiting(run: BulkRun) -> Select[int]:
    """The ids of the orders that a submit has scheduled and that could still be taken back.

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
        ~select(SalesOrder.id).where(SalesOrder.order_id == Appointment.subject_id, SalesOrder.is_live).exists(),
    )


def take_back(stopped: BulkRun, order_ids: Collection[int], who: str) -> set[int]:
    """Take back those of the orders that still wait; returns which these were."""
    still = set(db.session.scalars(waiting(stopped).where(Appointment.subject_id.in_(order_ids))))
    taken = lifecycle.cancel_many(kinds.SUBMIT.name, sorted(still))
    history.add_to_many(sorted(taken), who, NOTE)
    return taken
