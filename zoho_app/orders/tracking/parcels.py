"""Numbers, carriers and methods as people type them into three fields, matched to each other."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from zoho_app.orders.tracking import check_digits, links, names, numbers
from zoho_app.orders.tracking.carriers import tracking_url
from zoho_app.orders.tracking.words import BLANK

_SEPARATORS = (
    re.compile(r"[;|\r\n]+"),
    re.compile(r"[;|\r\n,]+"),
    re.compile(r"[;|\r\n,/&+]+|\s(?:and|und|et|y|e)\s"),
)


@dataclass(frozen=True, order=True)
class Packed:
    """Some pieces of one product in a parcel."""

    sku: str
    name: str
    quantity: int


@dataclass(frozen=True)
class Parcel:
    """One parcel: its number, who carries it how, the page on which it can be followed, each as far as told.

    `items` is what is in it, when it was shipped `day` (ISO 8601), and `own_id` names one that has no number.
    """

    number: str
    carrier: str = ""
    method: str = ""
    link: str = ""
    items: tuple[Packed, ...] = ()
    day: str = ""
    own_id: str = ""

    @property
    def key(self) -> str:
        """The number as it is compared; of a parcel without one what its own id makes."""
        return numbers.key(self.number) if self.number else f"parcel {self.own_id}"

    def is_like(self, other: "Parcel") -> bool:
        """Whether carrier, method, link and items are the same; the number's spelling plays no part."""
        mine, others = (self.carrier, self.method, self.items), (other.carrier, other.method, other.items)
        return mine == others and self.link.casefold() == other.link.casefold()


def read(number_text: str, carrier_text: str, method_text: str) -> tuple[Parcel, ...]:
    """The parcels that the three fields tell, in the order of their numbers.

    One carrier or method is that of all parcels, as many as there are numbers are taken in turn, and a carrier whose
    numbers have a form of their own goes to these. A carrier or method that can't be matched stays with each parcel
    as it was typed, without a link. Where none is typed, a check digit may prove the carrier.
    """
    typed = numbers.read(number_text)
    beside, carrier_text = links.cut(carrier_text[: numbers.LONGEST_TEXT])
    carriers = _carriers(carrier_text, typed)
    methods = _methods(method_text[: numbers.LONGEST_TEXT], carrier_text, carriers, len(typed))
    link = beside[0].address if len(beside) == len(typed) == 1 else ""
    return tuple(
        Parcel(one.number, carrier, method, one.link or link or tracking_url(carrier, one.number))
        for one, carrier, method in zip(typed, carriers, methods, strict=True)
    )


def is_unclear(number_text: str) -> bool:
    """Whether the field for the number holds something that is neither a number nor a usual word for "none"."""
    letters = unicodedata.normalize("NFKD", number_text[: numbers.LONGEST_TEXT].casefold())
    plain = re.sub(r"[^a-z0-9]+", "", letters)
    return bool(plain.strip("0x")) and plain not in BLANK and not numbers.read(number_text)


def _carriers(text: str, typed: Sequence[numbers.Typed]) -> list[str]:
    parts = _parts(text, [len(typed)], by_name=True)
    if len(parts) == 1:
        return [_single(one, parts[0], len(typed)) for one in typed]
    by_form = [_of_form(one.number, parts) for one in typed]
    is_in_turn = len(parts) == len(typed)
    if is_in_turn and all(name in ("", part) for name, part in zip(by_form, parts, strict=True)):
        return parts
    rest = [part for part in parts if part not in by_form]
    unmatched = [name for name in by_form if not name]
    if len(unmatched) == len(rest):
        left = iter(rest)
        return [name or next(left) for name in by_form]
    if is_in_turn and not any(by_form):
        return parts
    return [one.carrier or name or text.strip() for one, name in zip(typed, by_form, strict=True)]


def _single(one: numbers.Typed, carrier: str, count: int) -> str:
    """The one carrier that was typed; a name beside one of several numbers is more exact."""
    beside = one.carrier if count > 1 or not carrier else ""
    return beside or carrier or _proved_name(one.number)


def _of_form(number: str, parts: Sequence[str]) -> str:
    """The part that names the carrier whose numbers look like this one."""
    form = check_digits.form_of(number)
    if form is None:
        return ""
    return next((part for part in parts if any(one.family == form.family for one in names.named(part))), "")


def _proved_name(number: str) -> str:
    carrier = check_digits.proved(number)
    return carrier.name if carrier else ""


def _methods(text: str, carrier_text: str, carriers: Sequence[str], count: int) -> list[str]:
    """The methods in turn; where each belongs to a carrier, it goes where the carrier goes."""
    named = _parts(carrier_text, [count], by_name=True)
    parts = _parts(text, [count, len(named)])
    if len(parts) == 1:
        return parts * count
    if len(parts) == len(named) == len(set(named)) and set(carriers) <= set(named):
        return [parts[named.index(carrier)] for carrier in carriers]
    return parts if len(parts) == count else [text.strip()] * count


def _parts(text: str, counts: Sequence[int], by_name: bool = False) -> list[str]:
    """The entries of a field: as many as one of the counts, or each the name of a carrier; else the text is one."""
    for separator in _SEPARATORS:
        parts = [part.strip() for part in separator.split(text) if part.strip()]
        if len(parts) > 1 and len(set(map(str.casefold, parts))) == 1 and max(counts) < len(parts):
            return parts[:1]
        families = {one.family for part in parts for one in names.named(part)}
        is_each_named = by_name and max(counts) > 1 and len(families) == len(parts)
        if len(parts) > 1 and (len(parts) in counts or is_each_named):
            return parts
    return [text.strip()]
