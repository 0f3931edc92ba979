"""Plan the messages about an alert: one for each receiver, each with an appointment that sends it."""

from collections.abc import Iterable

from sqlalchemy import select

from zoho_app import kinds
from zoho_app.accounts.models import Store
from zoho_app.actors import BOOKDESK
from zoho_app.alerts import recipients, settings
from zoho_app.alerts.models import Alert, AlertMessage
from zoho_app.appointments import lifecycle
from zoho_app.appointments.models import PEOPLE, Appointment
from zoho_app.extensions import db

OPENED, CLEARED, TEST, CONFIRM = "opened", "cleared", "test", "confirm"
# The mail server as a receiver: of all stores, so that one breaker is enough for them.
MAIL = "mail server"
# Goes before everything else and passes the gate of a paused store, so that alerts still go out.
URGENT = PEOPLE - 1


def plan(alert: Alert, event: str, words: str) -> int:
    """Plan the messages that an alert opened or cleared; returns how many receivers there are."""
    return _plan(alert.store_id, alert.id, event, words, BOOKDESK)


def plan_test(store_id: int, asked_by: str) -> int:
    """The same for a test message."""
    words = "This is a test. Nothing is wrong; somebody wants to see whether alerts arrive."
    return _plan(store_id, None, TEST, words, asked_by)


def ask(store_id: int, asked_by: str, again: bool = False) -> int:
    """Ask those who have not said yet whether they want the alerts; returns how many are asked.

    Who was asked before is left alone, or with `again` is asked once more, as often as recipients.py allows.
    """
    wanted = (recipients.UNASKED, recipients.ASKED) if again else (recipients.UNASKED,)
    emails = [email for email, state in recipients.states(settings.get(store_id)).items() if state in wanted]
    asked = [email for email in emails if recipients.may_ask(store_id, email)]
    for email in asked:
        _schedule(store_id, None, CONFIRM, email, "", asked_by)
    return len(asked)


def _plan(store_id: int, alert_id: int | None, event: str, words: str, asked_by: str) -> int:
    receivers = recipients.told(settings.get(store_id))
    for receiver in receivers:
        _schedule(store_id, alert_id, event, receiver, words, asked_by)
    ask(store_id, asked_by)
    return len(receivers)


def _schedule(store_id: int, alert_id: int | None, event: str, receiver: str, words: str, asked_by: str) -> None:
    message = AlertMessage(store_id=store_id, alert_id=alert_id, event=event, receiver=receiver, words=words)
    db.session.add(message)
    db.session.flush()
    lifecycle.schedule(
        store_id=store_id,
        kind=kinds.SEND_ALERT.name,
        subject_id=message.id,
        asked_by=asked_by,
        priority=URGENT,
        receiver=settings.WEBHOOK if receiver == settings.WEBHOOK else MAIL,
    )


def _all_stores(store_id: int) -> Iterable[int]:
    return db.session.scalars(select(Store.id))


SHARED_BREAKERS = {MAIL: _all_stores}


def latest(store_id: int, most: int, before: int | None = None) -> list[tuple[AlertMessage, Appointment]]:
    """The store's latest messages, or those before one, newest first, each with the appointment that sends it."""
    is_its = (Appointment.subject_id == AlertMessage.id) & (Appointment.kind == kinds.SEND_ALERT.name)
    rows = select(AlertMessage, Appointment).join(Appointment, is_its).where(AlertMessage.store_id == store_id)
    if before is not None:
        rows = rows.where(AlertMessage.id < before)
    return [
        (message, sent) for message, sent in db.session.execute(rows.order_by(AlertMessage.id.desc()).limit(most))
    ]
