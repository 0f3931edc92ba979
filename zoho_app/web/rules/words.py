"""A store's rules in words, as their list, their file and their page tell them."""

from dataclasses import dataclass

from zoho_app import masks
from zoho_app.rules import actions, arrange, catalogue, filters
from zoho_app.rules.catalogue import Chooser
from zoho_app.rules.models import Rule


@dataclass(frozen=True)
class Told:
    """A rule, and what it says; `joiner` stands between its filters."""

    rule: Rule
    event_exists: bool
    joiner: str
    filters: list[str]
    actions: list[str]


def all_of(store_id: int) -> list[Told]:
    """The store's rules as they run."""
    chooser = Chooser(store_id)
    return [told(rule, chooser) for rule in arrange.in_order(store_id)]


def told(rule: Rule, chooser: Chooser) -> Told:
    """One rule, which need not be complete."""
    return Told(
        rule=rule,
        event_exists=catalogue.find_event(rule.event) is not None,
        joiner="and" if rule.match_all else "or",
        filters=[masks.in_text(filters.in_words(kept, chooser)) for kept in rule.filters],
        actions=[actions.in_words(kept, chooser) for kept in rule.actions],
    )


def by_column(rule: Rule, chooser: Chooser) -> dict[str, str]:
    """What can be typed of a rule, each in words."""
    said = told(rule, chooser)
    return {
        "name": rule.name,
        "event": rule.event,
        "enabled": "Yes" if rule.enabled else "No",
        "match_all": "All filters agree" if rule.match_all else "Any filter agrees",
        "filters": "\n".join(said.filters),
        "actions": "\n".join(said.actions),
    }
