"""The user guide, and the pages that it leads to, read from docs/ and drawn as HTML."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from zoho_app.web.help.pointers import heading_key, point

GUIDE = "user-guide"
# What the guide leads to for more. A link to any other file of docs/ is only its words.
FURTHER = ("importing-files", "reconciling", "webhooks", "api")
TABLE_OPENS = '<div class="guide-table" role="group" tabindex="0" aria-label="Table"><table class="table">\n'
PRE_OPENS = '<pre tabindex="0">'  # a wide one is scrolled by keys, too
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Part:
    """What stands below one heading, further headings included. `level` is 2 for a task, more for a part of one."""

    page: str
    key: str
    title: str
    level: int
    html: str
    text: str  # as search reads it

    @property
    def is_in_guide(self) -> bool:
        """Whether it has an address of its own; else it is a place on its page."""
        return self.page == GUIDE


@dataclass(frozen=True)
class Book:
    """All parts of the guide by their keys, in its order; and the further pages by their names."""

    parts: dict[str, Part]
    pages: dict[str, Part]
    pictures: frozenset[str]

    @property
    def tasks(self) -> list[Part]:
        """The parts that the list of contents names."""
        return [part for part in self.parts.values() if part.level == 2]

    def task_of(self, key: str) -> Part:
        """The task that a part belongs to, or is."""
        keys = list(self.parts)
        before = [self.parts[one] for one in keys[: keys.index(key) + 1]]
        return next(part for part in reversed(before) if part.level == 2)


@cache
def read(folder: Path) -> Book:
    """The guide of this folder, read once in the life of a process. Raises FileNotFoundError when it is not there."""
    pictures: set[str] = set()
    parts = {part.key: part for part in _parts(folder, GUIDE, pictures) if part.level > 1}
    pages = {name: next(iter(_parts(folder, name, pictures))) for name in FURTHER}
    return Book(parts, pages, frozenset(pictures))


def _parts(folder: Path, name: str, pictures: set[str]) -> Iterable[Part]:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse((folder / f"{name}.md").read_text(encoding="utf-8"))
    pictures.update(point(tokens, name, GUIDE, FURTHER))
    heads = [place for place, token in enumerate(tokens) if token.type == "heading_open"]
    for place in heads:
        level = _level(tokens[place])
        end = next((one for one in heads if one > place and _level(tokens[one]) <= level), len(tokens))
        title = _words([tokens[place + 1]])
        body = tokens[place + 3 : end]
        text = BLANKS.sub(" ", _words(body)).strip()
        yield Part(name, heading_key(title), title, level, _drawn(markdown, body, level), text)


def _level(heading: Token) -> int:
    return int(heading.tag[1])


def _words(tokens: Sequence[Token]) -> str:
    """The text of these blocks, as one reads it."""
    return " ".join(_text(token) for token in tokens if token.type in ("inline", "fence"))


def _text(block: Token) -> str:
    parts = (child for child in block.children or [block] if child.type != "image")
    return "".join(" " if part.type == "softbreak" else part.content for part in parts)


def _drawn(markdown: MarkdownIt, tokens: Sequence[Token], level: int) -> str:
    """As HTML, whose headings begin at the second level."""
    shifted = [token.copy() for token in tokens]
    for token in shifted:
        if token.type.startswith("heading_"):
            token.tag = f"h{min(_level(token) - level + 1, 6)}"
    html = str(markdown.renderer.render(shifted, markdown.options, {}))
    return html.replace("<table>\n", TABLE_OPENS).replace("</table>", "</table></div>").replace("<pre>", PRE_OPENS)
