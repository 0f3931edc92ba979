"""People on their way through the pages in a real browser, with the workers beside them."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import func, select

from harness.desk import Desk
from harness.sandbox import SandboxProcess
from tests.support.browser import PATIENCE_MS, sign_in
from zoho_app import kinds
from zoho_app.appointments import queue_work
from zoho_app.appointments.models import Appointment
from zoho_app.clock import now
from zoho_app.extensions import db

PHONE = 320
LOOK_MS = 150
# No page that keeps itself up to date waits longer before it looks anew.
PAGES_LOOK_ANEW_MS = 10_000


@pytest.fixture
def journey(browser: Browser, site: str, desk: Desk, zoho_process: SandboxProcess) -> Iterator["Journey"]:
    """The application at work; it sends people to the sandbox to consent, and that sends them back."""
    sandbox = zoho_process.url
    desk.app.config.update(PUBLIC_URL=site, ZOHO_SANDBOX_URL=sandbox, FORM_ACTION_HOSTS=[sandbox])
    journey = Journey(browser, site, desk)
    yield journey
    for context in journey.contexts:
        context.close()


class Journey:
    """Lets people in: each with a browser of their own."""

    def __init__(self, browser: Browser, site: str, desk: Desk) -> None:
        self.browser, self.site, self.desk = browser, site, desk
        self.contexts: list[BrowserContext] = []

    def nobody(self, **how: Any) -> "Person":
        """Somebody in front of an empty window; `how` is what Playwright wants to know of their browser."""
        context = self.browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **how})
        context.set_default_timeout(PATIENCE_MS)
        context.clock.install()
        self.contexts.append(context)
        return Person(context.new_page(), self.site, self.desk)

    def person(self, role: str = "operator", **how: Any) -> "Person":
        """Somebody of the store who has signed in."""
        self.desk.person(role)
        db.session.remove()
        person = self.nobody(**how)
        sign_in(person.page, self.site, role)
        return person


class Person:
    """Opens pages of the store, reads them, presses what is on them; counts the presses."""

    def __init__(self, page: Page, site: str, desk: Desk) -> None:
        self.page, self.site, self.store = page, site, f"{site}{desk.address}"
        self.desk = desk
        self.clicks = 0

    def tab(self) -> "Person":
        """The same person in another tab."""
        return Person(self.page.context.new_page(), self.site, self.desk)

    def open(self, path: str) -> "Person":
        db.session.remove()  # the test holds no transaction while the pages work
        answer = self.page.goto(self.store + path)
        assert answer is not None and answer.status == 200, path
        return self

    def see(self, *expected: str) -> "Person":
        for words in expected:
            expect(self.page.locator("body")).to_contain_text(re.compile(re.escape(words).replace("\\ ", r"\s+")))
        return self

    def press(self, words: str, within: str = "body") -> "Person":
        """Press the first button or link whose name begins like that, and wait for what follows."""
        db.session.remove()
        self._pressable(words, within).click()
        self.page.wait_for_load_state()
        self.clicks += 1
        return self

    def _pressable(self, words: str, within: str) -> Locator:
        place, name = self.page.locator(within), re.compile(f"^{re.escape(words)}")
        return place.get_by_role("button", name=name).or_(place.get_by_role("link", name=name)).first

    def watch(self, *expected: str) -> "Person":
        """Look on, reloading nothing, while time flies for the page, until it says all that."""
        for _ in range(3 * PATIENCE_MS // LOOK_MS):  # for what a worker does, on a busy machine
            self.page.clock.fast_forward(PAGES_LOOK_ANEW_MS)
            self.page.wait_for_timeout(LOOK_MS)
            seen = " ".join(self.page.inner_text("body").split())
            if all(words in seen for words in expected):
                return self
        raise AssertionError(f"{expected} did not come: {seen}")


@contextmanager
def workers(desk: Desk, *queues: str) -> Iterator[None]:
    """A worker beside the people, as a process of its own would be; at the end it has done all that was due."""
    redis, is_over = desk.app.extensions["redis"], threading.Event()
    redis.sadd("rq:workers", "rq:worker:one")
    redis.hset("rq:worker:one", "last_heartbeat", now().isoformat())

    def go_on() -> None:
        with desk.app.app_context():
            while sum(queue_work.work(name, patience=0) for name in queues) or not is_over.wait(0.05):
                pass

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
        db.session.remove()


SUBMIT = "Submit Order to Zoho Books"


def states(kind: str = kinds.SUBMIT.name) -> dict[str, int]:
    db.session.remove()
    counted = select(Appointment.state, func.count()).where(Appointment.kind == kind).group_by(Appointment.state)
    return {row[0]: row[1] for row in db.session.execute(counted)}
