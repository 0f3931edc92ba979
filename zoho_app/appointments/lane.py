"""Doing appointments: a worker claims the most urgent due one of its lane, and its handler works in short steps."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic, sleep
from typing import Any

from sqlalchemy import func, or_, select, update

from zoho_app import queue
from zoho_app.appointments import backoff, gates
from zoho_app.appointments.models import DONE, FAILED, RUNNING, SCHEDULED, UNKNOWN, Appointment, Gate
from zoho_app.clock import now
from zoho_app.extensions import db, rows_changed

log = logging.getLogger(__name__)

# Longer than any one HTTP call may take; each step renews it.
LEASE = timedelta(seconds=50)
# A step this soon after the claim needs no look at the lease: nobody takes over before it has run out.
FRESH_SECONDS = 1.0
# How long a woken worker keeps taking appointments before it lets other jobs pass.
SLICE_SECONDS = 20
# A worker waits this long for something that is about to be due; the sweeper comes more often than that.
PATIENCE_SECONDS = 6
# A row that took down its worker this often is not tried again by itself.
MOST_ATTEMPTS = 100


class LostClaim(Exception):
    """The lease ran out and somebody else has the appointment now; this worker must not write any more."""


@dataclass
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
    probes: str = ""  # the cause of the breaker whose probe this attempt is
    renewed_at: float = field(default_factory=monotonic)  # when the lease was last made to run anew

    @contextmanager
    def step(self) -> Iterator[None]:
        """One short transaction, committed at its end; it renews the lease, unless that was just taken.

        Raises LostClaim, and changes nothing, when the appointment is no longer ours.
        """
        is_fresh = monotonic() - self.renewed_at < FRESH_SECONDS
        with self._transaction(**({} if is_fresh else {"lease_until": now() + LEASE})):
            yield
        if not is_fresh:
            self.renewed_at = monotonic()

    def renew(self) -> None:
        """Make sure that the lease lasts longer than the call that is about to be made. Raises LostClaim."""
        with self.step():
            pass

    @contextmanager
    def done(self, words: str = "") -> Iterator[None]:
        """The last step of an appointment that has come to its end."""
        with self._transaction(state=DONE, finished_at=now(), cause="", answer=words, lease_until=None):
            self._probe_succeeded()
            yield

    @contextmanager
    def failed(self, cause: str, words: str) -> Iterator[None]:
        """The last step of an appointment that only a person can help; `cause` is a short code."""
        with self._transaction(state=FAILED, finished_at=now(), cause=cause, answer=words, lease_until=None):
            self._probe_succeeded()
            yield

    @contextmanager
    def again(self, due_at: datetime, cause: str, words: str, state: str = SCHEDULED) -> Iterator[None]:
        """The last step of this attempt; the next is due at `due_at`. `state` may be UNKNOWN."""
        with self._transaction(state=state, due_at=due_at, cause=cause, answer=words, lease_until=None):
            yield

    def _probe_succeeded(self) -> None:
        """The other side has answered something that makes sense, whether we like it or not."""
        if self.probes:
            gates.open_(self.store_id, of_kind(self.kind), self.probes)

    @contextmanager
    def _transaction(self, **values: Any) -> Iterator[None]:
        db.session.remove()
        try:
            if values and not self._is_still_ours(values):
                raise LostClaim(f"appointment {self.id}, attempt {self.attempts}")
            yield
            db.session.commit()
        finally:
            db.session.remove()  # rolls back what was not committed

    def _is_still_ours(self, values: dict[str, Any]) -> bool:
        mine = (Appointment.id == self.id, Appointment.state == RUNNING, Appointment.attempts == self.attempts)
        return rows_changed(update(Appointment).where(*mine).values(**values)) == 1


Do = Callable[[Task], None]
GaveUp = Callable[[Task, str], None]


@dataclass(frozen=True)
class Handler:
    """How a kind of appointment is done."""

    lane: str
    about: str
    do: Do
    gave_up: GaveUp | None = field(default=None)


_handlers: dict[str, Handler] = {}


def handler(kind: str, lane: str, gave_up: GaveUp | None = None, about: str = "") -> Callable[[Do], Do]:
    """Register how appointments of `kind` are done, in which lane, and what their subject is ("order").

    The handler ends each attempt by `task.done`, `task.failed` or `task.again`. When it raises instead, it is
    tried again later; `gave_up(task, words)` runs inside the step that ends the last try.
    """

    def register(do: Do) -> Do:
        _handlers[kind] = Handler(lane, about or kind, do, gave_up)
        return do

    return register


def of_kind(kind: str) -> str:
    """The lane in which appointments of this kind are done."""
    return _handlers[kind].lane


def kinds_like(kind: str) -> list[str]:
    """All kinds of appointments about the same sort of subject, so that a later one may have overtaken this."""
    return [other for other, handler in _handlers.items() if handler.about == _handlers[kind].about]


def lanes() -> set[str]:
    """All lanes that have something to do at times."""
    return {handler.lane for handler in _handlers.values()}


def work(lane: str, patience: float = PATIENCE_SECONDS) -> int:
    """Do what is due in a lane, most urgent first, until nothing is left or the time slice is over.

    Waits for what is due within `patience` seconds. Returns how many attempts were made. When the slice ends
    first, another worker is asked to go on.
    """
    stop_at = monotonic() + SLICE_SECONDS
    made = 0
    while monotonic() < stop_at:
        if task := _claim(lane):
            _attempt(task)
            made += 1
        elif (wait := _seconds_until_due(lane)) is not None and wait <= patience:
            sleep(wait)
        else:
            return made
    queue.enqueue(lane, "zoho_app.jobs.work", lane)
    return made


def _seconds_until_due(lane: str) -> float | None:
    """How long until something waits no more; None when nothing waits for a certain time."""
    moment = now()
    due_at = db.session.scalar(
        select(func.min(Appointment.due_at)).where(
            Appointment.lane == lane, Appointment.state.in_((SCHEDULED, UNKNOWN)), Appointment.due_at > moment
        )
    )
    opens_at = db.session.scalar(
        select(func.min(Gate.closed_until)).where(Gate.lane == lane, Gate.closed_until > moment)
    )
    db.session.remove()
    coming = [at for at in (due_at, opens_at) if at is not None]
    return (min(coming) - moment).total_seconds() + 0.01 if coming else None


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
        .returning(Appointment, gates.half_open(lane))
        .execution_options(synchronize_session=False)
    ).one_or_none()
    task = _task(*claimed) if claimed else None
    if task and task.probes and not gates.take_probe(task.store_id, lane, task.probes):
        db.session.rollback()  # another worker has just become the probe; its gate is closed for us
        return _claim(lane)
    db.session.commit()
    db.session.remove()
    return task


def _task(row: Appointment, probes: str | None) -> Task:
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
        probes=probes or "",
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
    due_at = backoff.next_try(task.first_tried_at, task.attempts) if task.attempts <= MOST_ATTEMPTS else None
    try:
        if due_at is not None:
            with task.again(due_at, "internal", words):
                return
        _give_up(task, words)
    except LostClaim:
        log.warning("Appointment %s was taken over by another worker.", task.id)


def _give_up(task: Task, words: str) -> None:
    """End it; that its subject can't be told any more must not keep it alive."""
    tell = _handlers[task.kind].gave_up
    try:
        with task.failed("internal", words):
            if tell is not None:
                tell(task, words)
    except LostClaim:
        raise
    except Exception:
        log.exception("Nobody could be told that appointment %s has failed.", task.id)
        with task.failed("internal", words):
            return
