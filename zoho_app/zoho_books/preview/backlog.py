"""The backlog of a store, and how many unknown customers are in it; no call."""

from sqlalchemy import case, distinct, exists, func, select

from zoho_app import kinds
from zoho_app.appointments.models import SCHEDULED, Appointment
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books.cache.models import CachedEmail
from zoho_app.zoho_books.models import SalesOrder

# So many waiting orders are looked at; they tell for the rest.
SAMPLE = 250


def was_any_sent(store_id: int) -> bool:
    """Whether any order of the store was ever sent, or tried to be."""
    wanted = select(SalesOrder.id).where(SalesOrder.store_id == store_id).limit(1)
    return db.session.scalar(wanted) is not None


def new_customers(store_id: int, submits: int) -> int:
    """For how many customers not known yet the store's `submits` waiting orders are; one statement."""
    waiting = (
        select(Appointment.subject_id)
        .where(
            Appointment.store_id == store_id,
            Appointment.kind == kinds.SUBMIT.name,
            Appointment.state == SCHEDULED,
        )
        .order_by(Appointment.finished_at)  # all NULL: it is the order of ix_appointments_finished
        .limit(SAMPLE)
        .subquery()
    )
    is_known = exists().where(CachedEmail.store_id == store_id, CachedEmail.email_key == Order.email_key)
    row = db.session.execute(
        select(func.count().label("seen"), func.count(distinct(case((~is_known, Order.email_key)))).label("new"))
        .select_from(waiting)
        .join(Order, Order.id == waiting.c.subject_id)
    ).one()
    return round(int(row.new) * max(1.0, submits / row.seen)) if row.seen else 0
