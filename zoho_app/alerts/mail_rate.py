"""The limit of e-mails to one address an hour; messages above it wait and go out together in one e-mail."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select

from zoho_app import kinds
from zoho_app.alerts.models import AlertMessage
from zoho_app.appointments.models import SCHEDULED, Appointment
from zoho_app.clock import now
from zoho_app.deliveries import rates
from zoho_app.deliveries.models import Use
from zoho_app.extensions import db

MOST_AN_HOUR = 10
MOST_IN_ONE = 100
# The cause of a message that waits for this.
TOO_MANY = "too many e-mails"
WORDS = (
    f"Bookdesk sends at most {MOST_AN_HOUR} e-mails an hour to one address. It sends the rest together in one e-mail."
)


def allow(message: AlertMessage) -> bool:
    """Whether the message may go to its address now; it counts then."""
    return rates.allow(_what(message), MOST_AN_HOUR, rates.HOUR)


def allowed_at(message: AlertMessage) -> datetime:
    """When the next mail may go to the address."""
    first = db.session.scalar(select(func.min(Use.at)).where(Use.what == _what(message)))
    return (first or now()) + rates.HOUR


def others_that_wait(message: AlertMessage) -> list[AlertMessage]:
    """The messages to the same address that were held back, oldest first: they go with this one."""
    is_its = (Appointment.subject_id == AlertMessage.id) & (Appointment.kind == kinds.SEND_ALERT.name)
    wanted = (
        select(AlertMessage)
        .join(Appointment, is_its)
        .where(
            AlertMessage.store_id == message.store_id,
            AlertMessage.receiver == message.receiver,
            AlertMessage.id != message.id,
            Appointment.store_id == message.store_id,
            Appointment.state == SCHEDULED,
            Appointment.cause == TOO_MANY,
        )
    )
    return list(db.session.scalars(wanted.order_by(AlertMessage.id).limit(MOST_IN_ONE)))


def _what(message: AlertMessage) -> str:
    return f"alerts.mail:{message.store_id}:{sha256(message.receiver.encode()).hexdigest()}"
