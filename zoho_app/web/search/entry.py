"""What the search leads to, beside orders."""

from dataclasses import dataclass

ACTIONS, PAGES, FOLDERS, SETTINGS = "Actions", "Pages", "Folders", "Settings"
GROUPS = (ACTIONS, PAGES, FOLDERS, SETTINGS)


@dataclass(frozen=True)
class Entry:
    """A line of the search.

    `more` stands at its end; `posts_to` is where pressing it posts, with `href` the page that has the same button;
    `move_to` is the folder that the open order goes to.
    """

    group: str
    words: str
    href: str
    icon: str
    more: str = ""
    icon_class: str = ""
    posts_to: str = ""
    move_to: int | None = None

    def has(self, typed: str) -> bool:
        """Whether all that was typed stands in it, word by word, in any order."""
        text = f"{self.words} {self.more}".casefold()
        return all(word in text for word in typed.casefold().split())
