"""Compare Bookdesk and Zoho Books row by row and store the differences as findings.

Judging changes neither an order nor anything in Zoho; repair.py repairs a difference.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select

from zoho_app import kinds
from zoho_app.appointments.models import OPEN_STATES, Appointment
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books.models import VOID_STATUSES, Connection, Finding, SalesOrder
from zoho_app.zoho_books.payload import sales_order
from zoho_app.zoho_books.reconcile import findings
from zoho_app.zoho_books.reconcile.findings import EXTRA, MISSING, TOTAL, VOIDED

Json = dict[str, Any]


def compare_ours(connection: Connection, seen: list[tuple[int, Json | None]], seen_in: int) -> None:
    """Keep what differs between rows of ours and what Zoho says of them: (id, Zoho's row, None when deleted).

    An order that is being sent or canceled just now is left out: it is about to change.
    """
    ids = [row_id for row_id, _ in seen]
    rows = {row.id: row for row in db.session.scalars(select(SalesOrder).where(SalesOrder.id.in_(ids)))}
    busy = _busy(connection.store_id, {row.order_id for row in rows.values()})
    for row_id, zoho in seen:
        row = rows.get(row_id)
        if row is None or row.order_id in busy or not row.is_live:
            continue
        if kind := _difference(row, zoho):
            findings.keep(_finding(connection, kind, zoho or {}, row, row.order_id, seen_in))


def _difference(row: SalesOrder, zoho: Json | None) -> str:
    if zoho is None:
        return MISSING
    if _is_void(zoho):
        return VOIDED
    total = _total(zoho)
    is_as_expected = None in (total, row.expected_total) or total in (row.expected_total, row.accepted_total)
    return "" if is_as_expected else TOTAL


def compare_listed(connection: Connection, prefixes: Sequence[str], listed: list[Json], seen_in: int) -> None:
    """Keep those of Zoho's rows that are extra: under one of our numbers, not void, and unknown to the desk.

    `prefixes` are those that our numbers begin with, today's and former ones.
    """
    numbered = [
        (zoho, prefix, id_)
        for zoho in listed
        if not _is_void(zoho)
        for prefix in prefixes
        if (id_ := order_id_in(_number(zoho), prefix))
    ]
    order_ids = {order_id for *_, order_id in numbered}
    orders = {order.id: order for order in db.session.scalars(select(Order).where(Order.id.in_(order_ids)))}
    known = _known(connection.store_id, [zoho for zoho, *_ in numbered])
    busy = _busy(connection.store_id, order_ids)
    for zoho, prefix, order_id in numbered:
        row = known.get(str(zoho["salesorder_id"])) or known.get(_number(zoho))
        if order_id in busy or (row is not None and _is_known_to_be_there(row, zoho)):
            continue
        if _is_ours(connection.store_id, order_id, orders.get(order_id), zoho, prefix):
            findings.keep(_finding(connection, EXTRA, zoho, row, order_id if order_id in orders else None, seen_in))


def order_id_in(number: str, prefix: str) -> int:
    """The order's id in a sales order number of ours, such as 12 in "BD-12" or "BD-12-2"; 0 in any other."""
    found = re.fullmatch(re.escape(prefix) + r"([1-9][0-9]{0,8})(-[0-9]+)?", number)
    return int(found[1]) if found else 0


def _known(store_id: int, listed: list[Json]) -> dict[str, SalesOrder]:
    """The store's rows by Zoho's id and by number."""
    ids, numbers = [str(zoho["salesorder_id"]) for zoho in listed], [_number(zoho) for zoho in listed]
    rows = db.session.scalars(
        select(SalesOrder).where(
            SalesOrder.store_id == store_id,
            or_(SalesOrder.salesorder_id.in_(ids), SalesOrder.salesorder_number.in_(numbers)),
        )
    ).all()
    by_number = {row.salesorder_number: row for row in rows}
    return by_number | {row.salesorder_id: row for row in rows if row.salesorder_id}


def _is_known_to_be_there(row: SalesOrder, zoho: Json) -> bool:
    return row.is_live and row.salesorder_id == str(zoho["salesorder_id"])


def _is_ours(store_id: int, order_id: int, order: Order | None, zoho: Json, prefix: str) -> bool:
    """Whether the number is this store's: its order exists here, or was sent from here before it was deleted.

    Without a prefix any number may look like ours, so that the reference has to be the order's as well.
    """
    if order is None:
        sent = select(Appointment.id).where(
            Appointment.store_id == store_id,
            Appointment.subject_id == order_id,
            Appointment.kind == kinds.SUBMIT.name,
        )
        return db.session.scalar(sent.limit(1)) is not None
    return order.store_id == store_id and (prefix != "" or _reference(zoho) == sales_order.reference(order.source_id))


def _busy(store_id: int, order_ids: Iterable[int]) -> set[int]:
    """Those of the orders that are being sent or canceled, or wait for it."""
    rows = select(Appointment.subject_id).where(
        Appointment.store_id == store_id,
        Appointment.subject_id.in_(list(order_ids)),
        Appointment.kind.in_(kinds.OF_AN_ORDER),
        Appointment.state.in_(OPEN_STATES),
    )
    return set(db.session.scalars(rows))


def is_busy(store_id: int, order_id: int) -> bool:
    """Whether the order is being sent or canceled, or waits for it."""
    return bool(_busy(store_id, [order_id]))


def _finding(
    connection: Connection, kind: str, zoho: Json, row: SalesOrder | None, order_id: int | None, seen_in: int
) -> Finding:
    return Finding(
        store_id=connection.store_id,
        organization_id=connection.organization_id,
        kind=kind,
        salesorder_id=str(zoho["salesorder_id"]) if zoho or row is None else row.salesorder_id,
        salesorder_number=_number(zoho)[:100] if zoho or row is None else row.salesorder_number,
        reference_number=_reference(zoho),
        sales_order_id=row.id if row else None,
        order_id=order_id,
        zoho_status=str(zoho.get("status") or "")[:40],
        zoho_total=_total(zoho),
        our_total=row.expected_total if row else None,
        currency_code=str(zoho.get("currency_code") or "")[:10],
        seen_in=seen_in,
    )


def _number(zoho: Json) -> str:
    return str(zoho.get("salesorder_number") or "")


def _reference(zoho: Json) -> str:
    return str(zoho.get("reference_number") or "")


def _total(zoho: Json) -> Decimal | None:
    return None if zoho.get("total") is None else Decimal(str(zoho["total"]))


def _is_void(zoho: Json) -> bool:
    return str(zoho.get("status")) in VOID_STATUSES
