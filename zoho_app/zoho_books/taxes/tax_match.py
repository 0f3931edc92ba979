"""Tax Match: which tax of Zoho Books stands for a rate or a tax name of orders, if need be in one place only."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from zoho_app.orders.input.fields import NUMBER


@dataclass(frozen=True)
class Problem:
    """What can't be read, and in which line (counted from 1)."""

    line: int
    words: str


@dataclass(frozen=True)
class Rule:
    """One line: an order's tax of that rate or name, in that place ("" is everywhere), is the tax of that name."""

    place: str  # a country or a state, as `_key` makes it
    rate: Decimal | None
    name: str  # as `_key` makes it; "" when a rate is meant
    tax_name: str


@dataclass(frozen=True)
class TaxMatch:
    """The setting, read: its rules, and what couldn't be read."""

    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...] = ()

    def by_name(self, name: str, places: Sequence[str]) -> str:
        """The name of the tax in Zoho Books for a tax of that name; "" when no line says."""
        return self._first([rule for rule in self.rules if rule.name and rule.name == _key(name)], places)

    def by_rate(self, rate: Decimal, places: Sequence[str]) -> str:
        """The name of the tax in Zoho Books for a tax of that rate; "" when no line says."""
        return self._first([rule for rule in self.rules if rule.rate == rate], places)

    @staticmethod
    def _first(rules: Sequence[Rule], places: Sequence[str]) -> str:
        """The nearest place first: state, country, everywhere."""
        for place in [*(_key(place) for place in places if place.strip()), ""]:
            for rule in rules:
                if rule.place == place:
                    return rule.tax_name
        return ""


@lru_cache(maxsize=64)
def parse(text: str) -> TaxMatch:
    """Read one `rate or name = Zoho tax name` a line, a country or state may stand in front: `DE: 19 = USt 19`."""
    rules: dict[tuple[str, Decimal | None, str], Rule] = {}
    lines: dict[tuple[str, Decimal | None, str], int] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if not line.strip():
            continue
        left, equals, right = line.partition("=")
        place, meant = _place_and_tax(left)
        words = _problem(line, meant, equals, right)
        rule = _rule(place, meant, right.strip())
        key = (rule.place, rule.rate, rule.name)
        if not words and key in rules:
            words = f"“{left.strip()}” is already matched in line {lines[key]}. Keep one of the two lines."
        if words:
            problems.append(Problem(number, words))
        else:
            rules[key], lines[key] = rule, number
    return TaxMatch(tuple(rules.values()), tuple(problems))


def _place_and_tax(left: str) -> tuple[str, str]:
    before, colon, after = left.partition(":")
    return (_key(before), after.strip()) if colon else ("", left.strip())


def _rule(place: str, meant: str, tax_name: str) -> Rule:
    number = meant.removesuffix("%").strip()
    if NUMBER.fullmatch(number) and not number.startswith("-"):
        return Rule(place, Decimal(number), "", tax_name)
    return Rule(place, None, _key(meant), tax_name)


def _problem(line: str, meant: str, equals: str, right: str) -> str:
    if not equals:
        return f"“{line.strip()[:80]}” has no “=”. Write a rate or a tax name, “=”, and the tax in Zoho Books."
    if not meant:
        return f"“{line.strip()[:80]}” has no rate or tax name before the “=”."
    return "" if right.strip() else f"“{line.strip()[:80]}” has no tax of Zoho Books after the “=”."


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()
