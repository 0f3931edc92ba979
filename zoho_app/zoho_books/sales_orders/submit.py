"""Sending an order to Zoho Books, exactly once.

Before anything is sent, a SalesOrder row with its number is committed. As long as that row does not know Zoho's
salesorder_id, the number is looked up before it may be sent again; Zoho itself refuses a second sales order with
the same number (code 36004). Once it is certain that nothing was made, the row goes, and the next try starts from
the order as it is then.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from zoho_app import kinds
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.models import SCHEDULED, UNKNOWN
from zoho_app.appointments.task import Task
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import events as order_events
from zoho_app.orders import folders, history
from zoho_app.orders.models import Order
from zoho_app.rules import engine
from zoho_app.zoho_books import events
from zoho_app.zoho_books.api import access_token, retry_policy
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.appointment_payloads import SubmitPayload
from zoho_app.zoho_books.contacts import find_or_create, items, refetch
from zoho_app.zoho_books.errors import (
    ConnectionLost,
    InvalidSku,
    NoProductsAvailable,
    NotFound,
    OutcomeUnknown,
    Outdated,
    Refused,
    TryLater,
    ZohoError,
)
from zoho_app.zoho_books.models import SENDING, VOID, SalesOrder, ZohoBooksSettings
from zoho_app.zoho_books.sales_orders import after_cancel, organization, prepare, records, repository
from zoho_app.zoho_books.sales_orders.prepare import Prepared
from zoho_app.zoho_books.timestamps import LIST_LAG

NUMBER_TAKEN = 36004
FAILED_WORDS = "Order Could Not Be Submitted to Zoho Books."
UNOPENED_WORDS = "The Sales Order Could Not Be Marked as Open in Zoho Books."
FAILURE_EVENTS = {InvalidSku: events.INVALID_SKU, NoProductsAvailable: events.NO_PRODUCTS}
# Learn and prepare, or send and look up: more rounds than this within one attempt make no sense.
MOST_ROUNDS = 6

Json = dict[str, Any]


@dataclass(frozen=True)
class Sending:
    """A sales order on its way, as this attempt finds it."""

    id: int
    salesorder_id: str  # empty until it is known
    number: str
    reference_number: str
    payload: dict[str, Any]
    sent_at: datetime | None
    is_in_doubt: bool  # it was sent before, and nobody knows with what outcome
    status: str
    mark_open: bool
    move_to: int | None


def _gave_up(task: Task, words: str) -> None:
    _tell_failure(task, events.GENERAL_ERROR, words)


@handler(kinds.SUBMIT, gave_up=_gave_up, is_in_doubt=repository.is_in_doubt)
def submit(task: Task) -> None:
    """Do the appointment "submit this order"; the subject is the order."""
    with engine.resume(SubmitPayload.from_json(task.payload).rule_chain):
        retry_policy.attempt(
            task,
            lambda: _submit(task, Gateway.of(task)),
            fail=lambda error: _fail(task, error),
            state=lambda: _state(task),
            on_unknown=lambda words: _tell_doubt(task, words),
        )


def _submit(task: Task, gateway: Gateway) -> None:
    try:
        _send_and_finish(task, gateway, _begin(task, gateway))
    except (NotFound, Outdated):  # what the desk remembered was wrong; it is healed by now, so ask and send once more
        _send_and_finish(task, gateway, _begin(task, gateway))


def _begin(task: Task, gateway: Gateway) -> Sending:
    """Find what an earlier attempt has sent, or make everything ready and commit under which number it is sent."""
    for _ in range(MOST_ROUNDS):
        found = _prepare(task, gateway)
        if isinstance(found, Sending):
            return found
        if isinstance(found, ZohoError):
            raise found
        if found.unknown_skus:
            items.learn(task, gateway, found.draft.skus, found.default_sku)
        if found.is_contact_unknown:
            may_create = found.may_create_contact or SubmitPayload.from_json(task.payload).create_contact
            find_or_create.learn(task, gateway, found.draft, may_create)
    raise TryLater("What Zoho Books knows of the contact or the items keeps changing.")


def _prepare(task: Task, gateway: Gateway) -> Sending | Prepared | ZohoError:
    """In one transaction: the row to send or to look up, or what is missing for it.

    An error is returned, not raised: what rules have changed before sending stays, though it can't be sent.
    """
    with task.step():
        found = repository.order_to_send(task.store_id, task.subject_id)
        if found.connection is not None:
            gateway.believe(access_token.token_of(found.connection), found.connection.organization_id)
        if (row := found.sales_order) is not None:
            return organization.doubt_elsewhere(row, found.connection) or _sending(row, found.settings)
        payload = SubmitPayload.from_json(task.payload)
        if payload.announced_in != (cycle := task.first_tried_at.isoformat()):
            order_events.happened(events.BEFORE_SUBMITTED, found.order)
            task.payload = replace(payload, announced_in=cycle).to_json()
        try:
            prepared = prepare.prepare(
                found.order, found.settings, found.connection, found.store, found.is_number_taken
            )
        except ZohoError as error:
            return error
        if not prepared.is_complete:
            return prepared
        row = records.begin(task.store_id, prepared.draft, prepared.payload(), found.connection)
        return _sending(row, found.settings, is_new=True)


def _sending(row: SalesOrder, settings: ZohoBooksSettings | None, is_new: bool = False) -> Sending:
    return Sending(
        id=row.id,
        salesorder_id=row.salesorder_id,
        number=row.salesorder_number,
        reference_number=row.reference_number,
        payload=row.payload,
        sent_at=row.sent_at,
        is_in_doubt=not row.salesorder_id and not is_new,
        status=row.status,
        mark_open=settings is not None and settings.mark_open,
        move_to=settings.after_import_folder_id if settings else None,
    )


def _send_and_finish(task: Task, gateway: Gateway, sending: Sending) -> None:
    for _ in range(MOST_ROUNDS):
        if sending.salesorder_id:
            _finish(task, gateway, sending, None)
            return
        is_adopted = sending.is_in_doubt
        found = _resolve(task, gateway, sending) if is_adopted else _send(task, gateway, sending)
        if not isinstance(found, Sending):
            _finish(task, gateway, sending, found, is_adopted)
            return
        sending = found
    raise OutcomeUnknown(f"Zoho Books contradicts itself about the number {sending.number}.")


def _send(task: Task, gateway: Gateway, sending: Sending) -> Json | Sending:
    """Send what was written down to be sent; it is in doubt when Zoho says that the number is taken."""
    try:
        return gateway.create_sales_order(sending.payload)
    except (TryLater, ConnectionLost):
        _take_back(task, sending)
        raise
    except Refused as error:
        if error.code == NUMBER_TAKEN:
            return replace(sending, is_in_doubt=True)
        _take_back(task, sending)
        if refetch.heal(task, gateway, sending.payload, error):
            raise Outdated(error.words, error.code, error.zoho_words, error.status) from error
        raise


def _take_back(task: Task, sending: Sending) -> None:
    """Nothing was made: the next try starts from the order."""
    with task.step():
        records.discard(sending.id)


def _resolve(task: Task, gateway: Gateway, sending: Sending) -> Json | Sending:
    """Look up under our number what an earlier send has led to: the row to adopt, or what may be sent now.

    Raises OutcomeUnknown while a list that lags might not show it yet.
    """
    rows = gateway.sales_orders_numbered(sending.number)
    if not rows and sending.sent_at is not None and now() - sending.sent_at < LIST_LAG:
        raise OutcomeUnknown("Zoho Books does not list the sales order, but its list may lag behind.")
    if rows and records.is_ours(sending, rows[0]):
        return rows[0]
    with task.step():
        settings = db.session.get(ZohoBooksSettings, task.store_id)
        # The number is another sales order's; or nothing is there, for certain by now, and it is sent (again).
        row = records.renumber(sending.id) if rows else records.mark_sent(sending.id)
        return _sending(row, settings, is_new=True)


def _finish(task: Task, gateway: Gateway, sending: Sending, answer: Json | None, is_adopted: bool = False) -> None:
    """It is in Zoho Books: tell the order, then mark it open when the settings say so.

    `answer` is what Zoho says of it; None when an attempt before this one has told the order.
    """
    status = str((answer or {}).get("status") or sending.status)
    if not sending.mark_open or status not in (SENDING, "draft"):
        with task.done(f"Sales order {sending.number}"):
            _tell_success(task, sending, answer, is_adopted)
        return
    with task.step():  # a step of its own: opening it may have to wait, and by then it may be shipped or voided
        _tell_success(task, sending, answer, is_adopted)
    salesorder_id = sending.salesorder_id or str((answer or {})["salesorder_id"])
    try:
        gateway.mark_open(salesorder_id)
        refusal = ""
    except Refused as error:  # which doesn't undo the submission
        refusal = error.words
    with task.done(f"Sales order {sending.number}"):
        if refusal:
            history.add(_order(task), repository.FULFILLMENT_NAME, f"{UNOPENED_WORDS} {refusal}")
        elif (row := repository.get(sending.id)).is_live:  # it may be void meanwhile
            row.status = "open"


def _tell_success(task: Task, sending: Sending, answer: Json | None, is_adopted: bool) -> None:
    order, row, folder = repository.order_to_finish(task.store_id, task.subject_id, sending.id, sending.move_to)
    if answer is not None:
        row.is_adopted = is_adopted
        records.update(row, answer)
    if order.fulfillment_id == row.salesorder_id:  # an attempt before this one has told it
        return
    order.fulfillment_name, order.fulfillment_id = repository.FULFILLMENT_NAME, row.salesorder_id
    history.add(order, repository.FULFILLMENT_NAME, _success_words(row))
    order_events.happened(events.AFTER_SUBMITTED, order)
    if row.is_void:  # by somebody in Zoho, while its outcome was unknown here
        after_cancel.note(row, VOID, f"Sales order {row.salesorder_number} was voided in Zoho Books.")
    elif folder is not None:
        folders.move(order, folder, repository.FULFILLMENT_NAME)


def _success_words(row: SalesOrder) -> str:
    how = "was found in Zoho Books and adopted" if row.is_adopted else "was created in Zoho Books"
    words = f"Order Submitted to Zoho Books. Sales order {row.salesorder_number} {how}. {records.difference(row)}"
    return words.strip()


def _state(task: Task) -> str:
    """Whether an earlier send is in doubt."""
    with task.step():
        return UNKNOWN if repository.is_in_doubt(task.subject_id) else SCHEDULED


def _tell_doubt(task: Task, words: str) -> None:
    history.add(_order(task), repository.FULFILLMENT_NAME, f"Checking with Zoho Books: {words}")


def _fail(task: Task, error: ZohoError) -> None:
    words = error.words
    if _state(task) == UNKNOWN and error.cause != organization.CAUSE:
        words += " It is not known whether Zoho Books has it: submit it again, and Bookdesk looks first."
    with task.failed(error.cause, words, error.about):
        _tell_failure(task, FAILURE_EVENTS.get(type(error), events.GENERAL_ERROR), words)


def _tell_failure(task: Task, event: str, words: str) -> None:
    """The order stays where it is; its history says why, and rules may act."""
    order = _order(task)
    if order.fulfillment_name == repository.FULFILLMENT_NAME and order.fulfillment_id:  # it has arrived
        history.add(order, repository.FULFILLMENT_NAME, f"{UNOPENED_WORDS} {words}")
        return
    history.add(order, repository.FULFILLMENT_NAME, f"{FAILED_WORDS} {words}")
    order_events.happened(event, order)


def _order(task: Task) -> Order:
    return repository.order(task.store_id, task.subject_id)
