"""What the step "Columns" shows of each column: how it was matched, or that somebody has to look; and of the file."""

from collections.abc import Sequence
from dataclasses import dataclass

from zoho_app.counts import agree, count_noun
from zoho_app.orders.files.columns import Choices, Column, Plan
from zoho_app.orders.files.fields import FIELDS
from zoho_app.orders.files.tables.table import Table
from zoho_app.orders.files.titles import loose


@dataclass(frozen=True)
class Match:
    """One column and how it got its field; `tone` is "good", "warning" or "" for what is not imported."""

    column: Column
    words: str
    tone: str


@dataclass(frozen=True)
class Part:
    """Columns that stand together. `is_folded`: nothing in it has to be decided, and something elsewhere has."""

    title: str
    note: str
    matches: list[Match]
    is_folded: bool


def parts(plan: Plan, choices: Choices) -> list[Part]:
    """What has to be looked at first, then what is certain, then what is left out; those that have columns."""
    matches = [_match(column, plan, choices) for column in plan.columns if column.title]
    asked = [one for one in matches if one.tone == "warning"]
    certain = [one for one in matches if one.tone == "good"]
    out = [one for one in matches if not one.tone]
    found = (
        Part("", "", asked, False),
        Part(f"{count_noun(len(certain), 'column')} matched", _named(certain), certain, bool(asked)),
        Part(f"{count_noun(len(out), 'column')} left out", _titles(out), out, bool(asked or certain)),
    )
    return [part for part in found if part.matches]


def summary(plan: Plan, found: Table) -> str:
    """Such as "148 lines make 131 orders. 9 of 11 columns are matched, 1 needs a look."."""
    titled = [column for column in plan.columns if column.title]
    matched = sum(bool(column.field) for column in titled)
    asked = len(plan.open)
    looks = f", {asked:,} {agree(asked, 'needs', 'need')} a look" if asked else ""
    columns = f"{matched:,} of {count_noun(len(titled), 'column')} {agree(matched, 'is', 'are')} matched{looks}."
    if not found.rows:
        return columns
    lines, orders = count_noun(len(found.rows), "line"), count_orders(plan, found)
    made = f" {agree(len(found.rows), 'makes', 'make')} {count_noun(orders, 'order')}" if orders else ""
    return f"{lines}{made}. {columns}"


def count_orders(plan: Plan, found: Table) -> int:
    """How many orders the lines make, by their numbers; 0 while no column is certain to be the number."""
    place = next((column.place for column in plan.columns if column.field == "source_id"), None)
    if place is None:
        return 0
    return len({number for row in found.rows if place < len(row.cells) and (number := row.cells[place].strip())})


def _match(column: Column, plan: Plan, choices: Choices) -> Match:
    if column.is_open:
        return Match(column, "Check this" if column.proposal else "Choose a field", "warning")
    if not column.field:
        return Match(column, "Not imported", "")
    if loose(column.title) in choices.fields:
        return Match(column, "As remembered", "good")
    if plan.layout is not None and plan.layout.knows(column.title):
        return Match(column, f"As {plan.layout.name} writes it", "good")
    return Match(column, "By name", "good")


def _named(matches: Sequence[Match]) -> str:
    """What the first of them are taken for."""
    labels = [FIELDS[one.column.field].label for one in matches if one.column.field in FIELDS]
    return _shown(labels)


def _titles(matches: Sequence[Match]) -> str:
    return _shown([one.column.title for one in matches])


def _shown(words: Sequence[str]) -> str:
    return ", ".join(words[:5]) + (f" and {len(words) - 5:,} more" if len(words) > 5 else "")
