"""What the list of orders keeps itself up to date by: a mark that differs once anything on it may have changed."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import ScalarSelect, func, select

from zoho_app.appointments.models import CANCELED, DONE, FAILED, Appointment
from zoho_app.clock import now
from zoho_app.orders.deleted import DeletedOrder
from zoho_app.orders.models import Order
from zoho_app.web.layout import status
from zoho_app.web.layout.times import day

MARK = "mark"  # in the list's address: what the page shows already


def newest(store_id: int) -> list[ScalarSelect[Any]]:
    """What tells that an order, or something that is done about one, has changed: the ends of some indexes."""
    finished = select(func.max(Appointment.finished_at)).where(Appointment.store_id == store_id)
    found = (
        select(func.max(Order.date_updated)).where(Order.store_id == store_id),
        select(func.max(DeletedOrder.id)).where(DeletedOrder.store_id == store_id),
        select(func.max(Appointment.id)).where(Appointment.store_id == store_id),
        *(finished.where(Appointment.state == state) for state in (DONE, FAILED, CANCELED)),
    )
    return [one.scalar_subquery() for one in found]


def get_mark(store_id: int, seen: Sequence[Any]) -> str:
    """A short text for what `newest` has found, for what the menu says, and for the day."""
    desk = status.get_status(store_id)
    counts = sorted((one.kind, one.state, one.how_many) for one in desk.counts)
    gates = sorted((gate.queue, gate.cause) for gate in desk.gates)
    return sha256(repr((list(seen), counts, gates, day(now()))).encode()).hexdigest()[:16]
