"""Forms of an order: its parts are edited, and a whole one is added by hand; nothing typed is lost."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from harness.desk import Desk
from tests.support.order_pages import Post, filled, words
from zoho_app.extensions import db
from zoho_app.orders import inventory
from zoho_app.orders.models import Order

pytestmark = pytest.mark.once


def test_editing_details_writes_one_line_of_history(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    edit = f"{desk.address}/orders/{order.id}/edit/details"
    fields = filled(operator, edit)
    answer = post(operator, edit, **{**fields, "shipping_method": "Express", "tag_name": "gift"})
    assert "Details saved." in answer.text
    order = desk.reload(order)
    assert (order.shipping_method, order.tag_name, order.email) == ("Express", "gift", "ada@example.com")
    assert "Shipping Method" in desk.history(order.id)[0]


def test_a_wrong_amount_names_the_field_and_keeps_what_was_typed(
    desk: Desk, operator: FlaskClient, post: Post
) -> None:
    order = desk.order()
    edit = f"{desk.address}/orders/{order.id}/edit/items"
    answer = post(operator, edit, **{**filled(operator, edit), "tax_total": "twelve"})
    soup = BeautifulSoup(answer.text, "lxml")
    assert "Tax must be a number" in words(soup, ".error-summary")
    assert soup.select_one("#tax_total")["value"] == "twelve"
    assert soup.title.text.startswith("Error: ")


def test_two_tabs_never_overwrite_each_other(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    edit = f"{desk.address}/orders/{order.id}/edit/details"
    mine, theirs = filled(operator, edit), filled(operator, edit)
    post(operator, edit, **{**theirs, "shipping_method": "Freight"})
    answer = post(operator, edit, **{**mine, "shipping_method": "Courier"})
    soup = BeautifulSoup(answer.text, "lxml")
    assert "This order was changed while you were editing" in words(soup, ".error-summary")
    assert soup.select_one("#shipping_method")["value"] == "Courier"
    assert "Freight" in words(soup, ".card")
    assert desk.reload(order).shipping_method == "Freight"
    post(operator, edit, **{**mine, "shipping_method": "Courier", "version": soup.select_one("#version")["value"]})
    assert desk.reload(order).shipping_method == "Courier"


def test_editing_both_addresses(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    edit = f"{desk.address}/orders/{order.id}/edit/addresses"
    fields = {**filled(operator, edit), "shipping-city": "Ockham", "customer-company": "Analytical Engines"}
    assert "Customer saved." in post(operator, edit, **fields).text
    order = desk.reload(order)
    assert (order.shipping["city"], order.customer["company"]) == ("Ockham", "Analytical Engines")
    assert order.shipping["postal_code"] == "SW1Y 4JH"


def test_editing_discounts_adds_and_removes_them(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order(discount_list=[{"name": "Old", "code": "", "amount": "1.00"}])
    edit = f"{desk.address}/orders/{order.id}/edit/items"
    fields = {**filled(operator, edit), "discount_list-0-name": "", "discount_list-0-amount": ""}
    post(operator, edit, **{**fields, "discount_list-1-name": "Spring", "discount_list-1-amount": "2.5"})
    assert desk.reload(order).discount_list == [{"name": "Spring", "code": "", "amount": "2.50"}]


@pytest.mark.parametrize("section", ["checkout-data", "order-metadata"])
def test_names_with_values_are_typed_as_lines(desk: Desk, operator: FlaskClient, post: Post, section: str) -> None:
    order = desk.order()
    edit = f"{desk.address}/orders/{order.id}/edit/{section}"
    column = section.replace("-", "_")
    post(operator, edit, **{**filled(operator, edit), column: "Gift Message = Happy birthday\n from all\nurl = a=b"})
    assert getattr(desk.reload(order), column) == {"Gift Message": "Happy birthday\nfrom all", "url": "a=b"}
    answer = post(operator, edit, **{**filled(operator, edit), column: "good = 1\nnonsense"})
    assert "line 2 must be like name = value" in answer.text
    assert "nonsense</textarea>" in answer.text


def test_saving_unchanged_lines_changes_nothing(desk: Desk, operator: FlaskClient, post: Post) -> None:
    names = {"utm=source": "a=b", "empty": "", "message": "one\n\ntwo", "x=": "1"}
    order = desk.order(checkout_data=names)
    edit = f"{desk.address}/orders/{order.id}/edit/checkout-data"
    post(operator, edit, **filled(operator, edit))
    assert desk.reload(order).checkout_data == names


def test_adding_an_item_takes_the_rest_from_inventory(desk: Desk, operator: FlaskClient, post: Post) -> None:
    product = {"code": "BD-PEN-01", "name": "Brass pen", "price": "22.50", "metadata": {"tax_id": "42"}}
    inventory.create(desk.store_id, product)
    order = desk.order()
    new = f"{desk.address}/orders/{order.id}/items/new"
    post(operator, new, **{**filled(operator, new), "code": "bd-pen-01", "quantity": "3"})
    item = desk.reload(order).items[-1]
    assert (item.name, str(item.price), item.quantity) == ("Brass pen", "22.5000", 3)
    assert item.item_metadata == {"tax_id": "42"}


def test_changing_an_items_price_variations_and_metadata(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    edit = f"{desk.address}/orders/{order.id}/items/{order.items[0].id}"
    fields = {"price": "13.75", "variation_list": "Size = L", "metadata": "zohobooks_item_id = 555"}
    post(operator, edit, **{**filled(operator, edit), **fields})
    item = desk.reload(order).items[0]
    assert (str(item.price), item.quantity, item.name) == ("13.7500", 2, "Stoneware mug")
    assert (item.variation_list, item.item_metadata) == ({"Size": "L"}, {"zohobooks_item_id": "555"})


def test_a_wrong_quantity_is_refused_in_words(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    edit = f"{desk.address}/orders/{order.id}/items/{order.items[0].id}"
    answer = post(operator, edit, **{**filled(operator, edit), "quantity": "1.5"})
    assert "Quantity must be a whole number" in answer.text
    assert 'value="1.5"' in answer.text


def test_the_last_item_stays(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    address = f"{desk.address}/orders/{order.id}"
    first, last = (item.id for item in order.items)
    assert "removed." in post(operator, address, f"{address}/items/{first}/remove").text
    assert "needs at least one item" in post(operator, address, f"{address}/items/{last}/remove").text
    assert [item.id for item in desk.reload(order).items] == [last]


# Adding an order by hand


def test_an_order_is_added_by_hand_with_items_from_inventory(desk: Desk, operator: FlaskClient, post: Post) -> None:
    inventory.create(desk.store_id, {"code": "BD-PEN-01", "name": "Brass pen", "price": "22.50"})
    db.session.commit()
    new = f"{desk.address}/orders/new"
    fields = {
        "email": "grace@example.com",
        "customer-first_name": "Grace",
        "customer-last_name": "Hopper",
        "order_items-1-code": "BD-PEN-01",
        "order_items-1-quantity": "2",
        "order_items-2-name": "Engraving",
        "order_items-2-price": "5",
        "shipping_total": "4.50",
        "checkout_data": "Gift Message = For you",
        "folder_id": desk.folder("Prepared").id,
    }
    answer = post(operator, new, **{**filled(operator, new), **fields})
    assert "added." in answer.text
    order = db.session.scalars(select(Order)).one()
    assert [(item.name, item.quantity, str(item.price)) for item in order.items] == [
        ("Brass pen", 2, "22.5000"),
        ("Engraving", 1, "5.0000"),
    ]
    assert str(order.order_total) == "54.5000"
    assert (order.folder.name, order.source_id, order.checkout_data) == (
        "Prepared",
        str(order.id),
        {"Gift Message": "For you"},
    )
    assert order.shipping["last_name"] == "Hopper"
    assert desk.history(order.id) == ["operator@example.com: Order Created"]


def test_more_item_rows_come_without_scripts_and_keep_what_was_typed(
    desk: Desk, operator: FlaskClient, post: Post
) -> None:
    new = f"{desk.address}/orders/new"
    fields = {**filled(operator, new), "email": "grace@example.com", "order_items-0-code": "X"}
    soup = BeautifulSoup(post(operator, new, more_rows="yes", **fields).text, "lxml")
    assert len(soup.select("input[name$='-code']")) == 6
    assert soup.select_one("#email")["value"] == "grace@example.com"
    assert soup.select_one("#order_items-0-code")["value"] == "X"


def test_a_refused_new_order_names_every_field(desk: Desk, operator: FlaskClient, post: Post) -> None:
    new = f"{desk.address}/orders/new"
    fields = {**filled(operator, new), "email": "nonsense", "order_items-2-code": "X", "order_items-2-price": "abc"}
    soup = BeautifulSoup(post(operator, new, **fields).text, "lxml")
    summary = words(soup, ".error-summary")
    for said in ("Email must be", "Price each must be a number", "first name, last name or company"):
        assert said in summary
    assert soup.select_one("#order_items-2-price")["value"] == "abc"
    assert soup.select_one("#order_items-2-price")["aria-invalid"] == "true"
    assert db.session.scalar(select(func.count()).select_from(Order)) == 0
