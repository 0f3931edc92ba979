"""Doing appointments: a worker claims the most urgent due one of its lane, and its handler works in short steps."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from sqlalchemy import func, or_, select, update

from zoho_app import queue
from zoho_app.appointments import backoff
from zoho_app.appointments.models import DONE, FAILED, RUNNING, SCHEDULED, UNKNOWN, Appointment, Gate
from zoho_app.clock import now
from zoho_app.extensions import db, rows_changed

log = logging.getLogger(__name__)

# Longer than any one HTTP call may take; each step renews it.
LEASE = timedelta(seconds=50)
# How long a woken worker keeps taking appointments before it lets other jobs pass.
SLICE_SECONDS = 20
# A row that took down its worker this often is not tried again by itself.
MOST_ATTEMPTS = 100


class LostClaim(Exception):
    """The lease ran out and somebody else has the appointment now; this worker must not write any more."""


@dataclass(frozen=True)
class Task:
    """A claimed appointment, as its handler sees it: plain values, no database object."""

    id: int
    store_id: int
    kind: str
    subject_id: int
    payload: dict[str, Any]
    asked_by: str
    priority: int
    attempts: int
    first_tried_at: datetime
    last_cause: str  # why the attempt before this one did not end it; "" on the first

    @contextmanager
    def step(self) -> Iterator[None]:
        """One short transaction, committed at its end; it renews the lease.

        Raises LostClaim, and changes nothing, when the appointment is no longer ours.
        """
        with self._transaction(lease_until=now() + LEASE):
            yield

    @contextmanager
    def done(self, words: str = "") -> Iterator[None]:
        """The last step of an appointment that has come to its end."""
        with self._transaction(state=DONE, finished_at=now(), cause="", answer=words, lease_until=None):
            yield

    @contextmanager
    def failed(self, cause: str, words: str) -> Iterator[None]:
        """The last step of an appointment that only a person can help; `cause` is a short code."""
        with self._transaction(state=FAILED, finished_at=now(), cause=cause, answer=words, lease_until=None):
            yield

    @contextmanager
    def again(self, due_at: datetime, cause: str, words: str, state: str = SCHEDULED) -> Iterator[None]:
        """The last step of this attempt; the next is due at `due_at`. `state` may be UNKNOWN."""
        with self._transaction(state=state, due_at=due_at, cause=cause, answer=words, lease_until=None):
            yield

    @contextmanager
    def _transaction(self, **values: Any) -> Iterator[None]:
        db.session.remove()
        try:
            held = rows_changed(
                update(Appointment)
                .where(
                    Appointment.id == self.id,
                    Appointment.state == RUNNING,
                    Appointment.attempts == self.attempts,
                )
                .values(**values)
            )
            if held != 1:
                raise LostClaim(f"appointment {self.id}, attempt {self.attempts}")
            yield
            db.session.commit()
        finally:
            db.session.remove()  # rolls back what was not committed


Do = Callable[[Task], None]
GaveUp = Callable[[Task, str], None]


@dataclass(frozen=True)
class Handler:
    """How a kind of appointment is done."""

    lane: str
    do: Do
    gave_up: GaveUp | None = field(default=None)


_handlers: dict[str, Handler] = {}


def handler(kind: str, lane: str, gave_up: GaveUp | None = None) -> Callable[[Do], Do]:
    """Register how appointments of `kind` are done, and in which lane.

    The handler ends each attempt by `task.done`, `task.failed` or `task.again`. When it raises instead, it is
    tried again later; `gave_up(task, words)` runs inside the step that ends the last try.
    """

    def register(do: Do) -> Do:
        _handlers[kind] = Handler(lane, do, gave_up)
        return do

    return register


def of_kind(kind: str) -> str:
    """The lane in which appointments of this kind are done."""
    return _handlers[kind].lane


def lanes() -> set[str]:
    """All lanes that have something to do at times."""
    return {handler.lane for handler in _handlers.values()}


def work(lane: str, seconds: float = SLICE_SECONDS) -> int:
    """Do what is due in a lane, most urgent first, until nothing is left or the time slice is over.

    Returns how many attempts were made. When the slice ends first, another worker is asked to go on.
    """
    stop_at = monotonic() + seconds
    made = 0
    while task := _claim(lane):
        _attempt(task)
        made += 1
        if monotonic() >= stop_at:
            queue.enqueue(lane, "zoho_app.jobs.work", lane)
            break
    return made


def _claim(lane: str) -> Task | None:
    moment = now()
    is_held_back = (
        select(Gate.store_id)
        .where(
            Gate.store_id == Appointment.store_id,
            Gate.lane == lane,
            or_(Gate.closed_until.is_(None), Gate.closed_until > moment),
            Gate.from_priority <= Appointment.priority,
        )
        .exists()
    )
    most_urgent = (
        select(Appointment.id)
        .where(
            Appointment.lane == lane,
            Appointment.state.in_((SCHEDULED, UNKNOWN)),
            Appointment.due_at <= moment,
            ~is_held_back,
        )
        .order_by(Appointment.priority, Appointment.due_at, Appointment.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    claimed = db.session.execute(
        update(Appointment)
        .where(Appointment.id == most_urgent, Appointment.state.in_((SCHEDULED, UNKNOWN)))
        .values(
            state=RUNNING,
            lease_until=moment + LEASE,
            attempts=Appointment.attempts + 1,
            first_tried_at=func.coalesce(Appointment.first_tried_at, moment),
        )
        .returning(Appointment)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    task = _task(claimed) if claimed else None
    db.session.commit()
    db.session.remove()
    return task


def _task(row: Appointment) -> Task:
    return Task(
        id=row.id,
        store_id=row.store_id,
        kind=row.kind,
        subject_id=row.subject_id,
        payload=dict(row.payload),
        asked_by=row.asked_by,
        priority=row.priority,
        attempts=row.attempts,
        first_tried_at=row.first_tried_at or now(),
        last_cause=row.cause,
    )


def _attempt(task: Task) -> None:
    try:
        if task.attempts > MOST_ATTEMPTS:
            raise RuntimeError(f"tried {task.attempts} times")
        _handlers[task.kind].do(task)
    except (LostClaim, queue.TimeIsUp):
        log.warning("Appointment %s was taken over by another worker.", task.id)
    except Exception:
        log.exception("Appointment %s (%s) met an unexpected error.", task.id, task.kind)
        _after_unexpected_error(task)
    finally:
        db.session.remove()


def _after_unexpected_error(task: Task) -> None:
    words = "Something unexpected went wrong inside Bookdesk; the log has the details."
    due_at = backoff.next_try(task.first_tried_at, task.attempts)
    try:
        with _end_after(task, due_at, words):
            give_up = _handlers[task.kind].gave_up
            if due_at is None and give_up is not None:
                give_up(task, words)
    except LostClaim:
        log.warning("Appointment %s was taken over by another worker.", task.id)


def _end_after(task: Task, due_at: datetime | None, words: str) -> AbstractContextManager[None]:
    if due_at is None or task.attempts > MOST_ATTEMPTS:
        return task.failed("internal", words)
    return task.again(due_at, "internal", words)
