"""Schedule checks for shipments: one appointment for each connected store whose interval has passed."""

from datetime import datetime, timedelta

from sqlalchemy import select

from zoho_app import kinds
from zoho_app.appointments import for_store
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books.models import CONNECTED, Connection, ZohoBooksSettings
from zoho_app.zoho_books.pushes import reliability
from zoho_app.zoho_books.pushes.models import PushDoor


def schedule_due() -> int:
    """Make the appointments that are due now; returns how many."""
    rows = db.session.execute(
        select(Connection, ZohoBooksSettings, PushDoor)
        .join(ZohoBooksSettings, ZohoBooksSettings.store_id == Connection.store_id)
        .outerjoin(PushDoor, PushDoor.store_id == Connection.store_id)
        .where(Connection.state == CONNECTED)
    )
    due = [c.store_id for c, s, door in rows if (at := next_check(c, s, door)) is not None and at <= now()]
    return sum(for_store.by_itself(store_id, kinds.CHECK_FOR_SHIPMENTS.name) for store_id in due)


def next_check(connection: Connection, settings: ZohoBooksSettings, door: PushDoor | None) -> datetime | None:
    """When the store is checked next: the interval after the last successful check, or after connecting.

    The interval is longer while pushes, through that door, prove reliable.
    """
    last = connection.last_poll_at or connection.connected_at
    return last and last + timedelta(minutes=reliability.poll_minutes(door, settings.poll_minutes))
