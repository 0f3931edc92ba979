"""How far orders have come with Zoho Books, as lists of orders can be narrowed to it."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, select

from zoho_app import kinds
from zoho_app.appointments.models import FAILED, RUNNING, SCHEDULED, UNKNOWN, Appointment
from zoho_app.orders import state as source_states
from zoho_app.orders.listing.filters import State
from zoho_app.orders.models import Order
from zoho_app.zoho_books.models import SalesOrder

Orders = Callable[[int], ColumnElement[bool]]


def _appointment(state: str) -> Orders:
    """Orders that have something to do with Zoho Books in this state; of failures, the open ones."""
    return lambda store_id: Order.id.in_(
        select(Appointment.subject_id).where(
            Appointment.store_id == store_id,
            Appointment.state == state,
            Appointment.kind.in_(kinds.OF_AN_ORDER),
            Appointment.is_dismissed.is_(False),
        )
    )


def _status(store_id: int) -> ColumnElement[bool]:
    """Sales orders that stand in Zoho Books."""
    return and_(SalesOrder.store_id == store_id, SalesOrder.is_in_zoho)


def _sent(store_id: int) -> ColumnElement[bool]:
    return select(SalesOrder.id).where(SalesOrder.order_id == Order.id, _status(store_id)).exists()


def _not_sent(store_id: int) -> ColumnElement[bool]:
    return ~_sent(store_id)


def _to_send(store_id: int) -> ColumnElement[bool]:
    """Orders that have not been sent yet, and could be: neither failed nor void at their source."""
    has_been_sent = select(SalesOrder.id).where(SalesOrder.order_id == Order.id).exists()
    return and_(Order.is_nowhere, Order.source_state.not_in(source_states.VOID), ~has_been_sent, ~_failed(store_id))


def _differs(store_id: int) -> ColumnElement[bool]:
    """Orders whose total in Zoho Books is neither the one that was sent nor one that a person has accepted."""
    is_accepted = SalesOrder.accepted_total.is_not(None) & (SalesOrder.total == SalesOrder.accepted_total)
    differing = select(SalesOrder.order_id).where(
        _status(store_id), SalesOrder.total != SalesOrder.expected_total, ~is_accepted
    )
    return Order.id.in_(differing)


_failed = _appointment(FAILED)
STATES = (
    State("to_send", "To send", _to_send),
    State("waiting", "To be sent or canceled", _appointment(SCHEDULED)),
    State("sending", "Sending", _appointment(RUNNING)),
    State("unknown", "In doubt", _appointment(UNKNOWN)),
    State("failed", "Failed", _failed),
    State("sent", "In Zoho Books", _sent),
    State("not_sent", "Not in Zoho Books", _not_sent),
    State("differs", "Total differs", _differs),
)
