"""The SalesOrder rows: what the desk knows of each order in Zoho Books, and what it has sent."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

from sqlalchemy import Select, String, and_, cast, exists, select
from sqlalchemy.orm import aliased, joinedload

from zoho_app.accounts.models import Store
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import folders
from zoho_app.orders.models import Folder, Order, Shipment
from zoho_app.zoho_books import timestamps
from zoho_app.zoho_books.models import SENDING, VOID, VOID_STATUSES, Connection, SalesOrder, ZohoBooksSettings
from zoho_app.zoho_books.payload.sales_order import Draft

FULFILLMENT_NAME = "Zoho Books"
# A sales order that was made this long before the desk began to send is another's; clocks may differ by some hours.
LONGEST_DOUBT = timedelta(days=1)


def order(store_id: int, order_id: int) -> Order:
    """The store's order, locked until the transaction ends. Raises LookupError when it was deleted."""
    found = db.session.scalar(
        select(Order).where(Order.id == order_id, Order.store_id == store_id).with_for_update(of=Order)
    )
    if found is None:
        raise LookupError(f"order {order_id} does not exist any more")
    return found


@dataclass(frozen=True)
class OrderToSend:
    """An order, its items loaded, with all that sending it needs."""

    order: Order
    store: Store
    settings: ZohoBooksSettings | None
    connection: Connection | None
    sales_order: SalesOrder | None  # the live one
    is_number_taken: bool  # its plain sales order number


def order_to_send(store_id: int, order_id: int, is_locked: bool = True) -> OrderToSend:
    """Read, and lock, all that sending the order needs, in one statement. Raises LookupError when it was deleted."""
    live_one = and_(SalesOrder.order_id == Order.id, SalesOrder.is_live)
    other = aliased(SalesOrder)
    plain_number = ZohoBooksSettings.salesorder_prefix.concat(cast(Order.id, String))
    wanted = (
        select(
            Order,
            Store,
            ZohoBooksSettings,
            Connection,
            SalesOrder,
            exists().where(other.store_id == store_id, other.salesorder_number == plain_number),
        )
        .select_from(Order)
        .join(Store, Store.id == Order.store_id)
        .outerjoin(ZohoBooksSettings, ZohoBooksSettings.store_id == Order.store_id)
        .outerjoin(Connection, Connection.store_id == Order.store_id)
        .outerjoin(SalesOrder, live_one)
        .where(Order.id == order_id, Order.store_id == store_id)
        .options(joinedload(Order.items))
    )
    found = db.session.execute(wanted.with_for_update(of=Order) if is_locked else wanted)
    row = found.unique().one_or_none()
    if row is None:
        raise LookupError(f"order {order_id} does not exist any more")
    return OrderToSend(*row)


def order_to_finish(
    store_id: int, order_id: int, sales_order_id: int, folder_id: int | None
) -> tuple[Order, SalesOrder, Folder | None]:
    """The locked order, its sales order, and the folder that it moves to, in one statement."""
    found = db.session.execute(
        select(Order, SalesOrder, Folder)
        .select_from(Order)
        .join(SalesOrder, SalesOrder.id == sales_order_id)
        .outerjoin(Folder, (Folder.id == folder_id) & (Folder.store_id == store_id))
        .where(Order.id == order_id, Order.store_id == store_id)
        .with_for_update(of=Order)
    ).one_or_none()
    if found is None:
        raise LookupError(f"order {order_id} does not exist any more")
    order, sales_order, folder = found
    return order, sales_order, folder


def get(sales_order_id: int) -> SalesOrder:
    """The row by its own id."""
    return db.session.get_one(SalesOrder, sales_order_id)


def live(order_id: int) -> SalesOrder | None:
    """The order's sales order that exists or may exist; at most one."""
    return db.session.scalar(select(SalesOrder).where(SalesOrder.order_id == order_id, SalesOrder.is_live))


def is_in_doubt(order_id: int) -> bool:
    """Whether the order was sent, and nobody knows with what outcome."""
    row = live(order_id)
    return row is not None and row.is_in_doubt


def live_of(order_ids: Sequence[int]) -> dict[int, SalesOrder]:
    """The live sales orders of many orders, by order id; one statement."""
    wanted = select(SalesOrder).where(SalesOrder.order_id.in_(order_ids), SalesOrder.is_live)
    return {row.order_id: row for row in db.session.scalars(wanted)}


def latest(order_id: int) -> SalesOrder | None:
    """The order's newest sales order, void ones included."""
    return db.session.scalar(
        select(SalesOrder).where(SalesOrder.order_id == order_id).order_by(SalesOrder.id.desc()).limit(1)
    )


def by_zoho_id(store_id: int, salesorder_id: str) -> SalesOrder | None:
    """The store's row for a sales order of Zoho's; ids are unique over all organizations."""
    return db.session.scalar(
        select(SalesOrder).where(SalesOrder.store_id == store_id, SalesOrder.salesorder_id == salesorder_id)
    )


def unshipped_after(connection: Connection, sales_order_id: int, limit: int) -> list[tuple[int, str]]:
    """The same as `in_zoho_after` of those whose orders still wait to be shipped."""
    is_shipped = select(Shipment.id).where(Shipment.order_id == SalesOrder.order_id).exists()
    return _next(_in_zoho(connection).where(~is_shipped), sales_order_id, limit)


def in_zoho_after(connection: Connection, sales_order_id: int, limit: int) -> list[tuple[int, str]]:
    """(id, salesorder_id) of the next sales orders that exist as far as the desk knows, after the row of that id."""
    return _next(_in_zoho(connection), sales_order_id, limit)


