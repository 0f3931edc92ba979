"""What tests of sending orders do over and over: set up, submit, look at the order and its appointment."""

from typing import Any

from harness.books import WHO
from harness.desk import Desk
from zoho_app.appointments.models import PEOPLE, Appointment
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.models import ZohoBooksSettings

SALES_ORDERS = "/books/v3/salesorders"
# Zoho's answer to the next sales order that is sent: that of a minute in which too many calls were made.
LIMIT = {"action": "throttle", "code": 44, "path": SALES_ORDERS, "method": "POST", "retry_after": 30}


def change_settings(desk: Desk, **values: Any) -> None:
    """Change settings of the store's integration, by their names in the table."""
    settings = db.session.get_one(ZohoBooksSettings, desk.store_id)
    for name, value in values.items():
        setattr(settings, name, value)
    db.session.commit()


def submit(desk: Desk, order: Order, priority: int = PEOPLE) -> int:
    """Submit and let the workers work; returns the order's id."""
    order_id = order.id
    actions.submit(db.session.get_one(Order, order_id), "operator@example.com", priority)
    db.session.commit()
    desk.work()
    return order_id


def reloaded(order_id: int) -> Order:
    """The order as it is in the database now."""
    db.session.remove()
    return db.session.get_one(Order, order_id)


def appointment(order_id: int) -> Appointment:
    """The newest appointment of the order."""
    db.session.remove()
    newest_first = db.session.query(Appointment).filter_by(subject_id=order_id).order_by(Appointment.id.desc())
    found = newest_first.first()
    assert found is not None
    return found


def check(desk: Desk, by: str = WHO) -> None:
    db.session.remove()
    actions.check_for_shipments(desk.store_id, by)
    db.session.commit()
    desk.work()


def send(desk: Desk, source_id: str, email: str = "ada@example.com", **changes: Any) -> int:
    order = desk.order(source_id, email=email, **changes)
    actions.submit(order, "operator@example.com")
    order_id = order.id
    db.session.commit()
    desk.work()
    return order_id
