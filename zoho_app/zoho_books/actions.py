"""The public functions of the integration, for pages, rules and imported orders."""

from typing import Any

from zoho_app import actors, kinds
from zoho_app.actors import AUTO, ActorKind
from zoho_app.appointments import for_store, gates, lifecycle
from zoho_app.appointments.models import PEOPLE, RULES, Appointment
from zoho_app.extensions import db
from zoho_app.orders import events as order_events
from zoho_app.orders import history
from zoho_app.orders.models import Order
from zoho_app.rules import engine
from zoho_app.rules.catalogue import ActionRefused, action
from zoho_app.zoho_books import events
from zoho_app.zoho_books.api import access_token
from zoho_app.zoho_books.appointment_payloads import CancelPayload, SubmitPayload
from zoho_app.zoho_books.cache import refresh
from zoho_app.zoho_books.errors import CannotSchedule
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings
from zoho_app.zoho_books.sales_orders import after_cancel, refusals, repository


def submit(order: Order, asked_by: str, priority: int = PEOPLE, send_void: bool = False) -> Appointment:
    """Schedule the order to be sent; the event "Order Scheduled to Zoho Books" happens at once.

    While the store is not connected, people are refused, and what rules ask for waits until it is. `send_void` says
    that a person wants it sent though its source calls it canceled, refunded or a test.
    Raises CannotSchedule with words when it is there already, on its way, or can't be sent from this store.
    """
    _check_connection(order.store_id, asked_by)
    if (refusal := refusals.may_be_a_double(order)) is not None:
        raise refusal
    if (refusal := refusals.is_there(order, repository.live(order.id))) is not None:
        raise refusal
    if not send_void and (refusal := refusals.is_void(order)) is not None:
        raise refusal
    payload = SubmitPayload(engine.chain(), send_void=send_void).to_json()
    appointment = _schedule(kinds.SUBMIT.name, order, asked_by, priority, payload)
    history.add(order, asked_by, "Order Scheduled to be sent to Zoho Books")
    order_events.publish(events.SCHEDULED, order)
    return appointment


def cancel(order: Order, asked_by: str, priority: int = PEOPLE) -> Appointment | None:
    """Cancel the order in Zoho Books; one that still waits to be sent is withdrawn without any call.

    Returns the appointment that voids it, or None when it was withdrawn. Raises CannotSchedule with words.
    """
    waiting = lifecycle.open_one(kinds.SUBMIT.name, order.id)
    row = repository.live(order.id)
    if waiting is not None and row is None:
        if lifecycle.cancel(waiting):
            history.add(order, asked_by, "Order Canceled before it was sent to Zoho Books")
            after_cancel.apply(order)
            return None
    elif waiting is None and row is None:
        raise refusals.is_not_there(order)
    _check_connection(order.store_id, asked_by)
    appointment = _schedule(kinds.CANCEL.name, order, asked_by, priority, CancelPayload(engine.chain()).to_json())
    history.add(order, asked_by, "Order Scheduled to be canceled in Zoho Books")
    return appointment


def check_for_shipments(store_id: int, asked_by: str) -> Appointment:
    """Check for shipments at once. Raises CannotSchedule when the store is not connected."""
    _check_connection(store_id, asked_by)
    return for_store.at_once(store_id, kinds.CHECK_FOR_SHIPMENTS.name, asked_by)


def compare(store_id: int, asked_by: str) -> Appointment:
    """Compare with Zoho Books at once. Raises CannotSchedule when the store is not connected."""
    _check_connection(store_id, asked_by)
    return for_store.at_once(store_id, kinds.RECONCILE.name, asked_by)


def read_contacts_and_items(store_id: int, asked_by: str) -> Appointment:
    """Read what Zoho Books has of both at once. Raises CannotSchedule when the store is not connected."""
    _check_connection(store_id, asked_by)
    return refresh.read_now(store_id, asked_by)


def _check_connection(store_id: int, asked_by: str) -> None:
    found, settings = db.session.get(Connection, store_id), db.session.get(ZohoBooksSettings, store_id)
    if refusals.is_connected(found, settings):
        return
    if settings is None or actors.read(asked_by).kind is not ActorKind.RULE:  # who asks sees it, and can ask again
        raise CannotSchedule(refusals.NOT_CONNECTED)
    if found is None:  # every other state but connected has closed the gate
        gates.close(store_id, kinds.ZOHO_BOOKS, access_token.GATE, refusals.NOT_CONNECTED)


def _schedule(kind: str, order: Order, asked_by: str, priority: int, payload: dict[str, Any]) -> Appointment:
    try:
        return lifecycle.schedule(
            store_id=order.store_id,
            kind=kind,
            subject_id=order.id,
            asked_by=asked_by,
            priority=priority,
            payload=payload,
        )
    except lifecycle.AlreadyScheduled:
        desk_status = refusals.IS_BEING_CANCELED if kind == kinds.CANCEL.name else refusals.IS_BEING_SENT
        raise refusals.is_under_way(order, desk_status) from None


@action("Submit Order to Zoho Books", "Zoho Books", description="Sends the order as a sales order.")
def _submit_by_rule(order: Order, values: dict[str, str]) -> None:
    try:
        submit(order, AUTO, RULES)
    except CannotSchedule as error:
        raise ActionRefused(error.words) from error


@action("Cancel Order in Zoho Books", "Zoho Books", description="Voids the sales order of this order.")
def _cancel_by_rule(order: Order, values: dict[str, str]) -> None:
    try:
        cancel(order, AUTO, RULES)
    except CannotSchedule as error:
        raise ActionRefused(error.words) from error


def _submit_imported(order: Order) -> None:
    """The setting "Submit imported orders automatically"."""
    settings = db.session.get(ZohoBooksSettings, order.store_id)
    if settings is None or not settings.submit_imported:
        return
    try:
        submit(order, AUTO, RULES)
    except CannotSchedule as error:
        history.add(order, AUTO, error.words)


ACTIONS = (_submit_by_rule, _cancel_by_rule)
LISTENERS = ((order_events.ORDER_IMPORTED, _submit_imported),)
