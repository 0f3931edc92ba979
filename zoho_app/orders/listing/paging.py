"""Pages of the orders' list: each goes on from a row's place in the order, so that none shifts while orders come in.

The place is what the row is sorted by and its number. Reading on from a place costs the same on every page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from zoho_app.extensions import db
from zoho_app.orders.input import timestamps
from zoho_app.orders.input.fields import HIGHEST_ID
from zoho_app.orders.listing.filters import MOST_MONEY, Filters, conditions
from zoho_app.orders.models import Order

BETWEEN = "~"


class Sort(NamedTuple):
    """What a list is sorted by, as a column and as the text of a cursor."""

    column: InstrumentedAttribute[Any]
    write: Callable[[Any], str]
    read: Callable[[str], Any]  # raises ValueError


@dataclass(frozen=True)
class Found:
    """One page of orders with their items and folder; cursors to go on from, "" at either end."""

    orders: list[Order]
    previous: str = ""  # for `before`
    next: str = ""  # for `after`


def page(store_id: int, filters: Filters, after: str = "", before: str = "", size: int = 50) -> Found:
    """The store's orders that fulfill the filters, in their order; a constant number of statements.

    `after` and `before` are cursors that an earlier page gave; without any it is the first page.
    """
    wanted = select(Order).where(*conditions(store_id, filters))
    wanted = wanted.options(selectinload(Order.items), joinedload(Order.folder))
    if place := _read(filters.sort, before):
        found = _rows(wanted, filters.sort, place, size, backward=True)
        if len(found) <= size:  # there is no whole page before: begin at the beginning
            return page(store_id, filters, size=size)
        shown = found[:size][::-1]
        return Found(shown, _cursor(filters.sort, shown[0]), _cursor(filters.sort, shown[-1]))
    place = _read(filters.sort, after)
    found = _rows(wanted, filters.sort, place, size)
    shown = found[:size]
    return Found(
        shown,
        previous=_cursor(filters.sort, shown[0]) if place and shown else "",
        next=_cursor(filters.sort, shown[-1]) if len(found) > size else "",
    )


def neighbors(store_id: int, filters: Filters, order: Order) -> tuple[int | None, int | None]:
    """The orders before and after this one in the list of those that fulfill the filters; None at its ends.

    One statement. The order itself need not be in the list any more: it counts where it would stand.
    """
    place = (getattr(order, _sort(filters.sort).column.key), order.id)
    wanted = select(Order.id).where(*conditions(store_id, filters))
    sides = [_beyond(wanted, filters.sort, place, backward).limit(1).scalar_subquery() for backward in (True, False)]
    previous, following = db.session.execute(select(*sides)).one()
    return previous, following


def shown_parts() -> list[Any]:
    """Load what is told of orders with their shipments, with one statement a kind and not one an order."""
    return [selectinload(Order.items), selectinload(Order.shipments), joinedload(Order.folder)]


def sorted_by(filters: Filters) -> list[ColumnElement[Any]]:
    """The columns to order by: what is asked for, then the order's number."""
    return _order_by(filters.sort, backward=False)


def _rows(
    wanted: Select[Order], sort: str, place: tuple[Any, int] | None, size: int, backward: bool = False
) -> list[Order]:
    """The rows that follow a place, or go before it nearest first; one more than a page when there are more."""
    if place:
        wanted = _beyond(wanted, sort, place, backward)
    else:
        wanted = wanted.order_by(*_order_by(sort, backward))
    return list(db.session.scalars(wanted.limit(size + 1)))


def _beyond(wanted: Select[Any], sort: str, place: tuple[Any, int], backward: bool) -> Select[Any]:
    """What follows a place, or goes before it nearest first."""
    columns = tuple_(_sort(sort).column, Order.id)
    here = tuple_(literal(place[0], _sort(sort).column.type), literal(place[1]))
    wanted = wanted.where(columns < here if _is_descending(sort) != backward else columns > here)
    return wanted.order_by(*_order_by(sort, backward))


def _order_by(sort: str, backward: bool) -> list[ColumnElement[Any]]:
    columns = (_sort(sort).column, Order.id)
    return [column.desc() if _is_descending(sort) != backward else column.asc() for column in columns]


def _is_descending(sort: str) -> bool:
    return sort.startswith("-")


def _cursor(sort: str, order: Order) -> str:
    by = _sort(sort)
    return f"{by.write(getattr(order, by.column.key))}{BETWEEN}{order.id}"


def _read(sort: str, cursor: str) -> tuple[Any, int] | None:
    """The place that a cursor names; None for what is no cursor of this sort."""
    value, _, number = cursor.rpartition(BETWEEN)
    try:
        return _sort(sort).read(value), _number(number)
    except ValueError:
        return None


def _number(text: str) -> int:
    number = int(text)
    if not 0 <= number <= HIGHEST_ID:
        raise ValueError("no order has such a number")
    return number


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not amount.is_finite() or abs(amount) > MOST_MONEY:
        raise ValueError(text)
    return amount


def _sort(sort: str) -> Sort:
    return SORTS[sort.removeprefix("-")]


SORTS = {
    "added": Sort(Order.date_added, datetime.isoformat, timestamps.from_text),
    "updated": Sort(Order.date_updated, datetime.isoformat, timestamps.from_text),
    "number": Sort(Order.id, str, _number),
    "total": Sort(Order.total_key, str, _amount),
    "name": Sort(Order.name_key, str, str),
}
