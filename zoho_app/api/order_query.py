"""The parameters of GET /orders: which orders, in what order, how many."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, select
from werkzeug.datastructures import MultiDict

from zoho_app.accounts.models import Store
from zoho_app.orders import folders
from zoho_app.orders.input.fields import HIGHEST_ID, BadFields, Reader
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.input.timestamps import from_text
from zoho_app.orders.models import Order

DEFAULT_LIMIT, MOST = 50, 500  # Order Desk API docs
ADDRESS_PARTS = ("first_name", "last_name", "company", "address1", "phone")
ORDER_BY = {
    "date_added": Order.date_added,
    "date_updated": Order.date_updated,
    "date_modified": Order.date_updated,
    "id": Order.id,
    "source_id": Order.source_id,
    "source_name": Order.source_name,
    "email": Order.email_key,
    "folder_id": Order.folder_id,
}
# Parameter -> the column and which side of it. Times are UTC, unless the name ends in _local.
PERIODS: dict[str, Callable[[datetime], ColumnElement[bool]]] = {
    "search_start_date": lambda timestamp: Order.date_added >= timestamp,
    "search_end_date": lambda timestamp: Order.date_added <= timestamp,
    "modified_start_date": lambda timestamp: Order.date_updated >= timestamp,
    "modified_end_date": lambda timestamp: Order.date_updated <= timestamp,
}


@dataclass(frozen=True)
class OrderQuery:
    """What a client asked for; `wanted` selects all its orders, of which it gets `limit` from `offset` on."""

    wanted: Select[Order]
    limit: int
    offset: int
    with_history: bool


def read_query(store: Store, args: MultiDict[str, str]) -> OrderQuery:
    """Read the parameters; they narrow the result together. Raises BadFields naming each wrong one."""
    reader = Reader(args.to_dict())
    conditions = [Order.store_id == store.id]
    conditions += _folders(store.id, reader)
    conditions += _texts(reader)
    conditions += _periods(store, reader)
    order_by = reader.choice("order_by", tuple(ORDER_BY), "date_added")
    upward = reader.choice("order", ("ASC", "DESC"), "DESC") == "ASC"
    query = OrderQuery(
        wanted=select(Order).where(*conditions).order_by(*_sorting(order_by, upward)),
        limit=min(reader.whole("limit", DEFAULT_LIMIT, 1, HIGHEST_ID), MOST),
        offset=reader.whole("offset", 0, 0, HIGHEST_ID),
        with_history=reader.text("get_order_history", 10).casefold() in ("1", "true", "yes"),
    )
    if reader.errors:
        raise BadFields(reader.errors)
    return query


def _sorting(order_by: str, upward: bool) -> list[ColumnElement[Any]]:
    columns = [ORDER_BY[order_by], Order.id]
    return [column.asc() if upward else column.desc() for column in columns]


def _folders(store_id: int, reader: Reader) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    ids = [part.strip() for part in reader.text("folder_id", 2_000).split(",") if part.strip()]
    if any(not part.isascii() or not part.isdigit() or len(part) > 9 for part in ids):
        reader.error("folder_id", "must be folder ids separated by commas")
    elif ids:
        conditions.append(Order.folder_id.in_([int(part) for part in ids]))
    if name := reader.text("folder_name", 200):
        folder = folders.by_name(store_id, name)
        conditions.append(Order.folder_id == (folder.id if folder else 0))
    return conditions


def _texts(reader: Reader) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for name, column in (
        ("source_id", Order.source_id),
        ("source_name", Order.source_name),
        ("customer_id", Order.customer_id),
    ):
        if text := reader.text(name, 254):
            conditions.append(column == text)
    if email := reader.text("email", 254):
        conditions.append(Order.email_key == text_key(email))
    for kind, address in (("customer", Order.customer), ("shipping", Order.shipping)):
        for part in ADDRESS_PARTS:
            if text := reader.text(f"{kind}_{part}", 254):
                conditions.append(func.lower(address[part].as_string()) == func.lower(text))
    return conditions


def _periods(store: Store, reader: Reader) -> list[ColumnElement[bool]]:
    conditions = []
    for name, bound in PERIODS.items():
        for parameter, zone in ((name, UTC), (f"{name}_local", ZoneInfo(store.time_zone))):
            if timestamp := _timestamp(reader, parameter, zone):
                conditions.append(bound(timestamp))
    return conditions


def _timestamp(reader: Reader, parameter: str, zone: tzinfo) -> datetime | None:
    text = reader.text(parameter, 40)
    try:
        return from_text(text, zone) if text else None
    except (ValueError, OverflowError):
        reader.error(parameter, "must be a time like 2026-01-31 or 2026-01-31 13:45:00")
        return None


def how_many(query: OrderQuery) -> Select[int]:
    """The statement that counts all orders that a client asked for."""
    return select(func.count()).select_from(query.wanted.order_by(None).subquery())
