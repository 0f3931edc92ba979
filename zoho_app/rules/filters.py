"""What a rule's filters mean: their operators, whether they agree with a subject, and how they read in words.

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
from zoho_app.rules.catalogue import CHOICE, DATE, FOLDER, NUMBER, TEXT, Filter
from zoho_app.rules.wildcards import matches

Kept = dict[str, Any]
Value = str | Decimal
Test = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Operator:
    """One way to compare. `denies`: agrees when `test` holds for none of the values, instead of for any."""

    test: Test
    denies: bool = False
    needs_value: bool = True


@dataclass(frozen=True)
class Reason:
    """What one filter says about a subject."""

    words: str
    agrees: bool


class BadFilter(Exception):
    """A filter that can't be used; its text says what is wrong with it, for people."""


def _is_one_of(value: str, wanted: str) -> bool:
    return value in {plain(part) for part in wanted.replace(",", "\n").splitlines() if part.strip()}


_TEXT: dict[str, Operator] = {
    "is": Operator(operator.eq),
    "is not": Operator(operator.eq, denies=True),
    "contains": Operator(operator.contains),
    "does not contain": Operator(operator.contains, denies=True),
    "starts with": Operator(str.startswith),
    "ends with": Operator(str.endswith),
    "is one of": Operator(_is_one_of),
    "is none of": Operator(_is_one_of, denies=True),
    "matches": Operator(matches),
    "does not match": Operator(matches, denies=True),
    "is empty": Operator(lambda value, _: value != "", denies=True, needs_value=False),
    "is not empty": Operator(lambda value, _: value != "", needs_value=False),
}
_NUMBER: dict[str, Operator] = {
    "=": Operator(operator.eq),
    "!=": Operator(operator.eq, denies=True),
    "<": Operator(operator.lt),
    "<=": Operator(operator.le),
    ">": Operator(operator.gt),
    ">=": Operator(operator.ge),
}
_DATE: dict[str, Operator] = {
    "is": Operator(operator.eq),
    "is not": Operator(operator.eq, denies=True),
    "is before": Operator(operator.lt),
    "is after": Operator(operator.gt),
}
_CHOICE: dict[str, Operator] = {name: _TEXT[name] for name in ("is", "is not")}
OPERATORS = {TEXT: _TEXT, NUMBER: _NUMBER, DATE: _DATE, CHOICE: _CHOICE, FOLDER: _CHOICE}


def plain(text: str) -> str:
    """Text as it is compared: without outer spaces and capitals."""
    return text.strip().casefold()


def reasons(kept: Sequence[Kept], store_id: int, subject: Any) -> list[Reason]:
    """What each filter says about the subject, in the given order; changes nothing."""
    return [_reason(one, store_id, subject) for one in kept]


def in_words(kept: Kept, store_id: int) -> str:
    """The filter as a person reads it: 'Shipping Country is "US"'."""
    item = catalogue.find_filter(kept["field"])
    if item is None:
        return f"{kept['field']} (not known any more)"
    chosen = operators(item).get(kept["operator"])
    words = f"{_label(item, kept)} {kept['operator']}"
    if chosen is None or not chosen.needs_value:
        return words
    return f"{words} {_quoted(_name(item, kept['value'], store_id))}"


def operators(item: Filter) -> dict[str, Operator]:
    """The ways in which this filter can compare, by name."""
    return OPERATORS[item.kind]


def check(kept: Kept, store_id: int) -> None:
    """Raise BadFilter unless the filter can be used as it is."""
    item, chosen = _known(kept)
    if item.parameter and not kept.get("parameter", "").strip():
        raise BadFilter(f"{item.parameter}: type it.")
    if chosen.needs_value:
        _check_value(item, kept["value"], store_id)


def _known(kept: Kept) -> tuple[Filter, Operator]:
    item = catalogue.find_filter(kept["field"])
    if item is None:
        raise BadFilter(f"there is no filter “{kept['field']}”; remove it and add another.")
    chosen = operators(item).get(kept["operator"])
    if chosen is None:
        raise BadFilter(
            f"Comparison: “{kept['operator']}” does not go with {item.label}; choose one of the list."
        )
    return item, chosen


def _check_value(item: Filter, value: str, store_id: int) -> None:
    if not value.strip():
        raise BadFilter("Value: type or choose one.")
    if item.kind in (CHOICE, FOLDER) and value not in dict(_choices(item, store_id)):
        raise BadFilter("Value: choose one of the list.")
    _wanted(item, value)


def _wanted(item: Filter, value: str) -> Any:
    """What is typed in the filter, ready to be compared. Raises BadFilter."""
    if item.kind == NUMBER:
        return _number(value)
    if item.kind == DATE:
        return _date(value)
    return plain(value)


def _number(value: str) -> Decimal:
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise BadFilter(f"Value: “{value.strip()}” is not a number; type one like 100 or 19.95.")
    return number


def _date(value: str) -> str:
    try:
        return date.fromisoformat(value.strip()).isoformat()
    except ValueError:
        raise BadFilter(f"Value: “{value.strip()}” is not a date; type one like 2026-01-31.") from None


def _reason(kept: Kept, store_id: int, subject: Any) -> Reason:
    try:
        item, chosen = _known(kept)
        wanted = _wanted(item, kept["value"]) if chosen.needs_value else ""
    except BadFilter as bad:
        return Reason(f"{in_words(kept, store_id)}: {bad}", agrees=False)
    values = item.read(subject, kept.get("parameter", "").strip())
    found = any(chosen.test(plain(v) if isinstance(v, str) else v, wanted) for v in values)
    return Reason(f"{in_words(kept, store_id)}: {_has(item, values, store_id)}", found != chosen.denies)


def _has(item: Filter, values: Sequence[Value], store_id: int) -> str:
    """What the subject has there, in words."""
    shown = dict.fromkeys(_name(item, value, store_id) for value in values)
    names = [_quoted(name) for name in shown if name.strip()]
    if not names:
        return "it is empty."
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return f"it is {', '.join(names[:5])}{more}."


def _label(item: Filter, kept: Kept) -> str:
    return f"{item.label} {_quoted(kept.get('parameter', ''))}" if item.parameter else item.label


def _name(item: Filter, value: Value, store_id: int) -> str:
    """A value as people know it: a choice by its name, a number without idle zeros."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return dict(_choices(item, store_id)).get(value, value) if item.choices else value


def _choices(item: Filter, store_id: int) -> Sequence[tuple[str, str]]:
    return item.choices(store_id) if item.choices else ()


def _quoted(text: str) -> str:
    one_line = " ".join(text.split())
    return f"“{one_line if len(one_line) <= 60 else one_line[:59] + '…'}”"
