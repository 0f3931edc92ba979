"""When an organization was last called, as far as this process and the database know: for a Redis that has forgotten.

What was answered stands in the database. Of what was not, and of long lists, the process that asked knows itself.
"""

from datetime import datetime

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zoho_app import kinds
from zoho_app.appointments.models import DONE, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db, only_reading
from zoho_app.zoho_books.models import Connection, SalesOrder

# What is done to one order; once it has a sales order, each has called Zoho.


def note(organization_id: str) -> None:
    """Remember in this process that the organization is called now."""
    _here()[organization_id] = now()


def last(organization_id: str) -> datetime | None:
    """The latest time (UTC) of a call that is certain; None when there is none."""
    of_orders = (
        select(func.max(Appointment.finished_at))
        .join(
            SalesOrder,
            (SalesOrder.store_id == Appointment.store_id) & (SalesOrder.order_id == Appointment.subject_id),
        )
        .where(
            SalesOrder.organization_id == organization_id,
            SalesOrder.salesorder_id != "",
            Appointment.kind.in_(kinds.OF_AN_ORDER),
            Appointment.state == DONE,
        )
    )
    of_store = [
        select(func.max(timestamp)).where(Connection.organization_id == organization_id)
        for timestamp in (Connection.contacts_synced_at, Connection.items_filled_at, Connection.preflight_at)
    ]
    # A session of its own: that of the caller must not stay open while Zoho is called.
    with only_reading(), Session(db.engine) as session:
        known = session.execute(select(*(one.scalar_subquery() for one in (of_orders, *of_store)))).one()
    return max((timestamp for timestamp in (*known, _here().get(organization_id)) if timestamp), default=None)


def _here() -> dict[str, datetime]:
    calls: dict[str, datetime] = current_app.extensions.setdefault("zoho_books_last_calls", {})
    return calls
