"""Fixed on the list itself: choices with the likely one, and one button that says the whole effect."""

from decimal import Decimal
from typing import Any

import pytest
from bs4 import Tag
from playwright.sync_api import Page, expect

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.attention import (
    PAGE,
    add_failed,
    far_away,
    nameless,
    operated,
    ordered,
    send,
    states,
    titles,
    waiting,
)
from tests.support.browser import sign_in
from tests.support.submit import change_settings
from zoho_app.appointments.models import SCHEDULED, UNKNOWN, Appointment
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books.models import SalesOrder, ZohoBooksSettings

__all__ = ["operated"]

TEAPOT = {"name": "Tetsubin, cast iron, 1.2 l", "rate": 84, "sku": "TETSUBIN-12"}
SMALL = {"name": "Tetsubin, cast iron, 0.8 l", "rate": 69, "sku": "TETSUBIN-08"}


@pytest.fixture
def teapots(desk: Desk, books: Books) -> list[int]:
    """Three orders for an unknown SKU; Zoho Books has a teapot of this name and price, and a smaller one."""
    for item in (TEAPOT, SMALL):
        books.call("POST", "/items", item)
    line = {"name": TEAPOT["name"], "code": "TP-120", "price": "84.00", "quantity": 1}
    ids = [ordered(desk, f"T{number}", order_items=[line]) for number in (1, 2, 3)]
    send(desk, *ids)
    return ids


def card(walker: Walker, title: str) -> Tag:
    """The card of a group on the list."""
    return next(one for one in walker.soup.select(".fix") if one.h2 and one.h2.get_text(strip=True).startswith(title))


def choices(walker: Walker, title: str) -> list[str]:
    """What a group offers, with a * before what is chosen."""
    return [
        ("*" if one.input.has_attr("checked") else "") + " ".join(one.get_text(" ").split())
        for one in card(walker, title).select(".choice")
    ]


def decide(walker: Walker, title: str, value: str = "", **typed: str) -> Walker:
    """Press the button of a group's form, with the choice whose words contain `value`."""
    form = card(walker, title).form
    data = {str(one["name"]): str(one.get("value", "")) for one in form.select("input[type=hidden]")}
    chosen = [
        one for one in form.select(".choice") if (value in one.get_text() if value else one.input.has_attr("checked"))
    ]
    data |= {str(one.input["name"]): str(one.input["value"]) for one in chosen[:1]} | typed
    return walker._go("post", str(form["action"]), data)


def test_what_is_certain_is_chosen_and_one_press_fixes_all_of_it(
    desk: Desk, books: Books, operated: Walker, teapots: list[int]
) -> None:
    operated.open(PAGE)
    title = "Zoho Books has no active item with SKU TP-120"
    assert titles(operated) == [f"3 orders: {title}"]
    assert choices(operated, title) == [
        "*Tetsubin, cast iron, 1.2 l TETSUBIN-12 Same name, same price $84.00",
        "Tetsubin, cast iron, 0.8 l TETSUBIN-08 Similar name $69.00",
    ]
    operated.see(
        "Use TETSUBIN-12 and send 3 orders",
        "Use TETSUBIN-08 and send 3 orders",
        "Waiting: Order T3 , Order T2 , Order T1",
    )
    decide(operated, title).see("3 orders are under way again.", "Nothing needs your attention")
    assert db.session.get_one(ZohoBooksSettings, desk.store_id).product_code_match == "TP-120=TETSUBIN-12"
    desk.work()
    assert [line["sku"] for row in books.sales_orders() for line in row["line_items"]] == ["TETSUBIN-12"] * 3


def test_another_price_is_no_certainty(desk: Desk, books: Books, operated: Walker) -> None:
    books.call("POST", "/items", TEAPOT)
    line = {"name": TEAPOT["name"], "code": "TP-120", "price": "80.00", "quantity": 1}
    send(desk, ordered(desk, "1", order_items=[line]))
    operated.open(PAGE)
    assert choices(operated, "Zoho Books has no") == ["Tetsubin, cast iron, 1.2 l TETSUBIN-12 Same name $84.00"]


def test_a_sku_is_left_out_after_a_question(desk: Desk, books: Books, operated: Walker, teapots: list[int]) -> None:
    operated.open(PAGE).press("Leave it out and send 3 orders").see("3 orders are under way again.")
    assert db.session.get_one(ZohoBooksSettings, desk.store_id).product_code_skip == "TP-120"


def test_one_of_several_contacts_is_chosen_in_place(desk: Desk, books: Books, operated: Walker) -> None:
    for name in ("Ada One", "Ada Two"):
        books.add_contact(name, "ada@example.com")
    send(desk, ordered(desk, "1"))
    operated.open(PAGE)
    title = "Several contacts have ada@example.com"
    assert [one.split()[1] for one in choices(operated, title)] == ["One", "Two"], "and none is chosen"
    decide(operated, title, "Ada Two").see("Nothing needs your attention")
    desk.work()
    assert [row["customer_name"] for row in books.sales_orders()] == ["Ada Two"]


