"""Tax Match: which tax of Zoho Books stands for a rate or a tax name of orders, if need be in one place only."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from zoho_app.orders.input.fields import NUMBER
from zoho_app.orders.places import country_code, state_code

# What is meant as a rate but is none: below 0, or with a comma.
_OTHER_NUMBER = re.compile(r"-[0-9.,]+ *%?|[0-9]+,[0-9]+ *%?")


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

    def by_rate_text(self, text: str, places: Sequence[str]) -> str:
        """The same for a rate as text, such as "19"; "" when it is none."""
        number = text.removesuffix("%").strip()
        return self.by_rate(Decimal(number), places) if NUMBER.fullmatch(number) else ""

    def about(self, subject: str) -> list[Rule]:
        """The rules for a rate such as "19%" or a tax name, in whatever place."""
        wanted = _rule("", subject, "")
        return [rule for rule in self.rules if (rule.rate, rule.name) == (wanted.rate, wanted.name)]

    @staticmethod
    def _first(rules: Sequence[Rule], places: Sequence[str]) -> str:
        """The nearest place first: state, country (the last of `places`), everywhere."""
        country = country_code(*places[-1:])
        for place in [*(_place_key(place) for place in places if place.strip()), country, ""]:
            for rule in rules:
                if rule.place == place or (country and place == country and country_code(rule.place) == country):
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


def with_line(text: str, line: str, active: Collection[str]) -> str:
    """The setting with that line: in place of the one for the same, else at its end.

    Lines for the same rate or name in other places whose tax is none of `active` (case-folded names) get its tax.
    """
    left, _, right = line.partition("=")
    place, meant = _place_and_tax(left)
    wanted, lines, has_own = _rule(place, meant, right.strip()), text.split("\n"), False
    for number, one in enumerate(lines):
        before, equals, after = one.partition("=")
        rule = _rule(*_place_and_tax(before), after.strip())
        if not equals or (rule.rate, rule.name) != (wanted.rate, wanted.name):
            continue
        is_own = rule.place == wanted.place
        has_own = has_own or is_own
        if is_own or rule.tax_name.casefold() not in active:
            lines[number] = f"{before.rstrip()} = {wanted.tax_name}"
    changed = "\n".join(lines)
    return changed if has_own else f"{changed.rstrip()}\n{line}".lstrip("\n")


def _place_and_tax(left: str) -> tuple[str, str]:
    before, colon, after = left.partition(":")
    return (_place_key(before), after.strip()) if colon else ("", left.strip())


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
    if _OTHER_NUMBER.fullmatch(meant):
        return f"“{meant[:80]}” is no rate. Write a number with a point, such as 19.5."
    return "" if right.strip() else f"“{line.strip()[:80]}” has no tax of Zoho Books after the “=”."


@lru_cache(maxsize=1024)
def _place_key(text: str) -> str:
    """A place to compare: a state together with its country by their codes, so that CA-Ontario is CA-ON."""
    before, hyphen, after = text.partition("-")
    country = country_code(before) if hyphen and not country_code(text) else ""
    return _key(f"{country}-{state_code(country, after) or after.strip()}" if country else text)


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()
