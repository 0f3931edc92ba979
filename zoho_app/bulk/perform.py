"""Doing a run's deed to some of its orders, by the very verbs that a single click calls.

What becomes of an order is kept in the transaction in which it is done: a worker that dies does nothing twice.
"""

import logging
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from zoho_app import job_queue, kinds
from zoho_app.appointments import handlers, lifecycle
from zoho_app.appointments.models import BULK, FAILED, PEOPLE, Appointment
from zoho_app.bulk import actions as bulk_actions
from zoho_app.bulk import withdrawal
from zoho_app.bulk.models import DONE, REFUSED, WAITING, BulkItem, BulkRun
from zoho_app.extensions import db
from zoho_app.orders import edit, folders, history, run_event
from zoho_app.orders.events import FOLDER_CHANGED
from zoho_app.orders.input.fields import BadFields
from zoho_app.orders.models import Folder, Order
from zoho_app.orders.run_event import EventRefused
from zoho_app.rules import engine
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.errors import CannotSchedule
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings
from zoho_app.zoho_books.preview import dry_run

log = logging.getLogger(__name__)

# Orders of one transaction: SQLite lets nobody else write meanwhile.
AT_ONCE = {
    bulk_actions.MOVE: 500,
    bulk_actions.MOVE_BACK: 500,
    bulk_actions.TAKE_BACK: 500,
    bulk_actions.DRY_RUN: 100,
}
OTHERS_AT_ONCE = 25

WOULD_WORK = (dry_run.CREATE, dry_run.ADOPT)
NOTHING_FAILED = "Nothing failed that could be tried again."
TAKEN_BACK = "Taken back before it was sent"
TOO_LATE = "Too late: it is being sent, or that has ended."
BROKE = "Something unexpected went wrong inside Bookdesk; the log has the details."


class Refused(Exception):
    """The deed can't be done to this order; its text says why."""


def some(run: BulkRun) -> bool:
    """Do the deed to the next few orders of a run that is locked; False when none was left. Commits nothing."""
    waiting = select(BulkItem.order_id).where(BulkItem.run_id == run.id, BulkItem.state == WAITING)
    most = AT_ONCE.get(run.deed, OTHERS_AT_ONCE)
    ids = list(db.session.scalars(waiting.order_by(BulkItem.order_id).limit(most)))
    orders = _locked(run.store_id, ids)
    items = {item.order_id: item for item in db.session.scalars(_items(run, orders))}
    if run.deed == bulk_actions.DRY_RUN:
        _look_at(run, orders, items)
    elif run.deed in (bulk_actions.MOVE, bulk_actions.MOVE_BACK) and not engine.follows(FOLDER_CHANGED, run.store_id):
        _move_at_once(run, orders, items)
    elif run.deed == bulk_actions.TAKE_BACK:
        _take_back(run, items)
    else:
        _one_by_one(run, orders, items)
    db.session.flush()
    return bool(ids)


def _locked(store_id: int, order_ids: Sequence[int]) -> list[Order]:
    """The orders with their items, which nobody else changes or deletes in between."""
    wanted = select(Order).where(Order.store_id == store_id, Order.id.in_(order_ids)).order_by(Order.id)
    return list(db.session.scalars(wanted.with_for_update(of=Order).options(selectinload(Order.items))))


def _items(run: BulkRun, orders: Sequence[Order]) -> Select[BulkItem]:
    return select(BulkItem).where(BulkItem.run_id == run.id, BulkItem.order_id.in_([order.id for order in orders]))


def _one_by_one(run: BulkRun, orders: Iterable[Order], items: dict[int, BulkItem]) -> None:
    # Held, so that asking for them again for each order costs no statement.
    held = [db.session.get(one, run.store_id) for one in (Connection, ZohoBooksSettings)]
    for order in orders:
        item = items[order.id]
        try:
            with db.session.begin_nested():
                item.words = DO[run.deed](order, item, run)
                item.state = DONE
        except CannotSchedule as refusal:
            _refuse(item, refusal.beside_the_order)
        except (Refused, EventRefused, BadFields) as refusal:
            _refuse(item, str(refusal))
        except job_queue.TimeIsUp:
            raise
        except Exception:
            log.exception("Run %s broke in deed %r on order %s", run.id, run.deed, item.order_id)
            _refuse(item, BROKE)
    del held


def _refuse(item: BulkItem, words: str) -> None:
    item.state, item.words = REFUSED, words


def _priority(run: BulkRun) -> int:
    """One order is a person's click like that on its own page."""
    return BULK if run.total > 1 else PEOPLE


def _submit(order: Order, item: BulkItem, run: BulkRun) -> str:
    actions.submit(order, run.asked_by, _priority(run))
    return "Scheduled to Zoho Books"


