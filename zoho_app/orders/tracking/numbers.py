"""The tracking numbers in a text as people type it: one or several, in groups, with labels, with links, or none.

A text is cut at what can't be within a number (commas, lines, brackets, lone slashes), and each piece into words.
Where words stand apart by blanks only, the likeliest way to group them is taken: forms that carriers are known to use
first, long words by themselves, short ones together.
"""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from zoho_app.orders.tracking import check_digits, links, names
from zoho_app.orders.tracking.words import LABELS, NO_PARCEL

MOST_NUMBERS = 50
LONGEST_NUMBER = 200
LONGEST_TEXT = 4_000

_TAGS = re.compile(r"<[^<>]{0,500}>")
_PIECES = re.compile(r"[,;|:\r\n\t&+(){}\[\]<>\"“”„«»*•·=!?→⇒►▶✓✔]+")
_PHONE = re.compile(r"\s*\+[0-9][0-9\s()/.-]{6,30}")  # the whole text
_FILE = re.compile(r"\.(?:pdf|png|jpe?g|gif|html?|docx?|xlsx?|zpl)$", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{1,4}([-./])[0-9]{1,2}\1[0-9]{1,4}")
_NOTHING = re.compile(r"[0xX.-]+")
_COUNTER = re.compile(r"[x#]?[0-9]{1,2}(?:x|/[0-9]{1,2})?", re.IGNORECASE)
_CUT = re.compile(r"[0-9][.,][0-9]+E\+[0-9]{2}", re.IGNORECASE)  # a spreadsheet has cut the number
_TIMES = re.compile(r"[0-9]{1,3}x|x[0-9]{1,3}", re.IGNORECASE)  # how many parcels
_EDGES = "#.'’`´_-/\\~"
_LONG, _SHORT_GROUP, _MOST_GROUPS = 8, 6, 12
_SHORTEST_AMONG_WORDS = 8


@dataclass(frozen=True)
class Typed:
    """One parcel as it was typed: `link` was typed, too, `carrier` is the name that stood beside it."""

    number: str
    link: str = ""
    carrier: str = ""


def read(text: str) -> list[Typed]:
    """The parcels that a text names, each once, in its order; a link without a number counts as one."""
    text = html.unescape(unicodedata.normalize("NFKC", text[:LONGEST_TEXT]))
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    if _PHONE.fullmatch(text):
        return []
    found, rest = links.cut(text)
    named = _in_pieces(_CUT.sub("\n", _TAGS.sub("\n", rest)))
    return _unique(_with_links(named, found))[:MOST_NUMBERS]


def key(number: str) -> str:
    """A number as it is compared: without blanks, in small letters."""
    return "".join(number.split()).casefold()


def _with_links(named: list[Typed], found: Sequence[links.Link]) -> list[Typed]:
    """Give each link to the number that it tells; as many of both in turn, where a link tells none for certain."""
    known = {key(one.number): place for place, one in enumerate(named)}
    are_pairs = len(named) == len(found)
    result = list(named)
    for place, link in enumerate(found):
        told = [known[key(number)] for number in link.numbers if key(number) in known]
        if told or (are_pairs and not link.is_certain):
            for at in told or [place]:
                result[at] = Typed(result[at].number, link.address, result[at].carrier)
        if not told and not (are_pairs and not link.is_certain):
            result += [Typed(number, link.address) for number in link.numbers or (link.address[:LONGEST_NUMBER],)]
    return result


def _unique(parcels: Sequence[Typed]) -> list[Typed]:
    first: dict[str, Typed] = {}
    for one in parcels:
        first.setdefault(key(one.number), one)
    return list(first.values())


@dataclass(frozen=True)
class _Part:
    """A number, or words that stand together and belong to none."""

    number: str = ""
    words: list[str] = field(default_factory=list)


def _in_pieces(text: str) -> list[Typed]:
    parts = [part for piece in _PIECES.split(text) for part in _parts(piece)]
    said = _Said.of_parts(parts)
    meant = [part for part in parts if part.words or said.means(part.number)]
    carriers = [_carrier(part.words) for part in meant]
    is_before = next((bool(name) for part, name in zip(meant, carriers, strict=True) if name or part.number), True)
    if not is_before:
        meant, carriers = meant[::-1], carriers[::-1]
    result: list[Typed] = []
    carrier = ""
    for part, name in zip(meant, carriers, strict=True):
        carrier = name or carrier
        if part.number:
            result.append(Typed(part.number, "", carrier))
    return result if is_before else result[::-1]


def _carrier(words: Sequence[str]) -> str:
    """The one carrier that these words name, as it is written there; "" for none, or several."""
    near = list(words[:_MOST_GROUPS])
    found = names.named(" ".join(near))
    if len(found) != 1:
        return ""
    while names.named(" ".join(near[1:])) == found:
        near = near[1:]
    while names.named(" ".join(near[:-1])) == found:
        near = near[:-1]
    return " ".join(near)


@dataclass(frozen=True)
class _Said:
    """What the text says beside its numbers."""

    count: int
    is_no_parcel: bool
    is_unclear: bool

    @classmethod
    def of_parts(cls, parts: Sequence[_Part]) -> "_Said":
        words = [word for part in parts for word in part.words]
        said = {_plain(word) for word in words}
        carriers = {_plain(word) for part in parts for word in _carrier(part.words).split()}
        count = sum(bool(part.number) for part in parts)
        return cls(count, bool(said & NO_PARCEL), bool(said - LABELS - carriers - {""}))

    def means(self, number: str) -> bool:
        """Whether it is a parcel's number and not one of other figures in the text."""
        if check_digits.is_known_form(number):
            return True
        if _NOTHING.fullmatch(number) or _TIMES.fullmatch(number) or self.is_no_parcel:
            return False
        if self.is_unclear and len(number) < _SHORTEST_AMONG_WORDS:
            return False
        return not (_COUNTER.fullmatch(number) and self.count > 1)


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold())
    return re.sub(r"[^a-z]+", "", "".join(char for char in letters if not unicodedata.combining(char)))


