"""Gates hold back a store's work in a lane without failing it: connection lost, quota spent, other side out of order.

A gate that was closed by `strike` is a circuit breaker: when its time is up it lets one appointment through as a
probe; what becomes of that one opens the gate or closes it for longer.
"""

from datetime import datetime, timedelta

from sqlalchemy import BindParameter, ScalarSelect, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from zoho_app import queue
from zoho_app.appointments.models import PEOPLE, Appointment, Gate
from zoho_app.clock import now
from zoho_app.extensions import db, rows_changed

# Troubles in a row that are taken for chance; after them the pauses in seconds, the last one for ever.
FREE_STRIKES = 3
PAUSES = (15, 30, 60)
# Troubles further apart than this are not in a row: what succeeds in between leaves no trace here.
SAME_TROUBLE = timedelta(minutes=10)
# How long a probe may take before another one is let through.
PROBE = timedelta(seconds=60)


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
    _put(store_id, lane, cause, words=words, closed_until=until, from_priority=from_priority, closed_at=now())


def strike(store_id: int, lane: str, cause: str, words: str) -> datetime | None:
    """Count one more trouble with the other side; after a few in a row the gate closes, each time for longer.

    Returns until when it is closed, None while it is open.
    """
    gate = db.session.get(Gate, (store_id, lane, cause), with_for_update=True)
    is_in_a_row = gate is not None and now() - gate.closed_at < SAME_TROUBLE
    strikes = (gate.strikes if gate and is_in_a_row else 0) + 1
    late = strikes - FREE_STRIKES
    pause = timedelta(seconds=PAUSES[min(late, len(PAUSES)) - 1]) if late > 0 else timedelta(0)
    until = now() + pause
    _put(store_id, lane, cause, words=words, closed_until=until, strikes=strikes, closed_at=now(), is_breaker=True)
    return until if pause else None


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


def half_open(lane: BindParameter[str]) -> ScalarSelect[str | None]:
    """The cause of a breaker whose time is up, for the store of an appointment that is being claimed."""
    return (
        select(func.min(Gate.cause))
        .where(
            Gate.store_id == Appointment.store_id,
            Gate.lane == lane,
            Gate.is_breaker,
            Gate.strikes > FREE_STRIKES,
        )
        .correlate(Appointment)
        .scalar_subquery()
    )


def take_probe(store_id: int, lane: str, cause: str) -> bool:
    """Become the one that tries whether the other side works again; False when another one is trying."""
    taken = rows_changed(
        update(Gate)
        .where(Gate.store_id == store_id, Gate.lane == lane, Gate.cause == cause, Gate.closed_until <= now())
        .values(closed_until=now() + PROBE)
    )
    return bool(taken)


def hand_back_probe(store_id: int, lane: str, cause: str) -> None:
    """Let another one try, at once."""
    mine = (Gate.store_id == store_id, Gate.lane == lane, Gate.cause == cause, Gate.is_breaker)
    rows_changed(update(Gate).where(*mine).values(closed_until=now()))


def _put(store_id: int, lane: str, cause: str, **values: object) -> None:
    mine = (Gate.store_id == store_id, Gate.lane == lane, Gate.cause == cause)
    if rows_changed(update(Gate).where(*mine).values(**values)):
        return
    try:
        with db.session.begin_nested():
            db.session.add(Gate(store_id=store_id, lane=lane, cause=cause, **values))
    except IntegrityError:  # somebody else closed it at the same moment
        rows_changed(update(Gate).where(*mine).values(**values))
