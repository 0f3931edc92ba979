"""Finding the part of the guide that says something."""

from collections.abc import Iterable
from dataclasses import dataclass

from zoho_app.web.help.guide import Book, Part

LONGEST_QUERY = 100
FOUND_AT_MOST = 12
BEFORE, AFTER = 60, 160


@dataclass(frozen=True)
class Found:
    """A part that has every word of the query, and a piece of it around the first: `excerpt` alternates what was not
    looked for and what was, beginning with the former.
    """

    part: Part
    excerpt: tuple[str, ...]


def find(book: Book, query: str) -> list[Found]:
    """The parts that have every word of the query, those first whose title has one."""
    words = query[:LONGEST_QUERY].lower().split()
    parts = [part for part in _smallest(book, words) if words]
    parts.sort(key=lambda part: not any(word in part.title.lower() for word in words))
    return [Found(part, _excerpt(part.text, words)) for part in parts[:FOUND_AT_MOST]]


def _smallest(book: Book, words: Iterable[str]) -> list[Part]:
    """The parts that have them all, without a task of which a part has them all."""
    words = list(words)
    has = [part for part in book.parts.values() if _has(part, words)]
    inner = {book.task_of(part.key).key for part in has if part.level > 2}
    return [part for part in has if part.level > 2 or part.key not in inner] + [
        page for page in book.pages.values() if _has(page, words)
    ]


def _has(part: Part, words: Iterable[str]) -> bool:
    text = f"{part.title} {part.text}".lower()
    return all(word in text for word in words)


def _excerpt(text: str, words: list[str]) -> tuple[str, ...]:
    lower = text.lower()
    word = next((word for word in words if word in lower), "")
    at = lower.find(word)
    start = text.rfind(" ", 0, max(at - BEFORE, 0)) + 1
    end = text.find(" ", at + len(word) + AFTER)
    end = len(text) if end < 0 else end
    before, after = ("… " if start else "") + text[start:at], text[at + len(word) : end]
    return before, text[at : at + len(word)], after + (" …" if end < len(text) else "")
