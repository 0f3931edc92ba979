"""Deliver one message about an order: the handler of the appointments that `messages.plan` makes."""

from urllib.parse import urlencode

from zoho_app import kinds
from zoho_app.actors import AUTO, BOOKDESK
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.task import Task
from zoho_app.channels import messages, postings
from zoho_app.channels.models import Channel, Delivery
from zoho_app.clock import now
from zoho_app.deliveries import deliver, signatures, webhook
from zoho_app.deliveries.deliver import SWITCHED_OFF, Message, NotDelivered
from zoho_app.extensions import db
from zoho_app.orders import history
from zoho_app.orders.models import Order

_FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
_ORDER_JSON_ACCEPTED = (200, 201)  # Order Desk docs: anything else counts as failed


class OrderMessage(Message):
    """News of an order for a sales channel, or for an address that an order or a rule names."""

    def prepare(self) -> None:
        """Read the message; address and secret are the current ones."""
        delivery = db.session.get(Delivery, self.task.subject_id)
        if delivery is None:
            raise NotDelivered(SWITCHED_OFF, "The message was deleted, with its order or with its customer.")
        self.details = [delivery.recipient, delivery.format]
        self._is_order_json = delivery.format == messages.ORDER_JSON
        if delivery.format == messages.WEBHOOK:
            self._read_webhook(delivery)
        else:
            self._read_posting(delivery)

    def _read_webhook(self, delivery: Delivery) -> None:
        """Use the channel's current address and secret, so that correcting them also corrects waiting messages."""
        channel = delivery.channel_id and db.session.get(Channel, delivery.channel_id)
        if not channel:
            raise NotDelivered(SWITCHED_OFF, "The sales channel was deleted in Bookdesk.")
        is_test = delivery.order_id is None
        if not (channel.sync_tracking_numbers or is_test):
            raise NotDelivered(SWITCHED_OFF, "Sync Tracking Numbers is switched off for this sales channel.")
        delivery.url = self._url = channel.url
        self._body = delivery.body.encode()
        signed = signatures.standard_webhooks(channel.signing_secret, message_id(delivery), now(), self._body)
        self._headers, self._secrets = {**webhook.JSON, **signed}, [channel.signing_secret]

    def _read_posting(self, delivery: Delivery) -> None:
        self._url = delivery.url
        self._body = urlencode({"order": delivery.body}).encode() if self._is_order_json else delivery.body.encode()
        self._headers = (_FORM if self._is_order_json else webhook.JSON) | _signed(delivery, self._body)
        if self._is_order_json:
            self._headers["X-ORDER-DESK-APPOINTMENT-ID"] = str(self.task.id)
        self._secrets = _secrets(delivery)

    def send(self) -> str:
        """Post it. Raises NotDelivered."""
        accepted = _ORDER_JSON_ACCEPTED if self._is_order_json else webhook.SUCCESS
        return webhook.post(self._url, self._body, self._headers, *self._secrets, accepted=accepted)

    def record_delivered(self) -> None:
        """Write down, also in the order's history, that it was accepted."""
        delivery = db.session.get_one(Delivery, self.task.subject_id)
        delivery.delivered_at = now()
        _note(delivery, _told(delivery))

    def record_failed(self, words: str) -> None:
        """Write into the order's history that it was not accepted, and what to do."""
        if (delivery := db.session.get(Delivery, self.task.subject_id)) is not None:
            remedy = "To try again, press Run now on the Activity page."
            _note(delivery, f"{_not_told(delivery)}: {words} Bookdesk has stopped trying. {remedy}")

    def describe_failure(self, words: str) -> str:
        """Name the receiver, as one of several of the store."""
        return f"{self.details[0]}: {words}"


def _on_exhausted(task: Task, words: str) -> None:
    OrderMessage(task).record_failed(words)


@handler(kinds.DELIVER_MESSAGE, on_exhausted=_on_exhausted)
def deliver_message(task: Task) -> None:
    """Send the message under its `webhook-id`, or its appointment's number, and record the answer."""
    deliver.deliver(OrderMessage(task))


def _signed(delivery: Delivery, body: bytes) -> dict[str, str]:
    """The signature of what goes to an address that an order or a rule names; see postings.py."""
    posting = postings.get(delivery.store_id)
    secret = posting.signing_secret
    headers = signatures.standard_webhooks(secret, message_id(delivery), now(), body)
    if delivery.signature == postings.STANDARD:
        return headers | signatures.store_header(delivery.store_id)
    key = posting.old_key if delivery.signature == postings.OLD else secret
    return headers | signatures.order_desk(delivery.store_id, key or secret, delivery.body)


def _secrets(delivery: Delivery) -> list[str]:
    posting = postings.get(delivery.store_id)
    return [posting.signing_secret, posting.old_key or ""]


def message_id(delivery: Delivery) -> str:
    """The receiver's idempotency key: the same on every try, unlike that of any other desk."""
    return f"msg_{int(delivery.created_at.timestamp())}_{delivery.id}"


def _note(delivery: Delivery, words: str) -> None:
    if delivery.order_id is not None:
        who = AUTO if delivery.format == messages.ORDER_JSON else BOOKDESK
        history.add(db.session.get_one(Order, delivery.order_id), who, words)


def _told(delivery: Delivery) -> str:
    if delivery.format == messages.ORDER_JSON:
        return f"The order was posted as JSON to {delivery.recipient}."
    return f"{delivery.recipient} was notified about {delivery.subject}."


def _not_told(delivery: Delivery) -> str:
    if delivery.format == messages.ORDER_JSON:
        return f"The order could not be posted as JSON to {delivery.recipient}"
    return f"{delivery.recipient} could not be notified about {delivery.subject}"
