"""Failures that nobody has settled, made beside the workers; and what the page "Needs attention" says of them."""

from typing import Any

from tests.books_support import WHO
from tests.support import Desk
from tests.walker import Walker
from zoho_app.appointments.models import FAILED, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db


def failed(desk: Desk, cause: str, about: list[str], subject_id: int = 1, **more: Any) -> Appointment:
    values = {"kind": "zoho_books.submit", "lane": "zoho_books", "answer": "It did not work.", **more}
    return Appointment(
        store_id=desk.store_id,
        subject_id=subject_id,
        asked_by=WHO,
        state=FAILED,
        cause=cause,
        about=about,
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
