"""One person at the desk by pointer or by keys alone."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.support.journeys import Person
from zoho_app.extensions import db

HAS_FOCUS = "one => one === document.activeElement"
IS_SEEN = """one => {
  const box = one.getBoundingClientRect(), drawn = [one, one.nextElementSibling, one.parentElement].filter(Boolean);
  const styles = drawn.flatMap((part) => [getComputedStyle(part), getComputedStyle(part, "::after")]);
  return box.bottom > 0 && box.top < innerHeight
    && styles.some((style) => style.outlineStyle !== "none" || style.boxShadow !== "none");
}"""
MOST_TABS = 90


class Hand:
    """Presses, types and chooses."""

    def __init__(self, person: Person, by_keys: bool = False) -> None:
        self.person, self.page, self.by_keys = person, person.page, by_keys

    def press(self, words: str, within: str = "main", last: bool = False) -> None:
        """Press the button, link or menu whose name begins like that, and wait for what follows."""
        name, place = re.compile(f"^\\s*{re.escape(words)}"), self.page.locator(within)
        named = place.get_by_role("button", name=name).or_(place.get_by_role("link", name=name))
        found = named.or_(place.locator("summary", has_text=name)).locator("visible=true")
        self.press_on(found.last if last else found.first)
        self.page.wait_for_load_state()

    def press_on(self, place: Locator) -> None:
        db.session.remove()  # the test holds no transaction while the pages work
        if self.by_keys:
            self._tab_to(place)
            self.page.keyboard.press("Enter")
        else:
            place.click()

    def check(self, label: str) -> None:
        box = self.page.get_by_role("checkbox", name=label, exact=True)
        if self.by_keys:
            self._tab_to(box)
            self.page.keyboard.press("Space")
        else:
            box.check()
        expect(box).to_be_checked()

    def type(self, label: str, text: str) -> None:
        self.type_on(self.page.get_by_label(label).last, text)

    def type_on(self, field: Locator, text: str) -> None:
        """Type into a field in place of what it has."""
        if not self.by_keys:
            field.fill(text)
            return
        self._tab_to(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, label: str, option: str) -> None:
        """Choose in a select; by keys as most people do, by the beginning of the words."""
        field = self.page.get_by_label(label).last
        if self.by_keys:
            self._tab_to(field)
            self.page.keyboard.type(option)
        else:
            field.select_option(label=option)

    def _tab_to(self, place: Locator) -> None:
        """Press Tab until it has the focus, as one sees."""
        for _ in range(MOST_TABS):
            if place.evaluate(HAS_FOCUS):
                assert place.evaluate(IS_SEEN), f"nobody sees where the focus is: {place}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {place}")
