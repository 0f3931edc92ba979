"""Gates hold back a store's work in a queue without failing it: connection lost, quota spent, paused by a person."""

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from zoho_app import job_queue
from zoho_app.appointments.models import PEOPLE, Gate
from zoho_app.clock import now
from zoho_app.extensions import db, rows_changed


def close(
    store_id: int,
    queue: str,
    cause: str,
    words: str,
    until: datetime | None = None,
    from_priority: int = PEOPLE,
) -> None:
    """Hold back the store's appointments in `queue` from now on.

    `until` (aware) is when the gate opens by itself, never if not given; work more urgent than `from_priority`
    passes. Closing a closed gate changes its words and its time.
    """
    put(store_id, queue, cause, words=words, closed_until=until, from_priority=from_priority, closed_at=now())


def open_(store_id: int, queue: str, cause: str) -> bool:
    """Let the store's work go on after the commit; False when the gate was not closed."""
    opened = rows_changed(delete(Gate).where(Gate.store_id == store_id, Gate.queue == queue, Gate.cause == cause))
    if opened:
        job_queue.wake(queue)
    return bool(opened)


def closed(store_id: int) -> list[Gate]:
    """The gates that hold back the store's work in a queue now, without those of single receivers."""
    is_closed = or_(Gate.closed_until.is_(None), Gate.closed_until > now())
    return list(db.session.scalars(select(Gate).where(Gate.store_id == store_id, ~Gate.of_receiver, is_closed)))


def put(store_id: int, queue: str, cause: str, **values: object) -> None:
    """Create the gate with these column `values`, or set them on an existing one."""
    mine = (Gate.store_id == store_id, Gate.queue == queue, Gate.cause == cause)
    if rows_changed(update(Gate).where(*mine).values(**values)):
        return
    try:
        with db.session.begin_nested():
            db.session.add(Gate(store_id=store_id, queue=queue, cause=cause, **values))
    except IntegrityError:  # somebody else closed it at the same moment
        rows_changed(update(Gate).where(*mine).values(**values))
