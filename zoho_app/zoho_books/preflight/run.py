"""The checklist before orders are sent: what in Zoho Books, in the store or its settings would stand in their way.

What has to be asked of Zoho Books is asked by a worker, after connecting and whenever somebody wants it, and kept.
What the desk knows by itself is judged whenever the list is shown. A check that could not be made is never good.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from zoho_app import kinds
from zoho_app.appointments import for_store
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.models import Appointment
from zoho_app.appointments.task import Task
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books.api import retry_policy
from zoho_app.zoho_books.api.client import ITEMS, Gateway
from zoho_app.zoho_books.errors import CannotSchedule, ConnectionLost, Forbidden, TryLater, ZohoError
from zoho_app.zoho_books.models import CONNECTED, Connection
from zoho_app.zoho_books.preflight import local, open_questions, remote
from zoho_app.zoho_books.preflight.checks import BAD, UNKNOWN, Check
from zoho_app.zoho_books.preflight.remote import Asked, Asking

SHORT_WAIT = timedelta(minutes=10)
RECONNECT = "Reconnect to Zoho Books as somebody who may do this."


@dataclass(frozen=True)
class Checklist:
    """All checks, those that were asked of Zoho Books first; `asked_at` is when (UTC), None: never."""

    checks: list[Check]
    asked_at: datetime | None


def get_checklist(store_id: int) -> Checklist:
    """What the last asking has found, and what the desk knows now. Three statements or so."""
    connection = db.session.get(Connection, store_id)
    if connection is None or not connection.organization_id:
        return Checklist([], None)
    asked = [Check(**row) for row in connection.preflight or []]
    return Checklist([*asked, *local.look(connection)], connection.preflight_at)


def check_everything(store_id: int, asked_by: str) -> None:
    """Let a worker ask Zoho Books at once. Raises CannotSchedule while the store has no connection that works."""
    connection = db.session.get(Connection, store_id)
    if connection is None or connection.state != CONNECTED:
        raise CannotSchedule("This store is not connected to Zoho Books. Connect it first, then check everything.")
    for_store.at_once(store_id, kinds.PREFLIGHT.name, asked_by)


def latest(store_id: int) -> Appointment | None:
    """The store's newest appointment to check, whatever has become of it."""
    asked = select(Appointment).where(Appointment.kind == kinds.PREFLIGHT.name, Appointment.subject_id == store_id)
    return db.session.scalar(asked.order_by(Appointment.id.desc()).limit(1))


@handler(kinds.PREFLIGHT)
def run(task: Task) -> None:
    """Do the appointment "check everything"; the subject is the store."""
    retry_policy.attempt(task, lambda: _run(task, Gateway.for_task(task)))


def _run(task: Task, gateway: Gateway) -> None:
    with task.step():
        asking = remote.prepare(task, gateway)
    asked_at = now()
    checks = [_look(asking, one) for one in (*remote.ALL, *open_questions.ALL)]
    with task.done(_summary(checks)):
        connection = db.session.get_one(Connection, task.store_id)
        connection.preflight = [asdict(check) for check in checks]
        connection.preflight_at = asked_at


def _look(asking: Asking, asked: Asked) -> Check:
    """One check; what Zoho asks you to wait for is waited for, unless that would be until tomorrow."""
    if asking.is_lost:
        return asked.unknown("the connection to Zoho Books was lost.")
    try:
        return asked.look(asking)
    except ConnectionLost as error:
        asking.is_lost = True
        return asked.bad(error.words, RECONNECT, "connection")
    except TryLater as error:
        if error.is_waiting and error.until is not None and error.until - now() <= SHORT_WAIT:
            raise
        return asked.unknown(error.words)
    except Forbidden as error:
        words = error.words
        return asked.bad(words, RECONNECT, "connection") if error.what == ITEMS else asked.unknown(words)
    except ZohoError as error:
        return asked.unknown(error.words)


def _summary(checks: list[Check]) -> str:
    bad, unknown = (sum(check.state == state for check in checks) for state in (BAD, UNKNOWN))
    return f"Checks: {len(checks)}, to fix: {bad}, not known: {unknown}"
