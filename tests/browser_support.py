"""Debian's Chromium, driven by Playwright; and pictures of what it shows."""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests import picture_support
from tests.support import ROLE_EMAILS, Desk

CHROMIUM = "/usr/bin/chromium"
# Chromium would otherwise call home at every start.
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser; nothing of it is kept."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The application of this test, on a free port of this machine; yields its address."""
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

    def shoot(self, page: Page, name: str) -> None:
        """One picture of the page as it stands."""
        path = self.folder / f"{name}.png"
        if self.is_wanted:
            picture_support.keep(page, path)
        else:
            page.screenshot(path=path, full_page=True)


def numbers_in(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]
