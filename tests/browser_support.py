"""Debian's Chromium, driven by Playwright; and pictures of what it shows."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

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


class Pictures:
    """Saves what a page looks like, light, dark, and at 320 px, into BOOKDESK_SCREENS or a folder of the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(os.environ.get("BOOKDESK_SCREENS") or folder)
        self.is_wanted = bool(os.environ.get("BOOKDESK_SCREENS"))
        self.folder.mkdir(parents=True, exist_ok=True)

    def take(self, page: Page, name: str) -> None:
        """Three pictures when they are wanted for the documentation, else one to look at after a failure."""
        shots = {"light": ("light", 1280), "dark": ("dark", 1280), "phone": ("light", 320)}
        for kind, (scheme, width) in shots.items() if self.is_wanted else [("light", ("light", 1280))]:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=self.folder / f"{name}-{kind}.png", full_page=True)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 800})


def numbers_in(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]
