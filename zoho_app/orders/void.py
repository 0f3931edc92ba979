"""Orders that their own source calls void: canceled, fully refunded, voided, or a test."""

from sqlalchemy import ColumnElement, func, or_

from zoho_app.orders.input.keys import text_key
from zoho_app.orders.models import Order

# What a payment status means that leaves nothing to sell.
VOID_PAYMENTS = {"Fully Refunded": "fully refunded", "Voided": "voided"}
# The same for what the source calls the order's state, in order_metadata.
SOURCE_STATUS = "source_status"
VOID_STATES = {
    "canceled": "canceled",
    "cancelled": "canceled",
    "refunded": "fully refunded",
    "voided": "voided",
    "test": "a test order",
}


def why_void(order: Order) -> str:
    """In words what its source calls the order, such as "canceled"; "" when nothing speaks against it."""
    state = VOID_STATES.get(text_key(str((order.order_metadata or {}).get(SOURCE_STATUS, ""))), "")
    return state or VOID_PAYMENTS.get(order.payment_status or "", "")


def is_void() -> ColumnElement[bool]:
    """Which orders these are; a condition on an Order."""
    state = func.lower(func.coalesce(Order.order_metadata[SOURCE_STATUS].as_string(), ""))
    return or_(Order.payment_status.in_(VOID_PAYMENTS), state.in_(VOID_STATES))
