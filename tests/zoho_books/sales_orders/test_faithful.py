"""What an order says arrives in Zoho Books as it was meant: its day, its letters, its long texts, its SKUs."""

from __future__ import annotations

from typing import Any

from harness.books import Books
from harness.desk import Desk, order_data
from tests.support.api_client import Api
from tests.support.submit import appointment, submit
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books.models import Connection

MUG = {"name": "Stoneware mug", "code": "BD-MUG-01", "price": 12.5, "quantity": 1}


def send(desk: Desk, source_id: str = "1001", **changes: Any) -> int:
    answer = Api(desk).post("/orders", {**order_data(source_id), "order_items": [MUG], **changes})
    order_id = int(answer.json["order"]["id"])
    db.session.remove()
    return submit(desk, db.session.get_one(Order, order_id))


def test_a_bare_day_and_a_time_without_a_zone_stay_that_day(desk: Desk, books: Books) -> None:  # D01
    desk.store.time_zone = "America/Los_Angeles"
    db.session.get_one(Connection, desk.store_id).time_zone = "America/Los_Angeles"
    db.session.commit()
    for number, said in (
        ("7001", "2026-01-31"),
        ("7002", "2026-01-31 02:10"),
        ("7003", "2026-01-31 20:10:00 -0800"),
    ):
        customer = {"first_name": "Ada", "last_name": number}
        send(desk, number, email=f"{number}@example.com", customer=customer, date_added=said)
    dates = {one["reference_number"]: one["date"] for one in books.sales_orders()}
    assert dates == {"7001": "2026-01-31", "7002": "2026-01-31", "7003": "2026-01-31"}


def test_a_bare_day_stays_that_day_where_the_organization_is_half_a_world_away(
    desk: Desk, books: Books, viewer: Any
) -> None:
    desk.store.time_zone = "America/Los_Angeles"
    db.session.get_one(Connection, desk.store_id).time_zone = "Pacific/Auckland"
    db.session.commit()
    order_id = send(desk, date_added="2026-01-31")
    send(desk, "1002", date_added="2026-01-31 20:10")
    assert [one["date"] for one in books.sales_orders()] == ["2026-01-31", "2026-02-01"]
    assert 'datetime="2026-01-31">31 Jan 2026</time>' in viewer.get(f"{desk.address}/orders/{order_id}").text
    assert ",2026-01-31," in viewer.get(f"{desk.address}/exports/orders.csv").text


def test_letters_and_emoji_arrive_and_control_characters_do_not(desk: Desk, books: Books) -> None:  # D03
    shipping = {"first_name": "Zoë 🌻", "last_name": "O’Neil", "address1": "12 Mill Lane\x0bRear", "country": "TD"}
    send(desk, shipping=shipping, order_metadata={"notes": "line 1\r\nline 2\u2028line 3"})
    (arrived,) = books.sales_orders()
    assert arrived["notes"] == "line 1\nline 2\nline 3"
    assert arrived["shipping_address"]["address"] == "12 Mill Lane Rear"


def test_long_texts_are_cut_at_a_word_with_a_word_in_the_history(desk: Desk, books: Books) -> None:
    send(desk, order_items=[{**MUG, "metadata": {"description": "glaze " * 400}}])
    order_id = send(desk, "1002", order_metadata={"notes": "short"})
    first = books.sales_orders()[0]["line_items"][0]["description"]
    assert (len(first) <= 2_000, first[-8:]) == (True, "glaze...")
    lines = " ".join(desk.history(order_id - 1))
    assert "Cut to what Zoho Books takes: the description of “Stoneware mug”. All of it stays here." in lines
    assert "Cut to what" not in " ".join(desk.history(order_id))


def test_a_sku_with_another_dash_is_the_same_item(desk: Desk, books: Books) -> None:
    send(desk, order_items=[{**MUG, "code": "BD\u2011MUG\u201101"}])
    (arrived,) = books.sales_orders()
    assert arrived["line_items"][0]["sku"] == "BD-MUG-01"


def test_a_letter_that_only_looks_alike_is_told_by_name(desk: Desk, books: Books) -> None:
    order_id = send(desk, order_items=[{**MUG, "code": "BD-МUG-01"}])
    assert "“М” is CYRILLIC CAPITAL LETTER EM" in appointment(order_id).answer
