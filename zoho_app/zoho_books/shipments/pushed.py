"""Read what pushes have told: each sales order that they name once, however often they named it.

A push is a hint. It may be late, doubled, out of order, forged, or about a sales order of somebody else; all that it
can do is to have a sales order of the store read. The checks for shipments find whatever no push has told.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import select

from zoho_app import kinds
from zoho_app.actors import BOOKDESK
from zoho_app.appointments import for_store, lifecycle
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.models import RULES
from zoho_app.appointments.task import Task
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books import timestamps
from zoho_app.zoho_books.api import observed, retry_policy
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.errors import NotFound, ZohoError
from zoho_app.zoho_books.models import CONNECTED, LOST, VOID, VOID_STATUSES, Connection, SalesOrder
from zoho_app.zoho_books.pushes import doors, hints, pace
from zoho_app.zoho_books.pushes.body import Pushed
from zoho_app.zoho_books.pushes.models import PushHint
from zoho_app.zoho_books.sales_orders import by_ids, repository
from zoho_app.zoho_books.shipments import apply, custom_fields, packages, tracking
from zoho_app.zoho_books.shipments.tracking import Tracking

# Readings of a store begin at least so far apart, so that many pushes at once cost few calls.
PAUSE = timedelta(seconds=2)


class Outcome(StrEnum):
    """What became of a push, in the words of a test."""

    KEPT = "Bookdesk reads that sales order now."
    KNOWN = "Bookdesk knows that change already, so that it makes no call."
    NOT_OURS = "It is about a sales order that this store has not sent, so that nothing is to be done."
    NOT_CONNECTED = "This store is not connected to Zoho Books, so that nothing is read."


class TooMany(Exception):
    """The store's door takes no more pushes for `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def take_in(store_id: int, pushed: Pushed) -> Outcome | None:
    """Keep a push as a hint if there is anything to read, and have it read; the caller commits.

    Returns None when the store has no door any more. Raises TooMany.
    """
    if (door := doors.get_alone(store_id)) is None:
        return None
    if seconds := pace.take(door):
        raise TooMany(seconds)
    door.last_push_at = now()
    door.first_push_at = door.first_push_at or door.last_push_at
    outcome = _judge(store_id, pushed)
    if outcome is Outcome.KEPT:
        hints.keep(store_id, pushed)
        db.session.flush()
        _schedule(store_id)
    doors.note_test(door, f"A push about sales order {pushed.salesorder_id} arrived. {outcome}", is_good=True)
    return outcome


def _judge(store_id: int, pushed: Pushed) -> Outcome:
    connection = db.session.get(Connection, store_id)
    if connection is None or connection.state not in (CONNECTED, LOST):
        return Outcome.NOT_CONNECTED
    row = repository.by_zoho_id(store_id, pushed.salesorder_id)
    if not _is_ours(row, connection):
        return Outcome.NOT_OURS
    return Outcome.KNOWN if row is not None and _is_known(row, pushed) else Outcome.KEPT


def _is_ours(row: SalesOrder | None, connection: Connection) -> bool:
    return row is not None and row.is_live and row.organization_id == connection.organization_id


def _is_known(row: SalesOrder, pushed: Pushed) -> bool:
    """Whether the change has been applied: it is older than what was read, or as old and says the same.

    Zoho's times are whole seconds, so that an equal time alone does not tell.
    """
    told, known = pushed.last_modified_time, row.last_modified_time
    is_same_time = told is not None and told == known
    return timestamps.is_older(told, known) or (is_same_time and _says_the_same(row, pushed))


def _says_the_same(row: SalesOrder, pushed: Pushed) -> bool:
    before, status = Tracking.kept(row.tracking), str(pushed.salesorder.get("status") or "")
    fields, packed = custom_fields.read(pushed.salesorder), packages.read(pushed.salesorder, before.packages)
    if fields is None and packed is None:
        return False
    said = Tracking.said(before.fields() if fields is None else fields, before.packages if packed is None else packed)
    return said == before and (VOID if status in VOID_STATUSES else status) in ("", row.status)


