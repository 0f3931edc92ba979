"""What the app may do in the shop, and what a scope that is missing hides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Need:
    """A scope, or one of several, and what happens without it; without a needed one nothing works."""

    scopes: tuple[str, ...]
    without: str
    is_needed: bool = False


NEEDS = (
    Need(("read_orders",), "Bookdesk can't read any order.", is_needed=True),
    Need(("read_all_orders",), "Shopify shows no order that is older than 60 days."),
    Need(("read_customers",), "Orders without an address have no customer's name."),
    Need(
        ("write_merchant_managed_fulfillment_orders",),
        "Tracking numbers can't go back to Shopify for what ships from your own locations.",
    ),
    Need(
        ("write_third_party_fulfillment_orders",),
        "Tracking numbers can't go back for what a fulfillment service ships; Shopify does not even show it.",
    ),
)
ALL = tuple(scope for need in NEEDS for scope in need.scopes)


def missing(granted: Iterable[str]) -> list[Need]:
    """What the app may not do; a scope to write includes the one to read."""
    have = set(granted)
    have |= {scope.replace("write_", "read_", 1) for scope in have}
    return [need for need in NEEDS if not have.intersection(need.scopes)]


def may_read_customers(facts: Mapping[str, Any]) -> bool:
    """Whether an order's customer may be asked for, by what the last check found."""
    granted = facts.get("scopes") or []
    return "read_customers" in granted or "write_customers" in granted
