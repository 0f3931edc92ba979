"""States of orders in Zoho Books and their shipments, in words and an icon, for many at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from zoho_app import kinds
from zoho_app.appointments.models import FAILED, OPEN_STATES, RUNNING, UNKNOWN, Appointment
from zoho_app.extensions import db
from zoho_app.orders import state as source_states
from zoho_app.orders.models import Order, Shipment
from zoho_app.web.remedies import causes
from zoho_app.zoho_books import errors
from zoho_app.zoho_books.models import SalesOrder
from zoho_app.zoho_books.sales_orders import status


@dataclass(frozen=True)
class State:
    """A state to show: its word, an icon and a kind (see the macro `state`), and more words behind it.

    Where there is little room, `short` stands for the word, and `next_step` says what follows from it.
    """

    words: str
    icon: str
    kind: str
    more: str = ""
    short: str = ""
    next_step: str = ""


def for_orders(orders: Sequence[Order]) -> dict[int, list[State]]:
    """The states of each order, by order id; one statement however many orders there are."""
    return of_ids([order.id for order in orders])


def of_ids(order_ids: Sequence[int]) -> dict[int, list[State]]:
    """The same for orders that are not loaded."""
    newest = select(func.max(Shipment.id)).where(Shipment.order_id == Order.id).correlate(Order).scalar_subquery()
    rows = (
        select(Order.id, Appointment, SalesOrder, Shipment, Order.source_state)
        .outerjoin(Appointment, Appointment.id == status.NEWEST_APPOINTMENT)
        .outerjoin(SalesOrder, SalesOrder.id == status.NEWEST_SALES_ORDER)
        .outerjoin(Shipment, Shipment.id == newest)
        .where(Order.id.in_(order_ids))
    )
    return {
        order_id: of_one(appointment, sales_order, shipment is not None, source_state, _tracking(shipment))
        for order_id, appointment, sales_order, shipment, source_state in db.session.execute(rows)
    }


def _tracking(shipment: Shipment | None) -> str:
    return f"{shipment.carrier_code} {shipment.tracking_number}".strip() if shipment else ""


SHIPPED = State("Shipped", "truck", "success")
# What has failed, in three or four words; the cause's own title speaks of several orders.
SHORT = {
    errors.InvalidSku.cause: "No item for {}",
    errors.NO_SKU: "An item without SKU",
    errors.NO_TAX: "No tax of {}",
    errors.NO_PLACE: "No place of supply",
    errors.NoProductsAvailable.cause: "No items to send",
    errors.CONTACT_MISSING: "No contact",
    errors.CONTACT_SEVERAL: "Several contacts",
    errors.CONTACT_INACTIVE: "Contact is inactive",
    errors.CONTACT_NAME_TAKEN: "Contact name is taken",
    errors.CONTACT_CURRENCY: "Contact's currency differs",
    errors.NO_EMAIL: "No e-mail address",
    errors.ORDER_CURRENCY: "Order's currency differs",
    errors.DISCOUNT: "Discount exceeds items",
    errors.TOO_LONG: "An address is too long",
    errors.ORDER: "Problem in the order",
    errors.Refused.cause: "Zoho Books refused",
    errors.TryLater.cause: "Zoho Books was silent",
    errors.OutcomeUnknown.cause: "Outcome unknown",
}


def of_one(
    appointment: Appointment | None,
    sales_order: SalesOrder | None,
    is_shipped: bool,
    source_state: str = "",
    tracking: str = "",
) -> list[State]:
    """The states of one order: what its source says, its newest appointment and sales order, its shipments."""
    source = [_of_source(source_state)] if source_state not in ("", source_states.PAID.key) else []
    return [
        *source,
        *_with_zoho(appointment, sales_order),
        *([replace(SHIPPED, more=tracking)] if is_shipped else []),
    ]


def _of_source(key: str) -> State:
    state = source_states.STATES[key]
    return State(state.label, "ban" if state.is_void else "info", "problem" if state.is_void else "neutral")


def _with_zoho(appointment: Appointment | None, sales_order: SalesOrder | None) -> list[State]:
    if appointment is not None and appointment.state in OPEN_STATES:
        return [_under_way(appointment)]
    if appointment is not None and appointment.state == FAILED:
        return [_failed(appointment)]
    if sales_order is None or not sales_order.salesorder_id:
        return []
    if not sales_order.is_live:
        return [State(f"{sales_order.status.capitalize()} in Zoho Books", "ban", "neutral")]
    return [State("In Zoho Books", "check", "success", sales_order.salesorder_number)]


def _failed(appointment: Appointment) -> State:
    remedy = causes.find(appointment.kind, appointment.cause, appointment.details).remedy
    about = appointment.details[0] if appointment.details else ""
    short = SHORT.get(appointment.cause, "Failed").format(about)
    return State("Failed", "warning", "problem", appointment.answer, short, remedy.label)


def _under_way(appointment: Appointment) -> State:
    if appointment.state == UNKNOWN:
        ask = "Asking Zoho Books again"
        return State("Outcome unknown", "question", "warning", appointment.answer, "In doubt", ask)
    if appointment.state == RUNNING:
        return State("Sending" if appointment.kind == kinds.SUBMIT.name else "Canceling", "running", "info")
    return State(
        "To be sent" if appointment.kind == kinds.SUBMIT.name else "To be canceled",
        "clock",
        "info",
        appointment.answer,
    )
