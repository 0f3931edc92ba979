"""What the setup guide ticks its steps by: facts, each found by a look at a few rows."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import exists, func, select

from zoho_app import actors
from zoho_app.extensions import db
from zoho_app.orders import addresses
from zoho_app.orders.models import Order, OrderItem, Shipment
from zoho_app.rules.models import Rule
from zoho_app.zoho_books.models import SalesOrder

# So many of the newest are looked at.
NEWEST_ORDERS, NEWEST_SENT = 50, 200


@dataclass(frozen=True)
class Facts:
    """Whether an order was sent, whether tracking came back for one, and whether there is a rule."""

    was_sent: bool
    is_tracked: bool
    has_rule: bool


@dataclass(frozen=True)
class Candidate:
    """An order that may be sent as the first one."""

    id: int
    number: str
    name: str
    first_name: str
    pieces: int
    total: Decimal


@dataclass(frozen=True)
class Sent:
    """The newest order that stands in Zoho Books."""

    order_id: int
    salesorder_id: str
    number: str


def read(store_id: int) -> Facts:
    """The facts of a store; one statement."""
    sent = exists().where(SalesOrder.store_id == store_id, SalesOrder.salesorder_id != "")
    newest = (
        select(SalesOrder.order_id)
        .where(SalesOrder.store_id == store_id)
        .order_by(SalesOrder.created_at.desc())
        .limit(NEWEST_SENT)
    )
    tracked = exists().where(Shipment.order_id.in_(newest), Shipment.source == actors.ZOHO_BOOKS)
    rule = exists().where(Rule.store_id == store_id)
    return Facts(*db.session.execute(select(sent, tracked, rule)).one())


def candidate(store_id: int) -> Candidate | None:
    """The newest order that was never sent, with its pieces and its total; one statement."""
    newest = (
        select(Order.id).where(Order.store_id == store_id).order_by(Order.id.desc()).limit(NEWEST_ORDERS).subquery()
    )
    pieces = select(func.coalesce(func.sum(OrderItem.quantity), 0)).where(OrderItem.order_id == Order.id)
    was_sent = exists().where(SalesOrder.order_id == Order.id)
    columns = (Order.id, Order.source_id, Order.customer, Order.total_key, pieces.scalar_subquery())
    wanted = select(*columns).join(newest, newest.c.id == Order.id).where(~was_sent)
    row = db.session.execute(wanted.order_by(Order.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    order_id, number, customer, total, count = row
    name = addresses.full_name(customer) or customer.get("company", "")
    return Candidate(order_id, number, name, customer.get("first_name", "") or name, count, total)


def newest_sent(store_id: int) -> Sent | None:
    """The sales order on which a tracking number may be typed; one statement."""
    wanted = (
        select(SalesOrder.order_id, SalesOrder.salesorder_id, SalesOrder.salesorder_number)
        .where(SalesOrder.store_id == store_id, SalesOrder.is_in_zoho)
        .order_by(SalesOrder.created_at.desc(), SalesOrder.id.desc())
        .limit(1)
    )
    row = db.session.execute(wanted).one_or_none()
    return Sent(*row) if row else None
