"""What pages do where scripts run: keys, menus that close, Copy and Print; without scripts none of it is there."""

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from harness.desk import Desk
from harness.server import wait_for
from tests.support.browser import sign_in
from tests.support.bulk import many
from tests.support.order_pages import connect
from zoho_app.bulk import actions, start
from zoho_app.bulk.models import REFUSED, BulkItem
from zoho_app.bulk.selection import Selection
from zoho_app.extensions import db

pytestmark = pytest.mark.once


@pytest.fixture
def signed_in(desk: Desk, site: str, page: Page) -> Page:
    desk.person("owner")
    desk.order("1001")
    db.session.remove()
    sign_in(page, site)
    return page


def test_a_slash_leads_to_the_search_and_is_typed_where_one_types(desk: Desk, site: str, signed_in: Page) -> None:
    page = signed_in
    palette = page.get_by_role("combobox", name="Search or jump to")
    page.goto(f"{site}{desk.address}/settings")
    page.keyboard.press("Control+/")
    expect(palette).to_be_hidden()
    page.keyboard.press("/")
    expect(palette).to_be_focused()
    page.goto(f"{site}{desk.address}/orders?q=mug")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("1/2")
    expect(page.locator("#q")).to_have_value("1/2")  # what stood there was selected


def test_an_open_menu_closes_on_escape_and_on_a_click_elsewhere(desk: Desk, site: str, signed_in: Page) -> None:
    page = signed_in
    page.goto(f"{site}{desk.address}/settings")
    sign_out = page.get_by_role("button", name="Sign out", exact=True)
    menu = page.locator(".side-person")
    for close in (lambda: page.keyboard.press("Escape"), lambda: page.locator("h1").click()):
        menu.click()
        expect(sign_out).to_be_visible()
        close()
        expect(sign_out).to_be_hidden()


def test_copy_puts_the_value_into_the_clipboard(desk: Desk, site: str, signed_in: Page) -> None:
    page = signed_in
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}{desk.address}/people")
    page.get_by_label("Email").fill("grace@example.com")
    page.get_by_role("button", name="Invite", exact=True).click()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#invitation-link").inner_text()


def test_print_prints_the_slip(desk: Desk, site: str, signed_in: Page) -> None:
    page = signed_in
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    page.goto(f"{site}{desk.address}/orders")
    page.get_by_role("row", name="1001").get_by_role("link").first.click()
    page.get_by_role("link", name="Packing slip").click()
    wait_for(lambda: page.evaluate("window.printed") == 1, 10)
    page.reload()
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed") == 1


def test_without_scripts_no_button_is_shown_that_would_do_nothing(desk: Desk, site: str, browser: Browser) -> None:
    desk.person("owner")
    order_id = desk.order("1001").id
    db.session.remove()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site)
    page.goto(f"{site}{desk.address}/orders/{order_id}")
    page.get_by_role("link", name="Packing slip").click()
    expect(page.locator("[data-print]")).to_be_hidden()
    page.goto(f"{site}{desk.address}/people")
    page.get_by_label("Email").fill("grace@example.com")
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.locator("#invitation-link")).to_be_visible()
    expect(page.locator("[data-copy]")).to_be_hidden()
    context.close()


def test_a_page_that_keeps_itself_up_to_date_leaves_the_focus_where_it_was(
    desk: Desk, site: str, signed_in: Page
) -> None:
    page, ids = signed_in, many(desk, 60)
    connect(desk)
    run = start.start(Selection(desk.store_id, order_ids=tuple(ids)), actions.SUBMIT, {}, "owner@example.com")
    address, all_of_them = f"{site}{desk.address}/runs/{run.id}", len(ids)
    db.session.commit()
    page.clock.install()
    page.goto(address)
    for seen, words in enumerate(("Result as CSV", "Stop"), 1):
        page.get_by_text(words, exact=True).focus()
        db.session.execute(update(BulkItem).where(BulkItem.order_id == ids[seen]).values(state=REFUSED))
        db.session.commit()
        page.clock.fast_forward(2_000)
        expect(page.locator(".outlook")).to_contain_text(f"{all_of_them - seen} not processed yet")
        expect(page.get_by_text(words, exact=True)).to_be_focused()
