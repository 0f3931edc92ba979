"""Send one message about an alert to one receiver: the handler of the appointments that `messages` plans.

What fails here is shown on the page of the alerts, and counts as no failure that could open an alert itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from http import HTTPStatus

from flask import current_app
from sqlalchemy import update

from zoho_app import kinds, mail
from zoho_app.accounts.models import Store
from zoho_app.alerts import mail_rate, messages, recipients, settings, text
from zoho_app.alerts.models import Alert, AlertMessage, AlertSettings
from zoho_app.alerts.text import News
from zoho_app.appointments import backoff, lifecycle
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.task import Task
from zoho_app.channels import answers, deliveries, outside, signatures
from zoho_app.channels.addresses import AddressRefused, NotReached
from zoho_app.channels.deliver import ADDRESS, GONE, NOT_ACCEPTED, NOT_REACHED, SWITCHED_OFF
from zoho_app.clock import now
from zoho_app.config import Smtp
from zoho_app.extensions import db

NO_MAIL = "no mail server"
NO_MAIL_WORDS = "E-mail is not set up. Your administrator has to set SMTP_URL and SMTP_FROM and restart Bookdesk."
IN_ONE = "Sent in one e-mail with others."

NOT_WANTED = "not wanted"


@dataclass(frozen=True)
class Sending:
    """`send` sends the message and returns what the receiver answered, in words, or raises NotTold.

    `others` are the messages that are told with it.
    """

    send: Callable[[], str]
    others: tuple[int, ...] = ()


class NotTold(Exception):
    """An attempt that failed; the text is for people.

    `is_dead`: the receiver gave no answer, or is out of order.
    """

    def __init__(
        self,
        cause: str,
        words: str,
        is_final: bool = True,
        not_before: datetime | None = None,
        is_dead: bool = False,
    ) -> None:
        super().__init__(words)
        self.cause = cause
        self.is_final = is_final
        self.not_before = not_before
        self.is_dead = is_dead


@handler(kinds.SEND_ALERT)
def tell(task: Task) -> None:
    """Send the message, and judge the answer.

    When the worker dies between sending and writing down the answer, the message is sent again: its Message-ID,
    or its `webhook-id`, is the same then.
    """
    try:
        with task.step():
            sending = _sending(task)
        answer = sending.send()
    except NotTold as problem:
        _not_told(task, problem)
    else:
        with task.done(answer):
            told = [task.subject_id, *lifecycle.done_by_another(kinds.SEND_ALERT.name, sending.others, IN_ONE)]
            db.session.execute(update(AlertMessage).where(AlertMessage.id.in_(told)).values(sent_at=now()))
            task.receiver_answered()


def _sending(task: Task) -> Sending:
    """Read everything that is needed to send, as plain values; the address and the secret are the current ones."""
    message = db.session.get(AlertMessage, task.subject_id)
    if message is None:
        raise NotTold(GONE, "This message was deleted.")
    found = settings.get(message.store_id)
    if message.event == messages.CONFIRM:
        return _question(message, found)
    if message.receiver not in recipients.told(found):
        is_still_there = message.receiver in settings.emails(found)
        if is_still_there:
            raise NotTold(NOT_WANTED, "This person has stopped the alerts or has not confirmed them yet.")
        raise NotTold(SWITCHED_OFF, "It was removed from the settings in the meantime.")
    news = _news(message)
    if message.receiver == settings.WEBHOOK:
        return _to_webhook(news, found.webhook_url, found.signing_secret or "")
    return _by_mail(news)


def _news(message: AlertMessage) -> News:
    alert = db.session.get(Alert, message.alert_id) if message.alert_id is not None else None
    return News(db.session.get_one(Store, message.store_id), message, alert)


def _question(message: AlertMessage, found: AlertSettings) -> Sending:
    if recipients.states(found).get(message.receiver) != recipients.ASKED:
        raise NotTold(SWITCHED_OFF, "The address was confirmed or removed from the settings in the meantime.")
    server = _mail_server()
    return _letter(server, text.question(_news(message), server.sender))


def _to_webhook(news: News, url: str, secret: str) -> Sending:
    body, key = text.body(news), news.key

    def send() -> str:
        headers = signatures.standard_webhooks(secret, key, now(), body)
        try:
            answer = outside.post(url, body, {"Content-Type": "application/json; charset=utf-8", **headers})
        except AddressRefused as refusal:
            raise NotTold(ADDRESS, str(refusal)) from refusal
        except NotReached as trouble:
            raise NotTold(NOT_REACHED, str(trouble), is_final=False, is_dead=True) from trouble
        if answers.is_accepted(deliveries.WEBHOOK, answer):
            return f"Accepted with {answers.status_words(answer.status)}."
        is_gone = answer.status == HTTPStatus.GONE
        words = answers.said(answer, url, secret)
        wait, is_dead = answers.asked_to_wait(answer.retry_after), answers.is_out_of_order(answer)
        raise NotTold(NOT_ACCEPTED, words, is_gone, wait, is_dead)

    return Sending(send)


def _by_mail(news: News) -> Sending:
    server = _mail_server()
    if not mail_rate.allow(news.message):
        raise NotTold(
            mail_rate.TOO_MANY, mail_rate.WORDS, is_final=False, not_before=mail_rate.allowed_at(news.message)
        )
    others = mail_rate.others_that_wait(news.message)
    letter = text.email(news, server.sender, [_news(other) for other in others])
    return _letter(server, letter, tuple(other.id for other in others))


def _mail_server() -> Smtp:
    server: Smtp | None = current_app.config["SMTP"]
    if server is None:
        raise NotTold(NO_MAIL, NO_MAIL_WORDS)
    return server


def _letter(server: Smtp, letter: EmailMessage, others: tuple[int, ...] = ()) -> Sending:
    def send() -> str:
        try:
            mail.send(server, letter)
        except mail.MailRefused as refusal:
            cause = NOT_ACCEPTED if refusal.is_final else NOT_REACHED
            is_dead = not refusal.is_final and not _is_answer(refusal.__cause__)
            raise NotTold(cause, str(refusal), refusal.is_final, is_dead=is_dead) from refusal
        return f"Accepted by the mail server {server.host}."

    return Sending(send, others)


def _is_answer(error: BaseException | None) -> bool:
    """Whether the mail server answered with a code: then it works and refused only this message."""
    return hasattr(error, "smtp_code") or hasattr(error, "recipients")


def _not_told(task: Task, problem: NotTold) -> None:
    is_held_back = problem.cause == mail_rate.TOO_MANY
    if is_held_back:
        task.waited()
    patience = backoff.LONG_PATIENCE if problem.is_dead and task.would_open_breaker else backoff.PATIENCE
    due_at = None if problem.is_final else backoff.next_try(*_trouble(task, is_held_back), patience)
    if due_at is None:
        with task.failed(problem.cause, str(problem)):
            _count(task, problem)
        return
    due_at = max(due_at, problem.not_before or due_at)
    with task.retry(problem.not_before or due_at if is_held_back else due_at, problem.cause, str(problem)):
        _count(task, problem)


def _trouble(task: Task, is_held_back: bool) -> tuple[datetime, int]:
    return (now(), 1) if is_held_back else task.trouble()


def _count(task: Task, problem: NotTold) -> None:
    """Count for the receiver's breaker how this attempt went; call it last in a step."""
    if problem.is_dead:
        task.receiver_failed(str(problem))
    elif problem.cause in (NOT_ACCEPTED, NOT_REACHED):
        task.receiver_answered()
