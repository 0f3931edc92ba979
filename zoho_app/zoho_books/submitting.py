"""Sending an order to Zoho Books, exactly once.

Before anything is sent, a SalesOrder row with its number is committed. As long as that row does not know Zoho's
salesorder_id, the number is looked up before it may be sent again; Zoho itself refuses a second sales order with
the same number (code 36004).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from zoho_app.accounts.models import Store
from zoho_app.appointments import backoff
from zoho_app.appointments.lane import Task, handler
from zoho_app.appointments.models import SCHEDULED, UNKNOWN
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import events as order_events
from zoho_app.orders import history, inventory
from zoho_app.orders.keys import sku_key
from zoho_app.orders.models import Order
from zoho_app.rules import engine
from zoho_app.zoho_books import contacts, events, items, records, sales_order
from zoho_app.zoho_books.errors import (
    CannotSubmit,
    ConnectionLost,
    InvalidSku,
    NoProductsAvailable,
    NotFound,
    OutcomeUnknown,
    Refused,
    TryLater,
    ZohoError,
)
from zoho_app.zoho_books.gateway import Gateway
from zoho_app.zoho_books.models import Connection, SalesOrder, ZohoBooksSettings
from zoho_app.zoho_books.sales_order import Draft

KIND = "zoho_books.submit"
LANE = "zoho_books"
NUMBER_TAKEN = 36004
FAILED_WORDS = "Order Could Not Be Submitted to Zoho Books."
# A list may lag behind what was just made: "not there" counts only when the send is this old.
LIST_LAG = timedelta(seconds=30)
QUICKLY = timedelta(seconds=5)
# Send, resolve, renumber, send: more rounds than this within one attempt make no sense.
MOST_ROUNDS = 6


@dataclass(frozen=True)
class Plan:
    """What one attempt needs, read in one transaction."""

    draft: Draft
    currency_code: str
    may_create_contact: bool
    default_sku: str


@dataclass(frozen=True)
class Sending:
    """A SalesOrder row as this attempt finds it."""

    id: int
    salesorder_id: str  # empty until it is known
    number: str
    reference: str
    payload: dict[str, Any]
    sent_at: datetime | None
    status: str

    @property
    def is_in_doubt(self) -> bool:
        """Whether it was sent and nobody knows with what outcome."""
        return not self.salesorder_id and self.sent_at is not None


def _gave_up(task: Task, words: str) -> None:
    _tell_failure(task, events.GENERAL_ERROR, words)


@handler(KIND, lane=LANE, gave_up=_gave_up)
def submit(task: Task) -> None:
    """Do the appointment "submit this order"; the subject is the order."""
    with engine.resume(task.payload.get("rule_chain", [])):
        try:
            _submit(task, Gateway(task.store_id, task.priority))
        except InvalidSku as error:
            _fail(task, events.INVALID_SKU, error)
        except NoProductsAvailable as error:
            _fail(task, events.NO_PRODUCTS, error)
        except (CannotSubmit, Refused) as error:
            _fail(task, events.GENERAL_ERROR, error)
        except ConnectionLost as error:
            with task.again(now(), error.cause, error.words, _state(task)):
                pass  # a closed gate holds it back until somebody reconnects
        except (OutcomeUnknown, TryLater) as error:
            _try_again(task, error)


def _submit(task: Task, gateway: Gateway) -> None:
    sending = _begun(task) or _begin(task, gateway)
    for _ in range(MOST_ROUNDS):
        if sending.salesorder_id:
            _finish(task, gateway, sending)
            return
        sending = (_resolve if sending.is_in_doubt else _send)(task, gateway, sending)
    raise OutcomeUnknown(f"Zoho Books contradicts itself about the number {sending.number}.")


def _begun(task: Task) -> Sending | None:
    """The sales order of an earlier attempt, if any."""
    with task.step():
        row = records.live(task.subject_id)
        return _sending(row) if row else None


def _sending(row: SalesOrder) -> Sending:
    return Sending(
        id=row.id,
        salesorder_id=row.salesorder_id,
        number=row.salesorder_number,
        reference=row.reference_number,
        payload=row.payload,
        sent_at=row.sent_at,
        status=row.status,
    )


def _begin(task: Task, gateway: Gateway) -> Sending:
    """Make everything ready to send, and commit under which number it will be sent."""
    with task.step():  # of its own: what rules change stays, though the order can't be sent as it is now
        order_events.happened(events.BEFORE_SUBMITTED, _order(task))
    with task.step():
        plan = read_plan(_order(task))
    item_ids = items.find(task, gateway, plan.draft.skus, plan.default_sku)
    customer = contacts.find(task, gateway, plan.draft, plan.currency_code, plan.may_create_contact)
    with task.step():
        return _sending(records.begin(task.store_id, plan.draft, sales_order.payload(plan.draft, customer, item_ids)))


def read_plan(order: Order) -> Plan:
    """Read from the database what the order's sales order is made of.

    Raises CannotSubmit, InvalidSku, NoProductsAvailable, or ConnectionLost when there is no connection.
    """
    settings = db.session.get(ZohoBooksSettings, order.store_id)
    connection = db.session.get(Connection, order.store_id)
    if settings is None or connection is None or not connection.organization_id:
        raise ConnectionLost("This store is not connected to Zoho Books.")
    number = records.next_number(order, settings.salesorder_prefix)
    draft = sales_order.draft(order, settings, number, connection.time_zone, _locations(order))
    return Plan(
        draft=draft,
        currency_code=db.session.get_one(Store, order.store_id).currency_code,
        may_create_contact=settings.create_contact_if_missing,
        default_sku=settings.default_sku.strip(),
    )


def _locations(order: Order) -> Callable[[str], str]:
    """The inventory location of each SKU of the order."""
    products = inventory.by_codes(order.store_id, [item.code for item in order.items])
    return lambda sku: product.location if (product := products.get(sku_key(sku))) else ""


def _send(task: Task, gateway: Gateway, sending: Sending) -> Sending:
    """Send for the first time, or again once it is certain that nothing is there."""
    with task.step():
        in_doubt = _sending(records.sent(sending.id))
    try:
        answer = gateway.create_sales_order(sending.payload)
    except (TryLater, ConnectionLost):
        with task.step():
            records.not_there(sending.id)
        raise
    except Refused as error:
        if error.code == NUMBER_TAKEN:
            return in_doubt
        _take_back(task, sending, error)
        raise
    with task.step():
        return _sending(records.arrived(sending.id, answer, is_adopted=False))


def _take_back(task: Task, sending: Sending, error: Refused) -> None:
    """Nothing was made: the next try starts from the order; what Zoho has contradicted is forgotten."""
    with task.step():
        records.drop(sending.id)
        if isinstance(error, NotFound):
            items.forget(task.store_id, [line["item_id"] for line in sending.payload["line_items"]])
            contacts.forget(task.store_id, _order(task).email)


def _resolve(task: Task, gateway: Gateway, sending: Sending) -> Sending:
    """Look up under our number what an earlier send has led to: adopt it, or make sure that it may be sent.

    Raises OutcomeUnknown while a list that lags might not show it yet.
    """
    rows = gateway.sales_orders_numbered(sending.number)
    if not rows and sending.sent_at is not None and now() - sending.sent_at < LIST_LAG:
        raise OutcomeUnknown("Zoho Books does not list the sales order, but its list may lag behind.")
    with task.step():
        if not rows:
            return _sending(records.not_there(sending.id))
        if str(rows[0].get("reference_number") or "") != sending.reference:
            return _sending(records.renumber(sending.id))  # the number is another sales order's
        return _sending(records.arrived(sending.id, rows[0], is_adopted=True))


def _finish(task: Task, gateway: Gateway, sending: Sending) -> None:
    """It is in Zoho Books: mark it open when the settings say so, and tell the order."""
    opened = _mark_open(task, gateway, sending)
    with task.done(f"Sales order {sending.number}"):
        order = _order(task)
        row = records.get(sending.id)
        row.status = "open" if opened == "" else row.status
        order.fulfillment_name, order.fulfillment_id = records.FULFILLMENT_NAME, row.salesorder_id
        history.add(order, records.FULFILLMENT_NAME, _success_words(row, opened))
        order_events.happened(events.AFTER_SUBMITTED, order)
        settings = db.session.get_one(ZohoBooksSettings, task.store_id)
        records.move(order, settings.after_import_folder_id)


def _mark_open(task: Task, gateway: Gateway, sending: Sending) -> str | None:
    """None: not wanted. "": done. Otherwise why Zoho refused, which doesn't undo the submission."""
    with task.step():
        is_wanted = db.session.get_one(ZohoBooksSettings, task.store_id).mark_open and sending.status == "draft"
    if not is_wanted:
        return None
    try:
        gateway.mark_open(sending.salesorder_id)
    except Refused as error:
        return error.words
    return ""


