"""Repair a difference between Bookdesk and Zoho Books: each has exactly one repair, and a person starts it."""

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from zoho_app import kinds
from zoho_app.accounts import audit, currencies
from zoho_app.appointments import lifecycle
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.models import Appointment
from zoho_app.appointments.task import Task
from zoho_app.extensions import db
from zoho_app.orders import events as order_events
from zoho_app.orders import history
from zoho_app.orders.models import Order
from zoho_app.zoho_books import events, models
from zoho_app.zoho_books.api import retry_policy
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.errors import CannotSchedule, ZohoError
from zoho_app.zoho_books.models import Connection, Finding, SalesOrder, ZohoBooksSettings
from zoho_app.zoho_books.payload import sales_order
from zoho_app.zoho_books.reconcile import compare, findings
from zoho_app.zoho_books.sales_orders import cancel, records, repository


class Repair(Enum):
    """What can be done about a difference, with the label of its button."""

    MARK_DELETED = "mark_deleted", "Mark as deleted"
    MARK_CANCELED = "mark_canceled", "Mark as canceled"
    ACCEPT_TOTAL = "accept_total", "Accept Zoho's total"
    ADOPT = "adopt", "Adopt"
    VOID = "void", "Void in Zoho Books"

    def __init__(self, key: str, label: str) -> None:
        self.key = key
        self.label = label


_REPAIRS = {
    findings.MISSING: Repair.MARK_DELETED,
    findings.VOIDED: Repair.MARK_CANCELED,
    findings.TOTAL: Repair.ACCEPT_TOTAL,
}
STALE = "This difference has changed in the meantime. Compare with Zoho Books again."


def repairs_of(found: Sequence[Finding]) -> dict[int, Repair]:
    """The one repair of each finding as things stand now, by its id; one statement."""
    adoptable = _adoptable(found)
    return {one.id: _REPAIRS.get(one.kind) or (Repair.ADOPT if one.id in adoptable else Repair.VOID) for one in found}


def _adoptable(found: Sequence[Finding]) -> set[int]:
    """Whose sales order is surely its order's, while the order has no other one that exists."""
    live, row = aliased(SalesOrder), aliased(SalesOrder)
    rows = db.session.execute(
        select(Finding.id, Finding.reference_number, Order.source_id)
        .join(Order, and_(Order.id == Finding.order_id, Order.store_id == Finding.store_id))
        .outerjoin(live, and_(live.order_id == Order.id, live.is_live))
        .outerjoin(row, row.id == Finding.sales_order_id)
        .where(
            Finding.id.in_([one.id for one in found]),
            or_(live.id.is_(None), and_(live.id == row.id, live.is_in_doubt)),
            or_(row.id.is_(None), row.order_id == Order.id),
        )
    )
    return {one.id for one in rows if one.reference_number == sales_order.reference(one.source_id)}


def last_voids(found: Sequence[Finding]) -> dict[int, Appointment]:
    """The newest appointment to void each finding, open or failed, by the finding's id; by one statement."""
    ids = [finding.id for finding in found]
    asked = select(Appointment).where(
        Appointment.kind == kinds.VOID_SALES_ORDER.name, Appointment.subject_id.in_(ids)
    )
    return {one.subject_id: one for one in db.session.scalars(asked.order_by(Appointment.id))}


def repair(finding: Finding, key: str, who: str) -> str:
    """Do the repair of that key for the person `who`; returns what was done, in words.

    Raises CannotSchedule when that is not the finding's repair any more.
    """
    wanted = repairs_of([finding])[finding.id]
    if wanted.key != key or not _may_be_repaired(finding):
        raise CannotSchedule(STALE)
    if wanted is Repair.VOID:
        return _schedule_void(finding, who)
    words = _DO[wanted](finding, who)
    _close(finding, who, words)
    return words


def _may_be_repaired(finding: Finding) -> bool:
    """Whether it is open, the store is still connected to that organization, and nothing is done to the order."""
    connection = db.session.get(Connection, finding.store_id)
    is_connected = connection is not None and connection.organization_id == finding.organization_id
    is_busy = finding.order_id is not None and compare.is_busy(finding.store_id, finding.order_id)
    return is_connected and not is_busy and findings.is_open(finding)


def _mark(finding: Finding, who: str) -> str:
    """Take over Zoho's status; the order can be submitted again."""
    row = db.session.get_one(SalesOrder, finding.sales_order_id)
    status = models.DELETED if finding.kind == findings.MISSING else models.VOID
    word = "deleted" if status == models.DELETED else "canceled"
    words = f"Sales order {row.salesorder_number} was marked as {word}."
    history.add(repository.order(row.store_id, row.order_id), who, words)
    cancel.canceled(row, status)
    return words


