"""The last orders of a store, and which of them a rule that is being typed would run on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.orders.rules.filters import SHIPMENTS
from zoho_app.rules import catalogue, engine, filters
from zoho_app.rules.catalogue import Chooser
from zoho_app.rules.engine import Trial
from zoho_app.rules.models import Rule

LOOKED_AT = 50
SHOWN_MATCHES, SHOWN = 3, 5


@dataclass(frozen=True)
class Match:
    """An order, whether the rule would run on it, and if not, the filter that does not agree."""

    order: Order
    place: str
    would_run: bool
    why_not: str


@dataclass(frozen=True)
class Matches:
    """`looked_at` orders of which `count` match; `shown` are some of both, the matching ones first."""

    looked_at: int
    count: int
    shown: list[Match]


def last_orders(rule: Rule) -> Matches | None:
    """Try the rule on the last orders, and change nothing; None while a filter is not complete."""
    chooser = Chooser(rule.store_id)
    try:
        for kept in rule.filters:
            filters.check(kept, chooser)
    except filters.BadFilter:
        return None
    tried = [(order, engine.try_rule(rule, order, chooser)) for order in _orders(rule)]
    found = [_match(order, trial) for order, trial in tried]
    return Matches(len(found), sum(one.would_run for one in found), _some(found))


def _orders(rule: Rule) -> Sequence[Order]:
    """With what the filters ask for, each read once for all of them; a total needs the items."""
    newest = select(Order).where(Order.store_id == rule.store_id).order_by(Order.date_added.desc(), Order.id.desc())
    asked = [catalogue.find_filter(kept["field"]) for kept in rule.filters]
    parts: list[Any] = [Order.items]
    if any(one and one.group == SHIPMENTS for one in asked):
        parts.append(Order.shipments)
    if any(one and one.key == "note" for one in asked):
        parts.append(Order.notes)
    return db.session.scalars(newest.limit(LOOKED_AT).options(*map(selectinload, parts))).all()


def _match(order: Order, trial: Trial) -> Match:
    why_not = next((one.words for one in trial.reasons if not one.agrees), "")
    address = order.shipping or order.customer or {}
    place = ", ".join(str(address[part]) for part in ("city", "country") if address.get(part))
    return Match(order, place, trial.would_run, "" if trial.would_run else why_not)


def _some(found: list[Match]) -> list[Match]:
    """A few of those that match and of those that don't, each the newest first."""
    matching = [one for one in found if one.would_run]
    others = [one for one in found if not one.would_run]
    first = matching[: max(SHOWN_MATCHES, SHOWN - len(others))]
    return [*first, *others[: SHOWN - len(first)]]
