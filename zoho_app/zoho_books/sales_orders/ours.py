"""Whether a sales order that Zoho lists under our number is the one that was sent."""

from typing import Any

from zoho_app.appointments.task import Task
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books.api import observed
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.errors import NotFound, OutcomeUnknown
from zoho_app.zoho_books.models import Connection, SalesOrder
from zoho_app.zoho_books.sales_orders import records
from zoho_app.zoho_books.sales_orders.records import Sent
from zoho_app.zoho_books.timestamps import LIST_LAG

# What has become of our number.
FREE, TAKEN, TAKEN_IN_ANOTHER_CASE = "free", "taken", "taken in another case"


def look_up(gateway: Gateway, number: str, sent: Sent, is_refused: bool = False) -> tuple[dict[str, Any] | None, str]:
    """What an earlier send under our number has led to, None when it has led to nothing; and what of the number is.

    A number in another case counts as taken: Zoho may take it for the same. `is_refused` says that the only send was
    refused. Raises OutcomeUnknown while a list that lags might not show ours yet.
    """
    rows = gateway.sales_orders_numbered(number)
    is_listed = bool(rows) and rows[0]["salesorder_number"] == number
    if is_listed and is_ours(gateway, sent, rows[0]):
        return rows[0], TAKEN
    may_lag = not is_listed and not (is_refused and rows)
    if may_lag and sent.sent_at is not None and now() - sent.sent_at < LIST_LAG:
        raise OutcomeUnknown("Zoho Books does not list the sales order, but its list may lag behind.")
    if is_listed:
        return None, TAKEN
    return None, TAKEN_IN_ANOTHER_CASE if rows else FREE


def choose_number(task: Task, sales_order_id: int, number: str, is_refused: bool) -> SalesOrder:
    """Keep the number for the next send when nothing has it for certain, else take another one; within a step.

    That a number was refused because of another case is remembered.
    """
    if number == FREE:
        return records.mark_sent(sales_order_id)
    if number == TAKEN_IN_ANOTHER_CASE and is_refused:
        observed.keep(db.session.get_one(Connection, task.store_id), observed.NUMBERS, observed.SAME)
    return records.renumber(sales_order_id)


def is_ours(gateway: Gateway, sent: Sent, found: dict[str, Any]) -> bool:
    """Whether `found` has our reference, our time and our customer, or another one that ours was merged into.

    Zoho Books: of contacts that are merged one is left, the others are deleted or inactive. Costs a call only where
    the customer is another one.
    """
    if not records.may_be_ours(sent, found):
        return False
    if records.has_our_customer(sent, found):
        return True
    try:
        ours = gateway.contact(str(sent.payload.get("customer_id")))
    except NotFound:
        return True
    return ours.get("status") == "inactive"
