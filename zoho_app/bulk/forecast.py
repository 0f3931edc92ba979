"""Count in the database what an action would do to the selected orders, before it starts."""

from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import and_, distinct, exists, func, select, true
from sqlalchemy.orm import joinedload

from zoho_app.bulk.actions.action import BulkAction, Calls, Condition, Details, Reason
from zoho_app.bulk.selection import Selection
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books.api import rate_limit
from zoho_app.zoho_books.cache.models import CachedEmail
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings
from zoho_app.zoho_books.preview import forecast
from zoho_app.zoho_books.preview.forecast import Backlog, Forecast
from zoho_app.zoho_books.sales_orders import refusals

SAMPLE = 10


@dataclass(frozen=True)
class Outlook:
    """How many orders there are, for how many the action makes sense, and why it doesn't for the others."""

    total: int
    newest: int  # the highest order id; what comes in later was not counted
    would: int
    others: list[tuple[int, str]] = field(default_factory=list)  # (how many, "are in Closed already")
    calls: int = 0  # to Zoho Books, about
    forecast: Forecast | None = None  # how long these take


def count(
    selection: Selection,
    action: BulkAction,
    details: Details,
    connection: Connection | None,
    settings: ZohoBooksSettings | None,
) -> Outlook:
    """Count, by one statement; no order is loaded. `connection` and `settings` are the store's."""
    reasons = action.reasons(details)
    if action.needs_zoho and not refusals.is_connected(connection, settings):
        reasons = [Reason(refusals.NOT_CONNECTED, true())]
    counted = _count(selection, [reason.condition for reason in reasons], action.calls())
    others = [(count, reason.words) for count, reason in zip(counted.behind, reasons, strict=True) if count]
    calls = counted.backlog.calls(settings)
    would = counted.total - sum(counted.behind)
    return Outlook(counted.total, counted.newest, would, others, calls, _forecast(calls, connection))


def newest(selection: Selection, limit: int) -> list[Order]:
    """The newest so many of the orders, with their items and folder; one statement."""
    parts = (joinedload(Order.items), joinedload(Order.folder))
    wanted = select(Order).where(Order.id.in_(selection.ids())).options(*parts)
    ordered = wanted.order_by(Order.date_added.desc(), Order.id.desc()).limit(limit)
    return list(db.session.scalars(ordered).unique())


class _Counted(NamedTuple):
    total: int
    newest: int
    backlog: Backlog  # those that take a call
    behind: list[int]  # each reason, as far as none before it is true


def _count(selection: Selection, reasons: list[Condition], calls: Calls) -> _Counted:
    columns = []
    before: list[Condition] = []
    for condition in reasons:
        columns.append(func.count().filter(and_(condition, *[~one for one in before])))
        before.append(condition)
    is_sent, is_canceled = (and_(*[~one for one in before], takes_call) for takes_call in calls)
    is_known = exists().where(CachedEmail.store_id == Order.store_id, CachedEmail.email_key == Order.email_key)
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
    return forecast.estimate(calls, rate_limit.today(connection.organization_id), now())
