"""POST /orders/{id}/submit and /cancel, which Order Desk's API has not: send to Zoho Books, or cancel there."""

from collections.abc import Callable
from typing import Any

from flask import Response, g, request

from zoho_app.actors import API
from zoho_app.api import envelope
from zoho_app.api.body import BadBody, read
from zoho_app.api.door import ID, blueprint
from zoho_app.api.orders import order_of_store
from zoho_app.api.zoho_state import zoho_json
from zoho_app.appointments.models import RULES
from zoho_app.extensions import db
from zoho_app.http.access import API_KEY, access
from zoho_app.orders import history
from zoho_app.orders.input.fields import BadFields, Reader
from zoho_app.orders.models import Order
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.errors import CannotSchedule
from zoho_app.zoho_books.sales_orders import refusals
from zoho_app.zoho_books.sales_orders.status import OrderStatus, get_status

bp = blueprint("submit_cancel")
# What became of the request.
SCHEDULED, WITHDRAWN, ALREADY, REFUSED = "scheduled", "withdrawn", "already", "refused"
# Why it was refused, by the words for many orders.
REASONS = {
    refusals.NOT_CONNECTED: "not_connected",
    refusals.MAY_BE_A_DOUBLE: "possible_duplicate",
    refusals.IS_VOID: "void_at_source",
    refusals.IS_THERE: "in_zoho_books",
    refusals.IS_BEING_SENT: "under_way",
    refusals.IS_BEING_CANCELED: "under_way",
}


@bp.post(f"/orders/<{ID}:order_id>/submit")
@access(API_KEY)
def submit(order_id: int) -> Response:
    """Schedule an order to be sent to Zoho Books; one that is there or on its way stays as it is."""
    who = _who()
    order = order_of_store(order_id)
    try:
        actions.submit(order, who, RULES)
    except CannotSchedule as refusal:
        return _not_scheduled(order, refusal, _is_sent)
    db.session.commit()
    return _answer(order, "Order Scheduled to Zoho Books", SCHEDULED, 202)


@bp.post(f"/orders/<{ID}:order_id>/cancel")
@access(API_KEY)
def cancel(order_id: int) -> Response:
    """Cancel an order in Zoho Books; one that still waits to be sent is withdrawn without a call."""
    who = _who()
    order = order_of_store(order_id)
    try:
        appointment = actions.cancel(order, who, RULES)
    except CannotSchedule as refusal:
        return _not_scheduled(order, refusal, _is_canceled)
    db.session.commit()
    if appointment is None:
        return _answer(order, "Order Canceled before it was sent to Zoho Books", WITHDRAWN, 200)
    return _answer(order, "Order Scheduled to be canceled in Zoho Books", SCHEDULED, 202)


def _who() -> str:
    """Who asks: the `source_name` of the body, which may be left out, or else the name of the key."""
    body = read() if request.get_data() else None
    if not isinstance(body, dict | None):
        raise BadBody("The body must be a JSON object, or empty.")
    reader = Reader(body or {})
    name = reader.text("source_name", 200)
    if reader.errors:
        raise BadFields(reader.errors)
    return history.author(API, name or g.program.name)


def _not_scheduled(order: Order, refusal: CannotSchedule, is_done: Callable[[OrderStatus], bool]) -> Response:
    """What was asked for holds already, or can't be done."""
    db.session.rollback()
    status = get_status(order)
    if is_done(status):
        return envelope.success(refusal.words, result=ALREADY, zoho_books=zoho_json(status))
    reason = REASONS.get(refusal.of_many, "refused")
    told: dict[str, Any] = {"result": REFUSED, "reason": reason, "zoho_books": zoho_json(status)}
    return envelope.error(refusal.words, 409, **told)


def _is_sent(status: OrderStatus) -> bool:
    is_there = status.is_there and bool(status.fulfillment_id)
    return not status.is_cancel_under_way and (is_there or status.is_under_way)


def _is_canceled(status: OrderStatus) -> bool:
    is_nowhere = not status.is_there and status.sending is None
    return status.is_cancel_under_way or (is_nowhere and not status.is_under_way)


def _answer(order: Order, words: str, result: str, code: int) -> Response:
    return envelope.success(words, code, result=result, zoho_books=zoho_json(get_status(order)))
