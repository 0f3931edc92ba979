"""Orders in, sent, failed and shipped, by hour and by day of the store's time zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    and_,
    column,
    distinct,
    func,
    select,
    values,
)
from sqlalchemy.orm import InstrumentedAttribute

from zoho_app import kinds
from zoho_app.appointments.models import DONE, FAILED, Appointment
from zoho_app.columns import UtcDateTime
from zoho_app.extensions import db
from zoho_app.orders.models import Order, Shipment

HOURS, DAYS = 48, 30
HOUR = timedelta(hours=1)

Timestamp = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]


@dataclass(frozen=True)
class Period:
    """What happened in one hour or one day: from `start`, and before `end` (UTC).

    `failed` is what failed then and was neither begun anew nor dismissed since.
    """

    start: datetime
    end: datetime
    came_in: int
    sent: int
    failed: int
    shipped: int

    @property
    def is_empty(self) -> bool:
        return not (self.came_in or self.sent or self.failed or self.shipped)


def list_periods(store_id: int, zone: ZoneInfo, timestamp: datetime, by_day: bool) -> list[Period]:
    """The last 48 hours, or 30 days, up to `moment` (aware), oldest first; one statement."""
    return _periods(store_id, list(_days(zone, timestamp) if by_day else _hours(zone, timestamp)))


def today(store_id: int, zone: ZoneInfo, timestamp: datetime) -> Period:
    """The day of `moment` (aware) from the store's midnight on; one statement."""
    (period,) = _periods(store_id, [_day(zone, timestamp.astimezone(zone).date())])
    return period


def _periods(store_id: int, bounds: list[tuple[datetime, datetime]]) -> list[Period]:
    """Each number is a range of an index, counted by the database."""
    rows = db.session.execute(_counted(store_id, bounds))
    return [Period(*bounds[row.n], *row[1:]) for row in rows]


def _hours(zone: ZoneInfo, timestamp: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Hours as they pass: where clocks are put back, one of them comes twice."""
    this_hour = timestamp.astimezone(zone).replace(minute=0, second=0, microsecond=0).astimezone(UTC)
    for back in reversed(range(HOURS)):
        yield this_hour - back * HOUR, this_hour - (back - 1) * HOUR


def _days(zone: ZoneInfo, timestamp: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Days of the calendar, of 23, 24 or 25 hours."""
    today = timestamp.astimezone(zone).date()
    for back in reversed(range(DAYS)):
        yield _day(zone, today - timedelta(days=back))


def _day(zone: ZoneInfo, day: date) -> tuple[datetime, datetime]:
    return _midnight(zone, day), _midnight(zone, day + timedelta(days=1))


def _midnight(zone: ZoneInfo, day: date) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _counted(store_id: int, bounds: list[tuple[datetime, datetime]]) -> Select[Any]:
    """For each period its number and the four counts."""
    period = (
        values(column("n", Integer), column("start", UtcDateTime), column("end", UtcDateTime), name="period")
        .data([(number, start, end) for number, (start, end) in enumerate(bounds)])
        .cte()
    )
    ended = Appointment.store_id == store_id
    sent = and_(ended, Appointment.state == DONE, Appointment.kind == kinds.SUBMIT.name)
    failed = and_(ended, Appointment.state == FAILED, Appointment.kind.in_(kinds.OF_AN_ORDER))
    return select(
        period.c.n,
        _count(period, Order.date_added, Order.store_id == store_id),
        _count(period, Appointment.finished_at, sent),
        _count(period, Appointment.finished_at, and_(failed, Appointment.is_dismissed.is_(False))),
        _shipped(period, store_id),
    ).order_by(period.c.n)


def _shipped(period: CTE, store_id: int) -> ScalarSelect[int]:
    """Orders, not parcels; whose they are is asked for each parcel of the period, never the other way round."""
    owner = select(Order.store_id).where(Order.id == Shipment.order_id).correlate(Shipment).scalar_subquery()
    return _count(period, Shipment.date_added, owner == store_id, distinct(Shipment.order_id))


def _count(
    period: CTE, timestamp: Timestamp, condition: ColumnElement[bool], what: ColumnElement[Any] | None = None
) -> ScalarSelect[int]:
    counted = func.count(what) if what is not None else func.count()
    return (
        select(counted)
        .where(condition, timestamp >= period.c.start, timestamp < period.c.end)
        .correlate(period)
        .scalar_subquery()
    )
