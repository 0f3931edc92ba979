"""Every page of the house, empty, full, with very long texts and refused: accessible, narrow, small, and cheap."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from flask import Flask, g, has_request_context, request, url_for
from flask.testing import FlaskClient
from playwright.sync_api import Page, Response
from sqlalchemy import Engine, event

from tests.browser_support import chromium, serving, sign_in
from tests.full_store import LONG, SHORT, fill
from tests.support import Desk
from zoho_app.accounts import one_time_links, people
from zoho_app.extensions import db

pytestmark = pytest.mark.xdist_group("every page")

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
ALL: dict[str, Any] = {"resultTypes": ["violations"]}
# Nothing else of a page depends on its colours.
COLORS = {**ALL, "runOnly": ["color-contrast", "link-in-text-block"]}
VIEWS = (("light", 1280, ALL), ("dark", 1280, COLORS), ("light", 320, ALL), ("dark", 320, COLORS))
MOST_BYTES, MOST_STATEMENTS = 60_000, 12
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
# The same pages with something asked of them.
FURTHER = ("/orders?q=nothing", "/orders?all=1", "/inventory?q=nothing", "/appointments?state=failed")
# Pages that show nothing of a store, or that only a started import has; they are visited beside the list.
BESIDE = {"sign_in.sign_in", "set_up.set_up", "set_up.invitation", "import_orders.show", "stores.index"}


@dataclass
class Visit:
    """Walks from page to page and keeps what is wrong."""

    page: Page
    site: str
    wrong: list[str] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)  # bytes of each file as it travelled

    def __post_init__(self) -> None:
        self.page.on("response", self._note)
        self.page.on("console", self._complain)
        self.page.add_init_script(path=AXE)

    def open(self, path: str, status: int = 200) -> None:
        """Open a page as on a first visit, and judge it."""
        answer = self.page.goto(self.site + path)
        assert answer is not None
        if answer.status != status:
            self.wrong.append(f"{path} answers {answer.status}")
        self._weigh(path, answer)
        self.judge(path)

    def judge(self, name: str) -> None:
        """What axe finds on the page as it stands, and whether it is wider than the window, in any view."""
        for scheme, width, options in VIEWS:
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            self.page.set_viewport_size({"width": width, "height": 800})
            if self.page.evaluate("document.documentElement.scrollWidth") > width:
                self.wrong.append(f"{name} is wider than {width} px")
            found = self.page.evaluate("options => axe.run(document, options)", options)["violations"]
            self.wrong += [f"{name} {scheme} {width}: {one['id']} {one['nodes'][0]['html'][:140]}" for one in found]

    def _weigh(self, path: str, answer: Response) -> None:
        used = self.page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
        if strangers := [address for address in used if not address.startswith((self.site, "data:"))]:
            self.wrong.append(f"{path} asks others: {strangers}")
        weight = int(answer.headers.get("content-length", 0)) + sum(self.seen.get(one, 0) for one in set(used))
        if weight > MOST_BYTES:
            self.wrong.append(f"{path} weighs {weight} bytes")

    def _note(self, response: Response) -> None:
        if "/static/" in response.url and response.status == 200:
            self.seen[response.url] = int(response.headers.get("content-length", 0))

    def _complain(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.wrong.append(f"{self.page.url}: {message.text}")


@pytest.fixture
def visit(app: Flask) -> Iterator[Visit]:
    """A walk in a real browser, over the application served for it."""
    with serving(app) as site, chromium() as browser:
        page = browser.new_page()
        yield Visit(page, site)
        page.close()


@pytest.fixture
def statements(app: Flask) -> Iterator[dict[str, int]]:
    """How many SQL statements each page has taken, by its path."""
    taken: dict[str, int] = {}

    def count(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if has_request_context() and not statement.startswith("BEGIN"):
            g.statements = g.get("statements", 0) + 1

    def note(answer: Any) -> Any:
        if request.method == "GET":
            taken[request.full_path.rstrip("?")] = g.get("statements", 0)
        return answer

    hooks = app.after_request_funcs.setdefault(None, [])
    hooks.append(note)
    event.listen(Engine, "before_cursor_execute", count)
    yield taken
    event.remove(Engine, "before_cursor_execute", count)
    hooks.remove(note)


def paths_of(app: Flask, known: dict[str, Any]) -> Iterator[str]:
    """The address of every page whose blanks `known` can fill in."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or NO_PAGES.fullmatch(rule.endpoint) or rule.endpoint in BESIDE:
            continue
        blanks = {**known, "item_id": known.get(ITEMS.get(rule.endpoint, ""))}
        if rule.endpoint == "orders.edit":
            blanks["section"] = SECTIONS
        if all(blanks.get(name) for name in rule.arguments):
            for section in blanks.get("section", ("",)):
                filled = {name: blanks[name] for name in rule.arguments} | ({"section": section} if section else {})
                with app.test_request_context():
                    yield url_for(rule.endpoint, **filled)


def too_dear(statements: dict[str, int]) -> list[str]:
    return [f"{path} takes {count} statements" for path, count in statements.items() if count > MOST_STATEMENTS]


@pytest.mark.parametrize("text", [SHORT, LONG], ids=["full", "long"])
def test_every_page_of_a_store_at_work_opens_and_is_cheap(
    app: Flask, desk: Desk, owner: FlaskClient, statements: dict[str, int], text: str
) -> None:
    known = {"store_id": desk.store_id, **fill(desk, text)}
    db.session.remove()
    paths = list(paths_of(app, known))
    assert {rule.endpoint for rule in app.url_map.iter_rules() if is_page(rule)} == visited(app, paths)
    unsent = f"/orders/{known['unsent_order_id']}/preview"
    for path in [*paths, *(desk.address + more for more in (*FURTHER, unsent))]:
        assert owner.get(path, follow_redirects=True).status_code == 200, path
    assert not (wrong := too_dear(statements)), "\n".join(wrong)


def is_page(rule: Any) -> bool:
    return "GET" in rule.methods and not NO_PAGES.fullmatch(rule.endpoint) and rule.endpoint not in BESIDE


def visited(app: Flask, paths: list[str]) -> set[str]:
    adapter = app.url_map.bind("127.0.0.1")
    return {str(adapter.match(path.split("?")[0], method="GET")[0]) for path in paths}


def test_every_page_of_an_empty_store(app: Flask, desk: Desk, visit: Visit, statements: dict[str, int]) -> None:
    person = desk.person("owner")
    known = {"store_id": desk.store_id, "user_id": person.id, "folder_id": desk.folder("New").id}
    db.session.remove()
    sign_in(visit.page, visit.site)
    for path in paths_of(app, known):
        visit.open(path)
    assert not (wrong := visit.wrong + too_dear(statements)), "\n".join(wrong)


def test_pages_before_signing_in(app: Flask, desk: Desk, visit: Visit) -> None:
    _, invitation = people.invite(desk.store, f"{'long-' * 12}name@example.com", "operator", "owner@example.com")
    db.session.commit()
    visit.open("/sign-in")
    visit.open(f"/invitation/{invitation}")
    visit.open("/invitation/used", status=404)
    visit.open("/nothing", status=404)
    assert not visit.wrong, "\n".join(visit.wrong)


def test_the_set_up_page(app: Flask, visit: Visit) -> None:
    with app.app_context():
        token = one_time_links.new_set_up_link()
        db.session.commit()
    visit.open(f"/set-up/{token}")
    visit.page.get_by_role("button", name="Create store").click()
    assert visit.page.locator(".error-summary").evaluate("it => it === document.activeElement")
    visit.judge("refused set-up")
    assert not visit.wrong, "\n".join(visit.wrong)
