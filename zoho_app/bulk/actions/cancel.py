"""Cancel many orders in Zoho Books."""

from sqlalchemy import and_, exists, false, or_

from zoho_app import kinds
from zoho_app.appointments.models import SCHEDULED, Appointment
from zoho_app.bulk.actions.action import BulkAction, Calls, Condition, Details, Reason, priority
from zoho_app.bulk.actions.conditions import has_open, has_sales_order
from zoho_app.bulk.actions.withdraw import WITHDRAWN
from zoho_app.bulk.models import BulkItem, BulkRun
from zoho_app.orders.models import Order
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.preview.forecast import Backlog
from zoho_app.zoho_books.sales_orders import refusals


class Cancel(BulkAction):
    """Voids the sales order of each; an order that only waits to be sent is not sent."""

    key = "cancel"
    label = "Cancel in Zoho Books"
    question = "Cancel {orders} in Zoho Books"
    would = "would be canceled in Zoho Books"
    done = "to be canceled in Zoho Books"
    command = "Cancel in Zoho Books"
    icon = "ban"
    list_button = "Cancel Order in Zoho Books"
    is_destructive = True
    needs_zoho = True
    appointment_kinds = (kinds.CANCEL.name,)
    outcome = "Canceled there"

    def do_to(self, order: Order, item: BulkItem, run: BulkRun) -> str:
        is_asked = actions.cancel(order, run.asked_by, priority(run)) is not None
        return "To be canceled in Zoho Books" if is_asked else WITHDRAWN

    def reasons(self, details: Details) -> list[Reason]:
        is_not_there = and_(~has_open(kinds.SUBMIT), ~has_sales_order())
        return [
            Reason(refusals.IS_NOT_THERE, is_not_there),
            Reason(refusals.IS_BEING_CANCELED, has_open(kinds.CANCEL)),
        ]

    def calls(self) -> Calls:
        return Calls(to_send=false(), to_cancel=_is_voided())

    def backlog(self, waiting: int) -> Backlog:
        return Backlog(0, 0, waiting)


def _is_voided() -> Condition:
    """Whether canceling takes a call; withdrawing what only waits to be sent takes none."""
    only_waits = exists().where(
        Appointment.kind == kinds.SUBMIT.name, Appointment.subject_id == Order.id, Appointment.state == SCHEDULED
    )
    return or_(has_sales_order(), ~only_waits)


CANCEL = Cancel()
