"""How a rule that is being typed differs from the rule that is kept, and what somebody else has saved meanwhile."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from zoho_app.counts import count_noun
from zoho_app.rules.catalogue import Chooser
from zoho_app.rules.models import Rule
from zoho_app.web.forms import conflicts
from zoho_app.web.forms.conflicts import Theirs
from zoho_app.web.rules import words
from zoho_app.web.rules.draft import COLUMNS, Draft, from_rule, marks, new

NAMES = {
    "name": "Name",
    "event": "Event",
    "enabled": "This rule is on",
    "match_all": "Run the actions when",
    "filters": "Filters",
    "actions": "Actions",
}


def names(draft: Draft, rule: Rule | None) -> list[str]:
    """The names of what differs, as the labels and rows of the page are called."""
    kept = from_rule(rule) if rule else new()
    single = ("event", "match_all", "name", "enabled")
    changed = [NAMES[column] for column in single if getattr(draft, column) != getattr(kept, column)]
    rows = [*_rows("Filter", draft.filters, kept.filters), *_rows("Action", draft.actions, kept.actions)]
    return [*changed, *rows]


def _rows(noun: str, typed: Sequence[Any], kept: Sequence[Any]) -> Iterator[str]:
    pairs = list(zip_longest(typed, kept))[: len(typed)]
    yield from (f"{noun} {number}" for number, (mine, stored) in enumerate(pairs, 1) if mine != stored)
    if len(kept) > len(typed):
        yield f"{count_noun(len(kept) - len(typed), noun.lower())} removed"


def merge(draft: Draft, rule: Rule) -> tuple[Theirs, ...]:
    """Take over what somebody else changed and nobody changed here; returns what they changed, in words."""
    before, mine, now = conflicts.read(draft.seen), marks(draft), marks(rule)
    draft.seen = conflicts.write(now)
    changed = [one for one in COLUMNS if now[one] != before.get(one) and now[one] != mine[one]]
    told = words.by_column(rule, Chooser(rule.store_id))
    theirs = tuple(Theirs(NAMES[one], told[one], mine[one] != before.get(one)) for one in changed)
    _take_over(draft, rule, (one for one in changed if mine[one] == before.get(one)))
    return theirs


def _take_over(draft: Draft, rule: Rule, columns: Iterable[str]) -> None:
    kept = from_rule(rule)
    for column in columns:
        setattr(draft, column, getattr(kept, column))
