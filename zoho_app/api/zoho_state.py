"""Where an order stands with Zoho Books, as the API shows it beside Order Desk's fields."""

from typing import Any

from zoho_app.appointments.models import FAILED, RUNNING, UNKNOWN
from zoho_app.orders.input.timestamps import to_text
from zoho_app.orders.representation import number
from zoho_app.zoho_books.sales_orders.status import OrderStatus

STATES = (
    "not_sent",  # nothing was asked for, or it was withdrawn
    "scheduled",
    "sending",
    "unknown",  # sent, and nobody knows yet whether it arrived
    "sent",
    "failed",
    "canceling",
    "cancel_failed",
    "canceled",
)


def zoho_json(status: OrderStatus) -> dict[str, Any]:
    """The state, the sales order, and why it failed; what there is not is null."""
    row, failed = status.sales_order, status.appointment
    is_failure = failed is not None and failed.state == FAILED
    return {
        "state": _state(status),
        "salesorder_number": row.salesorder_number if row else None,
        "salesorder_id": row.salesorder_id if row else None,
        "salesorder_status": row.status if row else None,
        "total": number(row.total) if row and row.total is not None else None,
        "sent_at": to_text(row.sent_at) if row and row.sent_at else None,
        "failure": {"cause": failed.cause or "", "message": failed.answer or ""} if failed and is_failure else None,
    }


def _state(status: OrderStatus) -> str:
    if status.is_under_way and status.appointment is not None:
        if status.is_cancel:
            return "canceling"
        return {RUNNING: "sending", UNKNOWN: "unknown"}.get(status.appointment.state, "scheduled")
    if status.has_failed_to_cancel:
        return "cancel_failed"
    if status.is_there:
        return "sent"
    if status.has_failed_to_submit:
        return "failed"
    if status.sending is not None:
        return "unknown"
    return "canceled" if status.sales_order is not None else "not_sent"
