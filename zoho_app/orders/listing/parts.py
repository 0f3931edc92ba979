"""Long lists of an order (history, notes, shipments), a page at a time, the newest first."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select

from zoho_app.extensions import db
from zoho_app.orders.models import HistoryEntry, OrderNote, Shipment

Row = TypeVar("Row", HistoryEntry, OrderNote, Shipment)
# How many a page has.
SIZES: dict[type[Any], int] = {HistoryEntry: 50, OrderNote: 20, Shipment: 20}


@dataclass(frozen=True)
class Part:
    """Some of an order's rows, the newest first; `older` is what to go on before, None after the oldest."""

    rows: list[Any]
    older: int | None
    is_newest: bool


def newest(kind: type[Row], order_id: int, before: int | None = None, or_newest: bool = True) -> Part:
    """The order's newest rows of that kind, or the newest of those `before` a row; one statement.

    When there are none before it any more, the newest again, unless `or_newest` is not wanted.
    """
    size = SIZES[kind]
    wanted = select(kind).where(kind.order_id == order_id).order_by(kind.id.desc()).limit(size + 1)
    found = list(db.session.scalars(wanted if before is None else wanted.where(kind.id < before)))
    if or_newest and before is not None and not found:
        return newest(kind, order_id)
    return Part(found[:size], found[size - 1].id if len(found) > size else None, before is None)