def _schedule(store_id: int) -> None:
    last = lifecycle.latest(kinds.READ_PUSHED.name, store_id)
    ended_at = last.finished_at if last else None
    due_at = max(now(), min(ended_at, now()) + PAUSE) if ended_at else now()
    try:
        lifecycle.schedule(
            store_id=store_id,
            kind=kinds.READ_PUSHED.name,
            subject_id=store_id,
            asked_by=BOOKDESK,
            priority=RULES,
            due_at=due_at,
        )
    except lifecycle.AlreadyScheduled:
        return  # it looks once more before it ends


def schedule_waiting() -> int:
    """Have hints read that nothing reads, as after a failure; returns for how many stores."""
    stores = hints.stores_with_any()
    connected = select(Connection.store_id).where(Connection.store_id.in_(stores), Connection.state == CONNECTED)
    found = db.session.scalars(connected) if stores else ()
    return sum(for_store.by_itself(store_id, kinds.READ_PUSHED.name) for store_id in list(found))


@handler(kinds.READ_PUSHED)
def read_pushed(task: Task) -> None:
    """Do the appointment "read pushed changes"; the subject is the store."""
    retry_policy.attempt(task, lambda: _read(task, Gateway.for_task(task)), lambda error: _give_up(task, error))


def _read(task: Task, gateway: Gateway) -> None:
    found: Counter[str] = Counter()
    is_more = True
    while is_more and (batch := _next(task)).read:
        found += _read_some(task, gateway, list(batch.read))
        with task.step():
            doors.get_alone(task.store_id)
            hints.settle(task.store_id, batch.read)
        is_more = batch.is_full
    _end(task, found)


def _end(task: Task, found: Counter[str]) -> None:
    """End it; what has come since the last look is read after a pause."""
    with task.done(tracking.words(found)):
        doors.get_alone(task.store_id)  # whoever brings a hint now comes before or after this
        if hints.is_any_waiting(task.store_id):
            _schedule(task.store_id)


@dataclass(frozen=True)
class _Batch:
    """The sales orders to read next, {salesorder_id: pushes so far}, and whether there may be more behind them."""

    read: Mapping[str, int]
    is_full: bool


def _next(task: Task) -> _Batch:
    """Take the hints that have waited longest; those with nothing to read are dropped."""
    with task.step():
        connection = db.session.get_one(Connection, task.store_id)
        most = observed.ids_a_call(connection)
        waiting = hints.waiting(task.store_id, most)
        rows = repository.by_zoho_ids(task.store_id, [hint.salesorder_id for hint in waiting])
        useful = [hint for hint in waiting if _is_to_read(hint, rows.get(hint.salesorder_id), connection)]
        read = {hint.salesorder_id: hint.pushes for hint in useful}
        hints.drop(task.store_id, [hint.salesorder_id for hint in waiting if hint.salesorder_id not in read])
        is_full = len(waiting) == most
    return _Batch(read, is_full) if read or not is_full else _next(task)


def _is_to_read(hint: PushHint, row: SalesOrder | None, connection: Connection) -> bool:
    """Whether it is still ours, and its change has not been applied meanwhile by somebody else."""
    if row is None or not _is_ours(row, connection):
        return False
    return not timestamps.is_older(hint.last_modified_time, row.last_modified_time)


def _read_some(task: Task, gateway: Gateway, salesorder_ids: list[str]) -> Counter[str]:
    """One sales order is read whole, several by one call for their rows; those that are gone were deleted."""
    if len(salesorder_ids) > 1:
        rows = by_ids.list_by_ids(task, gateway, salesorder_ids)
        for missing in {*salesorder_ids} - {str(row["salesorder_id"]) for row in rows}:
            apply.confirm_deleted(task, gateway, missing)
        return apply.take_over(task, gateway, rows)
    try:
        whole = gateway.sales_order(salesorder_ids[0])
    except NotFound:
        apply.deleted(task, salesorder_ids[0])
        return Counter()
    return apply.take_over(task, gateway, [whole])


def _give_up(task: Task, error: ZohoError) -> None:
    """Leave what was told to the checks for shipments, or the same failure would come each minute."""
    with task.failed(error.cause, error.words, error.details):
        hints.drop(task.store_id, [hint.salesorder_id for hint in hints.waiting(task.store_id, pace.CAPACITY)])
