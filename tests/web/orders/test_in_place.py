"""Cards that are edited in place, and questions that are asked there: without a script each is a page of its own."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import select

from harness.desk import Desk
from harness.walker import Walker
from tests.support.browser import sign_in
from tests.support.order_pages import Post, connect, filled, page_of, words
from zoho_app.extensions import db
from zoho_app.orders import edit
from zoho_app.orders.models import Order

pytestmark = pytest.mark.once

IN_PLACE = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("link", "card"),
    [
        ("Edit customer and addresses", "customer"),
        ("Edit return address", "return-address"),
        ("Edit items and totals", "items"),
        ("Add item", "items"),
        ("Edit details", "details"),
        ("Add shipment", "shipments"),
        ("Edit checkout data", "checkout-data"),
        ("Edit order metadata", "order-metadata"),
        ("Run an event by hand", "question"),
        ("Delete order", "question"),
    ],
)
def test_what_opens_in_place_is_the_same_part_of_a_page_that_leads_back(
    desk: Desk, operator: FlaskClient, link: str, card: str
) -> None:
    walker = Walker(operator, desk.address).open(f"/orders/{desk.order().id}")
    page = walker.address
    opens = next(one for one in walker.soup.select("a[hx-boost]") if " ".join(one.get_text(" ").split()) == link)
    assert opens["hx-target"] == opens["hx-select"] == f"#{card}"
    assert walker.soup.select_one(f"#{card}") is not None
    form = walker.go(str(opens["href"])).soup.select_one(f"#{card} form")
    assert form["method"] == "post"
    away = walker.soup.select_one(f"#{card} .buttons a[hx-boost]")
    assert walker.go(str(away["href"])).address == page


def test_items_and_totals_are_changed_together(desk: Desk, operator: FlaskClient, post: Post) -> None:
    items = [
        {"name": "Mug", "code": "M-1", "price": "12.50", "quantity": 2, "metadata": {"tax_id": "42"}},
        {"name": "Pen", "code": "P-1", "price": "3.00", "quantity": 1},
    ]
    order = desk.order(order_items=items)
    address = f"{desk.address}/orders/{order.id}/edit/items"
    fields = {**filled(operator, address), "order_items-0-quantity": "3", "shipping_total": "4.90"}
    fields |= {f"order_items-1-{name}": "" for name in ("code", "name", "quantity", "price")}
    assert "Items and totals saved." in post(operator, address, **fields).text
    order = desk.reload(order)
    (mug,) = order.items
    assert (mug.quantity, mug.item_metadata, str(order.shipping_total)) == (3, {"tax_id": "42"}, "4.9000")
    assert {line.partition(": ")[2] for line in desk.history(order.id)[:3]} == {
        "Order Details Changed: Shipping Total from 5.00 to 4.90",
        "Item Removed: 1 × Pen (P-1) at 3.00",
        "Item Changed: 2 × Mug (M-1) at 12.50 is now 3 × Mug (M-1) at 12.50",
    }


def test_an_order_keeps_at_least_one_item_and_a_wrong_row_is_named(
    desk: Desk, operator: FlaskClient, post: Post
) -> None:
    order = desk.order()
    address = f"{desk.address}/orders/{order.id}/edit/items"
    fields = filled(operator, address)
    cleared = {f"order_items-{row}-{name}": "" for row in (0, 1) for name in ("code", "name", "quantity", "price")}
    assert "an order needs at least one item" in post(operator, address, **{**fields, **cleared}).text
    soup = BeautifulSoup(post(operator, address, **{**fields, "order_items-0-price": "much"}).text, "lxml")
    assert "Price each must be a number" in words(soup, "#items .field-error")
    assert soup.select_one("#order_items-0-price")["value"] == "much"
    assert desk.reload(order).items[0].quantity == 2


def test_saving_in_place_answers_with_the_changed_order(desk: Desk, operator: FlaskClient, post: Post) -> None:
    address = f"{desk.address}/orders/{desk.order().id}/edit/details"
    fields = filled(operator, address)
    token = page_of(operator, address).select_one("#details [name=csrf_token]")["value"]
    sent = {**fields, "shipping_method": "Express", "csrf_token": token}
    answer = operator.post(address, data=sent, headers=IN_PLACE)
    assert (answer.status_code, answer.headers["HX-Retarget"], answer.headers["HX-Reselect"]) == (
        200,
        "#order",
        "#order",
    )
    soup = BeautifulSoup(answer.text, "lxml")
    assert "Express" in words(soup, "#order #details")
    assert "Details saved." in words(soup, "#messages")
    assert "Details saved." not in page_of(operator, address).text
    refused = operator.post(address, data=sent, headers=IN_PLACE)  # the version is an older one by now
    assert "HX-Retarget" not in refused.headers
    assert "This order was changed while you were editing" in words(BeautifulSoup(refused.text, "lxml"), "#details")


def test_questions_say_what_follows(desk: Desk, operator: FlaskClient, post: Post) -> None:
    connect(desk)
    order = desk.order("1001")
    address = f"{desk.address}/orders/{order.id}"
    assert "so there is nothing to cancel" in words(page_of(operator, f"{address}/cancel"), "#question")
    post(operator, address, f"{address}/submit")
    waiting = words(page_of(operator, f"{address}/cancel"), "#question")
    assert waiting.startswith(
        "Cancel order 1001 before it is sent? Nothing is sent to Zoho Books, and order 1001 moves to"
    )
    on_its_way = page_of(operator, f"{address}/delete")
    assert "Order 1001 can't be deleted now" in words(on_its_way, "#question")
    assert on_its_way.select("#question form") == []


# In a browser


@pytest.fixture
def opened(desk: Desk, site: str, page: Page) -> Page:
    """The page of an order, as an owner sees it."""
    order_id = desk.order("1001").id
    desk.person("owner")
    db.session.remove()
    sign_in(page, site)
    page.goto(f"{site}{desk.address}/orders/{order_id}")
    page.evaluate("window.isSamePage = true")
    return page


def test_a_card_is_edited_without_leaving_the_page(desk: Desk, opened: Page) -> None:
    opened.get_by_role("link", name="Edit details").click()
    method = opened.get_by_label("Shipping method")
    expect(method).to_be_focused()
    method.fill("Express")
    opened.get_by_label("Note", exact=True).fill("half typed")
    opened.locator("#details").get_by_role("button", name="Save details").click()
    expect(opened.locator("#details")).to_contain_text("Express")
    expect(opened.locator("#messages")).to_contain_text("Details saved.")
    expect(opened.locator(".topbar")).not_to_contain_text("unsaved")
    expect(opened.get_by_label("Note", exact=True)).to_have_value("half typed")
    opened.get_by_label("Note", exact=True).fill("")
    opened.get_by_role("link", name="Edit customer and addresses").click()
    opened.get_by_label("Email").fill("nobody")
    opened.locator("#customer").get_by_role("button", name="Save customer").click()
    expect(opened.locator("#customer .field-error")).to_contain_text("Email must be an e-mail address")
    expect(opened.locator("#customer .error-summary")).to_be_focused()
    expect(opened.get_by_label("Email")).to_have_value("nobody")
    edit.add_note(db.session.scalars(select(Order)).one(), "Meanwhile", "colleague@example.com")
    db.session.commit()
    opened.get_by_label("Email").fill("new@example.com")
    opened.locator("#customer").get_by_role("button", name="Save customer").click()
    expect(opened.locator("#customer")).to_contain_text("Nothing was overwritten")
    opened.locator("#customer").get_by_role("button", name="Save customer").click()
    expect(opened.locator("#customer-email")).to_have_text("new@example.com")
    expect(opened.locator("#timeline")).to_contain_text("Meanwhile")
    assert opened.evaluate("window.isSamePage") is True


def test_a_question_stands_in_place_until_it_is_answered(opened: Page) -> None:
    opened.locator("summary", has_text="More actions").click()
    opened.get_by_role("link", name="Delete order").click()
    question = opened.get_by_role("group", name="Delete order 1001?")
    expect(question.get_by_role("heading")).to_be_focused()
    expect(opened.get_by_role("link", name="Delete order")).to_be_hidden()
    question.get_by_role("link", name="Keep it").click()
    expect(question).to_be_hidden()
    assert opened.evaluate("window.isSamePage") is True
    opened.locator("summary", has_text="More actions").click()
    opened.get_by_role("link", name="Delete order").click()
    question.get_by_role("button", name="Delete order 1001 for good").click()
    expect(opened.get_by_text("Order 1001 deleted.")).to_be_visible()
