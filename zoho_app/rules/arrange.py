"""A store's rules and the order in which they run."""

from sqlalchemy import select

from zoho_app.extensions import db
from zoho_app.rules.models import Rule


def in_order(store_id: int) -> list[Rule]:
    """The store's rules as they run, switched off ones included."""
    rules = select(Rule).where(Rule.store_id == store_id).order_by(Rule.position, Rule.id)
    return list(db.session.scalars(rules))


def add(rule: Rule) -> None:
    """Put a new rule after all others of its store."""
    rules = in_order(rule.store_id)
    rule.position = rules[-1].position + 1 if rules else 1
    db.session.add(rule)
    db.session.flush()


def duplicate(rule: Rule) -> Rule:
    """Put a copy right after the rule; it starts switched off, so that nothing runs twice."""
    copy = Rule(
        store_id=rule.store_id,
        name=f"Copy of {rule.name}"[:200],
        enabled=False,
        event=rule.event,
        match_all=rule.match_all,
        filters=rule.filters,
        actions=rule.actions,
    )
    rules = in_order(rule.store_id)
    rules.insert(rules.index(rule) + 1, copy)
    db.session.add(copy)
    _number(rules)
    return copy


def move(rule: Rule, by: int) -> None:
    """Move the rule `by` places: negative is earlier. At an end it stays there."""
    rules = in_order(rule.store_id)
    place = rules.index(rule)
    rules.insert(max(0, place + by), rules.pop(place))
    _number(rules)


def _number(rules: list[Rule]) -> None:
    for position, rule in enumerate(rules, 1):
        rule.position = position
    db.session.flush()
