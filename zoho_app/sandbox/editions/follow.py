"""Having an organization in the currency of whoever connects, so that a new store can begin with any currency."""

from dataclasses import replace

from iso4217 import Currency

from ..common.store import Document, Store
from ..seed import CATALOGUE, DEFAULT_ORGANIZATION, add_organization, change_edition
from .table import EDITIONS, Edition

GLOBAL_EDITION = "eu"


def follow_currency(store: Store, code: str) -> None:
    """Make sure that an organization has this currency, unless somebody has chosen the first one's edition.

    The first organization becomes one of that currency as long as nobody has used it; else another one is added.
    """
    organizations = store.find("organization", "")
    first = next((one for one in organizations if one["id"] == DEFAULT_ORGANIZATION), None)
    edition = _edition(code)
    if first is None or edition is None or first.get("is_edition_chosen"):
        return
    if any(one["currency_code"] == code for one in organizations):
        return
    if _is_untouched(store, first):
        change_edition(store, first, edition)
        return
    newest = max(int(one["id"]) for one in organizations)
    add_organization(store, str(newest + 1), f"{first['name']} ({code})", edition)


def _edition(code: str) -> Edition | None:
    """The edition whose currency it is; for a currency of no edition the global one. None for what is no currency."""
    for edition in EDITIONS.values():
        if edition.currency_code == code:
            return edition
    try:
        digits = Currency(code).exponent
    except ValueError:
        return None
    return replace(EDITIONS[GLOBAL_EDITION], currency_code=code, price_factor=1 if digits else 100)


def _is_untouched(store: Store, organization: Document) -> bool:
    """Whether it holds nothing but what it began with."""
    counts = {kind: len(store.find(kind, organization["id"])) for kind in ("salesorder", "contact", "item")}
    return counts == {"salesorder": 0, "contact": 1, "item": len(CATALOGUE)}