def _next(wanted: Select[str], sales_order_id: int, limit: int) -> list[tuple[int, str]]:
    rows = wanted.add_columns(SalesOrder.id).where(SalesOrder.id > sales_order_id)
    return [(row.id, row.salesorder_id) for row in db.session.execute(rows.order_by(SalesOrder.id).limit(limit))]


def any_in_zoho(connection: Connection) -> bool:
    """Whether anything of the store is in the organization, so that a check for shipments may find something."""
    return db.session.scalar(_in_zoho(connection).limit(1)) is not None


def _in_zoho(connection: Connection) -> Select[str]:
    return select(SalesOrder.salesorder_id).where(
        SalesOrder.store_id == connection.store_id,
        SalesOrder.organization_id == connection.organization_id,
        SalesOrder.is_in_zoho,
    )


def next_number(order: Order, prefix: str, is_taken: bool = True) -> str:
    """Our sales order number: prefix and order number; when that `is_taken`, after a cancel, it gets a suffix."""
    plain = f"{prefix}{order.id}"
    return _numbered(plain, _taken(order.store_id, plain)) if is_taken else plain


def taken_plain_numbers(store_id: int, prefix: str, order_ids: Sequence[int]) -> set[int]:
    """Those of the orders whose plain number is taken; one statement."""
    numbers = {f"{prefix}{order_id}": order_id for order_id in order_ids}
    wanted = select(SalesOrder.salesorder_number).where(
        SalesOrder.store_id == store_id, SalesOrder.salesorder_number.in_(numbers)
    )
    return {numbers[number] for number in db.session.scalars(wanted)}


def _taken(store_id: int, plain: str) -> set[str]:
    return set(
        db.session.scalars(
            select(SalesOrder.salesorder_number).where(
                SalesOrder.store_id == store_id,
                SalesOrder.salesorder_number.startswith(plain, autoescape=True),
            )
        )
    )


def _numbered(plain: str, taken: set[str]) -> str:
    number, suffix = plain, 2
    while number in taken:
        number, suffix = f"{plain}-{suffix}", suffix + 1
    return number


def begin(store_id: int, draft: Draft, payload: dict[str, Any], connection: Connection | None) -> SalesOrder:
    """Write down what is being sent, and under which number; from here on the outcome is in doubt."""
    row = SalesOrder(
        store_id=store_id,
        order_id=draft.order_id,
        organization_id=connection.organization_id if connection else "",
        salesorder_number=draft.salesorder_number,
        reference_number=draft.reference_number,
        expected_total=draft.total,
        status=SENDING,
        sent_at=now(),
    )
    _set_payload(row, payload)
    db.session.add(row)
    db.session.flush()
    return row


def _set_payload(row: SalesOrder, payload: dict[str, Any]) -> None:
    row.payload = payload
    row.payload_hash = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()


def sent(sales_order_id: int) -> SalesOrder:
    """Note that it is being sent now; from here on the outcome is in doubt."""
    row = get(sales_order_id)
    row.sent_at = now()
    return row


class Sent(Protocol):
    """What was sent: a SalesOrder row, or an attempt's copy of it."""

    @property
    def reference_number(self) -> str: ...

    @property
    def payload(self) -> dict[str, Any]: ...

    @property
    def sent_at(self) -> datetime | None: ...


def is_ours(sent: Sent, found: dict[str, Any]) -> bool:
    """Whether the sales order that Zoho lists under our number is what was sent.

    The reference alone does not tell: that of an order typed in by hand is its number, which another installation
    has given to another order. So the customer is the same, too, and it was not made long before.
    """
    made_at = timestamps.moment(found.get("created_time"))
    is_older = made_at is not None and sent.sent_at is not None and made_at < sent.sent_at - LONGEST_DOUBT
    has_our_reference = str(found.get("reference_number") or "") == sent.reference_number
    customer_id = str(found.get("customer_id") or "")
    return has_our_reference and not is_older and customer_id in ("", str(sent.payload.get("customer_id")))


def refresh(row: SalesOrder, answer: dict[str, Any]) -> None:
    """Take over id, status, total and time of change from a row or a detail of Zoho's."""
    row.salesorder_id = str(answer["salesorder_id"])
    status = str(answer.get("status") or "draft")
    row.status = VOID if status in VOID_STATUSES else status
    if answer.get("total") is not None:
        row.total = Decimal(str(answer["total"]))
    row.last_modified_time = timestamps.moment(answer.get("last_modified_time")) or row.last_modified_time


def renumber(sales_order_id: int) -> SalesOrder:
    """Choose another number: the one that was tried belongs to another sales order in Zoho."""
    row = get(sales_order_id)
    plain = row.salesorder_number
    row.salesorder_number = _numbered(plain, _taken(row.store_id, plain))
    row.sent_at = now()
    _set_payload(row, {**row.payload, "salesorder_number": row.salesorder_number})
    db.session.flush()
    return row


def drop(sales_order_id: int) -> None:
    """Forget a row whose sales order Zoho has certainly not made."""
    db.session.delete(get(sales_order_id))
    db.session.flush()


def difference(row: SalesOrder) -> str:
    """How Zoho's total differs from what the customer paid, in words; "" when it doesn't, or somebody accepted it."""
    if row.total is None or row.expected_total is None or row.total in (row.expected_total, row.accepted_total):
        return ""
    amount = abs(row.total - row.expected_total)
    relation = "more" if row.total > row.expected_total else "less"
    return f"Its total {row.total:.2f} is {amount:.2f} {relation} than the order's {row.expected_total:.2f}."


def move(order: Order, folder_id: int | None) -> None:
    """Move the order where a setting says; None is "Don't move"."""
    if folder_id is not None and (folder := folders.get(order.store_id, folder_id)) is not None:
        folders.move(order, folder, FULFILLMENT_NAME)