def _accept_total(finding: Finding, who: str) -> str:
    row = db.session.get_one(SalesOrder, finding.sales_order_id)
    row.total = row.accepted_total = finding.zoho_total
    words = f"Zoho's total of sales order {row.salesorder_number} was accepted: {_amounts(finding)}."
    history.add(repository.order(row.store_id, row.order_id), who, words)
    return words


def _amounts(finding: Finding) -> str:
    totals = (finding.zoho_total or Decimal(), finding.our_total or Decimal())
    zoho, ours = (currencies.written(total, finding.currency_code) for total in totals)
    return f"{zoho} in Zoho Books, {ours} when the order was sent"


def _adopt(finding: Finding, who: str) -> str:
    """Adopt the sales order, as if it had just been sent."""
    order = repository.order(finding.store_id, finding.order_id or 0)
    row = _row(finding) or _new_row(finding, order)
    row.organization_id, row.reference_number = finding.organization_id, finding.reference_number
    row.salesorder_id, row.status, row.is_adopted = finding.salesorder_id, finding.zoho_status, True
    row.total = finding.zoho_total
    order.fulfillment_name, order.fulfillment_id = repository.FULFILLMENT_NAME, row.salesorder_id
    lifecycle.dismiss_failures(order.store_id, kinds.SUBMIT.name, [order.id])
    words = f"Sales order {row.salesorder_number} was found in Zoho Books and adopted."
    history.add(order, who, f"{words} {records.difference(row)}".strip())
    order_events.publish(events.AFTER_SUBMITTED, order)
    settings = db.session.get_one(ZohoBooksSettings, finding.store_id)
    repository.move(order, settings.after_import_folder_id)
    return words


_DO = {
    Repair.MARK_DELETED: _mark,
    Repair.MARK_CANCELED: _mark,
    Repair.ACCEPT_TOTAL: _accept_total,
    Repair.ADOPT: _adopt,
}


def _new_row(finding: Finding, order: Order) -> SalesOrder:
    row = SalesOrder(
        store_id=finding.store_id,
        order_id=order.id,
        salesorder_number=finding.salesorder_number,
        expected_total=order.order_total,
    )
    db.session.add(row)
    return row


def _schedule_void(finding: Finding, who: str) -> str:
    try:
        lifecycle.schedule(
            store_id=finding.store_id, kind=kinds.VOID_SALES_ORDER.name, subject_id=finding.id, asked_by=who
        )
    except lifecycle.AlreadyScheduled:
        return f"Sales order {finding.salesorder_number} is already being voided in Zoho Books."
    return f"Sales order {finding.salesorder_number} is being voided in Zoho Books."


@handler(kinds.VOID_SALES_ORDER)
def void(task: Task) -> None:
    """Do the appointment "void an extra sales order"; the subject is the finding. Voiding twice does no harm."""
    gateway = Gateway.for_task(task)
    retry_policy.attempt(task, lambda: _void(task, gateway), fail=lambda error: _fail(task, error))


def _void(task: Task, gateway: Gateway) -> None:
    with task.step():
        finding = findings.get(task.store_id, task.subject_id)
        if finding is None or repairs_of([finding])[finding.id] is not Repair.VOID or not _may_be_repaired(finding):
            raise CannotSchedule(STALE)
        salesorder_id = finding.salesorder_id
    cancel.void(task, gateway, salesorder_id)
    with task.done("Voided in Zoho Books"):
        if finding := findings.get(task.store_id, task.subject_id):
            words = f"Extra sales order {finding.salesorder_number} was voided in Zoho Books."
            if order := _order(finding):
                history.add(order, task.asked_by, words)
            _close(finding, task.asked_by, words)


def _fail(task: Task, error: ZohoError) -> None:
    with task.failed(error.cause, error.words, error.details):
        finding = findings.get(task.store_id, task.subject_id)
        if finding is not None and (order := _order(finding)):
            told = f"Extra sales order {finding.salesorder_number} could not be voided in Zoho Books. {error.words}"
            history.add(order, repository.FULFILLMENT_NAME, told)


def _close(finding: Finding, who: str, words: str) -> None:
    findings.close(finding, who)
    audit.note(finding.store_id, who, words)


def _order(finding: Finding) -> Order | None:
    order = db.session.get(Order, finding.order_id) if finding.order_id else None
    return order if order is not None and order.store_id == finding.store_id else None


def _row(finding: Finding) -> SalesOrder | None:
    return db.session.get(SalesOrder, finding.sales_order_id) if finding.sales_order_id else None
