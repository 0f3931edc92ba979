"""The order list: what it shows, and how orders are found in it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from harness.desk import Desk, order_data
from harness.statements import statements
from tests.support.order_pages import Post, appointment, page_of, sales_order, words
from zoho_app.extensions import db
from zoho_app.orders import import_order
from zoho_app.zoho_books.errors import InvalidSku

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
    assert words(soup, "h1") == "Closed"
    assert words(soup, "#desk-menu [aria-current]") == "Closed 1 order"
    assert [link.text for link in soup.select("tbody th a")] == ["1002"]


@pytest.mark.parametrize("query", ["00002", "GRACE@example.com", "hopp", "rela", "z-9", "1z 999", "z99"])
def test_orders_are_found_by_a_part_of_number_email_name_item_sku_and_tracking_number(
    desk: Desk, viewer: FlaskClient, operator: FlaskClient, post: Post, query: str
) -> None:
    desk.order("100001")
    wanted = desk.order(
        "100002",
        email="grace@example.com",
        customer={"first_name": "Grace", "last_name": "Hopper"},
        order_items=[{"name": "Relay", "code": "ZZ-9", "price": 1}],
    )
    address = f"{desk.address}/orders/{wanted.id}"
    post(operator, address, f"{address}/shipments", tracking_number="1Z999")
    soup = page_of(viewer, f"{desk.address}/orders?q={query}")
    assert [link.text for link in soup.select("tbody th a")] == ["100002"]


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
    assert answer.text.count("data-order=") == 50
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
    for state in ("In Zoho Books", "Failed", "In doubt Asking Zoho Books again"):
        assert state in shown


def test_a_failed_order_says_what_is_wrong_and_what_helps(desk: Desk, viewer: FlaskClient) -> None:
    failed = appointment(desk.order(), "failed")
    failed.cause, failed.details = InvalidSku.cause, ["TP-120"]
    failed.answer = "Zoho Books has no active item with the SKU TP-120."
    db.session.add(failed)
    db.session.commit()
    cell = page_of(viewer, f"{desk.address}/orders").select_one("td.col-state")
    assert [" ".join(line.text.split()) for line in cell.select("span[title]")] == [
        "No item for TP-120",
        "Choose the item",
    ]
    assert cell.select_one("[title]")["title"] == "Failed · Zoho Books has no active item with the SKU TP-120."


def test_an_order_that_is_shipped_says_by_whom_under_which_number(
    desk: Desk, viewer: FlaskClient, operator: FlaskClient, post: Post
) -> None:
    address = f"{desk.address}/orders/{desk.order().id}"
    post(operator, address, f"{address}/shipments", tracking_number="1Z999AA10123456784", carrier_code="UPS")
    assert words(page_of(viewer, f"{desk.address}/orders"), "td.col-state") == "Shipped UPS 1Z999AA10123456784"
