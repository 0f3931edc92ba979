"""Free what dead workers left behind and find what is due, whatever Redis has lost."""

from sqlalchemy import func, select, update

from zoho_app.appointments import handlers
from zoho_app.appointments.models import INTERRUPTED, RUNNING, SCHEDULED, UNKNOWN, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db


def free_abandoned() -> int:
    """Give back appointments whose worker has died (its lease ran out); returns how many.

    They stay due since when they were: what was begun goes before what nobody has touched.
    """
    freed = db.session.scalars(
        update(Appointment)
        .where(
            Appointment.queue.in_(handlers.queues()), Appointment.state == RUNNING, Appointment.lease_until < now()
        )
        .values(
            state=SCHEDULED,
            lease_until=None,
            cause=INTERRUPTED,
            answer="The worker stopped.",
        )
        .returning(Appointment)
    ).all()
    for row in freed:
        if handlers.is_in_doubt(row.kind, row.subject_id):
            row.state = UNKNOWN
    return len(freed)


def due_by_queue() -> dict[str, int]:
    """How many appointments of each queue are due now."""
    rows = db.session.execute(
        select(Appointment.queue, func.count())
        .where(Appointment.state.in_((SCHEDULED, UNKNOWN)), Appointment.due_at <= now())
        .group_by(Appointment.queue)
    )
    return {row.queue: row[1] for row in rows}
