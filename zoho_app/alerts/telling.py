"""Telling one receiver one piece of news: the handler of the appointments that `messages` plans.

What fails here is shown on the page of the alerts, and counts as no failure that could open an alert itself.
"""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from flask import current_app

from zoho_app import mail
from zoho_app.accounts.models import Store
from zoho_app.alerts import messages, settings, wording
from zoho_app.alerts.models import Alert, AlertMessage
from zoho_app.alerts.wording import News
from zoho_app.appointments import backoff
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.task import Task
from zoho_app.channels import answers, deliveries, outside, signing
from zoho_app.channels.addresses import AddressRefused, NotReached
from zoho_app.channels.delivering import ADDRESS, GONE, NOT_ACCEPTED, NOT_REACHED, SWITCHED_OFF
from zoho_app.clock import now
from zoho_app.extensions import db

NO_MAIL = "no mail server"
NO_MAIL_WORDS = (
    "E-mail is not set up in this installation: whoever runs Bookdesk has to set SMTP_URL and SMTP_FROM, and start "
    "it again."
)

# Sends the message and returns what the receiver answered, in words; raises NotTold.
Sending = Callable[[], str]


class NotTold(Exception):
    """A try that did not succeed; the text is for people."""

    def __init__(self, cause: str, words: str, is_final: bool = True, not_before: datetime | None = None) -> None:
        super().__init__(words)
        self.cause = cause
        self.is_final = is_final
        self.not_before = not_before


@handler(messages.KIND, lane=deliveries.LANE)
def tell(task: Task) -> None:
    """Send the message, and judge the answer.

    When the worker dies between sending and writing down the answer, the message is sent again: its Message-ID,
    or its `webhook-id`, is the same then.
    """
    try:
        with task.step():
            sending = _sending(task)
        answer = sending()
    except NotTold as problem:
        _not_told(task, problem)
    else:
        with task.done(answer):
            db.session.get_one(AlertMessage, task.subject_id).sent_at = now()


def _sending(task: Task) -> Sending:
    """Everything that is needed to send, as plain values; the address and the secret are those of today."""
    message = db.session.get(AlertMessage, task.subject_id)
    if message is None:
        raise NotTold(GONE, "This message was deleted.")
    found = settings.of(message.store_id)
    if message.receiver not in settings.receivers(found):
        raise NotTold(SWITCHED_OFF, "It was taken off the settings meanwhile.")
    alert = db.session.get(Alert, message.alert_id) if message.alert_id is not None else None
    news = News(db.session.get_one(Store, message.store_id), message, alert)
    if message.receiver == settings.WEBHOOK:
        return _to_webhook(news, found.webhook_url, found.signing_secret or "")
    return _by_mail(news)


def _to_webhook(news: News, url: str, secret: str) -> Sending:
    body, key = wording.body(news), news.key

    def send() -> str:
        headers = signing.standard_webhooks(secret, key, now(), body)
        try:
            answer = outside.post(url, body, {"Content-Type": "application/json; charset=utf-8", **headers})
        except AddressRefused as refusal:
            raise NotTold(ADDRESS, str(refusal)) from refusal
        except NotReached as trouble:
            raise NotTold(NOT_REACHED, str(trouble), is_final=False) from trouble
        if answers.is_accepted(deliveries.WEBHOOK, answer):
            return f"Accepted with {answers.status_words(answer.status)}."
        is_gone = answer.status == HTTPStatus.GONE
        words = answers.said(answer, url, secret)
        raise NotTold(NOT_ACCEPTED, words, is_gone, answers.asked_to_wait(answer.retry_after))

    return send


def _by_mail(news: News) -> Sending:
    server = current_app.config["SMTP"]
    if server is None:
        raise NotTold(NO_MAIL, NO_MAIL_WORDS)
    letter = wording.email(news, server.sender)

    def send() -> str:
        try:
            mail.send(server, letter)
        except mail.MailRefused as refusal:
            cause = NOT_ACCEPTED if refusal.is_final else NOT_REACHED
            raise NotTold(cause, str(refusal), refusal.is_final) from refusal
        return f"Taken by the mail server {server.host}."

    return send


def _not_told(task: Task, problem: NotTold) -> None:
    due_at = None if problem.is_final else backoff.next_try(task.first_tried_at, task.attempts)
    if due_at is None:
        with task.failed(problem.cause, str(problem)):
            return
    with task.again(max(due_at, problem.not_before or due_at), problem.cause, str(problem)):
        return
