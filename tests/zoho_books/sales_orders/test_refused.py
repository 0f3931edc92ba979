"""What the desk remembers wrongly is read anew when Zoho refuses a sales order, and the order arrives by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from freezegun import freeze_time

from harness.books import Books
from harness.desk import Desk
from tests.support.submit import SALES_ORDERS, appointment, reloaded, send, submit
from zoho_app import jobs
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.cache.models import EmailLease
from zoho_app.zoho_books.sales_orders import repository

MUG = [{"name": "Red mug", "code": "MUG-RED", "price": 13, "quantity": 1}]


@pytest.fixture
def made_anew(desk: Desk, books: Books) -> str:
    """MUG-RED was sold once, then deleted in Zoho Books and made anew; its new item_id."""
    old = books.call("POST", "/items", {"name": "Red mug", "rate": 13, "sku": "MUG-RED"})["item"]["item_id"]
    jobs.schedule_readings()
    desk.work()
    send(desk, "1", order_items=MUG)
    books.call("POST", f"/items/{old}/inactive")
    books.call("PUT", f"/items/{old}", {"name": "Old mug", "rate": 13, "sku": "MUG-GONE"})
    new = books.call("POST", "/items", {"name": "Red mug", "rate": 13, "sku": "MUG-RED"})["item"]["item_id"]
    books.count_from_here()
    return str(new)


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (400, 2, "Invalid value passed for item_id"),
        (404, 1002, "Item does not exist."),
        (400, 9_999, "The item is not valid."),
        (400, 110_999, "Something about the item."),
    ],
)
def test_an_item_that_was_made_anew_is_found_whatever_the_code(
    desk: Desk, books: Books, made_anew: str, status: int, code: int, words: str
) -> None:
    body = {"code": code, "message": words}
    books.fail({"action": "status", "status": status, "body": body, "method": "POST", "path": SALES_ORDERS})
    order_id = send(desk, "2", order_items=MUG)
    assert appointment(order_id).state == "done"
    assert [row["line_items"][0]["item_id"] for row in books.sales_orders()][-1] == made_anew
    assert books.desk_calls().count("POST /salesorders") == 2


def test_a_refusal_that_stays_is_told_and_not_tried_again_and_again(desk: Desk, books: Books, made_anew: str) -> None:
    body = {"code": 2, "message": "Invalid value passed for item_id"}
    lasting = {"action": "status", "status": 400, "body": body, "method": "POST", "path": SALES_ORDERS, "times": 0}
    books.fail(lasting)
    order_id = send(desk, "2", order_items=MUG)
    assert appointment(order_id).state == "failed"
    assert books.desk_calls().count("POST /salesorders") == 2


def test_a_contact_that_was_merged_while_the_outcome_was_unknown(desk: Desk, books: Books) -> None:
    lost = {"action": "drop", "method": "POST", "path": SALES_ORDERS, "when": "after"}
    books.fail(lost)
    order_id = submit(desk, desk.order())
    (arrived,) = books.sales_orders()
    other = books.add_contact("Ada of the merger", "other@example.com")
    books.call("PUT", f"/salesorders/{arrived['salesorder_id']}", {"customer_id": other})
    books.call("POST", f"/contacts/{arrived['customer_id']}/inactive")
    with freeze_time(tz_offset=0) as clock:
        desk.keep_working(clock, 10, every=30)
    assert len(books.sales_orders()) == 1
    assert reloaded(order_id).fulfillment_id == arrived["salesorder_id"]


def test_after_a_kill_the_customers_other_orders_go_on_within_a_minute_and_waiting_is_no_try(
    desk: Desk, books: Books
) -> None:
    killed = desk.order("1")
    actions.submit(killed, "operator@example.com")
    db.session.commit()
    dead = appointment(killed.id)
    dead.state, dead.attempts, dead.lease_until = "running", 1, now() + timedelta(seconds=50)
    dead.claimed_at = dead.first_tried_at = now()
    lease = EmailLease(store_id=desk.store_id, email_key="ada@example.com", busy_until=now())
    lease.holder_id, lease.holder_attempt = dead.id, 1
    db.session.add(lease)
    db.session.commit()
    with freeze_time(tz_offset=0) as clock:
        waiting = submit(desk, desk.order("2"))
        desk.keep_working(clock, 9, every=5)
        assert books.sales_orders() == [], "the other one is believed to be at work"
        assert appointment(waiting).attempts == 0
        desk.keep_working(clock, 2, every=5)
        assert appointment(waiting).state == "done"
        assert appointment(waiting).attempts == 1


def test_a_discount_goes_out_as_text(desk: Desk, books: Books) -> None:
    order = desk.order(discount_list=[{"name": "Spring", "amount": 2.5}])
    order_id = submit(desk, order)
    assert repository.live(order_id).payload["discount"] == "2.50"
    assert float(books.sales_orders()[0]["discount"]) == 2.5
