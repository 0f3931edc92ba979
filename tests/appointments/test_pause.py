"""Pausing a store: everything waits, nothing fails, pages work; "Continue" lets it all go on, each once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.attention import add_failed
from tests.support.home import put_guide_away
from tests.support.shop import Shop
from zoho_app import jobs
from zoho_app.accounts.models import AuditEntry
from zoho_app.appointments.models import Appointment, Gate
from zoho_app.channels import settings as channel_settings
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import shipments
from zoho_app.orders.models import Order
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.models import Connection

pytestmark = pytest.mark.once

SUBMIT = "Submit Order to Zoho Books"


@pytest.fixture(autouse=True)
def no_guide(desk: Desk) -> None:
    """A store at work; a new one has nothing to pause, and its Home is the setup guide."""
    put_guide_away(desk)


def pause(walker: Walker, reason: str = "stock taking") -> Walker:
    return walker.open("").type("Reason (optional)", reason).press("Pause now").see("Sending is paused.")


def states() -> list[str]:
    db.session.remove()
    return list(db.session.scalars(select(Appointment.state).order_by(Appointment.id)))


def test_what_is_asked_for_while_paused_waits_and_is_sent_once_afterwards(
    desk: Desk, books: Books, walker: Walker
) -> None:
    orders = [desk.order(number).id for number in ("1", "2")]
    pause(walker)
    for order_id in orders:
        walker.open(f"/orders/{order_id}").press(SUBMIT)
        walker.see("Order scheduled to Zoho Books. It waits. Paused by owner@example.com since", ": stock taking")
    assert desk.work() == 0
    assert (states(), books.desk_calls()) == (["scheduled", "scheduled"], [])
    walker.open("/orders").see("Everything waits; nothing fails.").press("Continue").see("Sending continues.")
    desk.work()
    assert states() == ["done", "done"]
    assert sorted(order["reference_number"] for order in books.sales_orders()) == ["1", "2"]
    assert desk.work() == 0


def test_what_is_tried_again_while_paused_is_said_to_wait(desk: Desk, books: Books, walker: Walker) -> None:
    _, *others, last = (desk.order(number).id for number in "1234")
    add_failed(desk, "try_later", [], *others)
    add_failed(desk, "internal", [], last)
    pause(walker)
    walker.open("/attention").press("Send these 2 orders again : Zoho Books did not answer for two hours")
    walker.see("2 orders are scheduled again. They wait. Paused by owner@example.com since")
    walker.open("/appointments?state=failed").press("Run now Submit Order to Zoho Books")
    walker.see("scheduled. It waits. Paused by owner@example.com since")
    walker.open("/orders?all=1").press(SUBMIT)  # the walker checks the last one
    walker.press("Submit 1 order to Zoho Books").see("1 scheduled to Zoho Books", "Paused by owner@example.com since")
    assert states() == ["scheduled"] * 4
    assert (desk.work(), books.desk_calls()) == (0, [])


def test_what_is_withdrawn_while_paused_does_not_wait(desk: Desk, books: Books, walker: Walker) -> None:
    order_id = desk.order("1").id
    pause(walker).open(f"/orders/{order_id}").press(SUBMIT).see("It waits.")
    walker.click("Cancel Order in Zoho Books").press("Cancel Order in Zoho Books").see(
        "Cancellation in Zoho Books requested."
    )
    assert "It waits." not in walker.words
    walker.press("Continue")
    assert (desk.work(), books.desk_calls()) == (0, [])


def test_the_pause_says_on_every_page_who_since_when_and_why(desk: Desk, walker: Walker, owner: FlaskClient) -> None:
    desk.store.time_zone = "Europe/Berlin"
    db.session.commit()
    pause(walker, "  two   pallets:\tnot counted <yet>  ")
    db.session.execute(update(Gate).values(closed_at=now().replace(2026, 11, 23, 13, 5)))
    db.session.commit()
    words = "Paused by owner@example.com since 23 Nov 2026, 14:05: two pallets: not counted <yet>"
    for page in ("", "/orders", "/settings", "/integrations/zoho-books", "/rules", "/appointments"):
        walker.open(page).see(words)
        assert walker.words.count(words) == 1
        assert len(walker.soup.find_all("button", string="Continue")) <= 1
    walker.open("").press("Continue")
    assert "Paused" not in walker.open("/orders").words


def test_a_pause_needs_no_reason_and_is_written_down(desk: Desk, walker: Walker) -> None:
    pause(walker, "").press("Continue")
    pause(walker, "counting").press("Continue")
    db.session.remove()
    kept = db.session.execute(select(AuditEntry.who, AuditEntry.what).where(AuditEntry.store_id == desk.store_id))
    assert [tuple(row) for row in kept] == [
        ("owner@example.com", what)
        for what in ("Paused sending", "Continued sending", "Paused sending: counting", "Continued sending")
    ]


def test_a_second_pause_leaves_the_first_as_it_was(desk: Desk, walker: Walker, operator: FlaskClient) -> None:
    walker.open("")
    late = Walker(operator, desk.address).open("")
    pause(walker, "counting")
    late.type("Reason (optional)", "other").press("Pause now").see("Sending was already paused.")
    late.see("Paused by owner@example.com since", "counting")
    late.press("Continue").see("Sending continues.")
    walker.see("Pause").press("Continue").see("Sending was not paused.")


def test_a_reason_that_is_too_long_is_refused_and_kept(walker: Walker) -> None:
    walker.open("").type("Reason (optional)", "x" * 201).press("Pause now")
    walker.see("There is a problem", "Reason: at most 200 characters.")
    assert walker.value("Reason (optional)") == "x" * 201
    assert "Paused" not in walker.open("/orders").words


def test_a_viewer_sees_the_pause_and_can_not_change_it(
    desk: Desk, walker: Walker, viewer: FlaskClient, post: Callable[..., Any]
) -> None:
    looking = Walker(viewer, desk.address)
    assert not looking.open("").soup.find_all("button", string="Pause now")
    pause(walker)
    for page in ("", "/orders"):
        looking.open(page).see("Paused by owner@example.com")
        assert not looking.soup.find_all("button", string="Continue")
    for action in ("pause", "continue"):
        assert post(viewer, f"{desk.address}/orders", f"{desk.address}/{action}").status_code == 403


def test_another_store_goes_on(desk: Desk, books: Books, walker: Walker, app: Flask) -> None:
    elsewhere = Desk.open(app, "Elsewhere")
    elsewhere.person("owner")
    pause(walker)
    gates = db.session.scalars(select(Gate.store_id)).all()
    assert set(gates) == {desk.store_id}
    assert "Paused" not in Walker(walker.client, elsewhere.address).open("").words


def test_checks_for_shipments_wait_too(desk: Desk, books: Books, walker: Walker) -> None:
    pause(walker)
    db.session.execute(update(Connection).values(connected_at=now() - timedelta(days=1)))
    db.session.commit()
    jobs.schedule_polls()
    walker.open("").press("Check for shipments now").see("It waits. Paused by owner@example.com")
    assert walker.address == desk.address
    assert desk.work() == 0
    walker.press("Continue")
    assert desk.work() == 1
    assert states() == ["done"]


def test_messages_to_sales_channels_wait_too(desk: Desk, shop: Shop, walker: Walker) -> None:
    channel_settings.add(desk.store_id, "Shopify", f"{shop.url}/news", True)
    order_id = desk.order("1").id
    pause(walker)
    shipments.add(db.session.get_one(Order, order_id), {"tracking_number": "1Z9", "carrier_code": "UPS"}, "API")
    db.session.commit()
    assert (desk.work(), len(shop.requests)) == (0, 0)
    walker.open("").press("Continue")
    desk.work()
    assert (len(shop.requests), states()) == (1, ["done"])


def test_what_is_under_way_when_the_store_is_paused_comes_to_its_end(
    desk: Desk, books: Books, walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    walker.open(f"/orders/{desk.order('1').id}").press(SUBMIT)
    walker.open("")
    real = Gateway.create_sales_order

    def pause_meanwhile(gateway: Any, payload: dict[str, Any]) -> Any:
        walker.press("Pause now")
        return real(gateway, payload)

    monkeypatch.setattr(Gateway, "create_sales_order", pause_meanwhile)
    desk.work("zoho_books")
    assert states() == ["done"]
    assert len(books.sales_orders()) == 1
