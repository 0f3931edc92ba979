"""Choosing orders in a real browser: ranges, all pages, what the bar does with them, and what is asked in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from harness.desk import Desk, order_data
from tests.support.browser import sign_in
from tests.support.look import Visit
from tests.support.order_pages import connect, orders_in
from zoho_app.extensions import db
from zoho_app.orders import import_order

pytestmark = pytest.mark.once

MANY = 60  # one page and ten more; each of 49.90 USD


@pytest.fixture
def visit(page: Page, site: str) -> Visit:
    return Visit(page, site)


@pytest.fixture
def orders(desk: Desk, site: str, page: Page, visit: Visit) -> Page:
    """The list of a store with more orders than fit on a page, newest first: 60, 59, ..."""
    desk.person("owner")
    for number in range(1, MANY + 1):
        import_order.import_order(desk.store, order_data(str(number)), "API")
    connect(desk)
    db.session.remove()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.add_init_script(
        "new PerformanceObserver(list => list.getEntries().forEach(one => { window.shifted = (window.shifted || 0)"
        " + one.value; })).observe({type: 'layout-shift', buffered: true});"
    )
    sign_in(page, site)
    page.goto(f"{site}{desk.address}/orders")
    return page


def box(page: Page, number: int) -> Locator:
    return page.get_by_role("checkbox", name=f"Order {number}", exact=True)


def menu(page: Page, words: str) -> Locator:
    return page.locator(".bulk-bar summary", has_text=words)


ROWS = "rows => rows.map(row => Math.round(row.getBoundingClientRect().y + scrollY))"


@contextmanager
def no_shift(page: Page) -> Iterator[None]:
    """Nothing on the page moves meanwhile, not even what a press may move."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")  # what came before
    page.evaluate("window.shifted = 0")
    before = page.locator("tbody tr").evaluate_all(ROWS)
    yield
    assert page.locator("tbody tr").evaluate_all(ROWS) == before
    assert page.evaluate("window.shifted") == 0


def test_37_orders_are_moved_with_four_clicks_and_one_load_and_back_with_one(desk: Desk, orders: Page) -> None:
    loads: list[str] = []
    count, total = orders.locator(".bulk-count"), orders.locator(".bulk-sum")
    with no_shift(orders):
        box(orders, 60).click()
        expect(count).to_have_text("1 selected", use_inner_text=True)
        box(orders, 24).click(modifiers=["Shift"])
        expect(count).to_have_text("37 selected", use_inner_text=True)
        expect(total).to_have_text("$1,846.30")  # 37 times 49.90
    orders.on("load", lambda one: loads.append(one.url))
    menu(orders, "Move").click()
    orders.get_by_role("button", name="Move to Prepared").click()
    toast = orders.get_by_role("alert")
    expect(toast).to_contain_text("37 orders moved to Prepared.")
    assert len(loads) == 1
    assert orders_in(desk, "Prepared") == list(range(24, 61))
    db.session.remove()
    expect(count).to_be_hidden()
    toast.get_by_role("button", name="Undo").click()
    expect(toast).to_contain_text("37 orders moved back.")
    expect(orders).to_have_url(re.compile(f"{desk.address}/orders"))
    assert orders_in(desk, "Prepared") == []


def test_the_choice_is_kept_on_other_pages_and_sent_whole(desk: Desk, orders: Page) -> None:
    count = orders.locator(".bulk-count")
    box(orders, 60).check()
    orders.get_by_role("link", name="Next").click()
    expect(count).to_have_text("1 selected, 1 on other pages", use_inner_text=True)
    box(orders, 3).check()
    orders.locator("[data-search]").fill("10")
    orders.keyboard.press("Enter")
    expect(count).to_have_text("2 selected, 2 on other pages", use_inner_text=True)
    menu(orders, "Move").click()
    orders.get_by_role("button", name="Move to Closed").click()
    expect(orders.get_by_role("alert")).to_contain_text("2 orders moved to Closed.")
    assert orders_in(desk, "Closed") == [3, 60]
    db.session.remove()
    expect(count).to_be_hidden()

    orders.goto(orders.url.partition("?")[0])
    box(orders, 59).check()
    orders.get_by_text("Select all 60").click()
    expect(count).to_have_text("All 60 selected", use_inner_text=True)
    orders.get_by_role("link", name="Next").click()
    expect(count).to_have_text("All 60 selected", use_inner_text=True)
    menu(orders, "More").click()
    orders.get_by_role("textbox", name="Tag", exact=True).fill("Gift")
    orders.keyboard.press("Enter")
    expect(orders.get_by_role("button", name="Tag “Gift” on 60 orders")).to_be_visible()
    orders.go_back()
    orders.get_by_role("link", name="Clear", exact=True).click()
    expect(count).to_be_hidden()
    box(orders, 9).check()
    menu(orders, "More").click()
    with orders.expect_download() as file:
        orders.get_by_role("button", name="Export items as CSV").click()
    lines = file.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 3, "the titles and the two items of one order"
    orders.get_by_role("textbox", name="Tag", exact=True).fill("Gift")
    orders.keyboard.press("Enter")
    expect(orders.get_by_role("alert")).to_contain_text("1 order tagged “Gift”.")
    orders.get_by_role("button", name="Undo").click()
    expect(orders.get_by_role("alert")).to_contain_text("1 order tagged as before.")


def test_what_can_not_be_undone_is_asked_below_the_bar(desk: Desk, orders: Page, visit: Visit) -> None:
    box(orders, 60).check()
    visit.judge("selected")
    submit = orders.get_by_role("button", name="Submit Order to Zoho Books")
    orders.set_viewport_size({"width": 1440, "height": 900})
    with no_shift(orders):
        submit.click()
        question = orders.get_by_role("region", name="Submit 1 order to Zoho Books?")
        expect(question).to_contain_text("1 would be scheduled to Zoho Books")
        expect(question.get_by_role("heading")).to_be_focused()
    visit.judge("asked")
    orders.set_viewport_size({"width": 1440, "height": 900})
    orders.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(submit).to_be_focused()
    menu(orders, "More").click()
    visit.judge("menu")
    orders.set_viewport_size({"width": 1440, "height": 900})
    orders.get_by_role("button", name="Delete", exact=True).click()
    orders.get_by_role("button", name="Delete 1 order for good").click()
    expect(orders.get_by_role("heading", level=1)).to_have_text("Delete for good: 1 order")
    expect(orders.locator("main")).to_contain_text("1 deleted for good")
    assert orders_in(desk, "New") == list(range(1, 60))
    assert visit.wrong == []


def test_rows_are_dragged_onto_a_folder(desk: Desk, orders: Page) -> None:
    closed = orders.get_by_role("link", name=re.compile("^Closed"))
    rows = orders.locator("tbody tr")
    rows.nth(4).get_by_role("link").first.drag_to(closed)
    expect(orders.get_by_role("alert")).to_contain_text("1 order moved to Closed.")
    box(orders, 60).check()
    box(orders, 58).check()
    rows.nth(0).get_by_role("link").first.hover()
    orders.mouse.down()
    closed.hover()
    closed.hover()
    expect(closed).to_have_class(re.compile("is-target"))
    orders.mouse.up()
    expect(orders.get_by_role("alert")).to_contain_text("2 orders moved to Closed.")
    assert orders_in(desk, "Closed") == [56, 58, 60]
