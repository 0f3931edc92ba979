"""The timetable of background jobs. Jobs are short and may run twice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic

from zoho_app import job_queue
from zoho_app.alerts import watch as alert_watch
from zoho_app.appointments import handlers, queue_work
from zoho_app.appointments import sweep as appointment_sweep
from zoho_app.channels.shops import schedule as shop_schedule
from zoho_app.extensions import db
from zoho_app.privacy import retention
from zoho_app.zoho_books.cache import refresh
from zoho_app.zoho_books.reconcile import run as reconcile
from zoho_app.zoho_books.shipments import pushed, schedule

DESK = "desk"  # the queue of the desk's own housekeeping; every worker looks here first
MOST_WAKES = 4
FORGETTING_SECONDS = 20  # then other jobs have their turn


@dataclass(frozen=True)
class Periodic:
    """A job of the timetable; the rq-scheduler clock puts it into the DESK queue every so many seconds."""

    id: str
    function: str
    seconds: int


TIMETABLE = (
    Periodic("sweep", "zoho_app.jobs.sweep", 5),
    Periodic("schedule-readings", "zoho_app.jobs.schedule_readings", 60),
    Periodic("schedule-polls", "zoho_app.jobs.schedule_polls", 60),
    Periodic("schedule-shops", "zoho_app.jobs.schedule_shops", 30),
    Periodic("watch", "zoho_app.jobs.watch", 10),
    Periodic("schedule-comparisons", "zoho_app.jobs.schedule_comparisons", 600),
    Periodic("forget", "zoho_app.jobs.forget", 600),
)


def work(queue_name: str) -> int:
    """Do what is due in a queue; returns how many attempts were made."""
    return queue_work.work(queue_name)


def sweep() -> None:
    """Free what dead workers left behind and wake a worker for whatever is due."""
    appointment_sweep.free_abandoned()
    due = appointment_sweep.due_by_queue()
    db.session.commit()
    for queue_name, count in due.items():
        job_queue.enqueue_up_to(queue_name, min(count, MOST_WAKES), "zoho_app.jobs.work", queue_name)


def schedule_polls() -> None:
    """Make an appointment to check for shipments for each connected store whose interval has passed, and one to read
    what pushes have told where none does that."""
    schedule.schedule_due()
    pushed.schedule_waiting()
    db.session.commit()


def schedule_shops() -> None:
    """Make an appointment to read orders for each connected shop whose interval has passed, and to check it daily."""
    shop_schedule.schedule_due()
    db.session.commit()


def schedule_comparisons() -> None:
    """Make tonight's appointment to compare each connected store with Zoho Books."""
    reconcile.schedule_due()
    db.session.commit()


def schedule_readings() -> None:
    """Make an appointment to read contacts and items for each store where they are unknown or a day old."""
    refresh.schedule_due()
    db.session.commit()


def watch() -> None:
    """Open an alert for each store where something has become bad, and clear what is good again."""
    alert_watch.look()
    db.session.commit()


def forget() -> None:
    """Delete what is older than its store keeps it, slice by slice; the rest follows next time."""
    stop_at = monotonic() + FORGETTING_SECONDS
    for _ in retention.slices():
        db.session.commit()
        if monotonic() > stop_at:
            return
    db.session.commit()


def _nothing(arguments: list[object]) -> bool:
    return not arguments


def _a_queue(arguments: list[object]) -> bool:
    return len(arguments) == 1 and isinstance(arguments[0], str) and arguments[0] in handlers.queues()


@dataclass(frozen=True)
class KnownJob:
    """A function that a job may call, and whether it takes certain arguments."""

    function: Callable[..., object]
    takes: Callable[[list[object]], bool]


# All jobs that a worker accepts from Redis.
KNOWN: Mapping[str, KnownJob] = {
    "zoho_app.jobs.work": KnownJob(work, _a_queue),
    "zoho_app.jobs.sweep": KnownJob(sweep, _nothing),
    "zoho_app.jobs.schedule_polls": KnownJob(schedule_polls, _nothing),
    "zoho_app.jobs.schedule_comparisons": KnownJob(schedule_comparisons, _nothing),
    "zoho_app.jobs.schedule_readings": KnownJob(schedule_readings, _nothing),
    "zoho_app.jobs.schedule_shops": KnownJob(schedule_shops, _nothing),
    "zoho_app.jobs.watch": KnownJob(watch, _nothing),
    "zoho_app.jobs.forget": KnownJob(forget, _nothing),
}
