"""Work on a run: a few orders a transaction, with a check for Stop between them, in turn with other runs."""

from time import monotonic, sleep

from sqlalchemy import select, update

from zoho_app import kinds
from zoho_app.actors import BOOKDESK
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.task import Task
from zoho_app.bulk import perform
from zoho_app.bulk.models import FINISHED, LEFT, RUNNING, STOPPED, WAITING, BulkItem, BulkRun
from zoho_app.clock import now
from zoho_app.extensions import db, rows_changed
from zoho_app.rules import engine

# So long one run goes on before another one has its turn.
TURN_SECONDS = 3.0
# SQLite has no queue of writers: waiting writers need a gap in which nobody writes.
PAUSE_SECONDS = 0.05


def _on_exhausted(task: Task, words: str) -> None:
    stop(_locked(task.subject_id), BOOKDESK)


@handler(kinds.BULK_RUN, on_exhausted=_on_exhausted)
def work(task: Task) -> None:
    """Do the appointment "go on with this run"; the subject is the run."""
    until = monotonic() + TURN_SECONDS
    with task.step():
        _take_up_again(_locked(task.subject_id))
    with engine.resume([]):  # a store's rules are read once
        while _some(task):
            if monotonic() > until:
                with task.retry(now(), "", "Other runs go first."):
                    return
            sleep(PAUSE_SECONDS)
    with task.done():
        finish(_locked(task.subject_id))


def _take_up_again(run: BulkRun | None) -> None:
    """Resume a run that Bookdesk had given up, because somebody retries it."""
    if run is not None and run.state == STOPPED and run.stopped_by == BOOKDESK:
        run.state, run.stopped_by, run.finished_at = RUNNING, "", None
        _turn(run, LEFT, WAITING)


def _some(task: Task) -> bool:
    with task.step():
        run = _locked(task.subject_id)
        return run is not None and run.state == RUNNING and perform.some(run)


def _locked(run_id: int) -> BulkRun | None:
    """The run, locked until the transaction ends: whoever stops it waits for the few orders under way."""
    return db.session.scalar(select(BulkRun).where(BulkRun.id == run_id).with_for_update())


def finish(run: BulkRun | None) -> None:
    """Note that all is done, unless somebody has stopped it."""
    if run is not None and run.state == RUNNING:
        run.state, run.finished_at = FINISHED, now()


def stop(run: BulkRun | None, who: str) -> bool:
    """End a run that is locked; what was not done yet is left. False when it has ended already."""
    if run is None or run.state != RUNNING:
        return False
    run.state, run.stopped_by, run.finished_at = STOPPED, who, now()
    _turn(run, WAITING, LEFT)
    return True


def _turn(run: BulkRun, state: str, other: str) -> None:
    """Let all orders of the run that are in one state be in another."""
    turned = update(BulkItem).where(BulkItem.run_id == run.id, BulkItem.state == state).values(state=other)
    rows_changed(turned.execution_options(synchronize_session=False))
