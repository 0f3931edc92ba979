"""What a deed would do to the selected orders, before it is begun: counted in the database, not tried."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, distinct, exists, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload

from zoho_app.appointments import handlers
from zoho_app.appointments.models import FAILED, OPEN_STATES, SCHEDULED, Appointment
from zoho_app.bulk import deeds
from zoho_app.bulk.selection import Selection
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.events import SHIPMENT_ADDED
from zoho_app.orders.models import Order, Shipment
from zoho_app.zoho_books import canceling, forecast, quota, records, refusals, submitting
from zoho_app.zoho_books.forecast import Forecast
from zoho_app.zoho_books.known import KnownEmail
from zoho_app.zoho_books.models import Connection, SalesOrder, ZohoBooksSettings

Details = dict[str, Any]
SAMPLE = 10


@dataclass(frozen=True)
class Outlook:
    """How many orders there are, for how many the deed makes sense, and why it doesn't for the others."""

    total: int
    newest: int  # the highest order id; what comes in later was not counted
    would: int
    others: list[tuple[int, str]] = field(default_factory=list)  # (how many, "are in Closed already")
    calls: int = 0  # to Zoho Books, about
    forecast: Forecast | None = None  # how long these take


def of(
    selection: Selection,
    deed: str,
    details: Details,
    connection: Connection | None,
    settings: ZohoBooksSettings | None,
) -> Outlook:
    """Count, by one statement; no order is loaded. `connection` and `settings` are the store's."""
    reasons = REASONS[deed](details)
    if deed in (deeds.SUBMIT, deeds.CANCEL) and not refusals.is_connected(connection, settings):
        reasons = [(refusals.NOT_CONNECTED, true())]
    counted = _count(selection, reasons, CALLS.get(deed))
    others = [(count, words) for count, (words, _) in zip(counted.behind, reasons, strict=True) if count]
    calls = counted.calls + counted.new_customers if deed == deeds.SUBMIT else counted.calls
    would = counted.total - sum(counted.behind)
    return Outlook(counted.total, counted.newest, would, others, calls, _forecast(calls, connection))


def sample(selection: Selection) -> list[Order]:
    """The newest few of the orders, with their items and folder; one statement."""
    parts = (joinedload(Order.items), joinedload(Order.folder))
    wanted = select(Order).where(Order.id.in_(selection.ids())).options(*parts)
    newest = wanted.order_by(Order.date_added.desc(), Order.id.desc()).limit(SAMPLE)
    return list(db.session.scalars(newest).unique())


Condition = ColumnElement[bool]
Reason = tuple[str, Condition]


class _Counted(NamedTuple):
    total: int
    newest: int
    calls: int
    new_customers: int
    behind: list[int]  # each reason, as far as none before it is true


def _count(selection: Selection, reasons: list[Reason], calls: Callable[[], Condition] | None) -> _Counted:
    columns = []
    before: list[Condition] = []
    for _, condition in reasons:
        columns.append(func.count().filter(and_(condition, *[~one for one in before])))
        before.append(condition)
    needs_call = and_(*[~one for one in before], calls()) if calls else ~true()
    is_known = exists().where(KnownEmail.store_id == Order.store_id, KnownEmail.email_key == Order.email_key)
    row = db.session.execute(
        select(
            func.count(),
            func.coalesce(func.max(Order.id), 0),
            func.count().filter(needs_call),
            func.count(distinct(Order.email_key)).filter(and_(needs_call, ~is_known)),
            *columns,
        ).where(Order.id.in_(selection.ids()))
    ).one()
    return _Counted(row[0], row[1], row[2], row[3], list(row[4:]))


def _forecast(calls: int, connection: Connection | None) -> Forecast | None:
    if connection is None or not calls:
        return None
    return forecast.of(calls, quota.today(connection.organization_id), now())


def _open(kind: str) -> Condition:
    return exists().where(
        Appointment.kind == kind, Appointment.subject_id == Order.id, Appointment.state.in_(OPEN_STATES)
    )


def _live(*conditions: Condition) -> Condition:
    is_live = SalesOrder.status.not_in((records.VOID, records.DELETED))
    return exists().where(SalesOrder.order_id == Order.id, is_live, *conditions)


def _of_submit(details: Details) -> list[Reason]:
    is_there = and_(_live(SalesOrder.salesorder_id != ""), Order.fulfillment_id != "")
    return [(refusals.IS_THERE, is_there), (refusals.IS_BEING_SENT, _open(submitting.KIND))]


def _of_cancel(details: Details) -> list[Reason]:
    is_not_there = and_(~_open(submitting.KIND), ~_live())
    return [(refusals.IS_NOT_THERE, is_not_there), (refusals.IS_BEING_CANCELED, _open(canceling.KIND))]


def _is_voided() -> Condition:
    """Whether canceling takes a call: what only waits to be sent is taken back without."""
    only_waits = exists().where(
        Appointment.kind == submitting.KIND, Appointment.subject_id == Order.id, Appointment.state == SCHEDULED
    )
    return or_(_live(), ~only_waits)


def _of_move(details: Details) -> list[Reason]:
    return [(f"in {details['folder_name']} already.", Order.folder_id == details["folder_id"])]


def _of_tag(details: Details) -> list[Reason]:
    name, color = details["tag_name"], details["tag_color"]
    words = "tagged like that already." if name else "without a tag."
    return [(words, and_(Order.tag_name == name, Order.tag_color == color))]


def _of_retry(details: Details) -> list[Reason]:
    kinds, later = handlers.kinds_like(submitting.KIND), aliased(Appointment)
    is_overtaken = exists().where(
        later.subject_id == Appointment.subject_id, later.kind.in_(kinds), later.id > Appointment.id
    )
    has_failed = exists().where(
        Appointment.subject_id == Order.id,
        Appointment.kind.in_(kinds),
        Appointment.state == FAILED,
        ~is_overtaken,
    )
    return [("without a failure that could be tried again.", ~has_failed)]


def _of_event(details: Details) -> list[Reason]:
    if details["event"] != SHIPMENT_ADDED:
        return []
    return [("without a shipment.", ~exists().where(Shipment.order_id == Order.id))]


REASONS: dict[str, Callable[[Details], list[Reason]]] = {
    deeds.SUBMIT: _of_submit,
    deeds.CANCEL: _of_cancel,
    deeds.MOVE: _of_move,
    deeds.TAG: _of_tag,
    deeds.RETRY: _of_retry,
    deeds.EVENT: _of_event,
    deeds.DRY_RUN: lambda details: [],
}
# Which of the orders for which the deed makes sense take a call to Zoho Books.
CALLS: dict[str, Callable[[], Condition]] = {deeds.SUBMIT: true, deeds.CANCEL: _is_voided, deeds.RETRY: true}
