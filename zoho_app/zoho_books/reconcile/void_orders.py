"""Orders that stand in Zoho Books though their source calls them void by now, until a person has decided.

A person cancels the sales order, or lets it stand: `SalesOrder.kept_state` is the state with which that was said.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from zoho_app import kinds
from zoho_app.appointments.models import OPEN_STATES, Appointment
from zoho_app.extensions import db
from zoho_app.orders import history, state
from zoho_app.orders.models import Order
from zoho_app.zoho_books.models import SalesOrder

Standing = tuple[Order, SalesOrder]

LET_STAND = "Its sales order stays in Zoho Books though {} says that the order is {}."


def _stands() -> ColumnElement[bool]:
    """Which orders these are, each with its SalesOrder; found among the void ones by ix_orders_source_state."""
    is_being_canceled = exists().where(
        Appointment.kind == kinds.CANCEL.name,
        Appointment.subject_id == SalesOrder.order_id,
        Appointment.state.in_(OPEN_STATES),
    )
    return and_(
        Order.source_state.in_(state.VOID),
        Order.fulfillment_id != "",
        SalesOrder.is_in_zoho,
        SalesOrder.kept_state != Order.source_state,
        ~is_being_canceled,
    )


def counting(store_id: int | InstrumentedAttribute[int]) -> ScalarSelect[int]:
    """How many there are, to be asked within another statement."""
    wanted = select(func.count()).select_from(Order).join(SalesOrder, SalesOrder.order_id == Order.id)
    wanted = wanted.where(Order.store_id == store_id, _stands())
    return wanted.correlate_except(Order, SalesOrder, Appointment).scalar_subquery()


def page(
    store_id: int, limit: int, before: int | None = None, order_id: int | None = None
) -> tuple[int, list[Standing]]:
    """How many there are, and the newest of them, before the sales order of that id, or one order; one statement."""
    rows = (
        select(Order, SalesOrder, counting(store_id))
        .join(SalesOrder, SalesOrder.order_id == Order.id)
        .where(Order.store_id == store_id, _stands())
        .order_by(SalesOrder.id.desc())
        .limit(limit)
    )
    if before is not None:
        rows = rows.where(SalesOrder.id < before)
    found = db.session.execute(rows if order_id is None else rows.where(Order.id == order_id)).all()
    return (found[0][2] if found else 0), [(order, row) for order, row, _ in found]


def is_among(order: Order) -> bool:
    """Whether somebody has to decide about this order."""
    if not state.is_void(order) or not order.fulfillment_id:
        return False
    wanted = select(SalesOrder.id).join(Order, Order.id == SalesOrder.order_id)
    return db.session.scalar(wanted.where(Order.id == order.id, _stands())) is not None


def let_stand(store_id: int, who: str, order_ids: Sequence[int]) -> int:
    """Let the sales orders of these orders stay in Zoho Books as they are; returns how many."""
    wanted = select(Order).join(SalesOrder, SalesOrder.order_id == Order.id)
    orders = db.session.scalars(wanted.where(Order.store_id == store_id, Order.id.in_(order_ids), _stands())).all()
    for order in orders:
        mine = (SalesOrder.order_id == order.id, SalesOrder.is_live)
        db.session.execute(update(SalesOrder).where(*mine).values(kept_state=order.source_state))
        history.add(order, who, LET_STAND.format(order.source, state.of_order(order).phrase))
    return len(orders)
