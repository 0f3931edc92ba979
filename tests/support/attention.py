"""Open failures, made beside the workers; and what the page "Needs attention" says of them."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from harness.books import WHO
from harness.desk import Desk
from harness.walker import Walker
from zoho_app import kinds
from zoho_app.appointments.models import FAILED, SCHEDULED, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books import actions

PAGE = "/attention"


@pytest.fixture
def operated(operator: FlaskClient, desk: Desk) -> Walker:
    """An operator of the store, walking through its pages."""
    return Walker(operator, desk.address)


def failed(desk: Desk, cause: str, about: list[str], subject_id: int = 1, **more: Any) -> Appointment:
    values = {"kind": kinds.SUBMIT.name, "queue": "zoho_books", "answer": "It did not work.", **more}
    return Appointment(
        store_id=desk.store_id,
        subject_id=subject_id,
        asked_by=WHO,
        state=FAILED,
        cause=cause,
        details=about,
        finished_at=now(),
        **values,
    )


def add_failed(desk: Desk, cause: str, about: list[str], *order_ids: int, **more: Any) -> None:
    db.session.add_all([failed(desk, cause, about, order_id, **more) for order_id in order_ids])
    db.session.commit()


def titles(walker: Walker) -> list[str]:
    """How many wait for what, such as "3 orders: No e-mail address"."""
    return [
        ": ".join(" ".join(one.get_text(" ").split()) for one in head.select(".state, h2"))
        for head in walker.soup.select(".fix-head")
    ]


def primary_buttons(walker: Walker) -> list[str]:
    """What is offered as the one thing to do next, while nothing is chosen."""
    return [
        " ".join(one.find(string=lambda text: text.strip()).split())
        for one in walker.soup.select(".button.is-primary")
    ]


def items(*codes: str) -> list[dict[str, Any]]:
    return [{"name": f"Thing {code}", "code": code, "price": "10.00", "quantity": 1} for code in codes]


def ordered(desk: Desk, source_id: str, **changes: Any) -> int:
    return desk.order(source_id, **changes).id


def send(desk: Desk, *order_ids: int) -> None:
    """Submit orders and let the workers work."""
    for order_id in order_ids:
        actions.submit(db.session.get_one(Order, order_id), WHO)
    db.session.commit()
    desk.work()


def states() -> dict[str, int]:
    db.session.remove()
    return dict(db.session.execute(select(Appointment.state, func.count()).group_by(Appointment.state)).all())


SAVE = "Save and send again"


def wrap(name: str = "Gift wrap", **more: Any) -> dict[str, Any]:
    return {"name": name, "price": 1, "quantity": 2, **more}


def nameless(desk: Desk, source_id: str, *lines: dict[str, Any], fails_for: str = "Gift wrap") -> int:
    """An order that has failed because an item has no SKU."""
    order_id = ordered(desk, source_id, order_items=[{"name": "Mug", "code": "BD-MUG-01", "price": 9}, *lines])
    add_failed(desk, "no_sku", [fails_for], order_id)
    return order_id


def without_email(desk: Desk, source_id: str, first_name: str = "Ada") -> int:
    order_id = ordered(desk, source_id, email="", customer={"first_name": first_name, "last_name": "Lovelace"})
    add_failed(desk, "no_email", [], order_id)
    return order_id


def far_away(desk: Desk, source_id: str, **address: str) -> int:
    place = {"first_name": "Ada", "address1": "1 Road", "city": "x" * 101, **address}
    order_id = ordered(desk, source_id, shipping=place, customer=place)
    add_failed(desk, "too_long", ["city"], order_id)
    return order_id


def codes(order_id: int) -> list[str]:
    db.session.remove()
    return [item.code for item in db.session.get_one(Order, order_id).items]


def waiting() -> list[int]:
    """The orders that are under way again."""
    db.session.remove()
    rows = select(Appointment.subject_id).where(Appointment.state == SCHEDULED).order_by(Appointment.subject_id)
    return list(db.session.scalars(rows))
