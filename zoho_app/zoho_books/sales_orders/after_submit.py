"""After sending an order, with success, failure or doubt: its history, the event, the folder."""

from typing import Any

from zoho_app.appointments.task import Task
from zoho_app.extensions import db
from zoho_app.orders import events as order_events
from zoho_app.orders import folders, history
from zoho_app.orders.models import Order
from zoho_app.zoho_books import events
from zoho_app.zoho_books.api import observed
from zoho_app.zoho_books.errors import InvalidSku, NoProductsAvailable, Refused, ZohoError
from zoho_app.zoho_books.models import VOID, Connection, SalesOrder
from zoho_app.zoho_books.sales_orders import after_cancel, organization, records, repository

FAILED_WORDS = "Order Could Not Be Submitted to Zoho Books."
NOT_OPENED_WORDS = "The Sales Order Could Not Be Marked as Open in Zoho Books."
FAILURE_EVENTS: dict[type[ZohoError], str] = {
    InvalidSku: events.INVALID_SKU,
    NoProductsAvailable: events.NO_PRODUCTS,
}

Json = dict[str, Any]


def note_success(task: Task, sales_order_id: int, answer: Json | None, is_adopted: bool, move_to: int | None) -> None:
    """The order is in Zoho Books; `answer` is what Zoho says of it, None when an earlier attempt has noted that.

    `is_adopted` says that it was found there after an unknown outcome, `move_to` is the folder that it moves to.
    """
    order, row, folder, connection = repository.order_to_finish(
        task.store_id, task.subject_id, sales_order_id, move_to
    )
    if answer is not None:
        row.is_adopted = is_adopted
        records.update(row, answer)
        if connection is not None and connection.organization_id == row.organization_id:
            organization.learn_rules(connection, answer, row.payload or {})
            _note_cut_texts(order, connection, row.payload or {}, answer)
    if order.fulfillment_id == row.salesorder_id:  # an earlier attempt has told the order
        return
    order.fulfillment_name, order.fulfillment_id = repository.FULFILLMENT_NAME, row.salesorder_id
    history.add(order, repository.FULFILLMENT_NAME, _success_words(row))
    order_events.publish(events.AFTER_SUBMITTED, order)
    if row.is_void:  # by somebody in Zoho, while its outcome was unknown here
        after_cancel.note(row, VOID, f"Sales order {row.salesorder_number} was voided in Zoho Books.")
    elif folder is not None:
        folders.move(order, folder, repository.FULFILLMENT_NAME)


def _note_cut_texts(order: Order, connection: Connection, sent: Json, answer: Json) -> None:
    if cut := observed.cut_texts(sent, answer):
        observed.keep(connection, observed.LONG_TEXTS, observed.CUT)
        words = f"Cut by Zoho Books, which takes fewer characters: {', '.join(cut)}. All of it stays here."
        history.add(order, repository.FULFILLMENT_NAME, words)


def _success_words(row: SalesOrder) -> str:
    how = "was found in Zoho Books and adopted" if row.is_adopted else "was created in Zoho Books"
    words = f"Order Submitted to Zoho Books. Sales order {row.salesorder_number} {how}."
    return f"{words} {records.told_difference(row)}".strip()


def note_opened(task: Task, sales_order_id: int, refusal: str) -> None:
    """Zoho has marked the sales order as open, or refuses to, which doesn't undo the submission."""
    if refusal:
        order = repository.order(task.store_id, task.subject_id)
        history.add(order, repository.FULFILLMENT_NAME, f"{NOT_OPENED_WORDS} {refusal}")
    elif (row := repository.get(sales_order_id)).is_live:  # it may be void meanwhile
        row.status = "open"


def note_doubt(task: Task, words: str) -> None:
    """Note that the outcome is unknown and will be looked up."""
    order = repository.order(task.store_id, task.subject_id)
    history.add(order, repository.FULFILLMENT_NAME, f"Checking with Zoho Books: {words}")


def note_failure(task: Task, words: str, error: ZohoError | None = None) -> None:
    """The order stays where it is; its history says why, and rules may act. No `error` is one inside Bookdesk."""
    order = repository.order(task.store_id, task.subject_id)
    if order.fulfillment_name == repository.FULFILLMENT_NAME and order.fulfillment_id:  # it has arrived
        history.add(order, repository.FULFILLMENT_NAME, f"{NOT_OPENED_WORDS} {words}")
        return
    history.add(order, repository.FULFILLMENT_NAME, f"{FAILED_WORDS} {words}")
    if isinstance(error, Refused) and error.code == observed.TOO_LONG:
        observed.keep(db.session.get_one(Connection, task.store_id), observed.LONG_TEXTS, observed.REFUSED)
    event = FAILURE_EVENTS.get(type(error), events.GENERAL_ERROR) if error else events.GENERAL_ERROR
    order_events.publish(event, order)
