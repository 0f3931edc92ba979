"""Start, stop and undo a run; each returns at once, however many orders there are."""

from datetime import timedelta
from typing import Any

from sqlalchemy import JSON, Select, Text, func, insert, literal, select

from zoho_app import kinds
from zoho_app.appointments import lifecycle
from zoho_app.bulk import actions, perform, runner
from zoho_app.bulk.actions.action import BulkAction
from zoho_app.bulk.models import WAITING, BulkItem, BulkRun
from zoho_app.bulk.selection import Selection
from zoho_app.clock import now
from zoho_app.extensions import db

# So few orders are done while the person waits for the answer.
FEW = 50
# The same asked for again this soon is a second press of the same button.
SECOND_PRESS = timedelta(seconds=10)


class NothingToDo(Exception):
    """No order is chosen, or none exists any longer."""


def start(selection: Selection, action: BulkAction, details: dict[str, Any], who: str) -> BulkRun:
    """Begin a run over the selected orders; a few are done at once, many by a worker. Raises NothingToDo."""
    items = selection.ids().add_columns(literal({}, JSON))
    return _start(selection.store_id, action, details, who, items)


def undo(run: BulkRun, who: str) -> BulkRun:
    """Undo what a run has done, as far as that can still be undone. Raises NothingToDo."""
    action = actions.undo_for(run)
    if action is None:
        raise NothingToDo
    return _start(run.store_id, action, run.details, who, action.orders_of(run), undoes_id=run.id)


def stop(store_id: int, run_id: int, who: str) -> bool:
    """Stop the store's run after the orders that are under way this moment; False when it has ended already."""
    wanted = select(BulkRun).where(BulkRun.id == run_id, BulkRun.store_id == store_id).with_for_update()
    return runner.stop(db.session.scalar(wanted), who)


def _start(
    store_id: int,
    action: BulkAction,
    details: dict[str, Any],
    who: str,
    orders: Select[Any],
    undoes_id: int | None = None,
) -> BulkRun:
    """`orders` selects each order's id and what the action has to know of it."""
    run = BulkRun(store_id=store_id, action=action.key, details=details, asked_by=who, total=0, undoes_id=undoes_id)
    db.session.add(run)
    db.session.flush()
    chosen = orders.subquery()
    lines = select(literal(run.id), chosen.c[0], literal(WAITING), literal("", Text), chosen.c[1])
    db.session.execute(insert(BulkItem).from_select(["run_id", "order_id", "state", "words", "result"], lines))
    run.total = db.session.scalar(select(func.count()).where(BulkItem.run_id == run.id)) or 0
    if not run.total:
        raise NothingToDo
    if (same := _just_begun(run)) is not None:
        db.session.delete(run)
        return same
    _begin(run)
    db.session.flush()
    return run


def _just_begun(run: BulkRun) -> BulkRun | None:
    """The person's last run, when it is the same and has just begun: a button pressed twice.

    A dry run is always a new one; so is what was asked for before something else, such as its undoing.
    """
    if actions.for_run(run).is_dry:
        return None
    wanted = select(BulkRun).where(
        BulkRun.store_id == run.store_id, BulkRun.asked_by == run.asked_by, BulkRun.id < run.id
    )
    last = db.session.scalar(wanted.order_by(BulkRun.id.desc()).limit(1))
    if last is None or last.created_at <= now() - SECOND_PRESS:
        return None
    is_alike = (last.action, last.total, last.details) == (run.action, run.total, run.details)
    return last if is_alike and _are_the_same_orders(run, last) else None


def _are_the_same_orders(run: BulkRun, other: BulkRun) -> bool:
    """Of two runs over equally many."""
    of_other = select(BulkItem.order_id).where(BulkItem.run_id == other.id)
    stranger = select(BulkItem.order_id).where(BulkItem.run_id == run.id, BulkItem.order_id.not_in(of_other))
    return db.session.scalar(stranger.limit(1)) is None


def _begin(run: BulkRun) -> None:
    if run.total > FEW:
        lifecycle.schedule(store_id=run.store_id, kind=kinds.BULK_RUN.name, subject_id=run.id, asked_by=run.asked_by)
        return
    while perform.some(run):
        pass
    runner.finish(run)
