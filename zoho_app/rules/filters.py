"""Filters of rules: their operators, whether they agree with a subject, and their words.

A filter is kept as {"field": key, "parameter": text, "operator": name, "value": text}.
A field with several values (order items have such) agrees when any value does; a denial, such as "is not",
agrees when no value does what it denies. Text is compared without regard to capitals and outer spaces.
"""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from zoho_app.rules import catalogue
from zoho_app.rules.catalogue import CHOICE, DATE, FOLDER, NUMBER, TEXT, Chooser, Filter
from zoho_app.rules.wildcards import matches

Kept = dict[str, Any]
Value = str | Decimal
Test = Callable[[Any, Any], bool]

MOST_NAMED = 5  # values that are told in words
LONGEST = 60  # characters of one value that are told in words
LONGEST_PARAMETER = 200  # characters; so long may be the name of a metadata field
LONGEST_VALUE = 500
LONGEST_LIST = 400_000  # of SKUs, say


def plain(text: str) -> str:
    """Text as it is compared: without outer spaces and capitals."""
    return text.strip().casefold()


def _parts(text: str) -> frozenset[str]:
    return frozenset(plain(part) for part in text.replace(",", "\n").splitlines() if part.strip())


def _is_one_of(value: str, wanted: frozenset[str]) -> bool:
    return value in wanted


@dataclass(frozen=True)
class Operator:
    """One way to compare. `denies`: agrees when `test` holds for none of the values, instead of for any.

    `said` is what people read for a name that is no word.
    `read` makes of the text that was typed what each value is compared with; it has at most `longest` characters.
    """

    test: Test
    denies: bool = False
    needs_value: bool = True
    read: Callable[[str], Any] = plain
    longest: int = LONGEST_VALUE
    said: str = ""


@dataclass(frozen=True)
class Reason:
    """What one filter says about a subject."""

    words: str
    agrees: bool


class BadFilter(Exception):
    """A filter that can't be used. `part` is the key of what is wrong in it, the text for people."""

    def __init__(self, part: str, words: str) -> None:
        self.part = part
        super().__init__(words)


_TEXT: dict[str, Operator] = {
    "is": Operator(operator.eq),
    "is not": Operator(operator.eq, denies=True),
    "contains": Operator(operator.contains),
    "does not contain": Operator(operator.contains, denies=True),
    "starts with": Operator(str.startswith),
    "ends with": Operator(str.endswith),
    "is one of": Operator(_is_one_of, read=_parts, longest=LONGEST_LIST),
    "is none of": Operator(_is_one_of, denies=True, read=_parts, longest=LONGEST_LIST),
    "matches": Operator(matches),
    "does not match": Operator(matches, denies=True),
    "is empty": Operator(lambda value, _: value != "", denies=True, needs_value=False),
    "is not empty": Operator(lambda value, _: value != "", needs_value=False),
}
_NUMBER: dict[str, Operator] = {
    "=": Operator(operator.eq, said="is"),
    "!=": Operator(operator.eq, denies=True, said="is not"),
    "<": Operator(operator.lt, said="is below"),
    "<=": Operator(operator.le, said="is at most"),
    ">": Operator(operator.gt, said="is above"),
    ">=": Operator(operator.ge, said="is at least"),
}
_DATE: dict[str, Operator] = {
    "is": Operator(operator.eq),
    "is not": Operator(operator.eq, denies=True),
    "is before": Operator(operator.lt),
    "is after": Operator(operator.gt),
}
_CHOICE: dict[str, Operator] = {name: _TEXT[name] for name in ("is", "is not")}
OPERATORS = {TEXT: _TEXT, NUMBER: _NUMBER, DATE: _DATE, CHOICE: _CHOICE, FOLDER: _CHOICE}


def operators(item: Filter) -> dict[str, Operator]:
    """The ways in which this filter can compare, by name."""
    return OPERATORS[item.kind]


def spoken(item: Filter) -> dict[str, str]:
    """The same ways in words, by name."""
    return {name: one.said or name for name, one in operators(item).items()}


def agrees(kept: Kept, subject: Any) -> bool:
    """Whether the filter agrees with the subject; one that can't be used never does. Changes nothing."""
    try:
        item, chosen = _known(kept)
        wanted = _wanted(item, chosen, kept["value"]) if chosen.needs_value else ""
    except BadFilter:
        return False
    values = _values(item, kept, subject)
    found = any(chosen.test(plain(value) if isinstance(value, str) else value, wanted) for value in values)
    return found != chosen.denies


