"""Delivering one message: the handler of the appointments that `deliveries.plan` makes."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlencode

from zoho_app import kinds
from zoho_app.accounts.models import Store
from zoho_app.appointments import backoff
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.task import Task
from zoho_app.channels import answers, deliveries, outside, postings, signatures
from zoho_app.channels.addresses import AddressRefused, NotReached
from zoho_app.channels.models import Channel, Delivery
from zoho_app.channels.news import BOOKDESK
from zoho_app.channels.outside import Answer
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import history
from zoho_app.orders.events import AUTO
from zoho_app.orders.models import Order

# Causes: the first three end the tries at once, the last two after two hours.
GONE, ADDRESS, SWITCHED_OFF, NOT_ACCEPTED, NOT_REACHED = (
    "gone",
    "address",
    "switched off",
    "not accepted",
    "not reached",
)
_JSON = {"Content-Type": "application/json; charset=utf-8"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


class NotToBeSent(Exception):
    """The message must not be sent any more; the text says why."""


@dataclass(frozen=True)
class Message:
    """One try, ready to be sent."""

    format: str
    url: str
    body: bytes
    headers: dict[str, str]
    secrets: tuple[str, ...]  # that it may be signed with


def _on_exhausted(task: Task, words: str) -> None:
    _note_failure(task, words)


@handler(kinds.DELIVER_MESSAGE, on_exhausted=_on_exhausted)
def deliver(task: Task) -> None:
    """Send the message and judge the answer.

    When the worker dies between sending and writing down the answer, the message is sent again: its
    `webhook-id`, or its appointment's number, is the same then, so that the receiver can drop the copy.
    """
    try:
        with task.step():
            message = _message(task)
        answer = outside.post(message.url, message.body, message.headers)
    except NotToBeSent as reason:
        _fail(task, SWITCHED_OFF, str(reason))
    except AddressRefused as refusal:
        _fail(task, ADDRESS, str(refusal))
    except NotReached as trouble:
        _later(task, NOT_REACHED, str(trouble))
    else:
        _judge(task, message, answer)


def _message(task: Task) -> Message:
    delivery = db.session.get(Delivery, task.subject_id)
    if delivery is None:
        raise NotToBeSent("The message was deleted, with its order or with its customer.")
    if delivery.format == deliveries.WEBHOOK:
        return _webhook(delivery)
    headers = _signed(delivery, body := _body(delivery))
    if delivery.format == deliveries.ORDER_JSON:
        headers["X-ORDER-DESK-APPOINTMENT-ID"] = str(task.id)
    secrets = (postings.get(delivery.store_id).signing_secret, _api_key(delivery))
    return Message(delivery.format, delivery.url, body, headers, secrets)


def _body(delivery: Delivery) -> bytes:
    if delivery.format == deliveries.ORDER_JSON:
        return urlencode({"order": delivery.body}).encode()
    return delivery.body.encode()


def _signed(delivery: Delivery, body: bytes) -> dict[str, str]:
    """The headers of what goes to an address that an order or a rule names; see postings.py."""
    secret = postings.get(delivery.store_id).signing_secret
    headers = {**(_FORM if delivery.format == deliveries.ORDER_JSON else _JSON)}
    headers |= signatures.standard_webhooks(secret, message_id(delivery), now(), body)
    if delivery.signature == postings.STANDARD:
        return headers | signatures.store_header(delivery.store_id)
    key = _api_key(delivery) if delivery.signature == postings.OLD else secret
    return headers | signatures.order_desk(delivery.store_id, key, delivery.body)


def _api_key(delivery: Delivery) -> str:
    return db.session.get_one(Store, delivery.store_id).api_key


def _webhook(delivery: Delivery) -> Message:
    """Use the channel's current address and secret, so that correcting them also corrects waiting messages."""
    channel = delivery.channel_id and db.session.get(Channel, delivery.channel_id)
    if not channel:
        raise NotToBeSent("The sales channel was deleted in Bookdesk.")
    is_test = delivery.order_id is None
    if not (channel.sync_tracking_numbers or is_test):
        raise NotToBeSent("Sync Tracking Numbers is switched off for this sales channel.")
    delivery.url = channel.url
    body = delivery.body.encode()
    headers = signatures.standard_webhooks(channel.signing_secret, message_id(delivery), now(), body)
    return Message(delivery.format, channel.url, body, {**_JSON, **headers}, (channel.signing_secret,))