def _cancel(order: Order, item: BulkItem, run: BulkRun) -> str:
    is_asked = actions.cancel(order, run.asked_by, _priority(run)) is not None
    return "To be canceled in Zoho Books" if is_asked else TAKEN_BACK


def _retry(order: Order, item: BulkItem, run: BulkRun) -> str:
    newest = db.session.scalar(
        select(Appointment)
        .where(
            Appointment.store_id == order.store_id,
            Appointment.subject_id == order.id,
            Appointment.kind.in_(handlers.kinds_like(kinds.SUBMIT.name)),
        )
        .order_by(Appointment.id.desc())
        .limit(1)
    )
    if newest is None or newest.state != FAILED or not lifecycle.run_now(newest, BULK):
        raise Refused(NOTHING_FAILED)
    what = "submitted to" if newest.kind == kinds.SUBMIT.name else "canceled in"
    history.add(order, run.asked_by, f"Order Scheduled to be {what} Zoho Books once more")
    return "To be tried again"


def _tag(order: Order, item: BulkItem, run: BulkRun) -> str:
    if not edit.tag(order, run.details["tag_name"], run.details["tag_color"], run.asked_by):
        raise Refused("Tagged like that already." if run.details["tag_name"] else "It has no tag.")
    return bulk_actions.in_words("{tag_title}", run.details)


def _run_event(order: Order, item: BulkItem, run: BulkRun) -> str:
    run_event.run_event(order, run.details["event"], run.asked_by)
    return "The event was run"


def _move(order: Order, item: BulkItem, run: BulkRun) -> str:
    """Where each order goes is the run's folder, or on the way back its own former one."""
    before = order.folder_id
    folder = _target(order, item, run)
    folders.move(order, folder, run.asked_by)
    item.result = {"folder_id": before}
    return _moved_words(folder)


DO: dict[str, Callable[[Order, BulkItem, BulkRun], str]] = {
    bulk_actions.SUBMIT: _submit,
    bulk_actions.CANCEL: _cancel,
    bulk_actions.RETRY: _retry,
    bulk_actions.TAG: _tag,
    bulk_actions.EVENT: _run_event,
    bulk_actions.MOVE: _move,
    bulk_actions.MOVE_BACK: _move,
}


def _moved_words(folder: Folder) -> str:
    return f"Moved to {folder.name}"


def _target(order: Order, item: BulkItem, run: BulkRun) -> Folder:
    is_way_back = run.deed == bulk_actions.MOVE_BACK
    if is_way_back and order.folder_id != run.details["folder_id"]:
        raise Refused("It was moved elsewhere since.")
    folder = folders.get(run.store_id, item.result["folder_id"] if is_way_back else run.details["folder_id"])
    if folder is None:
        raise Refused("The folder does not exist any more.")
    if folder.id == order.folder_id:
        raise Refused(f"In {folder.name} already.")
    return folder


def _move_at_once(run: BulkRun, orders: Iterable[Order], items: dict[int, BulkItem]) -> None:
    """The same for many by a few statements, where nothing follows a move."""
    by_folder: dict[Folder, list[int]] = {}
    for order in orders:
        try:
            by_folder.setdefault(_target(order, items[order.id], run), []).append(order.id)
        except Refused as refusal:
            _refuse(items[order.id], str(refusal))
    for folder, order_ids in by_folder.items():
        for order_id, before in folders.move_many(run.store_id, order_ids, folder, run.asked_by).items():
            item = items[order_id]
            item.state, item.words, item.result = DONE, _moved_words(folder), {"folder_id": before}


def _take_back(run: BulkRun, items: dict[int, BulkItem]) -> None:
    """What another run has scheduled, and nobody has begun to send."""
    stopped = db.session.get(BulkRun, run.undoes_id) if run.undoes_id else None
    taken = withdrawal.take_back(stopped, items, run.asked_by) if stopped else set()
    for order_id, item in items.items():
        if order_id in taken:
            item.state, item.words = DONE, TAKEN_BACK
        else:
            _refuse(item, TOO_LATE)


def _look_at(run: BulkRun, orders: Sequence[Order], items: dict[int, BulkItem]) -> None:
    """A dry run: nothing about the orders changes."""
    for verdict in dry_run.of(run.store_id, orders):
        item = items[verdict.order_id]
        item.state = DONE if verdict.verdict in WOULD_WORK else REFUSED
        item.words = verdict.short_words
        item.result = {
            "verdict": verdict.verdict,
            "cause": verdict.cause,
            "number": verdict.number,
            "total": None if verdict.total is None else str(verdict.total),
            "difference": None if verdict.difference is None else str(verdict.difference),
            "calls": verdict.calls,
        }
