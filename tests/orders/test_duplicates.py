"""One purchase, one order: the same order by two ways is noticed before it is sent."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from harness.desk import Desk, order_data
from harness.walker import Walker
from tests.support.api_client import Api
from tests.support.order_pages import connect
from zoho_app.extensions import db
from zoho_app.orders import duplicates
from zoho_app.orders.duplicates import Alike
from zoho_app.orders.input.order_data import read_order
from zoho_app.orders.models import Order
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.errors import CannotSchedule

WHEN = {"date_added": "2026-03-05 10:00:00"}


def find(desk: Desk, **changes: Any) -> Alike | None:
    clean = read_order({**order_data(), **WHEN, **changes}, ZoneInfo(desk.store.time_zone))
    return duplicates.find(desk.store, [clean]).get(0)


def test_a_file_that_brings_what_the_api_brought_is_noticed(desk: Desk) -> None:  # A03 (b)
    order_id = desk.order("1001", **WHEN).id
    alike = find(desk, source_id="#1001", source_name="web")
    assert alike is not None
    assert (alike.order_id, alike.is_same) == (order_id, False)
    assert alike.words == (
        f"It looks like order {order_id} (Shopify 1001), which is here: same number, e-mail, total, day."
    )


@pytest.mark.parametrize(
    ("changes", "is_noticed"),
    [
        ({"source_id": "#1001"}, True),  # the same source, spelled in another way
        ({"source_name": "web", "date_added": "2026-03-06"}, True),  # another time zone
        ({"source_name": "web", "email": ""}, True),
        ({"source_name": "web", "email": "", "date_added": "2026-04-05"}, False),
        ({"source_name": "web", "email": "eve@example.com"}, False),
        ({"source_name": "web", "source_id": "5123456789"}, True),  # a channel's id instead of the number
        ({"source_name": "web", "source_id": "5123456789", "shipping_total": 6}, False),
        ({"source_name": "web", "source_id": "5123456789", "date_added": "2026-03-20"}, False),
        ({"source_id": "1002"}, False),  # bought twice on one day
    ],
)
def test_number_email_total_and_day_say_whether_it_is_the_same(
    desk: Desk, changes: dict[str, Any], is_noticed: bool
) -> None:
    desk.order("1001", **WHEN)
    assert (find(desk, **changes) is not None) == is_noticed


def test_a_store_can_say_that_sources_are_the_same(desk: Desk, owner: FlaskClient) -> None:
    order_id = desk.order("1001", **WHEN).id
    walker = Walker(owner, desk.address).open("/settings")
    walker.type("Sources that are the same", "Shopify, web, shopify_draft_order").press("Save settings")
    db.session.remove()
    alike = find(desk, source_id="#1001", source_name="Web", email="eve@example.com")
    assert alike is not None
    assert (alike.order_id, alike.is_same) == (order_id, True)
    answer = Api(desk).post("/orders", {**order_data("#1001"), "source_name": "WEB"})
    assert (answer.status_code, answer.json["order_id"]) == (409, str(order_id))
    assert Api(desk).post("/orders", {**order_data("#1001"), "source_name": "Etsy"}).status_code == 201


def test_through_the_api_it_comes_in_and_waits_for_a_persons_answer(desk: Desk, operator: FlaskClient) -> None:
    first = desk.order("1001").id
    answer = Api(desk).post("/orders", {**order_data("#1001"), "source_name": "web"})
    assert (answer.status_code, answer.json["possible_duplicate_of"]) == (201, str(first))
    order_id = int(answer.json["order"]["id"])
    assert duplicates.asked_about(db.session.get_one(Order, order_id)) is not None
    walker = Walker(operator, desk.address).open(f"/orders/{order_id}")
    walker.see("This may be the same purchase as order 1001 of Shopify.")
    walker.press("It is another purchase").see("Noted: it is another purchase.")
    db.session.remove()
    assert duplicates.asked_about(db.session.get_one(Order, order_id)) is None


def test_one_that_is_the_same_is_deleted_with_one_press(desk: Desk, operator: FlaskClient) -> None:
    first = desk.order("1001").id
    answer = Api(desk).post("/orders", {**order_data("#1001"), "source_name": "web"})
    walker = Walker(operator, desk.address).open(f"/orders/{answer.json['order']['id']}").press("Delete this order")
    walker.see("Order #1001 deleted.")
    db.session.remove()
    assert [order.id for order in db.session.scalars(db.select(Order))] == [first]


def test_nobody_sends_it_before_the_answer(desk: Desk) -> None:
    connect(desk)
    first = desk.order("1001").id
    answer = Api(desk).post("/orders", {**order_data("#1001"), "source_name": "web"})
    db.session.remove()
    with pytest.raises(CannotSchedule, match=f"the same purchase as order {first}"):
        actions.submit(db.session.get_one(Order, int(answer.json["order"]["id"])), "ada@example.com")


def test_one_address_for_a_thousand_buyers_makes_no_doubles(desk: Desk) -> None:  # K04
    for number, name in (("1", "Amazon EU"), ("2", "Amazon EU"), ("3", "Clinica Sol")):
        buyer = {"email": "no-reply@marketplace.example", "shipping": {"company": name}}
        answer = Api(desk).post("/orders", {**order_data(number), "source_name": "Amazon", **buyer})
        assert answer.status_code == 201
        assert "possible_duplicate_of" not in answer.text


def test_taxes_within_prices_are_part_of_no_total(desk: Desk) -> None:
    """Both come to 119.00, of which 19.00 are VAT."""
    sold: dict[str, Any] = {"order_items": [{"name": "Mug", "code": "M", "price": 119, "quantity": 1}]}
    sold |= {"shipping_total": 0, "discount_list": [], "email": "", "taxes_included": True, "tax_total": 19}
    order_id = desk.order("1001", **WHEN, **sold).id
    alike = find(desk, source_id="#1001", source_name="web", **sold)
    assert alike is not None
    assert (alike.order_id, alike.reasons) == (order_id, ("number", "total", "day"))
