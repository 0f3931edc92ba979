"""Retry policy: wait, try again, look up, or ask a person when Zoho Books can't be used."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased

from zoho_app import kinds
from zoho_app.appointments import backoff, gates
from zoho_app.appointments.models import PEOPLE, RULES, SCHEDULED, UNKNOWN
from zoho_app.appointments.task import Task
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books import errors
from zoho_app.zoho_books.errors import ConnectionLost, OutcomeUnknown, TryLater, ZohoError
from zoho_app.zoho_books.models import DISCONNECTED, Connection

OUTAGE = "outage"
LOOK_EVERY = timedelta(seconds=backoff.LONGEST_LOOK)
OUT_OF_ORDER = "Zoho Books is not working. Bookdesk checks every minute and continues automatically."

Fail = Callable[[ZohoError], None]


def attempt(
    task: Task,
    do: Callable[[], None],
    fail: Fail | None = None,
    state: Callable[[], str] | None = None,
    on_unknown: Callable[[str], None] | None = None,
) -> None:
    """Do one attempt of a Zoho appointment, and end it by what went wrong.

    `fail(error)` ends it when only a person can help, `state()` says whether the outcome of an earlier send is
    still in doubt, and `on_unknown(words)` runs in the transaction in which that is noticed first.
    """
    try:
        do()
    except ConnectionLost as error:
        task.waited()
        with task.retry(now(), error.cause, error.words, state() if state else SCHEDULED):
            pass  # a closed gate holds it back until somebody reconnects
    except (TryLater, OutcomeUnknown) as error:
        _retry(task, error, fail or _failed(task), state() if state else SCHEDULED, on_unknown)
    except ZohoError as error:
        (fail or _failed(task))(error)


def _retry(
    task: Task,
    error: TryLater | OutcomeUnknown,
    fail: Fail,
    state: str,
    on_unknown: Callable[[str], None] | None,
) -> None:
    due_at = _due_at(task, error, state == UNKNOWN)
    if due_at is None:
        if error.is_outage:
            with task.step():
                task.record_failure(OUTAGE, OUT_OF_ORDER)
        error.words = errors.given_up(error.words)
        fail(error)
        return
    is_try = not isinstance(error, TryLater) or error.is_try
    with task.retry(due_at, error.cause, error.words, state, is_try):
        if on_unknown and state == UNKNOWN and task.last_cause != OutcomeUnknown.cause:
            on_unknown(error.words)
        if error.is_outage:
            task.record_failure(OUTAGE, OUT_OF_ORDER)
        elif isinstance(error, TryLater) and error.gate:
            above = PEOPLE if task.priority < RULES else RULES  # people may use the calls that are reserved for them
            gates.close(task.store_id, kinds.ZOHO_BOOKS, error.gate, error.words, error.until, above)


def _due_at(task: Task, error: TryLater | OutcomeUnknown, is_in_doubt: bool) -> datetime | None:
    """When to come back; None when two hours of trouble are enough. Waiting that was asked for is no trouble."""
    wished = error.until if isinstance(error, TryLater) else None
    if isinstance(error, TryLater) and error.is_waiting and wished:
        task.waited(error.is_try)
        return now() if error.gate else wished  # behind a gate it continues when the gate opens
    if is_in_doubt:
        # Who is in doubt gives up only when Zoho answers and still can't tell; an outage may last.
        return backoff.next_look(*task.trouble()) or (now() + LOOK_EVERY if error.is_outage else None)
    planned = backoff.next_try(*task.trouble())
    return planned and (wished or planned)


def _failed(task: Task) -> Fail:
    def fail(error: ZohoError) -> None:
        with task.failed(error.cause, error.words, error.details):
            pass

    return fail


def _of_the_same_organization(store_id: int) -> Iterable[int]:
    mine = aliased(Connection)
    is_same = (mine.organization_id == Connection.organization_id) & (mine.data_center == Connection.data_center)
    stores = select(Connection.store_id).join(mine, is_same).where(Connection.state != DISCONNECTED)
    return db.session.scalars(stores.where(mine.store_id == store_id, mine.organization_id != ""))


SHARED_BREAKERS = {OUTAGE: _of_the_same_organization}
