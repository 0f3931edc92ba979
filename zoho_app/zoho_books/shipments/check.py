"""Check for shipments: apply what changed in Zoho Books since the last successful check.

Order Desk's guide: the tracking comes from the custom fields tracking_number, carrier and shipping_method of the
sales order. Where the guide looks back four hours, the desk goes by a watermark, so that a missed check loses
nothing; the four hours remain as the look-back of the very first check.
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from zoho_app import actors, kinds
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.task import Task
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books.api import observed, retry_policy, unreadable
from zoho_app.zoho_books.api.client import CUSTOM_FIELDS, IDS_A_CALL, Gateway
from zoho_app.zoho_books.appointment_payloads import ShipmentCheckPayload
from zoho_app.zoho_books.errors import Refused, TryLater
from zoho_app.zoho_books.models import Connection
from zoho_app.zoho_books.sales_orders import by_ids, repository
from zoho_app.zoho_books.shipments import apply, changes, custom_fields, tracking

# Also the most that Zoho's clock may be behind the desk's while nothing of the store is there to tell its time.
FIRST_LOOK_BACK = timedelta(hours=4)
# Clocks differ, and a list may lag: this much before the watermark is read again.
OVERLAP = timedelta(minutes=10)
# Deleted sales orders are in no list of changes, so the ids of those that wait to be shipped are asked for: each time
# while one call tells of all, else once a day. The turn of the others comes with the nightly comparison.
ASK_FOR_IDS_EVERY = timedelta(days=1)
# How far back tracking is looked for once more when it turns out that the list has not shown it.
LOOK_BACK_FOR_HIDDEN = timedelta(days=14)

Json = dict[str, Any]


@handler(kinds.CHECK_FOR_SHIPMENTS)
def check(task: Task) -> None:
    """Do the appointment "check for shipments"; the subject is the store. The timetable makes up for a failed one."""
    retry_policy.attempt(task, lambda: _check(task, Gateway.for_task(task)))


def _check(task: Task, gateway: Gateway) -> None:
    started_at = now()
    with task.step():
        connection = db.session.get_one(Connection, task.store_id)
        since = _since(task, connection)
        is_anything_out = repository.any_in_zoho(connection)
        asks_for_ids = _asks_for_ids(task, connection)
        looks_at_fields = connection.missing_custom_fields is None or bool(connection.missing_custom_fields)
    found: Counter[str] = Counter()
    if is_anything_out:
        if looks_at_fields:
            _look_at_custom_fields(task, gateway)
        found += _read_changes(task, gateway, since, proves=asks_for_ids)
        if found[apply.HIDDEN]:
            found += _read_changes(task, gateway, started_at - LOOK_BACK_FOR_HIDDEN)
        if asks_for_ids or _does_one_call_tell_of_all(task):
            found += _look_at_unshipped(task, gateway)
    with task.done(tracking.words(found)):
        connection = db.session.get_one(Connection, task.store_id)
        connection.last_poll_at = started_at
        connection.last_poll_found = tracking.words(found)
        if not is_anything_out:
            _raise_watermark(connection, started_at - FIRST_LOOK_BACK)
        if asks_for_ids and is_anything_out:
            connection.ids_asked_at = started_at


def _since(task: Task, connection: Connection) -> datetime:
    if (read_up_to := ShipmentCheckPayload.from_json(task.payload).read_up_to) is not None:
        return read_up_to
    return (connection.watermark or (connection.connected_at or now()) - FIRST_LOOK_BACK) - OVERLAP


def _asks_for_ids(task: Task, connection: Connection) -> bool:
    is_by_person = actors.read(task.asked_by).is_person
    return is_by_person or connection.ids_asked_at is None or now() - connection.ids_asked_at > ASK_FOR_IDS_EVERY


def _does_one_call_tell_of_all(task: Task) -> bool:
    with task.step():
        connection = db.session.get_one(Connection, task.store_id)
        most = observed.ids_a_call(connection)
        return len(repository.unshipped_after(connection, 0, most + 1)) <= most


def _look_at_custom_fields(task: Task, gateway: Gateway) -> None:
    """Find out which custom fields are missing; Zoho does not document this list, so a failure says nothing."""
    try:
        with unreadable.noted(task, CUSTOM_FIELDS):
            missing = custom_fields.missing(gateway.custom_field_definitions())
    except (Refused, TryLater):
        return
    with task.step():
        db.session.get_one(Connection, task.store_id).missing_custom_fields = missing


def _read_changes(task: Task, gateway: Gateway, since: datetime, proves: bool = False) -> Counter[str]:
    """Take over all changes page by page; the watermark follows what is committed and certainly whole."""
    found: Counter[str] = Counter()
    _keep(task, read_up_to=since)
    for page in changes.pages(gateway.changed_sales_orders, since, by_number=task.attempts == 1):
        found += apply.take_over(task, gateway, page.rows, proves)
        if page.safe_until is not None:
            with task.step():
                _raise_watermark(db.session.get_one(Connection, task.store_id), page.safe_until)
            _keep(task, read_up_to=page.safe_until - changes.SECOND)
    return found


def _raise_watermark(connection: Connection, timestamp: datetime) -> None:
    """Never beyond the present: a row stamped by a clock that was ahead would hide what comes after it."""
    timestamp = min(timestamp, now())
    connection.watermark = max(timestamp, connection.watermark or timestamp)


def _look_at_unshipped(task: Task, gateway: Gateway) -> Counter[str]:
    """Ask for the unshipped sales orders by id; one that is not listed and can't be read was deleted in Zoho.

    This also finds a change that a list of changes has hidden, so that none stays unknown for long.
    """
    found: Counter[str] = Counter()
    while batch := _next_unshipped(task):
        listed = by_ids.list_by_ids(task, gateway, list(batch.values()))
        found += apply.take_over(task, gateway, apply.changed_among(task, listed))
        for salesorder_id in set(batch.values()) - {str(row["salesorder_id"]) for row in listed}:
            apply.confirm_deleted(task, gateway, salesorder_id)
        _keep(task, asked_up_to=max(batch))
    return found


def _next_unshipped(task: Task) -> dict[int, str]:
    """The salesorder_id of the next ones to ask for, by row."""
    with task.step():
        connection = db.session.get_one(Connection, task.store_id)
        asked_up_to = ShipmentCheckPayload.from_json(task.payload).asked_up_to
        return dict(repository.unshipped_after(connection, asked_up_to, IDS_A_CALL))


def _keep(task: Task, **progress: Any) -> None:
    """Note how far the check has come, for the attempt that goes on after this one."""
    task.payload = replace(ShipmentCheckPayload.from_json(task.payload), **progress).to_json()
