"""The save bar: it names whatever was changed, saves it or puts it back; nothing that was changed is left unasked."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from harness.desk import Desk
from harness.full_store import fill
from tests.support.browser import sign_in
from zoho_app.accounts.models import Store
from zoho_app.extensions import db
from zoho_app.rules.models import Rule

pytestmark = pytest.mark.once
BOOKS = "integrations/zoho-books"


@pytest.fixture
def full(desk: Desk) -> dict[str, Any]:
    """A store that has something on every page: what stands in the addresses of its pages."""
    desk.person("owner")
    filled = fill(desk)
    db.session.remove()
    return filled


@pytest.fixture
def opened(desk: Desk, site: str, page: Page, full: dict[str, Any]) -> Page:
    """The settings of the integration, which have fields of every kind."""
    sign_in(page, site)
    page.goto(f"{site}{desk.address}/{BOOKS}")
    return page


def bar_of(page: Page) -> Any:
    return page.locator(".topbar")


KINDS = (
    ("Sales order number prefix", lambda field: field.fill("GK-")),
    ("Product Code Match", lambda field: field.fill("A=B")),
    ("After Shipment, Move To", lambda field: field.select_option("Closed")),
    ("Let a discount pay the shipping, too", lambda field: field.click()),
    ("Another source", lambda field: field.fill("Etsy")),
)


def test_whatever_is_changed_is_named_marked_and_put_back(opened: Page) -> None:
    bar = bar_of(opened)
    height = bar.bounding_box()["height"]
    for label, change in KINDS:
        field = opened.get_by_label(label, exact=True)
        change(field)
        expect(bar).to_contain_text(f"1 unsaved change: {label}")
        expect(opened.locator(".is-changed")).to_have_count(1)
        bar.get_by_role("button", name="Discard").click()
        expect(bar).not_to_contain_text("unsaved")
        expect(opened.locator(".is-changed")).to_have_count(0)
    for chosen in ("Leave as draft", "Mark as open"):
        opened.get_by_label(chosen).check()
    expect(bar).not_to_contain_text("unsaved")  # as it was
    opened.get_by_label("Leave as draft").check()
    opened.get_by_label("Default item SKU").fill("MISC")
    expect(bar).to_contain_text("2 unsaved changes: New sales orders in Zoho Books and Default item SKU")
    assert bar.bounding_box()["height"] == height
    for label in ("Gift Message Field", "Picklist Message Field", "Inventory Location Match"):
        opened.get_by_label(label).fill("x")
    expect(bar).to_contain_text("5 unsaved changes: New sales orders in Zoho Books, Default item SKU, ")
    expect(bar).to_contain_text("and 2 more")
    bar.get_by_role("button", name="Discard").click()
    expect(opened.get_by_label("Mark as open")).to_be_checked()
    expect(opened.get_by_label("Default item SKU")).to_have_value("")


def test_leaving_asks_and_saving_does_not(desk: Desk, opened: Page) -> None:
    prefix = opened.get_by_label("Sales order number prefix")
    prefix.fill("GK-")
    opened.once("dialog", lambda question: question.dismiss())
    opened.get_by_role("link", name="Home").dispatch_event("click")  # is asked, and stays
    expect(prefix).to_have_value("GK-")
    bar_of(opened).get_by_role("button", name="Save settings").click()
    expect(opened.get_by_text("Settings saved.")).to_be_visible()
    expect(prefix).to_have_value("GK-")
    opened.get_by_role("link", name="Home").click()
    expect(opened).to_have_url(f"{opened.url.split('/stores')[0]}{desk.address}")


def test_what_was_refused_is_still_unsaved_and_can_be_put_back(opened: Page) -> None:
    opened.get_by_label("Sales order number prefix").fill(" ")
    opened.get_by_label("Default item SKU").fill("MISC")
    bar_of(opened).get_by_role("button", name="Save settings").click()
    expect(opened.get_by_text("There is a problem")).to_be_visible()
    expect(bar_of(opened)).to_contain_text("2 unsaved changes: Sales order number prefix and Default item SKU")
    bar_of(opened).get_by_role("button", name="Discard").click()
    expect(opened.get_by_label("Default item SKU")).to_have_value("")
    expect(opened.get_by_text("There is a problem")).to_have_count(0)
    expect(bar_of(opened)).not_to_contain_text("unsaved")


def test_the_change_of_another_person_is_shown_as_it_is_now(desk: Desk, site: str, opened: Page) -> None:
    opened.goto(f"{site}{desk.address}/settings")
    name, zone = opened.get_by_label("Store name"), opened.get_by_label("Time zone")
    name.fill("Mine")
    store = db.session.get_one(Store, desk.store_id)
    store.name, store.time_zone = "Theirs", "Europe/Berlin"
    db.session.commit()
    bar_of(opened).get_by_role("button", name="Save settings").click()
    expect(opened.get_by_text("Somebody changed the settings on this page")).to_be_visible()
    expect(opened.locator(".error-summary pre").first).to_have_text("Theirs")
    expect(name).to_have_value("Mine")
    expect(zone).to_have_value("Europe/Berlin")
    expect(bar_of(opened)).to_contain_text("1 unsaved change: Store name")
    bar_of(opened).get_by_role("button", name="Save settings").click()
    expect(opened.get_by_text("Store settings saved.")).to_be_visible()


class Hand:
    """Counts the clicks of a person and the pages that were loaded."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.loads = page, 0, 0
        page.on("load", lambda _: self._loaded())

    def _loaded(self) -> None:
        self.loads += 1

    def click(self, place: Any) -> Any:
        self.clicks += 1
        place.click()
        return place

    def choose(self, label: str, option: str) -> None:
        """Open a select and choose: one click."""
        self.clicks += 1
        self.page.get_by_label(label).last.select_option(option)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)


