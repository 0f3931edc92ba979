"""Printing in a browser: twenty slips in four clicks, a page for each, and a preview that follows what is typed."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pypdf import PdfReader

from harness.desk import Desk
from tests.support.browser import sign_in
from zoho_app.extensions import db

pytestmark = pytest.mark.slow(10)

WIDE: ViewportSize = {"width": 1440, "height": 900}


@pytest.fixture
def signed_in(page: Page, desk: Desk, site: str) -> Page:
    """An owner's browser, which counts how often it prints and loads a page."""
    desk.person("owner")
    for number in range(25):
        desk.order(f"N-{number:02}")
    db.session.remove()
    page.set_viewport_size(WIDE)
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    sign_in(page, site)
    return page


def on_paper(page: Page) -> list[str]:
    """The text of each page that the browser prints."""
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages]


def test_twenty_slips_take_four_clicks_and_one_load(desk: Desk, site: str, signed_in: Page) -> None:
    page = signed_in
    page.goto(f"{site}{desk.address}/orders")
    loads: list[str] = []  # what a redirect leads to belongs to the load before it
    page.on(
        "request",
        lambda one: loads.append(one.url) if one.is_navigation_request() and not one.redirected_from else None,
    )
    boxes = page.locator("input[name=order_ids]")
    boxes.nth(0).click()
    boxes.nth(19).click(modifiers=["Shift"])
    page.get_by_role("button", name="Print packing slips").first.click()
    page.wait_for_function("window.printed === 1")  # the fourth click is in the browser's own question
    assert loads == [f"{site}{desk.address}/orders/print"]
    sheets = on_paper(page)
    assert [next(f"N-{n:02}" for n in range(25) if f"N-{n:02}" in sheet) for sheet in sheets] == [
        f"N-{number:02}" for number in range(24, 4, -1)
    ]
    assert not any("Pick list" in sheet or "Back" in sheet for sheet in sheets)


def test_the_preview_follows_what_is_typed(desk: Desk, site: str, signed_in: Page) -> None:
    page = signed_in
    page.goto(f"{site}{desk.address}/settings/printing/template")
    template, preview = page.get_by_label("Template"), page.locator("#preview")
    expect(preview).to_contain_text("#1042")
    template.fill("<h2 class='number'>{{ order.number }}!</h2>")
    expect(preview).to_have_text("#1042!")
    template.fill("<p>{{ order.nummber }}</p>")
    expect(preview).to_contain_text("line 1: “nummber” does not exist.")
    template.fill("<p>{{ order.number }}</p>")
    page.get_by_label("Preview with").select_option(label="Order N-24")
    expect(preview).to_have_text("N-24")
    expect(template).to_have_value("<p>{{ order.number }}</p>")
    page.get_by_role("button", name="Save template").first.click()
    expect(page.get_by_text("Template saved.")).to_be_visible()


def test_an_order_prints_as_items_money_and_addresses(desk: Desk, site: str, signed_in: Page) -> None:
    page = signed_in
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site}{desk.address}/orders")
    page.get_by_role("link", name="N-24").first.click()
    page.wait_for_load_state()
    text = " ".join("\n".join(on_paper(page)).split())
    for words in ("N-24", "Stoneware mug", "12 St James's Square"):
        assert words in text
    for words in ("Needs Attention", "Submit", "Rule Builder", "Save"):
        assert words not in text
    page.emulate_media(media="print", color_scheme="dark")
    colors = "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('h1')).color]"
    assert page.evaluate(colors) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def test_everything_can_be_printed_without_scripts(desk: Desk, site: str, signed_in: Page, browser: Browser) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport=WIDE, storage_state=signed_in.context.storage_state()
    )
    page = context.new_page()
    page.goto(f"{site}{desk.address}/orders")
    page.locator("input[name=order_ids]").nth(2).check()
    page.get_by_role("button", name="Print packing slips").first.click()
    expect(page.locator(".sheet")).to_have_count(1)
    page.get_by_role("link", name="Pick list").click()
    expect(page.locator(".sheet")).to_contain_text("1 order, ")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename == "pick-list.pdf"
    context.close()
