"""What several bulk actions ask of an order, as conditions on an Order in the statement around."""

from sqlalchemy import exists

from zoho_app.appointments.models import OPEN_STATES, Appointment
from zoho_app.bulk.actions.action import Condition
from zoho_app.kinds import Kind
from zoho_app.orders.models import Order
from zoho_app.zoho_books.models import SalesOrder


def has_open(kind: Kind) -> Condition:
    """Whether an appointment of that kind is still to be done for the order."""
    return exists().where(
        Appointment.kind == kind.name, Appointment.subject_id == Order.id, Appointment.state.in_(OPEN_STATES)
    )


def has_sales_order(*conditions: Condition) -> Condition:
    """Whether the order has a sales order that is neither void nor deleted, and of which these are true."""
    return exists().where(SalesOrder.order_id == Order.id, SalesOrder.is_live, *conditions)
