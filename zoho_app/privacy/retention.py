"""Delete data older than the store's retention, some rows at a time, the oldest first."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, false, func, or_, select

from zoho_app import kinds
from zoho_app.accounts import audit
from zoho_app.accounts.models import Store
from zoho_app.alerts.models import Alert, AlertMessage
from zoho_app.appointments.models import CANCELED, DONE, FAILED, OPEN_STATES, Appointment
from zoho_app.bulk.models import FINISHED, STOPPED, BulkItem, BulkRun
from zoho_app.channels.models import Delivery
from zoho_app.clock import now
from zoho_app.deliveries import rates
from zoho_app.extensions import db, rows_changed
from zoho_app.orders.deleted import DeletedOrder
from zoho_app.orders.refused.models import RefusedOrder
from zoho_app.privacy.anonymize import payload_without_customer
from zoho_app.privacy.models import Retention
from zoho_app.zoho_books.cache import forget as cache_forget
from zoho_app.zoho_books.models import DISCONNECTED, Connection, SalesOrder

AT_ONCE = 500
FIELDS = (
    *("appointments_days", "messages_days", "runs_days", "deleted_orders_days", "payloads_days", "contacts_days"),
)
LONGEST_DAYS = 3_650


def get(store_id: int) -> Retention:
    """The store's settings, or the defaults."""
    found = db.session.get(Retention, store_id)
    return found if found is not None else _standard(store_id)


def _standard(store_id: int) -> Retention:
    columns = Retention.__table__.columns
    return Retention(store_id=store_id, **{name: columns[name].default.arg for name in FIELDS})


def save(store_id: int, days: dict[str, int], who: str) -> bool:
    """Save the settings; whether anything changed."""
    found = get(store_id)
    before = {name: getattr(found, name) for name in FIELDS}
    changes: dict[str, list[Any]] = {
        name: [before[name], days[name]] for name in FIELDS if days[name] != before[name]
    }
    if not changes:
        return False
    db.session.add(found)
    for name, (_, after) in changes.items():
        setattr(found, name, after)
    if "payloads_days" in changes:
        found.payloads_emptied_to = None
    audit.note(store_id, who, "Retention settings changed", changes)
    db.session.flush()
    return True


def slices() -> Iterator[int]:
    """Delete what is due in all stores; yields the number of rows of each slice, to be committed after each."""
    yield rates.forget_old()
    for store_id in list(db.session.scalars(select(Store.id).order_by(Store.id))):
        for days, forget in FORGETTING.items():
            if kept_days := getattr(get(store_id), days):
                yield from forget(store_id, now() - timedelta(days=kept_days))


def _until_none_is_left(some: Callable[[], int]) -> Iterator[int]:
    while count := some():
        yield count
        if count < AT_ONCE:
            return


def _deleting(table: Any, *which: ColumnElement[bool], oldest: Any) -> Iterator[int]:
    some = select(table.id).where(*which).order_by(oldest, table.id).limit(AT_ONCE)
    statement = delete(table).where(table.id.in_(some)).execution_options(synchronize_session=False)
    return _until_none_is_left(lambda: rows_changed(statement))


def _appointments(store_id: int, before: datetime) -> Iterator[int]:
    """Delete ended appointments; open failures stay. So does the newest: no id is given twice."""
    newest = select(func.max(Appointment.id)).scalar_subquery()
    for state in (DONE, CANCELED, FAILED):
        which = [Appointment.store_id == store_id, Appointment.state == state, Appointment.finished_at < before]
        if state == FAILED:
            which.append(Appointment.is_dismissed.is_(True))
        yield from _deleting(Appointment, *which, Appointment.id < newest, oldest=Appointment.finished_at)


def _messages(store_id: int, before: datetime) -> Iterator[int]:
    """What sales channels and receivers of alerts were told, refused orders, and alerts that are over."""
    told = (Delivery.store_id == store_id, Delivery.created_at < before)
    yield from _deleting(
        Delivery, *told, ~_is_wanted(kinds.DELIVER_MESSAGE.name, Delivery.id), oldest=Delivery.created_at
    )
    alerted = (AlertMessage.store_id == store_id, AlertMessage.created_at < before)
    yield from _deleting(
        AlertMessage, *alerted, ~_is_wanted(kinds.SEND_ALERT.name, AlertMessage.id), oldest=AlertMessage.created_at
    )
    refused = (RefusedOrder.store_id == store_id, RefusedOrder.last_at < before)
    yield from _deleting(RefusedOrder, *refused, oldest=RefusedOrder.last_at)
    over = (Alert.store_id == store_id, Alert.cleared_at < before)
    with_messages = select(AlertMessage.id).where(AlertMessage.alert_id == Alert.id).exists()
    yield from _deleting(Alert, *over, ~with_messages, oldest=Alert.cleared_at)


