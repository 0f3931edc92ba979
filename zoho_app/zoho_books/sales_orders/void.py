"""Orders that their own source calls void: canceled, refunded whole, voided, rejected, a draft, or a test."""

from sqlalchemy import ColumnElement, and_, func, or_

from zoho_app.orders.input.keys import text_key
from zoho_app.orders.models import ZERO, Order

# What a payment status means that leaves nothing to sell.
VOID_PAYMENTS = {
    "Fully Refunded": "fully refunded",
    "Voided": "voided",
    "Rejected": "not paid: its payment was rejected",
}
# The same for what the source calls the order's state, in order_metadata.
SOURCE_STATUS = "source_status"
VOID_STATES = {
    "canceled": "canceled",
    "cancelled": "canceled",
    "refunded": "fully refunded",
    "voided": "voided",
    "test": "a test order",
    "draft": "a draft",
}


def why_void(order: Order) -> str:
    """In words what its source calls the order, such as "canceled"; "" when nothing speaks against it."""
    state = VOID_STATES.get(text_key(str((order.order_metadata or {}).get(SOURCE_STATUS, ""))), "")
    payment = VOID_PAYMENTS.get(order.payment_status or "", "")
    is_refunded = (order.refund_total or ZERO) >= order.order_total > 0
    return state or payment or ("fully refunded" if is_refunded else "")


def is_void() -> ColumnElement[bool]:
    """Which orders these are; a condition on an Order."""
    state = func.trim(func.lower(func.coalesce(Order.order_metadata[SOURCE_STATUS].as_string(), "")))
    is_refunded = and_(Order.refund_total >= Order.total_key, Order.total_key > 0)
    return or_(Order.payment_status.in_(VOID_PAYMENTS), state.in_(VOID_STATES), is_refunded)
