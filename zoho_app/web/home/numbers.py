"""The numbers of Home, in one statement: orders by when they came in and how far they are, and those of today.

Each is a range of an index: nothing is counted that lies further back than the chart, or than two weeks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    and_,
    case,
    column,
    distinct,
    exists,
    func,
    select,
    values,
)

from zoho_app import kinds
from zoho_app.appointments import failures
from zoho_app.appointments.models import DONE, OPEN_STATES, Appointment
from zoho_app.columns import UtcDateTime
from zoho_app.extensions import db
from zoho_app.orders import state
from zoho_app.orders.models import Order, Shipment
from zoho_app.web.home import periods
from zoho_app.web.home.periods import Scale, Span
from zoho_app.zoho_books.models import SalesOrder

WEEK = timedelta(weeks=1)
# How far an order is; what is void at its source and was never sent is nowhere.
SENT, TO_SEND, ATTENTION, NOWHERE = "sent", "to send", "attention", ""
HOW = (SENT, TO_SEND, ATTENTION)


@dataclass(frozen=True)
class Bar:
    """The orders that came in within a span, by how far they are now."""

    span: Span
    sent: int
    to_send: int
    attention: int

    @property
    def total(self) -> int:
        return self.sent + self.to_send + self.attention


@dataclass(frozen=True)
class Numbers:
    """The bars, oldest first; and today's numbers, where `to_send` and `ready` look back two weeks.

    `ready` is what nothing has been asked for yet: it waits for a person or a rule.
    """

    bars: Sequence[Bar]
    came_in: int
    came_in_last_week: int  # on the same day of last week, up to the same time
    sent: int
    sent_total: Decimal
    shipped: int
    to_send: int
    ready: int
    oldest_to_send: datetime | None
    last_sent_at: datetime | None


def read(store_id: int, zone: ZoneInfo, timestamp: datetime, scale: Scale) -> Numbers:
    """The numbers at that time (aware); one statement."""
    spans = list(scale.spans(zone, timestamp))
    today = periods.day(zone, timestamp.astimezone(zone).date())
    window = _window(zone, timestamp)
    of_today = _today(store_id, today, window, timestamp, _waiting(store_id, window))
    rows = db.session.execute(_bars(store_id, _period(spans)).add_columns(*of_today)).all()
    counted = {(row.n, row.how): row.orders for row in rows}
    bars = [Bar(span, *(counted.get((n, how), 0) for how in HOW)) for n, span in enumerate(spans)]
    last = rows[-1]
    return Numbers(
        bars=bars,
        came_in=last.today_came_in,
        came_in_last_week=last.last_week,
        sent=last.today_sent,
        sent_total=Decimal(last.today_total or 0),
        shipped=last.today_shipped,
        to_send=last.to_send,
        ready=last.ready,
        oldest_to_send=last.oldest,
        last_sent_at=last.last_sent_at,
    )


def ready_ids(store_id: int, zone: ZoneInfo, timestamp: datetime, limit: int) -> list[int]:
    """The orders that are counted as ready, oldest first; one statement."""
    wanted = (
        select(Order.id)
        .where(*_to_send(store_id, _window(zone, timestamp)), ~_is_under_way())
        .order_by(Order.date_added, Order.id)
        .limit(limit)
    )
    return list(db.session.scalars(wanted))


def first_day(zone: ZoneInfo, timestamp: datetime) -> datetime:
    """When the two weeks begin within which orders are counted as to send."""
    return _window(zone, timestamp).start


def _window(zone: ZoneInfo, timestamp: datetime) -> Span:
    days = list(periods.days(zone, timestamp))
    return Span(days[0].start, days[-1].end)


def _period(spans: Sequence[Span]) -> CTE:
    named = values(
        column("n", Integer), column("start", UtcDateTime), column("end", UtcDateTime), name="period"
    ).data([(number, span.start, span.end) for number, span in enumerate(spans)])
    return named.cte()


def _bars(store_id: int, period: CTE) -> Select[Any]:
    """For each period, how many orders that came in then are how far; of a period without orders, one row."""
    came_in = and_(Order.store_id == store_id, Order.date_added >= period.c.start, Order.date_added < period.c.end)
    how = case(
        (Order.id.is_(None), NOWHERE),
        (_was_sent(), SENT),
        (_has_failed(store_id), ATTENTION),
        (Order.source_state.in_(state.VOID), NOWHERE),
        else_=TO_SEND,
    ).label("how")
    return (
        select(period.c.n, how, func.count().label("orders"))
        .select_from(period)
        .outerjoin(Order, came_in)
        .group_by(period.c.n, how)
        .order_by(period.c.n)
    )


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _was_sent() -> ColumnElement[bool]:
    """Whether it is, or was, in Zoho Books."""
    return exists().where(SalesOrder.order_id == Order.id, SalesOrder.salesorder_id != "").correlate(Order)


def _has_failed(store_id: int) -> ColumnElement[bool]:
    failed = select(Appointment.subject_id).where(
        failures.open_failures(store_id), Appointment.kind.in_(kinds.OF_AN_ORDER)
    )
    return Order.id.in_(failed)


def _is_under_way() -> ColumnElement[bool]:
    return (
        exists()
        .where(
            Appointment.subject_id == Order.id,
            Appointment.kind.in_(kinds.OF_AN_ORDER),
            Appointment.state.in_(OPEN_STATES),
        )
        .correlate(Order)
    )


def _to_send(store_id: int, window: Span) -> list[ColumnElement[bool]]:
    return [
        Order.store_id == store_id,
        Order.date_added >= window.start,
        Order.date_added < window.end,
        Order.source_state.not_in(state.VOID),
        ~_was_sent(),
        ~_has_failed(store_id),
    ]


def _waiting(store_id: int, window: Span) -> CTE:
    """How many are to be sent, how many of them nothing has been asked for, and when the oldest came in."""
    return (
        select(
            func.count().label("to_send"),
            _how_many(~_is_under_way()).label("ready"),
            func.min(Order.date_added).label("oldest"),
        )
        .where(*_to_send(store_id, window))
        .cte("waiting")
    )


def _today(store_id: int, today: Span, window: Span, timestamp: datetime, waiting: CTE) -> list[ColumnElement[Any]]:
    """Today's numbers, each a statement within the statement."""
    orders = select(func.count()).select_from(Order).where(Order.store_id == store_id).correlate(None)
    done = and_(Appointment.store_id == store_id, Appointment.state == DONE, Appointment.kind == kinds.SUBMIT.name)
    last_week = Span(today.start - WEEK, timestamp - WEEK)
    return [
        orders.where(*_within(Order.date_added, today)).scalar_subquery().label("today_came_in"),
        orders.where(*_within(Order.date_added, last_week)).scalar_subquery().label("last_week"),
        select(func.count())
        .where(done, *_within(Appointment.finished_at, today))
        .scalar_subquery()
        .label("today_sent"),
        select(func.sum(SalesOrder.total))
        .where(
            SalesOrder.store_id == store_id, *_within(SalesOrder.created_at, today), SalesOrder.salesorder_id != ""
        )
        .scalar_subquery()
        .label("today_total"),
        _shipped(store_id, today).label("today_shipped"),
        select(func.max(Appointment.finished_at))
        .where(done, Appointment.finished_at >= window.start)
        .scalar_subquery()
        .label("last_sent_at"),
        *(select(one).scalar_subquery().label(one.name) for one in waiting.c),
    ]


def _shipped(store_id: int, today: Span) -> ScalarSelect[int]:
    """Orders, not parcels; whose they are is asked for each parcel of the day, never the other way round."""
    owner = select(Order.store_id).where(Order.id == Shipment.order_id).correlate(Shipment).scalar_subquery()
    wanted = select(func.count(distinct(Shipment.order_id)))
    return wanted.where(owner == store_id, *_within(Shipment.date_added, today)).scalar_subquery()


def _within(timestamp: Any, span: Span) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return timestamp >= span.start, timestamp < span.end
