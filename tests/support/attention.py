"""Open failures, made beside the workers; and what the page "Needs attention" says of them."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from harness.books import WHO
from harness.desk import Desk
from harness.walker import Walker
from zoho_app import kinds
from zoho_app.appointments.models import FAILED, Appointment
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
    return [" ".join(one.get_text(" ").split()) for one in walker.soup.select(".attention h2")]


def primary_buttons(walker: Walker) -> list[str]:
    """What is offered as the one thing to do next."""
    return [
        " ".join(one.find(string=lambda text: text.strip()).split()) for one in walker.soup.select(".btn-primary")
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
    return dict(db.session.execute(select(Appointment.state, func.count()).group_by(Appointment.state)).all())  # type: ignore[arg-type]