def message_id(delivery: Delivery) -> str:
    """The receiver's idempotency key: the same on every try, unlike that of any other desk."""
    return f"msg_{int(delivery.created_at.timestamp())}_{delivery.id}"


def _judge(task: Task, message: Message, answer: Answer) -> None:
    if answers.is_accepted(message.format, answer):
        _succeed(task, answer)
    elif answer.status == HTTPStatus.GONE:
        words = "The receiver answered 410 Gone: it no longer wants these messages."
        _fail(task, GONE, words, has_answered=True)
    else:
        words = answers.said(answer, message.url, *message.secrets)
        is_out_of_order = answers.is_out_of_order(answer)
        _later(task, NOT_ACCEPTED, words, is_out_of_order, answers.asked_to_wait(answer.retry_after))


def _succeed(task: Task, answer: Answer) -> None:
    with task.done(f"Accepted with {answers.status_words(answer.status)}."):
        delivery = db.session.get_one(Delivery, task.subject_id)
        delivery.delivered_at = now()
        _note(delivery, _told(delivery))
        task.receiver_answered()


def _later(
    task: Task, cause: str, words: str, is_out_of_order: bool = True, not_before: datetime | None = None
) -> None:
    """Try again later; a receiver that is out of order is left alone for a while after some failures in a row."""
    is_left_alone = is_out_of_order and task.would_open_breaker
    patience = backoff.LONG_PATIENCE if is_left_alone else backoff.PATIENCE
    due_at = backoff.next_try(task.first_tried_at, task.attempts, patience)
    if due_at is None:
        _fail(task, cause, words, has_answered=not is_out_of_order, is_out_of_order=is_out_of_order)
        return
    with task.retry(max(due_at, not_before or due_at), cause, words):
        _count(task, words, not is_out_of_order, is_out_of_order)


def _count(task: Task, words: str, has_answered: bool, is_out_of_order: bool) -> None:
    """Count for the receiver's breaker how this attempt went; call it last in a step."""
    if is_out_of_order:
        delivery = db.session.get(Delivery, task.subject_id)
        task.receiver_failed(f"{delivery.recipient}: {words}" if delivery else words)
    elif has_answered:
        task.receiver_answered()


def _fail(task: Task, cause: str, words: str, has_answered: bool = False, is_out_of_order: bool = False) -> None:
    with task.step():
        delivery = db.session.get(Delivery, task.subject_id)
        details = [delivery.recipient, delivery.format] if delivery else []
    with task.failed(cause, words, details):
        _note_failure(task, words)
        _count(task, words, has_answered, is_out_of_order)


def _note_failure(task: Task, words: str) -> None:
    if (delivery := db.session.get(Delivery, task.subject_id)) is not None:
        remedy = "To try again, press Run now on the Activity page."
        _note(delivery, f"{_not_told(delivery)}: {words} Bookdesk has stopped trying. {remedy}")


def _note(delivery: Delivery, words: str) -> None:
    if delivery.order_id is not None:
        who = AUTO if delivery.format == deliveries.ORDER_JSON else BOOKDESK
        history.add(db.session.get_one(Order, delivery.order_id), who, words)


def _told(delivery: Delivery) -> str:
    if delivery.format == deliveries.ORDER_JSON:
        return f"The order was posted as JSON to {delivery.recipient}."
    return f"{delivery.recipient} was notified about {delivery.subject}."


def _not_told(delivery: Delivery) -> str:
    if delivery.format == deliveries.ORDER_JSON:
        return f"The order could not be posted as JSON to {delivery.recipient}"
    return f"{delivery.recipient} could not be notified about {delivery.subject}"
