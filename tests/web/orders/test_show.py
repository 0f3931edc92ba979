"""The order page, as people use it: what it shows, and every button on it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from harness.desk import Desk
from tests.support.order_pages import Post, appointment, appointments, connect, orders_in, page_of, sales_order, words
from zoho_app.appointments.models import PEOPLE
from zoho_app.extensions import db
from zoho_app.orders import inventory
from zoho_app.orders.models import HistoryEntry, Order
from zoho_app.rules.models import Rule

pytestmark = pytest.mark.once


def test_the_order_page_shows_everything_of_the_order(desk: Desk, viewer: FlaskClient) -> None:
    order = desk.order(
        "1001",
        checkout_data={"Gift Message": "Happy birthday"},
        order_metadata={"ship_notify_url": "https://shop.example/hook"},
        discount_list=[{"name": "Spring", "code": "S10", "amount": "1.70"}],
        order_items=[
            {
                "name": "Mug",
                "code": "M-1",
                "price": "12.50",
                "quantity": 2,
                "variation_list": {"Color": "Blue"},
                "metadata": {"tax_id": "42"},
            }
        ],
    )
    page = " ".join(page_of(viewer, f"{desk.address}/orders/{order.id}").get_text(" ").split())
    for shown in ("Happy birthday", "https://shop.example/hook", "Spring", "S10", "1.70", "M-1", "Color: Blue"):
        assert shown in page
    for shown in (
        "tax_id = 42",
        "−$1.70",
        "$28.30",
        "12 St James's Square",
        "Order Imported from Shopify by API",
    ):
        assert shown in page


def test_a_viewer_sees_no_buttons_and_may_press_none(desk: Desk, viewer: FlaskClient) -> None:
    order = desk.order()
    address = f"{desk.address}/orders/{order.id}"
    assert "Submit Order to Zoho Books" not in words(page_of(viewer, address), "main button")
    assert viewer.get(f"{address}/edit/details").status_code == 403
    assert viewer.post(f"{address}/submit").status_code in (400, 403)


def test_another_stores_order_is_not_found(desk: Desk, operator: FlaskClient) -> None:
    foreign = Desk.open(desk.app, "Other").order("9")
    assert operator.get(f"{desk.address}/orders/{foreign.id}").status_code == 404


def test_submitting_schedules_the_order_and_the_page_says_so(desk: Desk, operator: FlaskClient, post: Post) -> None:
    connect(desk)
    order = desk.order()
    address = f"{desk.address}/orders/{order.id}"
    answer = post(operator, address, f"{address}/submit")
    assert "Order scheduled to Zoho Books." in answer.text
    assert [(made.subject_id, made.priority, made.state) for made in appointments()] == [
        (order.id, PEOPLE, "scheduled")
    ]
    assert "Waiting" in words(BeautifulSoup(answer.text, "lxml"), "#zoho-books")


def test_submitting_without_a_connection_says_what_to_do(desk: Desk, operator: FlaskClient, post: Post) -> None:
    address = f"{desk.address}/orders/{desk.order().id}"
    assert "not connected to Zoho Books" in post(operator, address, f"{address}/submit").text
    assert appointments() == []


def test_canceling_what_was_never_sent_is_refused(desk: Desk, operator: FlaskClient, post: Post) -> None:
    connect(desk)
    address = f"{desk.address}/orders/{desk.order().id}"
    assert "nothing to cancel" in post(operator, address, f"{address}/cancel").text


def test_the_page_shows_the_sales_order_and_the_difference_of_totals(desk: Desk, viewer: FlaskClient) -> None:
    connect(desk)
    order = desk.order()
    db.session.add(sales_order(order, total=50, expected_total="49.90"))
    db.session.commit()
    soup = page_of(viewer, f"{desk.address}/orders/{order.id}")
    panel = words(soup, "#zoho-books")
    assert "ACME-" in panel
    assert "0.10 more" in panel
    link = soup.select_one("#zoho-books dd a")["href"]
    assert link == "https://books.zoho.com/app/927270001#/salesorders/460000001"


def test_the_timeline_says_who_what_and_when_in_the_stores_zone_newest_first(desk: Desk, viewer: FlaskClient) -> None:
    desk.store.time_zone = "Europe/Berlin"
    order = desk.order("1001")
    for day, who, note in ((20, "ada@example.com", "First"), (21, "Auto", "Second")):
        db.session.add(HistoryEntry(order_id=order.id, who=who, note=note, at=datetime(2027, 7, day, 22, tzinfo=UTC)))
    db.session.commit()
    timeline = page_of(viewer, f"{desk.address}/orders/{order.id}").select_one(".timeline")
    told = [" ".join(part.get_text(" ").split()) for part in timeline.select("h3, li")]
    assert told[:4] == [
        "Thursday, 22 Jul 2027",
        "Second by Auto 00:00",
        "Wednesday, 21 Jul 2027",
        "First by ada@example.com 00:00",
    ]
    exact = [time["title"] for time in timeline.select("time")]
    assert exact[:2] == ["Thu 22 Jul 2027, 00:00:00", "Wed 21 Jul 2027, 00:00:00"]


def test_a_failure_says_why_and_what_to_press(desk: Desk, viewer: FlaskClient) -> None:
    order = desk.order()
    failed = appointment(order, "failed")
    failed.answer = "SKU BD-MUG-01 is not an item in Zoho Books."
    db.session.add(failed)
    db.session.commit()
    panel = words(page_of(viewer, f"{desk.address}/orders/{order.id}"), "#why")
    assert "SKU BD-MUG-01 is not an item in Zoho Books." in panel
    assert "press “Submit Order to Zoho Books” again" in panel


def test_an_order_that_is_in_zoho_books_says_why_it_is_not_offered_for_sending(
    desk: Desk, operator: FlaskClient
) -> None:
    connect(desk)
    order = desk.order()
    order.fulfillment_id = "460000000001"
    db.session.add(sales_order(order))
    db.session.commit()
    soup = page_of(operator, f"{desk.address}/orders/{order.id}")
    assert words(soup, "main button[disabled]") == "Submit Order to Zoho Books"
    assert "Already in Zoho Books, as ACME-" in words(soup, ".not-now")


def test_the_preview_shows_the_json(desk: Desk, viewer: FlaskClient) -> None:
    connect(desk)
    order = desk.order("1001")
    text = words(page_of(viewer, f"{desk.address}/orders/{order.id}/preview"), "pre")
    assert '"reference_number": "1001"' in text


def test_moving_an_order(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    address = f"{desk.address}/orders/{order.id}"
    post(operator, address, f"{address}/move", folder_id=desk.folder("Closed").id)
    assert orders_in(desk, "Closed") == [order.id]
    assert desk.history(order.id)[0] == "operator@example.com: Order Moved to Closed Folder"


def test_notes_are_added_with_their_author(desk: Desk, operator: FlaskClient, post: Post) -> None:
    address = f"{desk.address}/orders/{desk.order().id}"
    notes = words(
        BeautifulSoup(post(operator, address, f"{address}/notes", content="Plain wrapping").text, "lxml"),
        "#timeline .note",
    )
    assert notes.startswith("operator@example.com Plain wrapping")
    assert "Note write something." in post(operator, address, f"{address}/notes", content=" ").text


def test_shipments_are_added_once_and_deleted_by_hand(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    address = f"{desk.address}/orders/{order.id}"
    fields = {"tracking_number": "1Z999AA10123456784", "carrier_code": "UPS", "date_shipped": "2026-11-20"}
    shown = post(operator, address, f"{address}/shipments", **fields)
    assert "ups.com" in shown.text
    assert "20 Nov 2026" in shown.text
    assert "is already on this order" in post(operator, address, f"{address}/shipments", **fields).text
    shipment = desk.reload(order).shipments[0]
    post(operator, address, f"{address}/shipments/{shipment.id}/delete")
    assert desk.reload(order).shipments == []


def test_syncing_with_inventory_fills_in_what_is_missing(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    inventory.create(desk.store_id, {"code": "BD-MUG-01", "name": "Mug", "metadata": {"tax_id": "42"}})
    db.session.commit()
    address = f"{desk.address}/orders/{order.id}"
    assert "1 item gained details" in post(operator, address, f"{address}/sync-inventory").text
    assert desk.reload(order).items[0].item_metadata == {"tax_id": "42"}


def test_an_event_run_by_hand_sets_off_the_rules_that_wait_for_it(
    desk: Desk, operator: FlaskClient, post: Post
) -> None:
    order = desk.order()
    to_closed = {"action": "Change Folder", "values": {"folder_id": str(desk.folder("Closed").id)}}
    rule = Rule(store_id=desk.store_id, name="Close", event="Order Details Changed", filters=[], actions=[to_closed])
    db.session.add(rule)
    db.session.commit()
    address = f"{desk.address}/orders/{order.id}"
    post(operator, address, f"{address}/event", event="Order Details Changed")
    assert orders_in(desk, "Closed") == [order.id]
    assert "Auto: Order Moved to Closed Folder" in desk.history(order.id)


@pytest.mark.parametrize("name", ["Shipment is Added", "Folder is Changed", "Order is Imported"])
def test_events_with_followers_can_be_run_by_hand(desk: Desk, operator: FlaskClient, post: Post, name: str) -> None:
    address = f"{desk.address}/orders/{desk.order().id}"
    assert post(operator, address, f"{address}/event", event=name).status_code == 200
    post(operator, address, f"{address}/shipments", tracking_number="1Z")
    assert f"Event “{name}” was run." in post(operator, address, f"{address}/event", event=name).text


def test_deleting_an_order_asks_once_and_removes_all_of_it(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    address = f"{desk.address}/orders/{order.id}"
    assert "are deleted for good" in words(page_of(operator, f"{address}/delete"), ".ask")
    assert "Order 1001 deleted." in post(operator, address, f"{address}/delete").text
    assert db.session.scalar(select(func.count()).select_from(Order)) == 0
    assert operator.get(address).status_code == 404


def test_an_order_on_its_way_is_not_deleted(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    db.session.add(appointment(order, "running"))
    db.session.commit()
    address = f"{desk.address}/orders/{order.id}"
    assert "on its way to Zoho Books" in post(operator, address, f"{address}/delete").text
    assert operator.get(address).status_code == 200
