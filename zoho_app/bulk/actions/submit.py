"""Submit many orders to Zoho Books."""

from sqlalchemy import and_, false, true

from zoho_app import kinds
from zoho_app.bulk.actions.action import BulkAction, Calls, Details, Reason, priority
from zoho_app.bulk.actions.conditions import has_open, has_sales_order
from zoho_app.bulk.models import BulkItem, BulkRun
from zoho_app.orders import state
from zoho_app.orders.models import Order
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.models import SalesOrder
from zoho_app.zoho_books.sales_orders import refusals


class Submit(BulkAction):
    """Schedules each order; what still waits to be sent can be withdrawn."""

    key = "submit"
    label = "Submit to Zoho Books"
    question = "Submit {orders} to Zoho Books"
    would = "would be scheduled to Zoho Books"
    done = "scheduled to Zoho Books"
    command = "Submit to Zoho Books"
    icon = "send"
    list_button = "Submit Order to Zoho Books"
    sends_orders = True
    needs_zoho = True
    appointment_kinds = (kinds.SUBMIT.name,)
    undone_by = "take_back"

    def do_to(self, order: Order, item: BulkItem, run: BulkRun) -> str:
        actions.submit(order, run.asked_by, priority(run))
        return "Scheduled to Zoho Books"

    def reasons(self, details: Details) -> list[Reason]:
        is_there = and_(has_sales_order(SalesOrder.salesorder_id != ""), Order.fulfillment_id != "")
        return [
            Reason(refusals.IS_THERE, is_there),
            Reason(refusals.MAY_BE_A_DOUBLE, Order.double_of.is_not(None)),
            Reason(refusals.IS_BEING_SENT, has_open(kinds.SUBMIT)),
            Reason(refusals.IS_VOID, Order.source_state.in_(state.VOID)),
        ]

    def calls(self) -> Calls:
        return Calls(to_send=true(), to_cancel=false())


SUBMIT = Submit()
