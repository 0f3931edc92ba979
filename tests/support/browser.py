"""Debian's Chromium, driven by Playwright; and pictures of what it shows."""

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from werkzeug.serving import make_server

from harness.desk import ROLE_EMAILS, Desk

PATIENCE_MS = 15_000
# Debian has it without windows, too, which takes two thirds of the time.
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
# Chromium would otherwise call home at every start.
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless browser; nothing of it is kept."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab in which any complaint of the browser, such as one about the content security policy, fails the test."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(PATIENCE_MS)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    assert [text for text in complaints if "Failed to load resource" not in text] == []


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The application of this test, on a free port of this machine; its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def sign_in(page: Page, site: str, role: str = "owner") -> None:
    """Sign in through the page, as somebody whom `desk.person(role)` has let in."""
    page.goto(f"{site}/sign-in")
    page.get_by_label("Email").fill(ROLE_EMAILS[role])
    page.get_by_label("Password").fill(Desk.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


class Pictures:
    """Saves what a page looks like into BOOKDESK_SCREENS, or into a folder of the test."""

    SHOTS = {"light": ("light", 1280), "dark": ("dark", 1280), "phone": ("light", 320)}

    def __init__(self, folder: Path) -> None:
        self.folder = Path(os.environ.get("BOOKDESK_SCREENS") or folder)
        self.is_wanted = bool(os.environ.get("BOOKDESK_SCREENS"))
        self.folder.mkdir(parents=True, exist_ok=True)

    def take(self, page: Page, name: str) -> None:
        """Three pictures when they are wanted for the documentation, else one to look at after a failure."""
        for kind, (scheme, width) in self.SHOTS.items() if self.is_wanted else [("light", ("light", 1280))]:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": 800})
            self.shoot(page, f"{name}-{kind}")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 800})

    def camera(self, page: Page, name: str) -> Callable[[str, int], None] | None:
        """What takes the pictures of a page while it is judged, when they are wanted for the documentation."""

        def seen(scheme: str, width: int) -> None:
            if width == 1280:
                self.shoot(page, f"{name}-{scheme}")

        return seen if self.is_wanted else None

    def shoot(self, page: Page, name: str) -> None:
        """One picture of the page as it stands."""
        path = self.folder / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        self._make_small(path)

    def shoot_part(self, part: Locator, name: str) -> None:
        """One picture of a part of a page, such as the guide shows."""
        path = self.folder / f"{name}.png"
        part.screenshot(path=path)
        self._make_small(path)

    def _make_small(self, path: Path) -> None:
        if self.is_wanted:  # they are kept: with 256 colors they take a third of the room
            Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def numbers_in(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]
