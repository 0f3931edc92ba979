"""Zoho Books out of order, and orders that wait for it."""

import pytest

from harness.books import Books
from harness.desk import Desk
from tests.support.submit import change_settings
from zoho_app import kinds
from zoho_app.appointments.models import BULK, Appointment
from zoho_app.extensions import db
from zoho_app.zoho_books import actions


def schedule(desk: Desk, count: int) -> None:
    """Schedule orders of as many customers, who all have the same name."""
    change_settings(desk, separate_same_names=True)
    for number in range(count):
        actions.submit(desk.order(f"T-{number}", email=f"c{number}@example.com"), "operator@example.com", BULK)
    db.session.commit()


def put_out_of_order(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every call is answered with 503 from now on; calls are counted, and no limit holds them back."""
    monkeypatch.setattr("zoho_app.zoho_books.api.rate_limit.CALLS_A_MINUTE", 1_000_000)  # Redis' clock is not frozen
    books.lift_limits()
    books.fail({"action": "status", "status": 503, "path": "/books/v3", "times": 0})
    books.count_from_here()


def states() -> set[str]:
    db.session.remove()
    return set(db.session.scalars(db.select(Appointment.state).where(Appointment.kind == kinds.SUBMIT.name)))
