"""Gates hold back a store's work in a lane without failing it: connection lost, quota spent, Zoho out of order."""

from datetime import datetime

from sqlalchemy import delete, or_, select

from zoho_app import queue
from zoho_app.appointments.models import PEOPLE, Gate
from zoho_app.clock import now
from zoho_app.extensions import db, rows_changed


def close(
    store_id: int,
    lane: str,
    cause: str,
    words: str,
    until: datetime | None = None,
    from_priority: int = PEOPLE,
) -> None:
    """Hold back the store's appointments in `lane` from now on.

    `until` (aware) is when the gate opens by itself, never if not given; work more urgent than `from_priority`
    passes. Closing a closed gate changes its words and its time.
    """
    gate = db.session.get(Gate, (store_id, lane, cause)) or Gate(store_id=store_id, lane=lane, cause=cause, strikes=0)
    gate.words, gate.closed_until, gate.from_priority = words, until, from_priority
    gate.closed_at = now()
    gate.strikes += 1
    db.session.add(gate)


def open_(store_id: int, lane: str, cause: str) -> bool:
    """Let the store's work go on after the commit; False when the gate was not closed."""
    opened = rows_changed(delete(Gate).where(Gate.store_id == store_id, Gate.lane == lane, Gate.cause == cause))
    if opened:
        queue.wake(lane)
    return bool(opened)


def closed(store_id: int) -> list[Gate]:
    """The gates that hold back the store's work at this moment."""
    return list(
        db.session.scalars(
            select(Gate).where(Gate.store_id == store_id, or_(Gate.closed_until.is_(None), Gate.closed_until > now()))
        )
    )
