"""Links in a text about parcels, and the tracking numbers that can be told from them."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from zoho_app.orders.tracking import check_digits
from zoho_app.orders.tracking.words import LINK_PARAMETERS

LONGEST_LINK = 2_000
_BREAKS = re.compile(r"[,;|]+(?=https?://)", re.IGNORECASE)
_LINK = re.compile(
    r"https?://[^\s<>\"'`|\\^{}]+"
    r"|www\.[^\s<>\"'`|\\^{}]+"
    r"|(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}/[^\s<>\"'`|\\^{}]*",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?)]"
_FEWEST_DIGITS, _SHORTEST_IN_PATH = 4, 8


@dataclass(frozen=True)
class Link:
    """An address as https, and the numbers that it tells; `is_certain` unless they are just what looks like some."""

    address: str
    numbers: tuple[str, ...] = ()
    is_certain: bool = False


def cut(text: str) -> tuple[list[Link], str]:
    """The links of a text, and the text without them: a line break stands where each was."""
    found: dict[str, Link] = {}

    def keep(match: re.Match[str]) -> str:
        typed = match[0].rstrip(_TRAILING)
        if (link := _read(typed)) is None:
            return match[0]
        found.setdefault(link.address, link)
        return "\n"

    rest = _LINK.sub(keep, _BREAKS.sub(" ", text))
    return list(found.values()), rest


def _read(typed: str) -> Link | None:
    scheme, _, rest = typed.rpartition("://") if typed[:8].casefold().startswith("http") else ("", "", typed)
    if scheme.casefold() not in ("", "http", "https"):  # a link within a link stays as it is
        rest = typed.partition("://")[2]
    address = f"https://{rest}"[:LONGEST_LINK]
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    if "." not in host or "@" in parts.netloc:
        return None
    told = _told_by_name(parts.query) or _told_by_name(parts.fragment.partition("?")[2] or parts.fragment)
    places = [unquote(part) for part in re.split(r"[/?#&=,;]", f"{parts.path}#{parts.fragment}#{parts.query}")]
    proved = [place for place in places if check_digits.is_known_form(place)]
    if told or proved:
        return Link(address, tuple(dict.fromkeys(told or proved)), is_certain=True)
    likely = [place for place in places if _looks_like_number(place, _SHORTEST_IN_PATH)]
    return Link(address, (likely[-1],) if likely else ())


def _told_by_name(query: str) -> list[str]:
    values = [value for name, value in parse_qsl(query) if _bare(name) in LINK_PARAMETERS]
    parts = [part.strip() for value in values for part in re.split(r"[,;\s]+", value)]
    return [part for part in parts if _looks_like_number(part, _FEWEST_DIGITS)]


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _looks_like_number(text: str, shortest: int) -> bool:
    is_plain = re.fullmatch(r"[0-9A-Za-z-]{1,40}", text) is not None
    return is_plain and len(text) >= shortest and sum(char.isdigit() for char in text) >= _FEWEST_DIGITS
