"""What a check of the checklist says."""

from dataclasses import dataclass

GOOD, BAD, UNKNOWN = "good", "bad", "unknown"


@dataclass(frozen=True)
class Check:
    """One line of the checklist, in words for people.

    `remedy` is how to fix it. `place` names the page for that, as web/zoho_books/preflight.py knows them; "" is none.
    """

    title: str
    state: str
    words: str
    remedy: str = ""
    place: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the checklist that is yet to be judged."""

    title: str

    def good(self, words: str) -> Check:
        """The check passed."""
        return Check(self.title, GOOD, words)

    def bad(self, words: str, remedy: str, place: str) -> Check:
        """The check failed."""
        return Check(self.title, BAD, words, remedy, place)

    def unknown(self, words: str, remedy: str = "", place: str = "") -> Check:
        """The check could not be made; `words` follow a colon."""
        return Check(self.title, UNKNOWN, f"Could not be checked: {words}", remedy, place)
