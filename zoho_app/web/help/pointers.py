"""Where the links and pictures of the documentation lead when it is read within Bookdesk."""

import re
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import urlsplit

from flask import url_for
from markdown_it.token import Token

SIGNS = re.compile(r"[^\w\- ]")
PICTURES = "screens/"
# Before the key of a heading where it is a place on a page, so that it is like no other there.
PLACE = "guide-"


def heading_key(title: str) -> str:
    """The name of a heading in an address, the same as readers of the file use."""
    return SIGNS.sub("", title).lower().replace(" ", "-")


def point(tokens: Sequence[Token], page: str, guide: str, further: Collection[str]) -> Iterator[str]:
    """Let the links of a page lead to pages of the desk, and name its headings. Yields the names of its pictures."""
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", PLACE + heading_key(tokens[place + 1].content))
        open_links: list[Token] = []
        for child in token.children or []:
            if child.type == "image":
                yield from _named(str(child.attrGet("src")))
            elif child.type == "link_open":
                yield from _named(str(child.attrGet("href")))
                _lead(child, _address(str(child.attrGet("href")), page, guide, further))
                open_links.append(child)
            elif child.type == "link_close":
                child.hidden = open_links.pop().hidden
        if token.children:
            token.children = [one for child in token.children for one in _without_picture(child)]


def _without_picture(child: Token) -> list[Token]:
    """A picture as a link to it, since a page is small that way; anything else as it is."""
    if child.type != "image":
        return [child]
    name = str(child.attrGet("src")).removeprefix(PICTURES)
    start, words, end = Token("link_open", "a", 1), Token("text", "", 0), Token("link_close", "a", -1)
    start.attrSet("href", url_for("help.picture", name=name))
    start.attrSet("class", "guide-picture")
    words.content = f"Picture: {child.content}"
    return [start, words, end]


def _named(address: str) -> list[str]:
    """The picture that an address in the file names."""
    return [address.removeprefix(PICTURES)] if address.startswith(PICTURES) else []


def _lead(link: Token, address: str) -> None:
    """Point a link; one to what is not shown here becomes plain words."""
    link.attrSet("href", address)
    link.hidden = not address


def _address(href: str, page: str, guide: str, further: Collection[str]) -> str:
    parts = urlsplit(href)
    if parts.scheme:
        return href
    if parts.path.startswith(PICTURES):
        return url_for("help.picture", name=parts.path.removeprefix(PICTURES))
    name = parts.path.removesuffix(".md") or page
    if name == guide:
        return url_for("help.show", part=parts.fragment) if parts.fragment else url_for("help.index")
    if name in further:
        return url_for("help.page", name=name, _anchor=parts.fragment and PLACE + parts.fragment or None)
    return ""
