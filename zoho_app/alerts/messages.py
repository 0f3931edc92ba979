"""Who is told about an alert: one message for each receiver, each with an appointment that sends it."""

from sqlalchemy import select

from zoho_app.alerts import settings
from zoho_app.alerts.models import Alert, AlertMessage
from zoho_app.appointments import lifecycle
from zoho_app.appointments.models import PEOPLE, Appointment
from zoho_app.extensions import db

KIND = "alerts.tell"
BOOKDESK = "Bookdesk"  # who asks for what nobody asked for in person
OPENED, CLEARED, TEST = "opened", "cleared", "test"
# Before everything else, and past the gate of a paused store: its people are told all the same.
URGENT = PEOPLE - 1


def plan(alert: Alert, event: str, words: str) -> int:
    """Write down who has to be told that an alert was opened or cleared; returns how many receivers that are."""
    return _plan(alert.store_id, alert.id, event, words, BOOKDESK)


def plan_test(store_id: int, asked_by: str) -> int:
    """The same for a test, which tells everybody that nothing is wrong."""
    words = "This is a test. Nothing is wrong: somebody wanted to see whether alerts arrive."
    return _plan(store_id, None, TEST, words, asked_by)


def _plan(store_id: int, alert_id: int | None, event: str, words: str, asked_by: str) -> int:
    receivers = settings.receivers(settings.of(store_id))
    for receiver in receivers:
        message = AlertMessage(store_id=store_id, alert_id=alert_id, event=event, receiver=receiver, words=words)
        db.session.add(message)
        db.session.flush()
        lifecycle.schedule(store_id=store_id, kind=KIND, subject_id=message.id, asked_by=asked_by, priority=URGENT)
    return len(receivers)


def latest(store_id: int, most: int, before: int | None = None) -> list[tuple[AlertMessage, Appointment]]:
    """The store's latest messages, or those before one, newest first, each with the appointment that sends it."""
    is_its = (Appointment.subject_id == AlertMessage.id) & (Appointment.kind == KIND)
    rows = select(AlertMessage, Appointment).join(Appointment, is_its).where(AlertMessage.store_id == store_id)
    if before is not None:
        rows = rows.where(AlertMessage.id < before)
    return [
        (message, sent) for message, sent in db.session.execute(rows.order_by(AlertMessage.id.desc()).limit(most))
    ]