def _success_words(row: SalesOrder, opened: str | None) -> str:
    how = "was found in Zoho Books and adopted" if row.is_adopted else "was created in Zoho Books"
    words = f"Order Submitted to Zoho Books. Sales order {row.salesorder_number} {how}."
    if difference := records.difference(row):
        words += f" {difference}"
    if opened:
        words += f" It could not be marked as open: {opened}"
    return words


def _try_again(task: Task, error: OutcomeUnknown | TryLater) -> None:
    """Come back when Zoho says so, else soon; after two hours of trouble a person is asked."""
    state = _state(task)
    due_at = _due_at(task, error, state == UNKNOWN)
    if due_at is None:
        words = error.words
        if state == UNKNOWN:
            words += " It is not known whether Zoho Books has it: submit it again, and Bookdesk looks first."
        _fail(task, events.GENERAL_ERROR, TryLater(words))
        return
    with task.again(due_at, error.cause, error.words, state):
        if state == UNKNOWN and task.last_cause != OutcomeUnknown.cause:
            history.add(_order(task), records.FULFILLMENT_NAME, f"Checking with Zoho Books: {error.words}")


def _due_at(task: Task, error: OutcomeUnknown | TryLater, is_in_doubt: bool) -> datetime | None:
    if isinstance(error, TryLater) and error.is_waiting:
        return error.until or now() + QUICKLY
    if is_in_doubt:
        return backoff.next_look(task.first_tried_at, task.attempts)
    planned = backoff.next_try(task.first_tried_at, task.attempts)
    wished = error.until if isinstance(error, TryLater) else None
    return planned and (wished or planned)


def _state(task: Task) -> str:
    sending = _begun(task)
    return UNKNOWN if sending is not None and sending.is_in_doubt else SCHEDULED


def _fail(task: Task, event: str, error: ZohoError) -> None:
    with task.failed(error.cause, error.words):
        _tell_failure(task, event, error.words)


def _tell_failure(task: Task, event: str, words: str) -> None:
    """The order stays where it is; its history says why, and rules may act."""
    order = _order(task)
    history.add(order, records.FULFILLMENT_NAME, f"{FAILED_WORDS} {words}")
    order_events.happened(event, order)


def _order(task: Task) -> Order:
    return records.order(task.store_id, task.subject_id)
