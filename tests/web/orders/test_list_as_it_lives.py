"""The list of orders in a real browser: how soon it is there, how few clicks it takes, how it follows events."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from harness.desk import Desk, order_data
from tests.support.browser import sign_in
from tests.support.look import MOST_BYTES
from tests.support.order_pages import appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import folders, import_order, shipments
from zoho_app.orders.models import Order

pytestmark = pytest.mark.once

MANY = 60
SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => { sum += one.value; }))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 300);
})"""


@pytest.fixture
def orders(desk: Desk, site: str, page: Page) -> Page:
    """The list of a store with 60 orders, the newest first, opened on a laptop."""
    desk.person("owner")
    for number in range(1, MANY + 1):
        import_order.import_order(desk.store, order_data(str(number)), "API")
    db.session.commit()
    db.session.remove()
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, site)
    page.goto(f"{site}{desk.address}/orders")
    return page


class Effort:
    """Counts the clicks that a task takes, and the pages that it loads."""

    def __init__(self, page: Page) -> None:
        self.clicks, self.loads = 0, 0
        page.on("framenavigated", self._note)

    def _note(self, frame: Any) -> None:
        self.loads += 1

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()


def row(page: Page, number: int) -> Locator:
    return page.locator("tbody tr").filter(has=page.get_by_role("link", name=str(number), exact=True))


def change(page: Page, *changes: Any) -> None:
    """Let something happen meanwhile, and let the page look at once instead of after some seconds."""
    db.session.add_all(changes)
    db.session.commit()
    db.session.remove()
    with page.expect_response(lambda answer: "mark=" in answer.url and answer.status == 200):
        page.evaluate("document.dispatchEvent(new Event('look'))")


def order(number: int) -> Order:
    return db.session.query(Order).filter_by(source_id=str(number)).one()


def test_the_first_rows_are_there_at_once_and_nothing_moves(orders: Page, desk: Desk) -> None:
    sizes: list[int] = []
    orders.on("response", lambda answer: sizes.append(answer.request.sizes()["responseBodySize"]))
    orders.reload()
    orders.wait_for_load_state("networkidle")
    assert orders.evaluate(SHIFTS) == 0
    assert 0 < sum(sizes) <= MOST_BYTES
    boxes = [one.bounding_box() for one in orders.locator("tbody tr").all()]
    seen = [box for box in boxes if box and box["y"] + box["height"] <= 900]
    assert boxes[0] is not None
    assert boxes[0]["y"] <= 168
    assert len(seen) == 14
    orders.get_by_role("button", name="Compact rows").click()
    expect(orders.get_by_role("button", name="Comfortable rows")).to_be_visible()
    assert {box["height"] for box in (one.bounding_box() for one in orders.locator("tbody tr").all()[:5]) if box} == {
        36
    }
    for width, height in ((1024, 768), (390, 844), (320, 640)):
        orders.set_viewport_size({"width": width, "height": height})
        assert orders.evaluate("document.documentElement.scrollWidth") == width


def test_a_part_of_a_tracking_number_finds_its_order_without_a_click(orders: Page) -> None:
    shipments.add(order(17), {"tracking_number": "1Z999AA10123456784", "carrier_code": "UPS"}, "API")
    db.session.commit()
    db.session.remove()
    effort = Effort(orders)
    orders.keyboard.press("/")
    orders.keyboard.type("aa1012")
    orders.keyboard.press("Enter")
    expect(orders.locator("tbody tr")).to_have_count(1)
    expect(row(orders, 17)).to_contain_text("UPS 1Z999AA10123456784")
    assert (effort.clicks, effort.loads) == (0, 1)


def test_yesterdays_orders_are_a_file_after_three_clicks(orders: Page) -> None:
    for number in (3, 5):
        order(number).date_added = now() - timedelta(days=1)
    db.session.commit()
    db.session.remove()
    effort = Effort(orders)
    effort.click(orders.locator("summary", has_text="Filter"))
    effort.click(orders.get_by_role("link", name="Yesterday"))
    expect(orders.get_by_role("link", name="Added: yesterday")).to_be_visible()
    with orders.expect_download() as file:
        effort.click(orders.get_by_role("link", name="Orders as CSV"))
    lines = file.value.path().read_text().splitlines()
    assert len(lines) == 3, "a head and two orders"
    assert (effort.clicks, effort.loads) == (3, 1)


def test_rows_and_counts_follow_what_happens_while_what_is_held_stays(orders: Page, desk: Desk) -> None:
    failed = orders.get_by_role("navigation", name="Saved views").get_by_role("link", name="Failed")
    expect(failed).to_have_text("Failed 0")
    orders.get_by_role("checkbox", name="Order 58", exact=True).check()
    orders.get_by_role("link", name="59", exact=True).focus()
    orders.evaluate("window.isSamePage = true")

    change(orders, *(appointment(order(number), "failed") for number in (58, 59, 60)))
    expect(row(orders, 58)).to_contain_text("Failed")
    expect(row(orders, 60)).to_contain_text("Failed")
    expect(failed).to_have_text("Failed 3")
    expect(orders.locator("#desk-menu")).to_contain_text("Needs Attention3")
    expect(row(orders, 59)).to_contain_text("To send")
    expect(orders.get_by_role("link", name="59", exact=True)).to_be_focused()
    expect(orders.get_by_role("checkbox", name="Order 58", exact=True)).to_be_checked()

    folders.move(order(57), desk.folder("Closed"), "API")
    import_order.import_order(desk.store, order_data("61"), "API")
    change(orders)
    expect(row(orders, 57)).to_contain_text("Closed")
    expect(orders.get_by_role("link", name="1 new order")).to_be_visible()
    expect(row(orders, 61)).to_have_count(0)

    orders.get_by_role("checkbox", name="Order 58", exact=True).uncheck()
    orders.get_by_role("searchbox", name="Search All Orders").focus()
    expect(row(orders, 59)).to_contain_text("Failed")
    expect(row(orders, 61)).to_have_count(0)  # the pointer is still on the list
    orders.mouse.move(5, 5)
    expect(row(orders, 61)).to_be_visible()
    expect(orders.get_by_role("link", name="1 new order")).to_be_hidden()
    assert orders.locator("tbody tr").count() == 50
    assert orders.evaluate("window.isSamePage"), "without a reload"
