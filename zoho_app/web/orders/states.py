"""States of orders in Zoho Books and their shipments, in words and an icon, for many at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from zoho_app import kinds
from zoho_app.appointments.models import FAILED, OPEN_STATES, RUNNING, UNKNOWN, Appointment
from zoho_app.extensions import db
from zoho_app.orders import state as source_states
from zoho_app.orders.models import Order, Shipment
from zoho_app.zoho_books.models import SalesOrder
from zoho_app.zoho_books.sales_orders import status


@dataclass(frozen=True)
class State:
    """A state to show: its word, an icon and a kind (see the macro `state`), and more words behind it."""

    words: str
    icon: str
    kind: str
    more: str = ""


def for_orders(orders: Sequence[Order]) -> dict[int, list[State]]:
    """The states of each order, by order id; one statement however many orders there are."""
    return of_ids([order.id for order in orders])


def of_ids(order_ids: Sequence[int]) -> dict[int, list[State]]:
    """The same for orders that are not loaded."""
    is_shipped = select(Shipment.id).where(Shipment.order_id == Order.id).exists()
    rows = (
        select(Order.id, Appointment, SalesOrder, is_shipped, Order.source_state)
        .outerjoin(Appointment, Appointment.id == status.NEWEST_APPOINTMENT)
        .outerjoin(SalesOrder, SalesOrder.id == status.NEWEST_SALES_ORDER)
        .where(Order.id.in_(order_ids))
    )
    return {
        order_id: of_one(appointment, sales_order, shipped, source_state)
        for order_id, appointment, sales_order, shipped, source_state in db.session.execute(rows)
    }


SHIPPED = State("Shipped", "truck", "success")


def of_one(
    appointment: Appointment | None, sales_order: SalesOrder | None, is_shipped: bool, source_state: str = ""
) -> list[State]:
    """The states of one order: what its source says, its newest appointment and sales order, its shipments."""
    source = [_of_source(source_state)] if source_state not in ("", source_states.PAID.key) else []
    return [*source, *_with_zoho(appointment, sales_order), *([SHIPPED] if is_shipped else [])]


def _of_source(key: str) -> State:
    state = source_states.STATES[key]
    return State(state.label, "ban" if state.is_void else "info", "problem" if state.is_void else "neutral")


def _with_zoho(appointment: Appointment | None, sales_order: SalesOrder | None) -> list[State]:
    if appointment is not None and appointment.state in OPEN_STATES:
        return [_under_way(appointment)]
    if appointment is not None and appointment.state == FAILED:
        return [State("Failed", "cross", "problem", appointment.answer)]
    if sales_order is None or not sales_order.salesorder_id:
        return []
    if not sales_order.is_live:
        return [State(f"{sales_order.status.capitalize()} in Zoho Books", "ban", "neutral")]
    return [State("In Zoho Books", "check", "success", sales_order.salesorder_number)]


def _under_way(appointment: Appointment) -> State:
    if appointment.state == UNKNOWN:
        return State("Outcome unknown", "question", "warning", appointment.answer)
    if appointment.state == RUNNING:
        return State("Sending" if appointment.kind == kinds.SUBMIT.name else "Canceling", "running", "info")
    return State(
        "To be sent" if appointment.kind == kinds.SUBMIT.name else "To be canceled",
        "clock",
        "info",
        appointment.answer,
    )
