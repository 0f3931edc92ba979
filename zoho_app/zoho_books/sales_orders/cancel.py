"""Canceling an order in Zoho Books: its sales order is voided, and "already void" is success."""

from datetime import timedelta

from zoho_app import kinds
from zoho_app.appointments import lifecycle
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.models import OPEN_STATES
from zoho_app.appointments.task import Task
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import history
from zoho_app.rules import engine
from zoho_app.zoho_books.api import access_token, observed, retry_policy
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.appointment_payloads import CancelPayload
from zoho_app.zoho_books.errors import NotFound, Refused, TryLater, ZohoError
from zoho_app.zoho_books.models import DELETED, VOID, VOID_STATUSES, Connection, SalesOrder
from zoho_app.zoho_books.sales_orders import after_cancel, organization, ours, repository

# An order in doubt counts as "not there" only when even a slow list would show it.
LIST_LAG = timedelta(minutes=5)
COME_BACK_AFTER = timedelta(seconds=5)
DRAFT, REASON = "draft", "Canceled in Bookdesk"
FAILED_WORDS = "Order Could Not Be Canceled in Zoho Books."


def _on_exhausted(task: Task, words: str) -> None:
    order = repository.order(task.store_id, task.subject_id)
    history.add(order, repository.FULFILLMENT_NAME, f"{FAILED_WORDS} {words}")


@handler(kinds.CANCEL, on_exhausted=_on_exhausted)
def cancel(task: Task) -> None:
    """Do the appointment "cancel this order"; the subject is the order. Voiding twice does no harm."""
    with engine.resume(CancelPayload.from_json(task.payload).rule_chain):
        gateway = Gateway.for_task(task)
        retry_policy.attempt(task, lambda: _cancel(task, gateway), fail=lambda error: _fail(task, error))


def _cancel(task: Task, gateway: Gateway) -> None:
    with task.step():
        sending = lifecycle.latest(kinds.SUBMIT.name, task.subject_id)
        is_sent_anew = sending is not None and sending.id > task.id
        sent_at_last = None
        if sending is not None and sending.state in OPEN_STATES:
            sent_at_last = max(sending.due_at, now()) + COME_BACK_AFTER
        row = None if is_sent_anew else repository.live(task.subject_id)
        if row is not None:
            _check_organization(gateway, row)
            db.session.expunge(row)
    if is_sent_anew:  # an earlier attempt has voided what was to be canceled; what came later is wanted
        with task.done("The order was submitted again later, so that nothing is canceled."):
            return
    if sent_at_last:
        raise TryLater("The order is being sent now; it is canceled right after.", sent_at_last, True)
    salesorder_id = row and (row.salesorder_id or _look_up(gateway, row))
    status = void(task, gateway, salesorder_id) if salesorder_id else DELETED
    with task.done("Canceled in Zoho Books"):
        now_live = repository.live(task.subject_id)
        if now_live is not None and row is not None and now_live.id == row.id:  # else it is over, or was sent anew
            canceled(now_live, status)


def _check_organization(gateway: Gateway, row: SalesOrder) -> None:
    """All calls go to the organization that the sales order is in: "not found" in another one would say nothing."""
    found = db.session.get(Connection, row.store_id)
    if (error := organization.elsewhere(row, found)) is not None:
        raise error
    if found is not None:
        gateway.believe(access_token.token_of(found), found.organization_id)


def _look_up(gateway: Gateway, row: SalesOrder) -> str:
    """The id of a sales order whose sending had no known outcome; "" when Zoho has none."""
    if row.sent_at is not None and now() - row.sent_at < LIST_LAG:
        raise TryLater("Zoho's list may lag behind.", row.sent_at + LIST_LAG, True)
    found, _ = ours.look_up(gateway, row.salesorder_number, row)
    return str(found["salesorder_id"]) if found else ""


def void(task: Task, gateway: Gateway, salesorder_id: str) -> str:
    """Void it; when Zoho refuses, its present state decides. Returns the status that it has now.

    Whether a draft can be voided is not documented: one that can't is marked as open first.
    """
    try:
        gateway.void(salesorder_id, REASON)
    except NotFound:
        return DELETED
    except Refused as refusal:
        try:
            status = str(gateway.sales_order(salesorder_id).get("status"))
            if status == DRAFT:
                _open_and_void(task, gateway, salesorder_id, refusal)
            elif status not in VOID_STATUSES:
                raise refusal
        except NotFound:
            return DELETED
    return VOID


def _open_and_void(task: Task, gateway: Gateway, salesorder_id: str, refusal: Refused) -> None:
    """Raises the first refusal when the draft can't be opened either."""
    try:
        gateway.mark_open(salesorder_id)
    except NotFound:
        raise
    except Refused:
        raise refusal from None
    gateway.void(salesorder_id, REASON)
    with task.step():
        observed.keep(db.session.get_one(Connection, task.store_id), observed.DRAFTS, observed.REFUSED)


def canceled(row: SalesOrder | None, status: str, words: str = "") -> None:
    """Note that a sales order is void or deleted, wherever that was done, and follow the settings."""
    if row is None:
        return
    if (unfinished := lifecycle.open_one(kinds.SUBMIT.name, row.order_id)) is not None:
        lifecycle.cancel(unfinished)  # it only had to be marked as open; tried again, it would be sent once more
    after_cancel.note(row, status, words)


def _fail(task: Task, error: ZohoError) -> None:
    with task.failed(error.cause, error.words, error.details):
        _on_exhausted(task, error.words)
