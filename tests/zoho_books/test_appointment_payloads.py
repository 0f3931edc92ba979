"""What appointments carry from one attempt to the next comes back as it was; rows of other versions are read, too."""

from datetime import UTC, datetime
from typing import Any

import pytest
from freezegun import freeze_time
from sqlalchemy import update

from harness.books import Books
from harness.desk import Desk
from tests.support.submit import LIMIT, appointment, change_settings
from zoho_app.appointments.models import DONE, Appointment
from zoho_app.extensions import db
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.appointment_payloads import CancelPayload, ShipmentCheckPayload, SubmitPayload

AT = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
Payload = SubmitPayload | CancelPayload | ShipmentCheckPayload


@pytest.mark.parametrize(
    ("payload", "stored"),
    [
        (SubmitPayload(), {}),
        (
            SubmitPayload([3, 5], create_contact=True, announced_in=AT.isoformat()),
            {"rule_chain": [3, 5], "create_contact": True, "announced_in": "2026-07-01T12:30:00+00:00"},
        ),
        (CancelPayload([3]), {"rule_chain": [3]}),
        (ShipmentCheckPayload(), {}),
        (ShipmentCheckPayload(AT, 12), {"read_up_to": "2026-07-01T12:30:00+00:00", "asked_up_to": 12}),
    ],
)
def test_it_comes_back_as_it_was(payload: Payload, stored: dict[str, Any]) -> None:
    assert payload.to_json() == stored
    assert type(payload).from_json({**stored, "of_a_newer_version": [1]}) == payload


def test_a_row_of_another_version_is_sent_as_it_was_asked_for(desk: Desk, books: Books) -> None:
    change_settings(desk, create_contact_if_missing=False)
    order_id = scheduled(desk, {"create_contact": True, "of_a_newer_version": {"a": 1}})
    desk.work()
    assert appointment(order_id).state == DONE
    assert [row["email"] for row in books.call("GET", "/contacts", email="new@example.com")["contacts"]]


def test_a_wait_leaves_what_the_order_carries(desk: Desk, books: Books) -> None:
    change_settings(desk, create_contact_if_missing=False)
    order_id = scheduled(desk, {"create_contact": True})
    books.fail(LIMIT)
    with freeze_time() as clock:
        desk.work()
        assert set(appointment(order_id).payload) == {"create_contact", "announced_in", "waited"}
        clock.tick(60)
        desk.work()
    assert appointment(order_id).state == DONE


def scheduled(desk: Desk, stored: dict[str, Any]) -> int:
    """An order that waits to be sent, with what its row carries."""
    order = desk.order("1", email="new@example.com")
    order_id = order.id
    actions.submit(order, "operator@example.com")
    db.session.execute(update(Appointment).where(Appointment.subject_id == order_id).values(payload=stored))
    db.session.commit()
    return order_id
