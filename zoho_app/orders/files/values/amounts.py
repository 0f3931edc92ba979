"""Numbers as shops and spreadsheets write them: groups of thousands, currency signs, minus signs, powers of ten."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

LONGEST = 60  # characters
HIGHEST, LOWEST = 12, -20  # powers of ten
POINT, COMMA = ".", ","
SPACES = " \u00a0\u2007\u2009\u202f"
# A sign with the currencies that it may mean.
SIGNS = {
    "us$": ("USD",),
    "ca$": ("CAD",),
    "c$": ("CAD",),
    "au$": ("AUD",),
    "a$": ("AUD",),
    "nz$": ("NZD",),
    "hk$": ("HKD",),
    "s$": ("SGD",),
    "r$": ("BRL",),
    "mx$": ("MXN",),
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "MXN", "ARS", "CLP", "COP", "TWD"),
    "€": ("EUR",),
    "£": ("GBP",),
    "¥": ("JPY", "CNY"),
    "円": ("JPY",),
    "元": ("CNY",),
    "₹": ("INR",),
    "₩": ("KRW",),
    "₽": ("RUB",),
    "zł": ("PLN",),
    "kč": ("CZK",),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "kr.": ("DKK", "NOK", "SEK"),
    "ft": ("HUF",),
    "fr.": ("CHF",),
    "₺": ("TRY",),
    "r": ("ZAR",),
}
_PARTS = re.compile(r"([^0-9.,'’]*)([0-9][0-9.,'’]*|[.,][0-9]+)((?:e[+-]?[0-9]{1,3})?)([^0-9.,]*\.?)", re.IGNORECASE)
_GROUPED = {sign: re.compile(rf"[0-9]{{1,3}}(?:{re.escape(sign)}[0-9]{{3}})+") for sign in (".", ",", "'", "’")}
_SCIENTIFIC = re.compile(r"[0-9]+[.,]?[0-9]*E\+?[0-9]+", re.IGNORECASE)
_MONEY_SIGN = frozenset("$€£¥₹₩₽₺")
_UNDECIDED = re.compile(r"[^0-9]*[1-9][0-9]{0,2}[.,][0-9]{3}[^0-9]*")


class Doubtful(Exception):
    """The text may be read as two different numbers."""


@dataclass(frozen=True)
class Amount:
    """A number, and which currencies the sign beside it may mean; () without one."""

    value: Decimal
    currencies: tuple[str, ...] = ()


def read(text: str, decimals: str = "") -> Amount:
    """Read a number whose decimals stand behind `decimals` ("." or ","; "" where this one must show it itself).

    Raises ValueError when it is none, Doubtful when it may be two.
    """
    body, is_negative = _unsigned(_compact(text))
    found = _PARTS.fullmatch(body)
    if found is None:
        raise ValueError("no number")
    before, digits, power, after = found.groups()
    currencies = _currencies(before, after)
    value = _value(digits.replace("’", "'"), decimals, bool(power))
    try:
        number = Decimal(f"{value}{power}")
    except InvalidOperation as error:
        raise ValueError("no number") from error
    if number.adjusted() > HIGHEST or number.normalize().as_tuple().exponent < LOWEST:  # type: ignore[operator]
        raise ValueError("no amount of anything")
    return Amount(-number if is_negative else number, currencies)


def _compact(text: str) -> str:
    if len(text) > LONGEST:
        raise ValueError("too long")
    return "".join(character for character in text.strip() if character not in SPACES).casefold()


def _unsigned(text: str) -> tuple[str, bool]:
    """The text without its minus, which may stand in front, behind, or be a pair of brackets."""
    text = text.replace("\u2212", "-").replace("\u2013", "-")
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1], True
    marks = [place for place, character in enumerate(text) if character == "-" and text[place - 1 : place] != "e"]
    if marks:
        place = marks[0]
        if len(marks) > 1 or (text[:place].strip(POINT + COMMA)[-1:].isdigit() and text[place + 1 :][:1].isdigit()):
            raise ValueError("two minus signs, or one between digits")
        return text[:place] + text[place + 1 :], True
    return text.removeprefix("+"), False


def _currencies(before: str, after: str) -> tuple[str, ...]:
    found = [_meaning(part.strip(":")) for part in (before, after) if part]
    if not found:
        return ()
    common = [code for code in found[0] if all(code in other for other in found)]
    if not common:
        raise ValueError("two currencies")
    return tuple(common)


def _meaning(part: str) -> tuple[str, ...]:
    if part in SIGNS:
        return SIGNS[part]
    if len(part) == 3 and part.isascii() and part.isalpha():
        return (part.upper(),)
    if (code := part.strip("$€£¥")) and len(code) == 3 and code.isascii() and code.isalpha():
        return (code.upper(),)
    raise ValueError("no currency")


def _value(digits: str, decimals: str, is_scientific: bool) -> str:
    """The digits with a point in front of their decimals."""
    digits = digits.replace("'", "") if _is_grouped(digits, "'") else digits
    if "'" in digits:
        raise ValueError("no number")
    points, commas = digits.count(POINT), digits.count(COMMA)
    if points and commas:
        last = max((POINT, COMMA), key=digits.rfind)
        group = COMMA if last == POINT else POINT
        whole, _, rest = digits.rpartition(last)
        if digits.count(last) > 1 or not _GROUPED[group].fullmatch(whole):
            raise ValueError("no number")
        if decimals and decimals != last:
            raise Doubtful
        return f"{whole.replace(group, '')}.{rest}"
    if not points and not commas:
        return digits
    sign = POINT if points else COMMA
    whole, _, rest = digits.rpartition(sign)
    if points + commas > 1:
        if not _GROUPED[sign].fullmatch(digits):
            raise ValueError("no number")
        return digits.replace(sign, "")
    if (
        len(rest) == 3
        and whole not in ("", "0")
        and len(whole) <= 3
        and not is_scientific
        and not whole.startswith("0")
    ):
        if not decimals:
            raise Doubtful
        return f"{whole}.{rest}" if decimals == sign else whole + rest
    return f"{whole or '0'}.{rest or '0'}"


def _is_grouped(digits: str, sign: str) -> bool:
    whole = digits.replace(COMMA, POINT).split(POINT)[0]
    return sign in whole and _GROUPED[sign].fullmatch(whole) is not None


def proof(text: str) -> str:
    """Which sign this number shows to stand in front of decimals: ".", ",", or "" when it does not show."""
    try:
        found = _PARTS.fullmatch(_unsigned(_compact(text))[0])
        read(text)
    except (ValueError, Doubtful):
        return ""
    digits = found[2] if found else ""
    last = max(digits.rfind(POINT), digits.rfind(COMMA))
    if last < 0:
        return ""
    sign, other = digits[last], COMMA if digits[last] == POINT else POINT
    return other if digits.count(sign) > 1 else sign


def decimals_of(texts: Iterable[str]) -> tuple[str, bool]:
    """The sign in front of decimals that numbers of one file show, and whether some show the other one as well."""
    shown = {POINT: 0, COMMA: 0}
    for text in texts:
        if sign := proof(text):
            shown[sign] += 1
    if shown[POINT] and shown[COMMA]:
        return "", True
    return next((sign for sign, count in shown.items() if count), ""), False


def is_doubtful(text: str) -> bool:
    """Whether the number may be read as two."""
    if not _UNDECIDED.fullmatch(text[:LONGEST]):
        return False
    try:
        read(text)
    except Doubtful:
        return True
    except ValueError:
        return False
    return False


def is_scientific(text: str) -> bool:
    """Whether a spreadsheet has cut the number, as 1.23457E+11 for 123456789012."""
    return len(text) <= LONGEST and _SCIENTIFIC.fullmatch(text) is not None


def is_money(text: str) -> bool:
    """Whether the text is a number with the sign of a currency; three letters may be any code."""
    try:
        return not _MONEY_SIGN.isdisjoint(text) and bool(read(text, POINT).currencies)
    except (Doubtful, ValueError):
        return False
