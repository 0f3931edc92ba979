"""Which ways to keep tracking numbers a shop has, and which one is used."""

from collections.abc import Iterable, Mapping
from typing import Any

from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.problems import PersonNeeded, Refused
from zoho_app.channels.woocommerce.client import gateway
from zoho_app.channels.woocommerce.client.answers import NO_ROUTE, RestRefused
from zoho_app.channels.woocommerce.shipments.fulfillments import FULFILLMENTS
from zoho_app.channels.woocommerce.shipments.notes import NOTES
from zoho_app.channels.woocommerce.shipments.plugins import ADVANCED, ADVANCED_PRO, SHIPMENT_TRACKING, Plugin
from zoho_app.channels.woocommerce.shipments.way import Way

# The first one that a shop has is used, unless a person has chosen another.
WAYS: dict[str, Way] = {
    "ast-pro": ADVANCED_PRO,
    "ast": ADVANCED,
    "shipment-tracking": SHIPMENT_TRACKING,
    "fulfillments": FULFILLMENTS,
    "notes": NOTES,
}


def discover(access: Access, namespaces: Iterable[str]) -> list[str]:
    """The ways that the shop has, by its list of namespaces; notes always work."""
    there = set(namespaces)
    found = [key for key, way in WAYS.items() if isinstance(way, Plugin) and way.space in there]
    return [*found, *(["fulfillments"] if _has_fulfillments(access) else []), "notes"]


def chosen(facts: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    """The key of the way to use: the one that a person chose, as long as the shop has it, else the first."""
    there = [str(key) for key in facts.get("ways") or () if key in WAYS]
    wanted = str(options.get("way") or "")
    return wanted if wanted in there else there[0] if there else "notes"


def _has_fulfillments(access: Access) -> bool:
    """Where the feature is off, its route is not there; where it is on, there is just no order 0."""
    try:
        gateway.get(access, "orders/0/fulfillments")
    except RestRefused as refusal:
        return refusal.code != NO_ROUTE
    except (PersonNeeded, Refused):
        return False
    return True
