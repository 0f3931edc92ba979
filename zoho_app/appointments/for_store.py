"""Appointments about a store as a whole, one of a kind at a time: by the timetable, or at once for a person."""

from zoho_app.actors import BOOKDESK
from zoho_app.appointments import lifecycle
from zoho_app.appointments.lifecycle import AlreadyScheduled
from zoho_app.appointments.models import RULES, Appointment


def by_itself(store_id: int, kind: str, priority: int = RULES) -> bool:
    """Schedule it for the timetable; False when it already waits or runs."""
    try:
        lifecycle.schedule(store_id=store_id, kind=kind, subject_id=store_id, asked_by=BOOKDESK, priority=priority)
    except AlreadyScheduled:
        return False
    return True


def at_once(store_id: int, kind: str, asked_by: str) -> Appointment:
    """Schedule it for a person; one that waits already is brought forward."""
    try:
        return lifecycle.schedule(store_id=store_id, kind=kind, subject_id=store_id, asked_by=asked_by)
    except AlreadyScheduled as existing:
        lifecycle.run_now(existing.appointment)
        return existing.appointment