def _is_wanted(kind: str, subject: Any) -> ColumnElement[bool]:
    """Whether the message is still to be sent, or its failure is open."""
    is_open = Appointment.state.in_(OPEN_STATES)
    is_open_failure = and_(Appointment.state == FAILED, Appointment.is_dismissed == false())
    its = (Appointment.subject_id == subject, Appointment.kind == kind)
    return select(Appointment.id).where(*its, or_(is_open, is_open_failure)).exists()


def _runs(store_id: int, before: datetime) -> Iterator[int]:
    """Bulk runs, their lines first: a run may have very many."""
    ended = (BulkRun.store_id == store_id, BulkRun.finished_at < before, BulkRun.state.in_((FINISHED, STOPPED)))
    for run_id in list(db.session.scalars(select(BulkRun.id).where(*ended).order_by(BulkRun.finished_at))):
        some = select(BulkItem.order_id).where(BulkItem.run_id == run_id).limit(AT_ONCE)
        lines = delete(BulkItem).where(BulkItem.run_id == run_id, BulkItem.order_id.in_(some))
        deleting = lines.execution_options(synchronize_session=False)
        yield from _until_none_is_left(lambda deleting=deleting: rows_changed(deleting))  # type: ignore[misc]
        yield rows_changed(delete(BulkRun).where(BulkRun.id == run_id).execution_options(synchronize_session=False))


def _deleted_orders(store_id: int, before: datetime) -> Iterator[int]:
    old = (DeletedOrder.store_id == store_id, DeletedOrder.deleted_at < before)
    return _deleting(DeletedOrder, *old, oldest=DeletedOrder.deleted_at)


def _payloads(store_id: int, before: datetime) -> Iterator[int]:
    """Notes and addresses of what was sent to Zoho Books; where the outcome is in doubt, it is still compared."""
    while True:
        found = get(store_id)
        rows = _some_payloads(store_id, found.payloads_emptied_to, before)
        if not rows:
            return
        for row in rows:
            if row.salesorder_id:
                row.payload = payload_without_customer(row.payload)
        db.session.add(found)
        found.payloads_emptied_to = rows[-1].created_at
        db.session.flush()
        yield len(rows)


def _some_payloads(store_id: int, after: datetime | None, before: datetime) -> Sequence[SalesOrder]:
    """The oldest that were not looked at yet, with all that were made in the same moment as the last of them."""
    old = [SalesOrder.store_id == store_id, SalesOrder.created_at < before]
    if after is not None:
        old.append(SalesOrder.created_at > after)
    timestamps = select(SalesOrder.created_at).where(*old).order_by(SalesOrder.created_at)
    last = db.session.scalar(timestamps.offset(AT_ONCE - 1).limit(1))
    if last is not None:
        old.append(SalesOrder.created_at <= last)
    return db.session.scalars(select(SalesOrder).where(*old).order_by(SalesOrder.created_at)).all()


def _contacts(store_id: int, before: datetime) -> Iterator[int]:
    """Zoho's contacts and items, of a store that is not connected any more."""
    connection = db.session.get(Connection, store_id)
    if connection is None or connection.state != DISCONNECTED or not cache_forget.is_any_cached(store_id):
        return iter(())
    return cache_forget.forget_disconnected(store_id, before)


def forgets_contacts_at(connection: Connection) -> datetime | None:
    """When the copied contacts and items of a disconnected store are deleted; None when there are none."""
    if connection.state != DISCONNECTED or connection.disconnected_at is None:
        return None
    days = get(connection.store_id).contacts_days
    if not days or not cache_forget.is_any_cached(connection.store_id):
        return None
    return connection.disconnected_at + timedelta(days=days)


FORGETTING: dict[str, Callable[[int, datetime], Iterator[int]]] = {
    "appointments_days": _appointments,
    "messages_days": _messages,
    "runs_days": _runs,
    "deleted_orders_days": _deleted_orders,
    "payloads_days": _payloads,
    "contacts_days": _contacts,
}
