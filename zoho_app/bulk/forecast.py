"""What a deed would do to the selected orders, before it is begun: counted in the database, not tried."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ColumnExpressionArgument, and_, distinct, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload

from zoho_app import kinds
from zoho_app.appointments import handlers
from zoho_app.appointments.models import FAILED, OPEN_STATES, SCHEDULED, Appointment
from zoho_app.bulk import actions
from zoho_app.bulk.selection import Selection
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.events import SHIPMENT_ADDED
from zoho_app.orders.models import Order, Shipment
from zoho_app.zoho_books.api import rate_limit
from zoho_app.zoho_books.cache.models import KnownEmail
from zoho_app.zoho_books.models import Connection, SalesOrder, ZohoBooksSettings
from zoho_app.zoho_books.preview import forecast
from zoho_app.zoho_books.preview.forecast import Backlog, Forecast
from zoho_app.zoho_books.sales_orders import refusals

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
    if deed in (actions.SUBMIT, actions.CANCEL) and not refusals.is_connected(connection, settings):
        reasons = [(refusals.NOT_CONNECTED, true())]
    counted = _count(selection, reasons, CALLS.get(deed, _none)())
    others = [(count, words) for count, (words, _) in zip(counted.behind, reasons, strict=True) if count]
    calls = counted.backlog.calls(settings)
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
Asking = tuple[Condition, Condition]  # which orders are sent by a call to Zoho Books, and which canceled by one


class _Counted(NamedTuple):
    total: int
    newest: int
    backlog: Backlog  # those that take a call
    behind: list[int]  # each reason, as far as none before it is true


def _count(selection: Selection, reasons: list[Reason], asking: Asking) -> _Counted:
    columns = []
    before: list[Condition] = []
    for _, condition in reasons:
        columns.append(func.count().filter(and_(condition, *[~one for one in before])))
        before.append(condition)
    is_sent, is_canceled = (and_(*[~one for one in before], asks) for asks in asking)
    is_known = exists().where(KnownEmail.store_id == Order.store_id, KnownEmail.email_key == Order.email_key)
    row = db.session.execute(
        select(
            func.count(),
            func.coalesce(func.max(Order.id), 0),
            func.count().filter(is_sent),
            func.count(distinct(Order.email_key)).filter(and_(is_sent, ~is_known)),
            func.count().filter(is_canceled),
            *columns,
        ).where(Order.id.in_(selection.ids()))
    ).one()
    return _Counted(row[0], row[1], Backlog(*row[2:5]), list(row[5:]))


def _forecast(calls: int, connection: Connection | None) -> Forecast | None:
    if connection is None or not calls:
        return None
    return forecast.of(calls, rate_limit.today(connection.organization_id), now())


def _open(kind: str) -> Condition:
    return exists().where(
        Appointment.kind == kind, Appointment.subject_id == Order.id, Appointment.state.in_(OPEN_STATES)
    )


def _has_sales_order(condition: ColumnExpressionArgument[bool]) -> Condition:
    return exists().where(SalesOrder.order_id == Order.id, condition)


def _of_submit(details: Details) -> list[Reason]:
    is_there = and_(_has_sales_order(SalesOrder.is_in_zoho), Order.fulfillment_id != "")
    return [(refusals.IS_THERE, is_there), (refusals.IS_BEING_SENT, _open(kinds.SUBMIT.name))]


def _of_cancel(details: Details) -> list[Reason]:
    is_not_there = and_(~_open(kinds.SUBMIT.name), ~_has_sales_order(SalesOrder.is_live))
    return [(refusals.IS_NOT_THERE, is_not_there), (refusals.IS_BEING_CANCELED, _open(kinds.CANCEL.name))]


def _is_voided() -> Condition:
    """Whether canceling takes a call: what only waits to be sent is taken back without."""
    only_waits = exists().where(
        Appointment.kind == kinds.SUBMIT.name, Appointment.subject_id == Order.id, Appointment.state == SCHEDULED
    )
    return or_(_has_sales_order(SalesOrder.is_live), ~only_waits)


def _of_move(details: Details) -> list[Reason]:
    return [(f"in {details['folder_name']} already.", Order.folder_id == details["folder_id"])]


def _of_tag(details: Details) -> list[Reason]:
    name, color = details["tag_name"], details["tag_color"]
    words = "tagged like that already." if name else "without a tag."
    return [(words, and_(Order.tag_name == name, Order.tag_color == color))]


def _of_retry(details: Details) -> list[Reason]:
    return [("without a failure that could be tried again.", ~_has_failed(handlers.kinds_like(kinds.SUBMIT.name)))]


def _has_failed(names: list[str]) -> Condition:
    """Whether the last that was begun with the order is of one of these kinds, and has failed."""
    later = aliased(Appointment)
    is_overtaken = exists().where(
        later.subject_id == Appointment.subject_id,
        later.kind.in_(handlers.kinds_like(kinds.SUBMIT.name)),
        later.id > Appointment.id,
    )
    return exists().where(
        Appointment.subject_id == Order.id,
        Appointment.kind.in_(names),
        Appointment.state == FAILED,
        ~is_overtaken,
    )


def _of_event(details: Details) -> list[Reason]:
    if details["event"] != SHIPMENT_ADDED:
        return []
    return [("without a shipment.", ~exists().where(Shipment.order_id == Order.id))]


REASONS: dict[str, Callable[[Details], list[Reason]]] = {
    actions.SUBMIT: _of_submit,
    actions.CANCEL: _of_cancel,
    actions.MOVE: _of_move,
    actions.TAG: _of_tag,
    actions.RETRY: _of_retry,
    actions.EVENT: _of_event,
    actions.DRY_RUN: lambda details: [],
}


def _none() -> Asking:
    return false(), false()


# Which of the orders for which the deed makes sense take a call to Zoho Books.
CALLS: dict[str, Callable[[], Asking]] = {
    actions.SUBMIT: lambda: (true(), false()),
    actions.CANCEL: lambda: (false(), _is_voided()),
    actions.RETRY: lambda: (_has_failed([kinds.SUBMIT.name]), ~_has_failed([kinds.SUBMIT.name])),
}
