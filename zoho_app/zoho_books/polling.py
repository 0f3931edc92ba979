"""When to check for shipments: one appointment for each connected store whose interval has passed."""

from datetime import datetime, timedelta

from sqlalchemy import select

from zoho_app.appointments import lifecycle
from zoho_app.appointments.models import RULES, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books import shipments
from zoho_app.zoho_books.models import CONNECTED, Connection, ZohoBooksSettings

BY_CLOCK = "Bookdesk"


def schedule_due() -> int:
    """Make the appointments that are due now; returns how many."""
    rows = db.session.execute(
        select(Connection, ZohoBooksSettings)
        .join(ZohoBooksSettings, ZohoBooksSettings.store_id == Connection.store_id)
        .where(Connection.state == CONNECTED)
    )
    due = [c.store_id for c, s in rows if (at := next_check(c, s)) is not None and at <= now()]
    return sum(_schedule(store_id, BY_CLOCK, RULES) is not None for store_id in due)


def next_check(connection: Connection, settings: ZohoBooksSettings) -> datetime | None:
    """When the store is checked next: the interval after the last successful check, or after connecting."""
    last = connection.last_poll_at or connection.connected_at
    return last and last + timedelta(minutes=settings.poll_minutes)


def check_now(store_id: int, asked_by: str) -> Appointment:
    """Check for shipments at once; a check that waits already is brought forward."""
    waiting = lifecycle.open_one(shipments.KIND, store_id)
    if waiting is None:
        waiting = _schedule(store_id, asked_by, 0) or lifecycle.open_one(shipments.KIND, store_id)
    if waiting is None:
        raise LookupError("the check for shipments vanished while it was being scheduled")
    lifecycle.run_now(waiting)
    return waiting


def _schedule(store_id: int, asked_by: str, priority: int) -> Appointment | None:
    try:
        return lifecycle.schedule(
            store_id=store_id, kind=shipments.KIND, subject_id=store_id, asked_by=asked_by, priority=priority
        )
    except lifecycle.AlreadyScheduled:
        return None
