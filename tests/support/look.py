"""Looking at pages as strictly as can be: accessible, narrow enough, small, silent, and cheap."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import axe_playwright_python
from flask import Flask, g, has_request_context, request
from playwright.sync_api import Browser, Page, Response
from sqlalchemy import Engine, event

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
ALL: dict[str, Any] = {"resultTypes": ["violations"]}
# Nothing else of a page depends on its colours.
COLORS = {**ALL, "runOnly": ["color-contrast", "link-in-text-block"]}
VIEWS = (("light", 1280, ALL), ("dark", 1280, COLORS), ("light", 320, ALL), ("dark", 320, COLORS))
# Every page in every state and view takes minutes (script/look); else each page is seen in one of them, in turn.
IS_COMPLETE = os.environ.get("BOOKDESK_LOOK") == "all"
MOST_BYTES, MOST_STATEMENTS = 75_000, 12
LOOK = """async options => (await axe.run(document, options)).violations
    .map(one => `${one.id}: ${one.nodes[0].html.slice(0, 140)}`)"""
UNFOLD = """() => document.querySelectorAll("main details").forEach(part => part.open = true)"""
Seen = Callable[[str, int], None]  # is told the scheme and the width


@dataclass
class Visit:
    """Walks from page to page and keeps what is wrong. `turn` says in which view the first page is seen."""

    page: Page
    site: str
    turn: int = 0
    unfolds: bool = False  # whether what is folded in is judged, too
    wrong: list[str] = field(default_factory=list)
    pages: int = 0
    looks: int = 0
    weights: dict[str, int] = field(default_factory=dict)  # bytes of each file as it travelled

    def __post_init__(self) -> None:
        self.page.on("response", self._note)
        self.page.on("console", self._complain)
        self.page.on("pageerror", lambda error: self.wrong.append(f"{self.page.url}: {error}"))
        self.page.add_init_script(path=AXE)

    def open(self, path: str, status: int = 200, seen: Seen | None = None) -> None:
        """Open a page as on a first visit, and judge it; `seen` is told each view as it is there."""
        answer = self.page.goto(self.site + path)
        assert answer is not None
        if answer.status != status:
            self.wrong.append(f"{path} answers {answer.status}")
        if not self.page.url.endswith(path):
            self.wrong.append(f"{path} leads on to {self.page.url}")
        self._weigh(path, answer)
        if self.unfolds:
            self.page.evaluate(UNFOLD)
        self.judge(path, seen)

    def judge(self, name: str, seen: Seen | None = None) -> None:
        """What axe finds on the page as it stands, and whether it is wider than a telephone."""
        self.turn += 1
        self.pages += 1
        self.page.wait_for_load_state()  # A press has only begun to open it.
        for scheme, width, options in VIEWS if IS_COMPLETE else [VIEWS[self.turn % len(VIEWS)]]:
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            self._fit(name, width)
            found = self.page.evaluate(LOOK, options)
            self.wrong += [f"{name} {scheme} {width}: {one}" for one in found]
            self.looks += 1
            if seen:
                seen(scheme, width)
        if self.page.viewport_size != {"width": 320, "height": 800}:
            self._fit(name, 320)

    def _fit(self, name: str, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 800})
        if self.page.evaluate("document.documentElement.scrollWidth") > width:
            self.wrong.append(f"{name} is wider than {width} px")

    def _weigh(self, path: str, answer: Response) -> None:
        used = self.page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
        if strangers := [address for address in used if not address.startswith((self.site, "data:"))]:
            self.wrong.append(f"{path} asks others: {strangers}")
        weight = int(answer.headers.get("content-length", 0)) + sum(self.weights.get(one, 0) for one in set(used))
        if weight > MOST_BYTES:
            self.wrong.append(f"{path} weighs {weight} bytes")

    def _note(self, response: Response) -> None:
        if "/static/" in response.url and response.status == 200:
            self.weights[response.url] = int(response.headers.get("content-length", 0))

    def _complain(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.wrong.append(f"{self.page.url}: {message.text}")


@contextmanager
def visiting(browser: Browser, site: str, turn: int = 0, unfolds: bool = False) -> Iterator[Visit]:
    """A walk in a tab of its own; fails at its end with all that was wrong."""
    page = browser.new_page()
    visit = Visit(page, site, turn, unfolds)
    yield visit
    page.close()
    print(f"{visit.pages} pages judged in {visit.looks} views, {len(visit.wrong)} complaints")  # noqa: T201
    assert not visit.wrong, "\n".join(visit.wrong)


@contextmanager
def cheap(app: Flask, wrong: list[str]) -> Iterator[None]:
    """Every page that is opened meanwhile and takes too many SQL statements is added to what is `wrong`."""
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
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", count)
        hooks.remove(note)
    wrong += [f"{path} takes {count} statements" for path, count in taken.items() if count > MOST_STATEMENTS]