def _parts(text: str) -> list[_Part]:
    """The numbers of a text without hard breaks, and the words between them."""
    parts: list[_Part] = []
    run: list[str] = []

    def end() -> None:
        for group in _groups(run):
            joined = "".join(group)
            if any(char.isdigit() for char in joined):
                parts.append(_Part(number=_tidy(joined)))
            elif parts and parts[-1].words:
                parts[-1].words.extend(group)
            else:
                parts.append(_Part(words=group))
        run.clear()

    for raw in text.split():
        token = _FILE.sub("", raw.strip(_EDGES))
        if not token or _DATE.fullmatch(token):
            end()
            continue
        sides = token.split("/")
        if len(sides) > 1 and all(len(side) >= _LONG for side in sides):
            end()
            parts += [_Part(number=_tidy(side)) for side in sides]
            continue
        label, dot, after = token.rpartition(".")
        if dot and label.isalpha() and any(char.isdigit() for char in after):  # "No.123"
            run.append(label)
            token = after
        run.append(token)
        if raw.endswith("."):
            end()
    end()
    return parts


def _tidy(number: str) -> str:
    return check_digits.plain(number) if check_digits.is_known_form(number) else number


def _groups(run: Sequence[str]) -> list[list[str]]:
    """The cheapest way to cut the words into numbers and words; see `_cost`."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(run) + 1):
        starts = range(max(0, end - _MOST_GROUPS), end)
        best.append(min((best[start][0] + _cost(run[start:end]), start) for start in starts))
    groups: list[list[str]] = []
    end = len(run)
    while end:
        start = best[end][1]
        groups.append(list(run[start:end]))
        end = start
    return groups[::-1]


def _cost(group: Sequence[str]) -> float:
    """How unlikely it is that these words are one number (or one word)."""
    joined = "".join(group)
    has_digits = any(char.isdigit() for char in joined)
    if len(group) == 1:
        if not has_digits:
            return 0.5
        return 2 if check_digits.is_known_form(joined) else 3 if len(joined) >= _LONG else 5
    if not has_digits or len(joined) > check_digits.LONGEST:
        return 1_000
    if any(word[:2].upper() == "1Z" for word in group[1:]):  # which only ever begins a number
        return 1_000
    if check_digits.is_known_form(joined):
        return 2.5
    is_all_digits = all(any(char.isdigit() for char in word) for word in group)
    return 6 if is_all_digits and all(len(word) <= _SHORT_GROUP for word in group) else 1_000
