"""Run appointments: a worker claims the next one of its queue, and its handler works in short steps."""

import logging
from time import monotonic, sleep

from sqlalchemy import bindparam, func, select, update

from zoho_app import job_queue
from zoho_app.appointments import backoff, breakers, fairness, handlers, sweep
from zoho_app.appointments.models import INTERRUPTED, RUNNING, SCHEDULED, UNKNOWN, Appointment, Gate
from zoho_app.appointments.task import LEASE, WAITED, LostClaim, Task
from zoho_app.clock import now
from zoho_app.columns import UtcDateTime
from zoho_app.extensions import alone, db
from zoho_app.logs import context, events

log = logging.getLogger(__name__)

# How long a woken worker keeps taking appointments before it lets other jobs pass.
SLICE_SECONDS = 5
# A worker waits this long for something that is about to be due; the sweeper comes more often than that.
PATIENCE_SECONDS = 6
# Meanwhile it looks this often for something more urgent: a person's click must not wait for the end of a pause.
LOOK_SECONDS = 1.0
# Two workers wanted the same appointment at the same moment: the one without looks again so soon.
COLLISION_SECONDS = 0.02
# A row that took down its worker this often is not tried again by itself.
MOST_ATTEMPTS = 100

# Built once, for they run all day long.
_WAITS = Appointment.state.in_((SCHEDULED, UNKNOWN))
_NEXT_TIMESTAMPS = select(
    select(func.min(Appointment.due_at))
    .where(Appointment.queue == fairness.QUEUE, _WAITS, Appointment.due_at > fairness.TIMESTAMP)
    .scalar_subquery(),
    select(func.min(Gate.closed_until))
    .where(Gate.queue == fairness.QUEUE, Gate.closed_until > fairness.TIMESTAMP)
    .scalar_subquery(),
    fairness.NEXT_STORE,
)
_CLAIM = (
    update(Appointment)
    .where(Appointment.id == fairness.NEXT, _WAITS)
    .values(
        state=RUNNING,
        claimed_at=fairness.TIMESTAMP,
        lease_until=bindparam("until", type_=UtcDateTime()),
        attempts=Appointment.attempts + 1,
        first_tried_at=func.coalesce(Appointment.first_tried_at, fairness.TIMESTAMP),
    )
    .returning(Appointment, breakers.half_open(fairness.QUEUE), breakers.failures_of_receiver(fairness.QUEUE))
    .execution_options(synchronize_session=False)
)


def work(queue: str, patience: float = PATIENCE_SECONDS) -> int:
    """Do what is due in a queue, in the order of fairness.py, until nothing is left or the time slice is over.

    Begins with what dead workers left behind, so that this does not hang on the clock and the sweeper alone.
    Waits for what is due within `patience` seconds. Returns how many attempts were made. When the slice ends
    first, another worker is asked to go on.
    """
    stop_at = monotonic() + SLICE_SECONDS
    made = 0
    sweep.free_abandoned()
    db.session.commit()
    while monotonic() < stop_at:
        if task := _claim(queue):
            _attempt(task)
            made += 1
        elif (wait := _seconds_until_due(queue)) is not None and wait <= patience:
            sleep(min(wait, LOOK_SECONDS))
        else:
            return made
    job_queue.enqueue(queue, "zoho_app.jobs.work", queue)
    return made


def _seconds_until_due(queue: str) -> float | None:
    """How long until something waits no more; None when nothing waits for a certain time."""
    timestamp = now()
    *timestamps, next_store = db.session.execute(_NEXT_TIMESTAMPS, fairness.given(queue, timestamp)).one()
    db.session.remove()
    if next_store is not None:
        return COLLISION_SECONDS
    coming = [at for at in timestamps if at]
    return (min(coming) - timestamp).total_seconds() + 0.01 if coming else None


def _claim(queue: str) -> Task | None:
    timestamp = now()
    if fairness.is_limited(queue):
        alone("claim", queue)
    given = {**fairness.given(queue, timestamp), "until": timestamp + LEASE}
    claimed = db.session.execute(_CLAIM, given).one_or_none()
    task = _task(*claimed) if claimed else None
    if task and task.probes and not breakers.take_probe(task.store_id, queue, task.probes):
        db.session.rollback()  # another worker has just become the probe; its gate is closed for us
        return _claim(queue)
    db.session.commit()
    db.session.remove()
    return task


def _task(row: Appointment, probes: str | None, failures: int | None) -> Task:
    return Task(
        id=row.id,
        store_id=row.store_id,
        kind=row.kind,
        queue=row.queue,
        subject_id=row.subject_id,
        payload={key: value for key, value in row.payload.items() if key != WAITED},
        last_wait=row.payload.get(WAITED),
        asked_by=row.asked_by,
        priority=row.priority,
        attempts=row.attempts,
        first_tried_at=row.first_tried_at or now(),
        last_cause=row.cause,
        probes=probes or "",
        receiver=row.receiver,
        failures=failures or 0,
    )


def _attempt(task: Task) -> None:
    context.begin(appointment=task.id, kind=task.kind, store=task.store_id, subject=task.subject_id)
    began_at = monotonic()
    try:
        if _takes_down_workers(task):
            raise RuntimeError(f"tried {task.attempts} times")
        handlers.find(task.kind).do(task)
    except (LostClaim, job_queue.TimeIsUp):
        log.warning("Appointment %s was taken over by another worker.", task.id)
    except Exception:
        log.exception("Appointment %s (%s) had an unexpected error.", task.id, task.kind)
        _after_unexpected_error(task)
    finally:
        db.session.remove()
        took = round((monotonic() - began_at) * 1000)
        events.note("attempt.ended", attempt=task.attempts, outcome=task.outcome or "lost", milliseconds=took)
        context.begin()


def _after_unexpected_error(task: Task) -> None:
    words = "Something unexpected went wrong in Bookdesk; the log has the details."
    due_at = None if _takes_down_workers(task) else backoff.next_try(*task.trouble())
    try:
        if due_at is not None:
            db.session.rollback()  # what broke may have left a transaction that can't be read in
            # In doubt it can't be withdrawn: what was sent may have arrived.
            state = UNKNOWN if handlers.is_in_doubt(task.kind, task.subject_id) else SCHEDULED
            with task.retry(due_at, "internal", words, state):
                return
        _give_up(task, words)
    except LostClaim:
        log.warning("Appointment %s was taken over by another worker.", task.id)


def _takes_down_workers(task: Task) -> bool:
    """Tell whether the appointment takes down its workers.

    Many attempts alone prove nothing: waiting makes attempts too.
    """
    return task.attempts > MOST_ATTEMPTS and task.last_cause == INTERRUPTED


def _give_up(task: Task, words: str) -> None:
    """Fail the appointment, even when its subject can't be updated."""
    tell = handlers.find(task.kind).on_exhausted
    try:
        with task.failed("internal", words):
            if tell is not None:
                tell(task, words)
    except LostClaim:
        raise
    except Exception:
        log.exception("The failure of appointment %s could not be reported.", task.id)
        with task.failed("internal", words):
            return
