"""Send one message about an alert to one receiver: the handler of the appointments that `messages` plans.

What fails here is shown on the page of the alerts, and counts as no failure that could open an alert itself.
"""

from collections.abc import Callable
from email.message import EmailMessage

from flask import current_app
from sqlalchemy import update

from zoho_app import kinds, mail
from zoho_app.accounts.models import Store
from zoho_app.alerts import mail_rate, messages, recipients, settings, text
from zoho_app.alerts.models import Alert, AlertMessage, AlertSettings
from zoho_app.alerts.text import News
from zoho_app.appointments import lifecycle
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.task import Task
from zoho_app.clock import now
from zoho_app.config import Smtp
from zoho_app.deliveries import deliver, signatures, webhook
from zoho_app.deliveries.deliver import (
    GONE,
    NOT_ACCEPTED,
    NOT_REACHED,
    SWITCHED_OFF,
    HeldBack,
    Message,
    NotDelivered,
    Receiver,
)
from zoho_app.extensions import db

NO_MAIL = "no mail server"
NO_MAIL_WORDS = "E-mail is not set up. Your administrator has to set SMTP_URL and SMTP_FROM and restart Bookdesk."
IN_ONE = "Sent in one e-mail with others."
NOT_WANTED = "not wanted"

Send = Callable[[], str]


class AlertNotice(Message):
    """News of an alert, or the question whether somebody wants such news, for one receiver."""

    def __init__(self, task: Task) -> None:
        super().__init__(task)
        self._others: list[int] = []  # messages that are told in the same mail

    def prepare(self) -> None:
        """Read the message; address and secret are the current ones."""
        message = db.session.get(AlertMessage, self.task.subject_id)
        if message is None:
            raise NotDelivered(GONE, "This message was deleted.")
        found = settings.get(message.store_id)
        if message.event == messages.CONFIRM:
            self._send = _question(message, found)
            return
        _refuse_unwanted(message, found)
        if message.receiver == settings.WEBHOOK:
            self._send = _to_webhook(_news(message), found.webhook_url, found.signing_secret or "")
        else:
            self._send = self._by_mail(message)

    def send(self) -> str:
        """Post it or mail it. Raises NotDelivered."""
        return self._send()

    def record_delivered(self) -> None:
        """Write down that it was told, and with it those that went in the same mail."""
        also = lifecycle.done_by_another(kinds.SEND_ALERT.name, self._others, IN_ONE)
        told = AlertMessage.id.in_([self.task.subject_id, *also])
        db.session.execute(update(AlertMessage).where(told).values(sent_at=now()))

    def record_failed(self, words: str) -> None:
        """Nothing more: the page of the alerts shows what its appointment says."""

    def _by_mail(self, message: AlertMessage) -> Send:
        server = _mail_server()
        if not mail_rate.allow(message):
            raise HeldBack(mail_rate.TOO_MANY, mail_rate.WORDS, mail_rate.allowed_at(message))
        others = mail_rate.others_that_wait(message)
        self._others = [other.id for other in others]
        return _letter(server, text.email(_news(message), server.sender, [_news(other) for other in others]))


@handler(kinds.SEND_ALERT)
def tell(task: Task) -> None:
    """Send the message under its Message-ID, or its `webhook-id`, and record the answer."""
    deliver.deliver(AlertNotice(task))


def _refuse_unwanted(message: AlertMessage, found: AlertSettings) -> None:
    if message.receiver in recipients.told(found):
        return
    is_still_there = message.receiver in settings.emails(found)
    if is_still_there:
        raise NotDelivered(NOT_WANTED, "This person has stopped the alerts or has not confirmed them yet.")
    raise NotDelivered(SWITCHED_OFF, "It was removed from the settings in the meantime.")


def _news(message: AlertMessage) -> News:
    alert = db.session.get(Alert, message.alert_id) if message.alert_id is not None else None
    return News(db.session.get_one(Store, message.store_id), message, alert)


def _question(message: AlertMessage, found: AlertSettings) -> Send:
    if recipients.states(found).get(message.receiver) != recipients.ASKED:
        raise NotDelivered(SWITCHED_OFF, "The address was confirmed or removed from the settings in the meantime.")
    server = _mail_server()
    return _letter(server, text.question(_news(message), server.sender))


def _to_webhook(news: News, url: str, secret: str) -> Send:
    body, key = text.body(news), news.key

    def send() -> str:
        signed = signatures.standard_webhooks(secret, key, now(), body)
        return webhook.post(url, body, {**webhook.JSON, **signed}, secret)

    return send


def _mail_server() -> Smtp:
    server: Smtp | None = current_app.config["SMTP"]
    if server is None:
        raise NotDelivered(NO_MAIL, NO_MAIL_WORDS)
    return server


def _letter(server: Smtp, letter: EmailMessage) -> Send:
    def send() -> str:
        try:
            mail.send(server, letter)
        except mail.MailRefused as refusal:
            is_well = refusal.is_final or _is_answer(refusal.__cause__)
            raise NotDelivered(
                NOT_ACCEPTED if refusal.is_final else NOT_REACHED,
                str(refusal),
                Receiver.WELL if is_well else Receiver.OUT_OF_ORDER,
                refusal.is_final,
            ) from refusal
        return f"Accepted by the mail server {server.host}."

    return send


def _is_answer(error: BaseException | None) -> bool:
    """Whether the mail server answered with a code: then it works and refused only this message."""
    return hasattr(error, "smtp_code") or hasattr(error, "recipients")
