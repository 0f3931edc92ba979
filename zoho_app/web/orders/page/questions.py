"""What is asked before an order is canceled in Zoho Books, deleted, or an event is run: in place, or on a page."""

from dataclasses import dataclass
from typing import Any

from flask import render_template
from werkzeug.wrappers import Response

from zoho_app import kinds
from zoho_app.http.access import OPERATOR, access
from zoho_app.orders import folders
from zoho_app.orders.models import Order
from zoho_app.rules import catalogue
from zoho_app.web.orders import list as order_list
from zoho_app.web.orders.page import trail
from zoho_app.web.orders.show import the_order
from zoho_app.zoho_books.sales_orders import status
from zoho_app.zoho_books.sales_orders.status import OrderStatus

KEEP = "Keep it"
ON_ITS_WAY = "It is on its way to Zoho Books. Cancel that first, or wait until it is done."


@dataclass(frozen=True)
class Question:
    """A question and what follows from yes; without a `button` nothing can be done, and `words` say why."""

    title: str
    words: str
    button: str  # says yes
    endpoint: str
    keep: str = KEEP
    is_calm: bool = False  # it destroys nothing


@order_list.bp.get("/<int:order_id>/cancel")
@access(OPERATOR)
def ask_cancel(store_id: int, order_id: int) -> str | Response:
    order = the_order(store_id, order_id)
    return _asked(order, _about_cancel(order, status.get_status(order)))


@order_list.bp.get("/<int:order_id>/delete")
@access(OPERATOR)
def ask_delete(store_id: int, order_id: int) -> str | Response:
    order = the_order(store_id, order_id)
    return _asked(order, _about_delete(order, status.get_status(order)))


@order_list.bp.get("/<int:order_id>/event")
@access(OPERATOR)
def ask_event(store_id: int, order_id: int) -> str | Response:
    order = the_order(store_id, order_id)
    words = "The rules that wait for this event run for this order, as if it had just happened."
    question = Question("Run an event by hand", words, "Run event", "orders.run_event", "Close", is_calm=True)
    return _asked(order, question, events=catalogue.events())


def _asked(order: Order, question: Question, **more: Any) -> str:
    return render_template("orders/question.html", order=order, here=trail.here(order), question=question, **more)


def _about_cancel(order: Order, zoho: OrderStatus) -> Question:
    number, button = order.source_id, kinds.CANCEL.label if zoho.may_cancel else ""
    moves = _moves(order, zoho)
    if not zoho.may_cancel:
        return Question(f"Order {number} can't be canceled now", zoho.cancel_disabled_because, "", "", "Close")
    if zoho.sales_order is not None and zoho.is_there:
        title = f"Void {zoho.sales_order.salesorder_number} in Zoho Books?"
        words = f"The sales order stays there as void{moves}. It can be sent again, as a new sales order."
        called = " The shipment is not called back." if order.shipments else ""
        return Question(title, f"{words}{called}", button, "orders.cancel")
    if zoho.sending is not None:
        words = (
            f"Bookdesk looks up whether {zoho.sending.salesorder_number} has arrived, and voids it if it has{moves}."
        )
        return Question(f"Cancel order {number} in Zoho Books?", words, button, "orders.cancel")
    words = f"Nothing is sent to Zoho Books{moves}. The order can be submitted again."
    return Question(f"Cancel order {number} before it is sent?", words, button, "orders.cancel")


def _moves(order: Order, zoho: OrderStatus) -> str:
    """Where the setting If Canceled, Move To takes the order."""
    folder_id = zoho.settings.if_canceled_folder_id if zoho.settings else None
    folder = folders.get(order.store_id, folder_id) if folder_id else None
    return f", and order {order.source_id} moves to {folder.name}" if folder else ""


def _about_delete(order: Order, zoho: OrderStatus) -> Question:
    title = f"Delete order {order.source_id}?"
    if zoho.is_under_way:
        return Question(f"Order {order.source_id} can't be deleted now", ON_ITS_WAY, "", "", "Close")
    words = "Its items, notes, shipments and history are deleted for good."
    stays = " Its sales order in Zoho Books does not change." if order.fulfillment_id else ""
    return Question(title, f"{words}{stays}", f"Delete order {order.source_id} for good", "orders.delete")
