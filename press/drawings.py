"""Put bar codes and the logo where the filled-in template has them."""

import html
import re
from collections.abc import Callable

from press import bars

# As clean() writes it: in a text or an attribute the quotes would be escaped.
PICTURE = re.compile(r"<img\b([^<>]*)>")
PART = re.compile(r'\b(class|alt)="([^"]*)"')


def draw(page: str, logo: Callable[[str], str], barcode: Callable[[str, str], str] = bars.svg) -> str:
    """The page with its pictures: `logo` makes one of its escaped text, `barcode` of a text plain and escaped."""

    def picture(found: re.Match[str]) -> str:
        parts = dict(PART.findall(found[1]))
        label = parts.get("alt", "")
        if parts.get("class") == "logo":
            return logo(label)
        text = html.unescape(label)
        return barcode(text, label) if parts.get("class") == "barcode" and bars.is_possible(text) else ""

    return PICTURE.sub(picture, page)
