"""Schedule, run and cancel appointments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from zoho_app import job_queue
from zoho_app.appointments import handlers
from zoho_app.appointments.models import (
    CANCELED,
    DONE,
    FAILED,
    OPEN_STATES,
    PEOPLE,
    SCHEDULED,
    UNKNOWN,
    Appointment,
)
from zoho_app.clock import now
from zoho_app.extensions import db, rows_changed


class AlreadyScheduled(Exception):
    """The subject has an appointment of this kind that isn't finished; it is in `appointment`."""

    def __init__(self, appointment: Appointment) -> None:
        super().__init__(appointment.kind)
        self.appointment = appointment


def schedule(
    *,
    store_id: int,
    kind: str,
    subject_id: int,
    asked_by: str,
    priority: int = PEOPLE,
    payload: dict[str, Any] | None = None,
    due_at: datetime | None = None,
    receiver: str = "",
) -> Appointment:
    """Schedule an appointment; a worker is woken when the transaction commits.

    `kind` is one that a handler is registered for; `due_at` (aware) is the earliest time, now if not given.
    `receiver` (at most 60 characters) names whom it calls, where receivers of a store have breakers of their own.

    Raises AlreadyScheduled when the subject has an open appointment of this kind, also when another
    transaction has just made one.
    """
    if (existing := open_one(kind, subject_id)) is not None:
        raise AlreadyScheduled(existing)
    appointment = Appointment(
        store_id=store_id,
        kind=kind,
        queue=handlers.queue_of(kind),
        subject_id=subject_id,
        asked_by=asked_by,
        priority=priority,
        payload=payload or {},
        due_at=due_at or now(),
        receiver=receiver,
    )
    try:
        with db.session.begin_nested():
            db.session.add(appointment)
    except IntegrityError:
        if (existing := open_one(kind, subject_id)) is None:
            raise
        raise AlreadyScheduled(existing) from None
    dismiss_failures(store_id, kind, [subject_id])
    job_queue.wake(appointment.queue)
    return appointment


def dismiss_failures(store_id: int, kind: str, subject_ids: Sequence[int]) -> int:
    """Dismiss the failures of these subjects; returns how many there were."""
    return _dismiss(store_id, handlers.kinds_like(kind), subject_ids)


def dismiss_all(store_id: int, details: str, subject_ids: Sequence[int]) -> int:
    """The same for every kind of appointment about such subjects ("order"), as when they are deleted."""
    return _dismiss(store_id, handlers.kinds_about(details), subject_ids)


def forget_details(store_id: int, details: str, subject_ids: Sequence[int]) -> int:
    """Delete the details of ended appointments about such subjects; returns how many."""
    return rows_changed(
        update(Appointment)
        .where(
            Appointment.store_id == store_id,
            Appointment.subject_id.in_(subject_ids),
            Appointment.kind.in_(handlers.kinds_about(details)),
            Appointment.state.not_in(OPEN_STATES),
        )
        .values(answer="", details=[], payload={})
        .execution_options(synchronize_session=False)
    )


def _dismiss(store_id: int, kinds: Sequence[str], subject_ids: Sequence[int]) -> int:
    return rows_changed(
        update(Appointment)
        .where(
            Appointment.store_id == store_id,
            Appointment.subject_id.in_(subject_ids),
            Appointment.kind.in_(kinds),
            Appointment.state == FAILED,
            Appointment.is_dismissed.is_(False),
        )
        .values(is_dismissed=True)
        .execution_options(synchronize_session=False)
    )


def open_one(kind: str, subject_id: int) -> Appointment | None:
    """The subject's unfinished appointment of this kind, if any."""
    return db.session.scalar(
        select(Appointment).where(
            Appointment.kind == kind,
            Appointment.subject_id == subject_id,
            Appointment.state.in_(OPEN_STATES),
        )
    )


def latest(kind: str, subject_id: int) -> Appointment | None:
    """The subject's appointment of this kind that was asked for last, in whatever state."""
    asked = select(Appointment).where(Appointment.kind == kind, Appointment.subject_id == subject_id)
    return db.session.scalar(asked.order_by(Appointment.id.desc()).limit(1))


def run_now(appointment: Appointment, priority: int = PEOPLE) -> bool:
    """Make a waiting or failed appointment due at once, as urgent as `priority`; False when there is nothing to run.

    A failed one starts its tries anew, unless something else was begun with its subject since: what it was asked
    for then may be the wrong thing now.
    """
    is_waiting = appointment.state in (SCHEDULED, UNKNOWN)
    if not is_waiting and (appointment.state != FAILED or _is_overtaken(appointment)):
        return False
    changed = rows_changed(
        update(Appointment)
        .where(Appointment.id == appointment.id, Appointment.state == appointment.state)
        .values(
            state=appointment.state if is_waiting else SCHEDULED,
            due_at=now(),
            priority=priority,
            first_tried_at=None,
            finished_at=None,
        )
    )
    db.session.refresh(appointment)
    job_queue.wake(appointment.queue)
    return changed == 1


def _is_overtaken(appointment: Appointment) -> bool:
    newest = db.session.scalar(
        select(func.max(Appointment.id)).where(
            Appointment.store_id == appointment.store_id,
            Appointment.subject_id == appointment.subject_id,
            Appointment.kind.in_(handlers.kinds_like(appointment.kind)),
        )
    )
    return newest != appointment.id


def cancel(appointment: Appointment) -> bool:
    """Withdraw an appointment that nobody has begun; False when it is too late for that."""
    changed = rows_changed(
        update(Appointment)
        .where(Appointment.id == appointment.id, Appointment.state == SCHEDULED)
        .values(state=CANCELED, finished_at=now(), cause="", answer="")
    )
    db.session.refresh(appointment)
    return changed == 1


def cancel_many(kind: str, subject_ids: Sequence[int]) -> set[int]:
    """Withdraw the subjects' appointments of this kind that nobody has begun; returns the subjects of these."""
    canceled = db.session.scalars(
        update(Appointment)
        .where(Appointment.kind == kind, Appointment.subject_id.in_(subject_ids), Appointment.state == SCHEDULED)
        .values(state=CANCELED, finished_at=now(), cause="", answer="")
        .returning(Appointment.subject_id)
        .execution_options(synchronize_session=False)
    )
    return set(canceled)


def done_by_another(kind: str, subject_ids: Sequence[int], words: str) -> list[int]:
    """End the subjects' appointments that nobody has begun, because another one has done them, too.

    Returns the subjects of these.
    """
    if not subject_ids:
        return []
    done = db.session.scalars(
        update(Appointment)
        .where(Appointment.kind == kind, Appointment.subject_id.in_(subject_ids), Appointment.state == SCHEDULED)
        .values(state=DONE, finished_at=now(), cause="", answer=words)
        .returning(Appointment.subject_id)
        .execution_options(synchronize_session=False)
    )
    return list(done)