@pytest.mark.parametrize("answer", ["Yes, join", "No, make"])
def test_a_customer_of_the_same_name_joins_or_gets_a_separate_account(
    desk: Desk, books: Books, operated: Walker, answer: str
) -> None:
    books.add_contact("Ada Lovelace", "other@example.com")
    send(desk, ordered(desk, "1"))
    operated.open(PAGE)
    decide(operated, "Another contact has the name of ada@example.com", answer)
    desk.work()
    separate = "Ada Lovelace (ada@example.com)"
    assert [row["customer_name"] for row in books.sales_orders()] == [
        "Ada Lovelace" if answer.startswith("Yes") else separate
    ]


def test_lines_without_a_sku_are_decided_about_in_place(desk: Desk, books: Books, operated: Walker) -> None:
    order_id = nameless(desk, "1", {"name": "Gift wrap", "price": 1, "quantity": 2})
    operated.open(PAGE)
    assert choices(operated, "The item “Gift wrap” has no SKU") == ["Leave these lines out Totals are lower"]
    decide(operated, "The item “Gift wrap”", "Leave").see("1 order is under way again.")
    assert waiting() == [order_id]


def test_orders_without_an_address_get_the_contact_of_their_source(
    desk: Desk, books: Books, operated: Walker
) -> None:
    send(desk, ordered(desk, "1", email=""))
    operated.open(PAGE)
    title = "Orders of Shopify have no e-mail address"
    decide(operated, title, contact_name=" ").see("Contact: type the name of a contact")
    operated.open(PAGE)
    decide(operated, title, contact_name="Web shop").see("1 order is under way again.")
    desk.work()
    assert [row["customer_name"] for row in books.sales_orders()] == ["Web shop"]


def test_a_long_field_is_shortened_in_place(desk: Desk, operated: Walker) -> None:
    order_id = far_away(desk, "1")
    operated.open(PAGE)
    assert titles(operated) == ["1 order: City is 1 character too long for Zoho Books"]
    name = card(operated, "City is").select_one("textarea")["name"]
    decide(operated, "City is", **{str(name): "Ada"}).see("1 order saved. 1 order is under way again.")
    assert db.session.get_one(Order, order_id).shipping["city"] == "Ada"


def test_a_total_that_differs_says_by_how_much_and_is_accepted_in_place(
    desk: Desk, books: Books, operated: Walker
) -> None:
    send(desk, ordered(desk, "1", tax_total="0.01"))
    operated.open(PAGE).see("is $0.01 lower than the customer paid", "No order waits for these")
    operated.press("Accept $0.01").see("1 difference accepted.", "Nothing needs your attention")
    row = db.session.query(SalesOrder).one()
    assert row.accepted_total == row.total == (row.expected_total or 0) - Decimal("0.01")


def test_an_order_in_doubt_says_when_bookdesk_looks_again(desk: Desk, operated: Walker) -> None:
    order_id = ordered(desk, "D-1")
    add_failed(desk, "x", [], order_id)
    doubtful = db.session.query(Appointment).one()
    doubtful.state = UNKNOWN
    db.session.commit()
    operated.open(PAGE).see("No answer came back for D-1", "nothing is created twice. Next look at")
    operated.press(f"Look now : order {order_id}").see("Needs Attention")


def test_a_viewer_sees_what_is_wrong_and_no_form(
    desk: Desk, walker: Walker, teapots: list[int], sign_in: Any
) -> None:
    viewer = Walker(sign_in("viewer"), desk.address).open(PAGE)
    assert viewer.soup.select("main form") == []
    viewer.see("Zoho Books has no active item with SKU TP-120", "See them")


@pytest.mark.once
def test_why_an_order_failed_and_its_fix_are_two_clicks_away(
    desk: Desk, books: Books, teapots: list[int], site: str, page: Page
) -> None:
    change_settings(desk)
    desk.person("owner")
    sign_in(page, site)
    page.goto(f"{site}{desk.address}")
    clicks = 0
    for button in (
        page.get_by_role("navigation").get_by_role("link", name="Needs Attention"),
        page.get_by_role("button", name="Use TETSUBIN-12 and send 3 orders"),
    ):
        button.click()
        clicks += 1
    expect(page.get_by_role("alert")).to_contain_text("3 orders are under way again.")
    assert clicks == 2
    assert states() == {SCHEDULED: 3}


@pytest.mark.once
def test_the_button_says_what_is_chosen(desk: Desk, teapots: list[int], site: str, page: Page) -> None:
    desk.person("owner")
    sign_in(page, site)
    page.goto(f"{site}{desk.address}/attention")
    page.get_by_role("radio", name="TETSUBIN-08").check()
    expect(page.get_by_role("button", name="Use TETSUBIN-08 and send 3 orders")).to_be_visible()
    expect(page.get_by_role("button", name="Use TETSUBIN-12 and send 3 orders")).to_have_count(0)
