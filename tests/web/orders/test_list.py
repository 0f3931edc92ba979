"""The order list: what it shows, and how orders are found in it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from harness.desk import Desk, order_data
from harness.statements import statements
from tests.support.order_pages import Post, appointment, page_of, sales_order, words
from zoho_app.extensions import db
from zoho_app.orders import import_order

pytestmark = pytest.mark.once


def test_an_empty_store_says_how_orders_come_in(desk: Desk, operator: FlaskClient) -> None:
    soup = page_of(operator, f"{desk.address}/orders")
    assert "No orders yet" in words(soup, ".empty")
    assert [button.text.strip() for button in soup.select(".empty .button")] == [
        "Import orders",
        "Add sample orders",
        "Add an order by hand",
    ]


def test_the_list_shows_each_order_with_its_customer_items_and_total(desk: Desk, viewer: FlaskClient) -> None:
    order_id = desk.order("1001").id
    soup = page_of(viewer, f"{desk.address}/orders")
    row = words(soup, "tbody tr")
    for shown in ("1001 Shopify", "Ada Lovelace London", "2 × Stoneware mug", "49.90", "New"):
        assert shown in row
    hovered = [part["title"] for part in soup.select("tbody tr [title]")]
    assert {f"Order {order_id}", "ada@example.com", "BD-MUG-01"} <= set(hovered)


def test_a_folder_shows_its_name_its_count_and_only_its_orders(desk: Desk, viewer: FlaskClient) -> None:
    desk.order("1001")
    desk.order("1002", folder_name="Closed")
    soup = page_of(viewer, f"{desk.address}/orders?folder={desk.folder('Closed').id}")
    assert words(soup, "h1") == "Closed (1)"
    assert [link.text for link in soup.select("tbody th a")] == ["1002"]


@pytest.mark.parametrize("query", ["1002", "GRACE@example.com", "hopper", "zz-9", "1z999"])
def test_orders_are_found_by_number_email_name_sku_and_tracking_number(
    desk: Desk, viewer: FlaskClient, operator: FlaskClient, post: Post, query: str
) -> None:
    desk.order("1001")
    wanted = desk.order(
        "1002",
        email="grace@example.com",
        customer={"first_name": "Grace", "last_name": "Hopper"},
        order_items=[{"name": "Relay", "code": "ZZ-9", "price": 1}],
    )
    address = f"{desk.address}/orders/{wanted.id}"
    post(operator, address, f"{address}/shipments", tracking_number="1Z999")
    soup = page_of(viewer, f"{desk.address}/orders?q={query}")
    assert [link.text for link in soup.select("tbody th a")] == ["1002"]


def test_a_search_without_a_match_says_what_to_try(desk: Desk, viewer: FlaskClient) -> None:
    desk.order("1001")
    assert "No order matches “nowhere”" in words(page_of(viewer, f"{desk.address}/orders?q=nowhere"), ".empty")


def test_fifty_orders_make_a_page_and_the_next_page_has_the_rest(desk: Desk, viewer: FlaskClient) -> None:
    for number in range(52):
        import_order.import_order(desk.store, order_data(str(number)), "API")
    db.session.commit()
    first = page_of(viewer, f"{desk.address}/orders")
    assert len(first.select("tbody tr")) == 50
    second = page_of(viewer, str(first.select_one("a[rel=next]")["href"]))
    assert len(second.select("tbody tr")) == 2
    assert "2 of 52 orders" in second.text
    assert len(page_of(viewer, str(second.select_one("a[rel=prev]")["href"])).select("tbody tr")) == 50


def test_a_full_page_costs_at_most_twelve_statements(desk: Desk, operator: FlaskClient) -> None:
    for number in range(50):
        order = import_order.import_order(desk.store, order_data(str(number)), "API")
        order.folder = desk.folder(("New", "Closed")[number % 2])
        if number % 3 == 0:
            db.session.add(appointment(order, "failed"))
            db.session.add(sales_order(order))
    db.session.commit()
    db.session.remove()
    with statements() as seen:
        answer = operator.get(f"{desk.address}/orders")
    assert answer.text.count("<tr>") > 50
    assert len(seen) <= 12, "\n\n".join(seen)


def test_check_all_checks_every_row_without_scripts(desk: Desk, operator: FlaskClient) -> None:
    for number in ("1", "2", "3"):
        desk.order(number)
    soup = page_of(operator, f"{desk.address}/orders")
    soup = page_of(operator, str(soup.find("a", string="Check all 3")["href"]))
    boxes = soup.select("input[name=order_ids]")
    assert len(boxes) == 3
    assert all(box.has_attr("checked") for box in boxes)


def test_states_are_shown_in_words(desk: Desk, viewer: FlaskClient) -> None:
    sent, failed, unknown = desk.order("1"), desk.order("2"), desk.order("3")
    db.session.add_all([sales_order(sent), appointment(failed, "failed"), appointment(unknown, "unknown")])
    db.session.commit()
    shown = words(page_of(viewer, f"{desk.address}/orders"), "td.col-state")
    for state in ("In Zoho Books", "Failed", "Outcome unknown"):
        assert state in shown


def test_the_list_says_why_an_order_was_not_submitted(desk: Desk, viewer: FlaskClient) -> None:
    failed = appointment(desk.order(), "failed")
    failed.answer = "SKU BD-MUG-01 is not an item in Zoho Books."
    db.session.add(failed)
    db.session.commit()
    assert "Failed SKU BD-MUG-01 is not" in words(page_of(viewer, f"{desk.address}/orders"), "td.col-state")
