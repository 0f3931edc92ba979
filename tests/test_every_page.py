"""Every page of the house, empty, full, in trouble, with very long texts, and refused.

With BOOKDESK_LOOK=all (script/look) each is judged by tests/look_support.py in each state and each of four views;
else in one state and one view, in turn.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask, abort, url_for
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from tests.browser_support import Pictures, sign_in
from tests.crowded_store import crowd
from tests.full_store import as_it_is, fill, long, trouble
from tests.look_support import IS_COMPLETE, UNFOLD, Seen, cheap, visiting
from tests.support import Desk
from zoho_app.access import VIEWER, access
from zoho_app.accounts import one_time_links, people
from zoho_app.extensions import db
from zoho_app.web import attention_groups, errors

# What answers with a file, with JSON, or only by leading on.
NO_PAGES = re.compile(
    r"static|health\.health|api_\w+\..*|exports\..*|zoho_books\.callback|import_orders\.template|runs\.result"
)
SECTIONS = ("details", "addresses", "discounts", "checkout-data", "order-metadata")
# Whose item an address names.
ITEMS = {
    "orders.edit_item": "order_item_id",
    "inventory.edit": "inventory_item_id",
}
# Pages that show nothing of a store, or that only a started import has; they are visited beside the list.
BESIDE = {"sign_in.sign_in", "set_up.set_up", "set_up.invitation", "import_orders.show", "stores.index"}
# The same pages with something asked of them, and what their pictures are called.
FURTHER = {
    "orders?q=nothing": "orders-none-found",
    "orders?all=1": "orders-all-filters",
    "inventory?q=nothing": "inventory-none-found",
    "appointments?state=failed": "appointments-failed",
    "orders/checked?all_matching=1": "orders-checked",
    "orders/checked?all_matching=1&do=submit": "orders-checked-submit",
}
STATES = ("empty", "full", "trouble", "long")

Paths = dict[str, str]  # the address of each page, by a name for its picture


def is_page(rule: Any) -> bool:
    return "GET" in rule.methods and not NO_PAGES.fullmatch(rule.endpoint) and rule.endpoint not in BESIDE


def paths_of(app: Flask, known: dict[str, Any]) -> Paths:
    """Every page whose blanks `known` can fill in."""
    found = {}
    for rule in filter(is_page, app.url_map.iter_rules()):
        blanks = {**known, "item_id": known.get(ITEMS.get(rule.endpoint, ""))}
        if rule.endpoint == "orders.edit":
            blanks["section"] = SECTIONS
        if not all(blanks.get(name) for name in rule.arguments):
            continue
        for section in blanks.get("section", ("",)):
            filled = {name: blanks[name] for name in rule.arguments} | ({"section": section} if section else {})
            with app.test_request_context():
                found[name_of(rule.endpoint, section)] = url_for(rule.endpoint, **filled)
    return found


def name_of(endpoint: str, section: str) -> str:
    return "-".join(filter(None, (endpoint.removesuffix(".index").replace(".", "-").replace("_", "-"), section)))


def further(desk: Desk, known: dict[str, Any]) -> Paths:
    paths = {name: f"{desk.address}/{path}" for path, name in FURTHER.items()}
    for group in attention_groups.all_of(desk.store_id):
        paths[f"attention-{group.code.replace('_', '-')}"] = (
            f"{desk.address}/attention/group?{urlencode(group.address)}"
        )
    if unsent := known.get("unsent_order_id"):
        paths["order-dry-run"] = f"{desk.address}/orders/{unsent}/preview"
    return paths


def furnished(app: Flask, desk: Desk, state: str) -> Paths:
    """Bring the store into that state; returns every page that it has then."""
    person = desk.person("owner")
    known = {"store_id": desk.store_id, "user_id": person.id, "folder_id": desk.folder("New").id}
    if state != "empty":
        known |= fill(desk, long if state == "long" else as_it_is)
    if state == "trouble":
        trouble(desk)
    if state == "crowded":
        crowd(desk, known)
    paths = paths_of(app, known)
    if state != "empty":
        assert len(paths) == sum(map(is_page, app.url_map.iter_rules())) + len(SECTIONS) - 1
    paths |= further(desk, known)
    db.session.remove()
    return paths


@pytest.mark.parametrize("state", [*STATES, "crowded"])
def test_every_page_opens_and_is_cheap(app: Flask, desk: Desk, owner: FlaskClient, state: str) -> None:
    wrong: list[str] = []
    paths = furnished(app, desk, state).values()
    with cheap(app, wrong):
        statuses = {path: owner.get(path, follow_redirects=True).status_code for path in paths}
    assert {path for path, status in statuses.items() if status != 200} == set()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("state", STATES)
def test_every_page_looks_right(
    app: Flask, desk: Desk, browser: Browser, site: str, tmp_path: Path, state: str
) -> None:
    turn = STATES.index(state)
    paths = list(furnished(app, desk, state).items())
    pictures = Pictures(tmp_path)
    is_pictured = state == "full" and pictures.is_wanted
    with visiting(browser, site, turn, unfolds=state in ("trouble", "long")) as visit:
        sign_in(visit.page, site)
        for name, path in paths if IS_COMPLETE else paths[turn :: len(STATES)]:
            visit.open(path, seen=camera(pictures, visit.page, name, path) if is_pictured else None)


def camera(pictures: Pictures, page: Page, name: str, path: str) -> Seen:
    """Takes the pictures of a page; none where it has led on to another page."""

    def seen(scheme: str, width: int) -> None:
        if width == 1280 and page.url.endswith(path):
            pictures.shoot(page, f"{name}-{scheme}")

    return seen


# The page, the button that is pressed, and what is typed under which label before; an empty form is refused as it is.
REFUSED: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("settings", "Save settings", {"Store name": ""}),
    ("people", "Invite", {}),
    ("inventory/new", "Add item", {"Price": "much"}),
    ("orders/new", "Add order", {"Email": "nobody"}),
    ("orders/import", "Show preview", {}),
    ("orders/ORDER/edit/details", "Save details", {"Email": "nobody", "Refunded": "much"}),
    ("orders/ORDER/edit/discounts", "Save discounts", {"Amount": "much"}),
    ("orders/ORDER/edit/checkout-data", "Save checkout data", {"Checkout data": "no equals sign"}),
    ("orders/ORDER/items/new", "Add item", {"Price each": "much"}),
    ("orders/ORDER", "Add note", {}),
    ("orders/ORDER", "Add shipment", {}),
    ("channels/new", "Add sales channel", {}),
    ("rules/new", "Save rule", {}),
    ("folders", "Add folder", {}),
    ("views/new", "Save view", {}),
    ("alerts", "Save alert settings", {"E-mail addresses": "nobody"}),
    ("integrations/zoho-books", "Save settings", {"Product Code Match": "no equals sign"}),
)


def test_every_form_that_is_refused(app: Flask, desk: Desk, browser: Browser, site: str) -> None:
    order_id = fill(desk)["order_id"]
    db.session.remove()
    with visiting(browser, site) as visit:
        sign_in(visit.page, site)
        pages = [(f"{desk.address}/{path.replace('ORDER', str(order_id))}", *rest) for path, *rest in REFUSED]
        for path, button, typed in [*pages, ("/account", "Change password", {})]:
            visit.page.goto(site + path)
            visit.page.evaluate(UNFOLD)
            # Without the browser's own check, as from one that has none.
            visit.page.evaluate("document.querySelectorAll('form').forEach(form => form.noValidate = true)")
            for label, text in typed.items():
                visit.page.get_by_label(label).first.fill(text)
            visit.page.get_by_role("button", name=button, exact=True).last.click()
            expect(visit.page.locator("main [role=alert]").first, f"{path} after “{button}”").to_be_visible()
            visit.judge(f"{path} refused")
        visit.open(f"{desk.address}/orders/999999", status=404)


def test_every_failure_and_a_form_that_came_too_late(app: Flask, desk: Desk, browser: Browser, site: str) -> None:
    settings = f"{desk.address}/settings"
    desk.person("owner")
    db.session.remove()
    with visiting(browser, site) as visit:
        sign_in(visit.page, site)
        visit.page.goto(site + settings)
        visit.page.context.clear_cookies()
        visit.page.get_by_role("button", name="Save settings").click()
        visit.judge("signed out meanwhile")
        sign_in(visit.page, site)
        for code in errors.TROUBLES:
            app.view_functions["stores.settings"] = access(VIEWER)(failing(code))
            visit.open(settings, status=code)


def failing(code: int) -> Callable[..., None]:
    def fail(**anything: Any) -> None:
        abort(code)

    return fail


def test_pages_before_signing_in(app: Flask, desk: Desk, browser: Browser, site: str) -> None:
    _, invitation = people.invite(desk.store, f"{'long-' * 12}name@example.com", "operator", "owner@example.com")
    db.session.commit()
    with visiting(browser, site) as visit:
        visit.open("/sign-in")
        visit.page.get_by_role("button", name="Sign in").click()
        visit.judge("refused sign-in")
        visit.open(f"/invitation/{invitation}")
        visit.page.get_by_role("button").last.click()
        visit.judge("refused invitation")
        visit.open("/invitation/used", status=404)
        visit.open("/nothing", status=404)


def test_the_set_up_page(app: Flask, browser: Browser, site: str) -> None:
    with app.app_context():
        token = one_time_links.new_set_up_link()
        db.session.commit()
    with visiting(browser, site) as visit:
        visit.open(f"/set-up/{token}")
        visit.page.get_by_role("button", name="Create store").click()
        assert visit.page.locator(".error-summary").evaluate("it => it === document.activeElement")
        visit.judge("refused set-up")
        visit.open("/set-up/used", status=404)
