"""Orders as JSON, a little at a time: small ones are read together, a large one in parts."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, Text, cast, func, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from zoho_app.api.pages import Element
from zoho_app.extensions import db
from zoho_app.orders.listing import email_counts
from zoho_app.orders.models import HistoryEntry, Order, OrderItem, OrderNote, Shipment
from zoho_app.orders.representation import history_json, note_json, orders_json, own_json, shipment_json

TOGETHER, CHARACTERS_TOGETHER = 50, 500_000  # orders that are read at once, and what they have in all
ROWS = 50  # of an order's notes, shipments or history that are read at once
A_ROW = 400  # characters of a row beside its long texts
A_NOTE, A_LINE = (OrderNote.content,), (HistoryEntry.note,)
AN_ITEM = (OrderItem.variation_list, OrderItem.item_metadata)
A_SHIPMENT = (Shipment.order_items, Shipment.tracking_url)


def elements(order_ids: Sequence[int], with_history: bool) -> Iterator[Element]:
    """Each of the orders that is still there, in this order."""
    sizes = _sizes(order_ids, with_history)
    for some in _portions(order_ids, sizes):
        if len(some) == 1:
            yield Element(sizes[some[0]], pieces(some[0], with_history))
        else:
            yield from _read_together(some, with_history)


def pieces(order_id: int, with_history: bool, **more: Any) -> Iterator[str]:
    """One order, piece by piece, and `more` at its end."""
    order = db.session.get(Order, order_id, options=[selectinload(Order.items)])
    if order is None:
        yield "null"  # it was deleted in the meantime
        return
    yield json.dumps(own_json(order, email_counts.count_orders([order])[order_id]))[:-1]
    yield from _rows("order_notes", OrderNote, order_id, note_json)
    yield from _rows("order_shipments", Shipment, order_id, shipment_json)
    if with_history:
        yield from _rows("order_history", HistoryEntry, order_id, history_json, newest_first=True)
    for name, value in more.items():
        yield f", {json.dumps(name)}: {json.dumps(value)}"
    yield "}"


def _rows(
    name: str, kind: Any, order_id: int, shown: Callable[[Any], Any], newest_first: bool = False
) -> Iterator[str]:
    """A list of the order; each portion goes on where the one before ended."""
    yield f', "{name}": ['
    wanted = select(kind).where(kind.order_id == order_id).limit(ROWS)
    wanted = wanted.order_by(kind.id.desc() if newest_first else kind.id)
    before, following = "", wanted
    while rows := list(db.session.scalars(following)):
        following = wanted.where(kind.id < rows[-1].id if newest_first else kind.id > rows[-1].id)
        yield before + ", ".join(json.dumps(shown(row)) for row in rows)
        before = ", "
    yield "]"


def _read_together(order_ids: Sequence[int], with_history: bool) -> Iterator[Element]:
    parts = [Order.items, Order.notes, Order.shipments, *([Order.history] if with_history else [])]
    wanted = select(Order).where(Order.id.in_(order_ids)).options(*[selectinload(part) for part in parts])
    found = {order.id: order for order in db.session.scalars(wanted)}
    there = [found[order_id] for order_id in order_ids if order_id in found]
    for shown in list(map(json.dumps, orders_json(there, with_history))):
        yield Element(len(shown), [shown])


def _portions(order_ids: Sequence[int], sizes: dict[int, int]) -> Iterator[list[int]]:
    """The orders in portions, of which only one that is a single order may be large."""
    some: list[int] = []
    size = 0
    for order_id in order_ids:
        if some and (len(some) == TOGETHER or size + sizes[order_id] > CHARACTERS_TOGETHER):
            yield some
            some, size = [], 0
        some.append(order_id)
        size += sizes[order_id]
    if some:
        yield some


def _sizes(order_ids: Sequence[int], with_history: bool) -> dict[int, int]:
    """About how many characters each order has; one statement."""
    kinds = [(OrderItem, AN_ITEM), (OrderNote, A_NOTE), (Shipment, A_SHIPMENT)]
    kinds += [(HistoryEntry, A_LINE)] if with_history else []
    own = select(Order.id, _length(Order.checkout_data, Order.order_metadata)).where(Order.id.in_(order_ids))
    counted = union_all(own, *[_counted(kind, columns, order_ids) for kind, columns in kinds])
    sizes = dict.fromkeys(order_ids, 0)
    for order_id, size in db.session.execute(counted):
        sizes[order_id] += int(size or 0)
    return sizes


def _counted(kind: Any, columns: Sequence[InstrumentedAttribute[Any]], order_ids: Sequence[int]) -> Select[Any]:
    counted = select(kind.order_id, func.sum(_length(*columns))).where(kind.order_id.in_(order_ids))
    return counted.group_by(kind.order_id)


def _length(*columns: InstrumentedAttribute[Any]) -> Any:
    return sum((func.length(cast(column, Text)) for column in columns), start=A_ROW)