def reason(kept: Kept, subject: Any, chooser: Chooser) -> Reason:
    """Whether the filter agrees with the subject, and in words why."""
    try:
        check(kept, chooser)
    except BadFilter as bad:
        return Reason(f"{in_words(kept, chooser)}: this filter can't be used; {bad}", agrees=False)
    item, _ = _known(kept)
    has = _has(item, _values(item, kept, subject), chooser)
    return Reason(f"{in_words(kept, chooser)}: {has}", agrees(kept, subject))


def check(kept: Kept, chooser: Chooser) -> None:
    """Raise BadFilter unless the filter can be used as it is."""
    item, chosen = _known(kept)
    if item.parameter and not kept["parameter"].strip():
        raise BadFilter("parameter", "type which one you mean.")
    if len(kept["parameter"]) > LONGEST_PARAMETER:
        raise BadFilter("parameter", f"use at most {LONGEST_PARAMETER} characters.")
    if not chosen.needs_value:
        return
    if not kept["value"].strip():
        raise BadFilter("value", "choose one." if item.choices else "type a value to compare with.")
    if item.choices and kept["value"] not in chooser.names(item):
        raise BadFilter("value", "choose one that still exists.")
    if len(kept["value"]) > chosen.longest:
        raise BadFilter("value", f"it has {len(kept['value']):,} characters; use at most {chosen.longest:,}.")
    _wanted(item, chosen, kept["value"])


def in_words(kept: Kept, chooser: Chooser) -> str:
    """The filter as a person reads it: 'Shipping Country is “US”'."""
    item = catalogue.find_filter(kept["field"])
    if item is None:
        return f"{kept['field']} {kept['operator']} {_quoted(kept['value'])}"
    words = f"{item.label} {_quoted(kept['parameter'])}" if item.parameter else item.label
    chosen = operators(item).get(kept["operator"])
    if chosen is not None and not chosen.needs_value:
        return f"{words} {kept['operator']}"
    return f"{words} {spoken(item).get(kept['operator'], kept['operator'])} {_shown(item, kept['value'], chooser)}"


def _known(kept: Kept) -> tuple[Filter, Operator]:
    item = catalogue.find_filter(kept["field"])
    if item is None:
        raise BadFilter("field", f"there is no filter “{kept['field']}”; remove it and add another.")
    chosen = operators(item).get(kept["operator"])
    if chosen is None:
        raise BadFilter("operator", f"“{kept['operator']}” does not go with {item.label}; choose another.")
    return item, chosen


def _wanted(item: Filter, chosen: Operator, value: str) -> Any:
    """What the subject's values are compared with. Raises BadFilter."""
    if item.kind == NUMBER:
        return _number(value)
    if item.kind == DATE:
        return _date(value)
    return chosen.read(value)


def _number(value: str) -> Decimal:
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise BadFilter("value", f"{_quoted(value)} is not a number; type one like 100 or 19.95.")
    return number


def _date(value: str) -> str:
    try:
        return date.fromisoformat(value.strip()).isoformat()
    except ValueError:
        raise BadFilter("value", f"{_quoted(value)} is not a date; type one like 2026-01-31.") from None


def _values(item: Filter, kept: Kept, subject: Any) -> Sequence[Value]:
    return item.read(subject, kept["parameter"].strip())


def _has(item: Filter, values: Sequence[Value], chooser: Chooser) -> str:
    """What the subject has there, in words."""
    filled = [value for value in dict.fromkeys(values) if isinstance(value, Decimal) or value.strip()]
    if not filled:
        return "it is empty."
    more = f" and {len(filled) - MOST_NAMED} more" if len(filled) > MOST_NAMED else ""
    return f"it is {', '.join(_shown(item, value, chooser) for value in filled[:MOST_NAMED])}{more}."


def _shown(item: Filter, value: Value, chooser: Chooser) -> str:
    """A value as people know it: a choice by its name, a number without idle zeros, a list with commas."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value if item.kind == NUMBER else _quoted(chooser.names(item).get(value, value))


def _quoted(text: str) -> str:
    one_line = ", ".join(" ".join(line.split()) for line in text.splitlines())
    return f"“{one_line if len(one_line) <= LONGEST else one_line[: LONGEST - 1] + '…'}”"