def test_a_rule_takes_nine_clicks_and_two_loads(desk: Desk, site: str, opened: Page) -> None:
    page = opened
    page.goto(f"{site}{desk.address}/rules")
    hand = Hand(page)
    hand.click(page.get_by_role("link", name="New Rule"))
    hand.choose("Add a filter", "Shipping Country")
    expect(page.locator("#filter-1-value")).to_be_focused()
    hand.type("DE")
    hand.choose("Add a filter", "Order Total")
    expect(page.locator("#filter-2-value")).to_be_focused()
    hand.type("100")
    hand.choose("Comparison", "is above")
    hand.click(page.get_by_label("Find an action"))
    hand.type("Tag Order")
    expect(page.locator("#action-1-name")).to_be_focused()
    hand.type("priority")
    hand.click(page.get_by_label("Find an action"))
    hand.type("Submit Order to Zoho Books")
    expect(page.locator("#action-2")).to_be_visible()
    words = "if Shipping Country is “DE” and Order Total is above 100, then Tag Order: priority, then Submit Order"
    expect(page.locator("#words-of-rule")).to_contain_text(words)
    expect(bar_of(page)).to_contain_text("4 unsaved changes: Filter 1, Filter 2, Action 1 and Action 2")
    hand.click(bar_of(page).get_by_role("button", name="Save rule"))
    expect(page.get_by_text("added.")).to_be_visible()
    assert hand.clicks <= 9 and hand.loads <= 2
    kept = db.session.scalars(select(Rule).order_by(Rule.id.desc())).first()
    assert kept is not None and kept.event == "Order is Imported"
    assert [(one["field"], one["operator"], one["value"]) for one in kept.filters] == [
        ("shipping_country", "is", "DE"),
        ("order_total", ">", "100"),
    ]
    assert [one["action"] for one in kept.actions] == ["Tag Order", "Submit Order to Zoho Books"]


def test_rows_of_a_rule_are_put_back_without_a_reload(
    desk: Desk, site: str, opened: Page, full: dict[str, Any]
) -> None:
    page = opened
    page.goto(f"{site}{desk.address}/rules/{full['rule_id']}")
    rows = page.locator("#actions .rule-row")
    count = rows.count()
    page.evaluate("window.stays = true")
    page.get_by_role("button", name="Remove").last.click()
    expect(rows).to_have_count(count - 1)
    expect(bar_of(page)).to_contain_text("1 unsaved change: 1 action removed")
    bar_of(page).get_by_role("button", name="Discard").click()
    expect(rows).to_have_count(count)
    expect(bar_of(page)).not_to_contain_text("unsaved")
    page.get_by_label("Find an action").fill("Tag Order")  # the page that was put back works as before
    expect(rows).to_have_count(count + 1)
    assert page.evaluate("window.stays")


def test_without_scripts_each_form_ends_with_its_button(
    desk: Desk, site: str, browser: Browser, full: dict[str, Any]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site)
    page.goto(f"{site}{desk.address}/{BOOKS}")
    page.get_by_label("Default item SKU").fill("MISC")
    page.get_by_role("button", name="Save settings").click()
    expect(page.get_by_label("Default item SKU")).to_have_value("MISC")
    context.close()


def test_checked_orders_are_left_behind_without_a_question(desk: Desk, site: str, opened: Page) -> None:
    opened.goto(f"{site}{desk.address}/orders")
    opened.get_by_role("checkbox", name="Order 1", exact=True).check()
    opened.get_by_role("link", name="Home").click()
    expect(opened).to_have_url(f"{site}{desk.address}")
