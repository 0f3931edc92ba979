"""What the list of orders keeps itself up to date by: a mark that differs once anything on it may have changed."""

from hashlib import sha256

from sqlalchemy import func, select

from zoho_app.accounts.models import Store
from zoho_app.appointments.models import CANCELED, DONE, FAILED, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.deleted import DeletedOrder
from zoho_app.orders.models import Order
from zoho_app.web.layout import status
from zoho_app.web.layout.formats import day

MARK = "mark"  # in the list's address: what the page shows already


def get_mark(store: Store) -> str:
    """A short text that differs once an order, or what is done about one, has changed, and on another day.

    One statement that reads the ends of some indexes, and those of the menu, which are read once a page.
    """
    appointments = select(func.max(Appointment.id)).where(Appointment.store_id == store.id)
    finished = select(func.max(Appointment.finished_at)).where(Appointment.store_id == store.id)
    newest = (
        select(func.max(Order.date_updated)).where(Order.store_id == store.id),
        select(func.max(DeletedOrder.id)).where(DeletedOrder.store_id == store.id),
        appointments,
        *(finished.where(Appointment.state == state) for state in (DONE, FAILED, CANCELED)),
    )
    seen = db.session.execute(select(*(one.scalar_subquery() for one in newest))).one()
    desk = status.get_status(store.id)
    counts = sorted((one.kind, one.state, one.how_many) for one in desk.counts)
    gates = sorted((gate.queue, gate.cause) for gate in desk.gates)
    return sha256(repr((tuple(seen), counts, gates, day(now()))).encode()).hexdigest()[:16]
