"""Bookdesk by keyboard alone: the palette, keys on lists, the panel beside a list, and where the focus goes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from harness.desk import Desk, order_data
from tests.support.browser import sign_in
from tests.support.look import Visit
from tests.support.order_pages import appointments, connect, orders_in
from zoho_app.extensions import db
from zoho_app.orders import import_order

pytestmark = pytest.mark.once

FEW = 6


@pytest.fixture
def visit(page: Page, site: str) -> Visit:
    return Visit(page, site)


@pytest.fixture
def orders(desk: Desk, site: str, page: Page, visit: Visit) -> Page:
    """The list of a connected store with a few orders, newest first: 6, 5, ..."""
    desk.person("owner")
    for number in range(1, FEW + 1):
        import_order.import_order(desk.store, order_data(str(number)), "API")
    connect(desk)
    db.session.remove()
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, site)
    page.goto(f"{site}{desk.address}/orders")
    return page


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def type_keys(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_orders_are_found_selected_moved_submitted_and_put_back_by_keys_alone(desk: Desk, orders: Page) -> None:
    type_keys(orders, "j", "j", "x", "j", "j", "Shift+X")
    expect(orders.locator(".bulk-count")).to_have_text("3 selected", use_inner_text=True)
    type_keys(orders, "m", "ArrowDown", "Enter")  # past the first folder
    expect(orders.get_by_role("alert")).to_contain_text("3 orders moved to Prepared.")
    assert orders_in(desk, "Prepared") == [3, 4, 5]
    db.session.remove()
    orders.get_by_role("button", name="Undo").focus()
    orders.keyboard.press("Enter")
    expect(orders.get_by_role("alert")).to_contain_text("3 orders moved back.")
    type_keys(orders, "j", "k", "s")
    expect(orders.get_by_role("heading", name="Submit 1 order to Zoho Books?")).to_be_focused()
    type_keys(orders, "Tab", "Enter")
    expect(orders.get_by_role("heading", level=1)).to_have_text("Submit to Zoho Books: 1 order")
    assert [made.subject_id for made in appointments()] == [6]
    orders.go_back()
    type_keys(orders, "j", "Enter")
    expect(orders).to_have_url(re.compile(r"/orders/6\b"))
    orders.go_back()
    type_keys(orders, "j", "j", "e")
    expect(orders).to_have_url(re.compile(r"/orders/5/edit/details\b"))


def test_an_order_is_looked_at_beside_the_list(desk: Desk, orders: Page, visit: Visit) -> None:
    type_keys(orders, "j", "Space")
    panel = orders.get_by_role("region", name="Order 6")
    expect(panel).to_contain_text("$49.90")
    expect(panel).to_contain_text("12 St James's Square, SW1Y 4JH London, GB")
    assert orders.locator(".col-items").first.is_hidden()
    assert {box["height"] for box in (row.bounding_box() for row in orders.locator("tbody tr").all()) if box} == {52}
    visit.judge("peek")
    orders.set_viewport_size({"width": 1440, "height": 900})
    orders.keyboard.press("j")
    panel = orders.get_by_role("region", name="Order 5")
    expect(panel).to_be_visible()
    expect(orders).to_have_url(re.compile(r"\?peek=5$"))
    panel.get_by_role("button", name="Next order").click()
    panel = orders.get_by_role("region", name="Order 4")
    panel.locator("summary", has_text="Move").click()
    panel.get_by_role("button", name="Move to Closed").click()
    expect(orders.get_by_role("alert")).to_contain_text("1 order moved to Closed.")
    expect(panel, "it is shown again, as the address says").to_contain_text("Closed")
    orders.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert focused(orders) == "4", "the row has the focus"
    expect(orders).to_have_url(re.compile("/orders$"))
    assert visit.wrong == []


def test_the_palette_finds_orders_pages_settings_and_actions(
    desk: Desk, orders: Page, visit: Visit, site: str
) -> None:
    field = orders.get_by_role("combobox", name="Search or jump to")

    def look_for(words: str) -> None:
        orders.keyboard.press("Control+k")
        expect(field).to_be_focused()
        orders.keyboard.type(words)

    look_for("kettle")
    active = orders.locator("[role=option][aria-selected=true]")
    expect(orders.locator(".palette-none")).to_have_text("Nothing has “kettle” in it")
    field.fill("bd-mug-01")
    expect(orders.get_by_role("option", name="All orders with “bd-mug-01”")).to_be_visible()
    assert orders.get_by_role("group", name="Orders").get_by_role("option").count() == 4
    visit.judge("palette")
    orders.set_viewport_size({"width": 1440, "height": 900})
    orders.keyboard.press("Escape")
    look_for("after ship")
    expect(active).to_have_text(re.compile("After Shipment, Move To"))
    orders.keyboard.press("Enter")
    expect(orders.get_by_role("heading", level=1)).to_contain_text("Zoho Books")
    look_for("closed")
    expect(active).to_have_text("Closed")
    orders.keyboard.press("Enter")
    expect(orders.get_by_role("heading", level=1)).to_have_text("Closed")
    orders.goto(f"{site}{desk.address}/orders")
    type_keys(orders, "j", "x")
    look_for("move prep")
    expect(active).to_contain_text("1 selected")
    orders.keyboard.press("Enter")
    expect(orders.get_by_role("alert")).to_contain_text("1 order moved to Prepared.")
    orders.goto(f"{site}{desk.address}/orders/5")
    look_for("> move to clos")
    orders.keyboard.press("Enter")
    expect(orders.get_by_role("alert")).to_contain_text("1 order moved to Closed.")
    expect(orders).to_have_url(re.compile("/orders/5$"))
    type_keys(orders, "?")
    expect(orders.get_by_role("dialog", name="Keys")).to_contain_text("Next row")
    visit.judge("keys")
    orders.set_viewport_size({"width": 1440, "height": 900})
    orders.keyboard.press("Escape")
    assert visit.wrong == []


def test_the_first_row_is_five_tabs_away_at_most(desk: Desk, orders: Page) -> None:
    type_keys(orders, "Tab", "Tab")
    assert focused(orders) == "Skip to the orders"
    orders.keyboard.press("Enter")
    for _ in range(2):
        orders.keyboard.press("Tab")
        if focused(orders) == "6":
            break
    assert focused(orders) == "6"


def test_single_letters_can_be_switched_off(desk: Desk, orders: Page, site: str) -> None:
    orders.goto(f"{site}/account")
    orders.get_by_label("Use single letters on lists").uncheck()
    orders.get_by_role("button", name="Save keys").click()
    expect(orders.get_by_role("alert")).to_contain_text("Single letters do nothing on lists.")
    orders.goto(f"{site}{desk.address}/orders")
    type_keys(orders, "j", "x", "?", "/")
    expect(orders.locator(".bulk-bar")).to_be_hidden()
    assert orders.evaluate("document.activeElement === document.body")
    orders.keyboard.press("Control+k")
    expect(orders.get_by_role("combobox", name="Search or jump to")).to_be_focused()


def test_other_lists_know_the_keys_too(desk: Desk, orders: Page, site: str) -> None:
    orders.goto(f"{site}{desk.address}/folders")
    first = orders.locator("main tbody tr a").first
    orders.keyboard.press("j")
    expect(first).to_be_focused()


def test_without_scripts_the_search_is_a_page(desk: Desk, site: str, browser: Browser) -> None:
    desk.person("operator")
    desk.order("1001")
    db.session.remove()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    sign_in(page, site, "operator")
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_role("searchbox").fill("1001")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=re.compile("1001 Ada Lovelace"))).to_be_visible()
    page.get_by_role("searchbox").fill("prefix")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=re.compile("prefix", re.IGNORECASE))).to_be_visible()
    page.goto(f"{site}{desk.address}/search?q=order")
    expect(page.get_by_role("link", name="Add order")).to_be_visible()
    expect(page.get_by_role("link", name="Store name")).to_have_count(0)  # which is for owners
    context.close()
