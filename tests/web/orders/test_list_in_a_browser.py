"""The list of orders in a real browser: where its rows begin, how they are chosen, and what appears then."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from harness.desk import Desk, order_data
from tests.support.browser import sign_in
from zoho_app.extensions import db
from zoho_app.orders import import_order

pytestmark = pytest.mark.once

MANY = 60  # one page and ten more


@pytest.fixture
def orders(desk: Desk, site: str, page: Page) -> Page:
    """The list of a store with more orders than fit on a page, newest first: 60, 59, ..."""
    _fill(desk)
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, site)
    page.goto(f"{site}{desk.address}/orders")
    return page


def _fill(desk: Desk) -> None:
    desk.person("owner")
    for number in range(1, MANY + 1):
        import_order.import_order(desk.store, order_data(str(number)), "API")
    db.session.commit()
    db.session.remove()


def test_the_first_row_is_near_the_top_and_twelve_are_in_view(orders: Page) -> None:
    boxes = [row.bounding_box() for row in orders.locator("tbody tr").all()]
    seen = [box for box in boxes if box and box["y"] + box["height"] <= 900]
    assert boxes[0] is not None
    assert boxes[0]["y"] <= 220
    assert len(seen) >= 12
    assert {box["height"] for box in seen} == {52}


def test_the_head_stays_in_view_and_the_bar_takes_its_place(orders: Page) -> None:
    head, bar = orders.locator("thead"), orders.get_by_role("group", name="With the checked orders")
    expect(bar).to_be_hidden()
    before = orders.locator("tbody tr").first.bounding_box()
    orders.get_by_role("checkbox", name="Order 60", exact=True).check()
    expect(bar).to_be_visible()
    assert orders.locator("tbody tr").first.bounding_box() == before, "nothing moves"
    place = bar.bounding_box()
    assert place is not None
    assert place["y"] == head.locator("th").first.bounding_box()["y"]
    orders.locator("tbody tr").last.scroll_into_view_if_needed()
    expect(orders.locator("tbody tr").first).not_to_be_in_viewport()
    expect(bar).to_be_in_viewport()
    assert bar.locator("> .button, > .menu > .button").all_inner_texts() == [
        "Submit Order to Zoho Books",
        "Dry run",
        "Move",
        "Print packing slips",
        "More actions",
    ]


def test_the_whole_row_opens_the_order(orders: Page) -> None:
    items = orders.locator("tbody tr").nth(1).locator(".col-items").bounding_box()
    assert items is not None
    orders.mouse.click(items["x"] + 20, items["y"] + 20)
    expect(orders).to_have_url(re.compile("/orders/59$"))


def test_without_scripts_the_bar_appears_too_and_does_its_work(desk: Desk, site: str, browser: Browser) -> None:
    _fill(desk)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    sign_in(page, site)
    page.goto(f"{site}{desk.address}/orders")
    submit = page.get_by_role("button", name="Submit Order to Zoho Books")
    expect(submit).to_be_hidden()
    page.get_by_role("checkbox", name="Order 60", exact=True).check()
    page.get_by_role("checkbox", name="Order 59", exact=True).check()
    box = submit.bounding_box()
    assert box is not None
    assert box["y"] > 700, "at the bottom, where the thumb is"
    page.locator(".bulk-bar summary", has_text="More actions").click()
    page.get_by_role("button", name="Dry run", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dry run: 2 orders")
    page.goto(f"{site}{desk.address}/orders")
    page.get_by_role("checkbox", name="Order 60", exact=True).check()
    page.locator(".bulk-bar summary", has_text="Move").click()
    page.get_by_role("button", name="Move to Closed").click()
    expect(page.get_by_role("alert")).to_contain_text("1 order moved to Closed.")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("alert")).to_contain_text("1 order moved back.")
    context.close()
