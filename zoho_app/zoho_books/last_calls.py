"""When an organization was last called, as far as this process and the database know: for a Redis that has forgotten.

What is sent stands in the database, the call that is about to be made included. Lists are read by one process at a
time, page by page, which remembers it itself.
"""

from datetime import datetime

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zoho_app.appointments.models import Appointment
from zoho_app.clock import now
from zoho_app.extensions import db, only_reading
from zoho_app.zoho_books.models import Connection, SalesOrder

KINDS = "zoho_books."


def note(organization_id: str) -> None:
    """Remember in this process that the organization is called now."""
    _here()[organization_id] = now()


def last(organization_id: str) -> datetime | None:
    """The latest moment (UTC) that is known; None when there is none."""
    sent = select(func.max(SalesOrder.sent_at)).where(SalesOrder.organization_id == organization_id)
    finished = (
        select(func.max(Appointment.finished_at))
        .join(Connection, Connection.store_id == Appointment.store_id)
        .where(
            Connection.organization_id == organization_id,
            Appointment.kind.startswith(KINDS),
            Appointment.finished_at >= Connection.connected_at,  # what came before may have been of another one
        )
    )
    with (
        only_reading(),
        Session(db.engine) as session,
    ):  # of its own: a caller's must not stay open while Zoho is called
        known = session.execute(select(sent.scalar_subquery(), finished.scalar_subquery())).one()
    return max((moment for moment in (*known, _here().get(organization_id)) if moment), default=None)


def _here() -> dict[str, datetime]:
    calls: dict[str, datetime] = current_app.extensions.setdefault("zoho_books_last_calls", {})
    return calls
