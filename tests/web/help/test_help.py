"""Help: each page leads to its part of the user guide, which can be read, searched, and opened beside the page."""

import re

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from harness.desk import Desk
from harness.pages import furnished
from harness.walker import Walker
from tests.support.browser import sign_in
from zoho_app.web.help import links, pages
from zoho_app.web.help.pointers import heading_key

pytestmark = pytest.mark.slow(10)


def test_every_page_with_a_top_bar_has_a_part_that_exists(app: Flask, desk: Desk, owner: FlaskClient) -> None:
    helped: dict[str, str] = {}
    for path in furnished(app, desk, "full").values():
        soup = BeautifulSoup(owner.get(path, follow_redirects=True).text, "lxml")
        link = soup.select_one(".topbar [data-help]")
        if soup.select_one(".topbar") and not path.startswith("/help"):
            helped[path] = str(link["href"]) if link else ""
    assert [path for path, href in helped.items() if not href.removeprefix("/help").strip("/")] == []
    assert {href for href in helped.values() if owner.get(href).status_code != 200} == set()
    assert len(helped) > 60


def test_every_heading_of_the_table_is_in_the_guide_and_every_endpoint_is_a_page(app: Flask) -> None:
    with app.test_request_context():
        parts = pages.the_guide().parts
    assert {heading for heading in links.HEADINGS.values() if heading_key(heading) not in parts} == set()
    assert set(links.HEADINGS) - set(app.view_functions) == set()


def test_every_link_and_picture_of_the_guide_is_there(app: Flask, owner: FlaskClient) -> None:
    with app.test_request_context():
        book = pages.the_guide()
    soup = BeautifulSoup("".join(part.html for part in (*book.tasks, *book.pages.values())), "lxml")
    found = {str(one["href"]) for one in soup.select("a")}
    inside = {address for address in found if not re.match("https?://", address)}
    assert any(address.startswith("/help/pictures/") for address in inside)
    for address in inside:
        path, _, place = address.partition("#")
        with owner.get(path) as answer:
            assert answer.status_code == 200, address
            assert not place or BeautifulSoup(answer.get_data(), "lxml").find(id=place), address


def test_a_part_holds_its_heading_and_what_stands_below_alone(desk: Desk, walker: Walker) -> None:
    walker.go("/help/one-cause").see("Dismiss takes a group off the page")
    assert walker.soup.h1.text == "One cause"
    article = walker.soup.select_one("#guide article").text
    assert "Totals that differ" not in article
    walker.click("Needs Attention").see("The page groups everything that failed")
    assert [one.text for one in walker.soup.select("#guide article h2")][0] == "One cause"


def test_a_search_finds_the_parts_that_have_every_word(desk: Desk, walker: Walker) -> None:
    walker.go("/help")
    walker.soup.select_one("#guide input")["value"] = "gift card"
    walker.press("Search")
    assert [one.text for one in walker.soup.select(".guide-found a")][0] == "Discounts"
    assert walker.soup.select_one(".guide-found mark").text == "gift"
    walker.soup.select_one("#guide input")["value"] = "<b>zeppelin</b>"
    walker.press("Search").see("No part of the guide has all of these words")
    walker.see("Help on “<b>zeppelin</b>”")


def test_help_is_for_people_who_are_signed_in(app: Flask, desk: Desk) -> None:
    client = app.test_client()
    for path in ("/help", "/help/needs-attention", "/help/pages/api", "/help/pictures/home-light.png"):
        assert client.get(path).location.startswith("/sign-in")
    assert "data-help" not in client.get("/sign-in").text


def test_nothing_but_the_pictures_of_the_guide_is_served(owner: FlaskClient) -> None:
    for path in (
        "/help/nothing",
        "/help/pages/threat-model",
        "/help/pictures/nothing.png",
        "/help/pictures/..%2Fapi.md",
    ):
        assert owner.get(path).status_code == 404


@pytest.mark.once
def test_help_opens_beside_the_page_and_leads_back(desk: Desk, site: str, page: Page) -> None:
    desk.person("owner")
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, site)
    page.goto(f"{site}{desk.address}/attention")
    link, panel = page.get_by_role("link", name="Help for this page"), page.get_by_role("complementary", name="Help")
    link.click()
    expect(panel.get_by_role("heading", name="Needs Attention")).to_be_focused()
    panel.get_by_role("link", name="Differences", exact=True).first.click()
    expect(panel.get_by_role("heading", level=2).first).to_have_text("Differences")
    panel.get_by_label("Search the guide").last.fill("packing slip")
    panel.get_by_role("button", name="Search").click()
    panel.get_by_role("link", name="Send, move and cancel an order").click()
    expect(panel).to_contain_text("withdraws an order that still waits")
    expect(page).to_have_url(re.compile("/attention$"))
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(link).to_be_focused()
