"""Starts a press (see the package `press`): a short-lived process without secrets, for each document or picture."""

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from zoho_app.documents.models import PrintSettings
from zoho_app.documents.packing_slip import Page

ROOT = Path(__file__).parents[2]
MOST_AT_ONCE = 2  # in each web process
PATIENCE = 15.0  # seconds that a request waits for its turn
SECONDS = {"press.browser": 20.0, "press.pdf": 90.0, "press.logo": 20.0}  # more than each allows itself
LOGO_MM, LOGO_HEIGHT_MM = 60.0, 25.0
DOTS_A_MM = 12.0  # 300 dpi

_turns = threading.BoundedSemaphore(MOST_AT_ONCE)


class NotMade(Exception):
    """The press refused or gave up; says why in words that follow a colon, and the line of the template if known."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


class Busy(NotMade):
    """Others are printing just now."""


class Printed(NamedTuple):
    """The HTML of each page, texts that should have had a bar code and can't, and letters that a PDF can't show."""

    pages: list[str]
    without_barcode: list[str]
    not_in_pdf: list[str]


def for_browser(template: str, pages: Sequence[Page], logo_alt: str, logo_href: str) -> Printed:
    """The pages as a browser shows them; no logo when both texts of it are "". Raises NotMade."""
    request = {"template": template, "pages": pages, "logo_alt": logo_alt, "logo_href": logo_href}
    answer = _ask("press.browser", request)
    return Printed(answer["pages"], answer["without_barcode"], answer["not_in_pdf"])


@dataclass(frozen=True)
class Paper:
    """What a PDF needs beside its pages: title, size of paper, and the logo as PNG with its size in pixels."""

    title: str
    size: str
    logo: bytes
    logo_width: int
    logo_height: int


def paper(settings: PrintSettings, title: str) -> Paper:
    """The paper that the store has chosen."""
    return Paper(title, settings.paper, settings.logo or b"", settings.logo_width, settings.logo_height)


def as_pdf(template: str, pages: Sequence[Page], paper: Paper) -> bytes:
    """The same as a PDF. Raises NotMade."""
    request = {
        "template": template,
        "pages": pages,
        "logo_alt": paper.title if paper.logo else "",
        "logo": base64.b64encode(paper.logo).decode(),
        "logo_mm": logo_width_mm(paper.logo_width, paper.logo_height),
        "paper": paper.size,
        "title": paper.title,
    }
    return base64.b64decode(_ask("press.pdf", request)["pdf"])


def redraw(picture: bytes) -> tuple[bytes, int, int]:
    """An uploaded picture as a small PNG, with its width and height in pixels. Raises NotMade."""
    answer = _ask("press.logo", {"picture": base64.b64encode(picture).decode()})
    return base64.b64decode(answer["png"]), answer["width"], answer["height"]


def logo_width_mm(width: int, height: int) -> float:
    """How wide a logo of so many pixels is on paper: as sharp as printers print, and never larger than its place."""
    if not width or not height:
        return 0
    return min(LOGO_MM, LOGO_HEIGHT_MM * width / height, max(width / DOTS_A_MM, 20.0))


def _ask(module: str, request: dict[str, Any]) -> dict[str, Any]:
    if not _turns.acquire(timeout=PATIENCE):
        raise Busy("others are printing just now; try again in a moment")
    try:
        return _answer(module, json.dumps(request).encode())
    finally:
        _turns.release()


def _answer(module: str, request: bytes) -> dict[str, Any]:
    """Run the module once. Its environment is empty: what the press does not know it can't tell."""
    command = [sys.executable, "-s", "-m", module]
    environment = {"PYTHONUTF8": "1", "PATH": os.defpath}
    try:
        done = subprocess.run(  # noqa: S603 - a command of ours
            command,
            input=request,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=environment,
            timeout=SECONDS[module],
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotMade("it takes too long") from error
    if done.returncode:
        # The system ends a process that reaches its limits, or it ends itself when it gets no more memory.
        raise NotMade("it takes too long or needs too much memory")
    answer: dict[str, Any] = json.loads(done.stdout)
    if not answer.pop("ok"):
        raise NotMade(answer["reason"], answer["line"])
    return answer
