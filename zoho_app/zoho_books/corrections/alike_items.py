"""Which items of Zoho Books an unknown SKU, or a line without one, may mean: the same name and price go before a
similar SKU or name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import ColumnElement, func

from zoho_app.orders.input.keys import sku_key, text_key
from zoho_app.zoho_books.cache.models import CachedItem

OFFERED_AT_MOST = 3
# Of one SKU's letters so many begin it alike; shorter words of a name tell nothing.
BEGINS, LONG_WORD = 3, 4
# So many of the pieces of two texts have to be the same, from 0 to 1.
SIMILAR = 0.4
SAME_NAME_AND_PRICE = "Same name, same price"


@dataclass(frozen=True)
class Wanted:
    """What orders call it: its SKU, "" when it has none, and the names and prices of their lines."""

    sku: str
    names: frozenset[str]
    prices: frozenset[Decimal] = frozenset()

    @cached_property
    def name_keys(self) -> frozenset[str]:
        """The names as they are compared."""
        return frozenset(text_key(name) for name in self.names)


class Item(NamedTuple):
    """A known item, as far as it is compared."""

    item_id: str
    sku: str
    sku_key: str
    name: str
    rate: Decimal | None


@dataclass(frozen=True)
class Proposal:
    """An item that may be meant, and why. `is_certain`: no other item has this name and this price."""

    item_id: str
    sku: str
    name: str
    rate: Decimal | None
    why: str
    likeness: float
    is_certain: bool = False


def conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    """What a cached item that is alike has in common with it."""
    yield func.lower(CachedItem.name).in_(wanted.name_keys)
    if key := sku_key(wanted.sku)[:BEGINS]:
        yield CachedItem.sku_key.startswith(key, autoescape=True)
    for name in wanted.name_keys:
        longest = max(name.split(), key=len, default="")
        if len(longest) >= LONG_WORD:
            yield CachedItem.name.icontains(longest, autoescape=True)


def likely(wanted: Wanted, items: Sequence[Item]) -> list[Proposal]:
    """Those of the items that are likely meant, the likeliest first."""
    found = [one for one in (_proposal(wanted, item) for item in items) if one is not None]
    found.sort(key=lambda one: -one.likeness)
    if [one.why for one in found].count(SAME_NAME_AND_PRICE) == 1:
        found[0] = replace(found[0], is_certain=True)
    return found[:OFFERED_AT_MOST]


def _proposal(wanted: Wanted, item: Item) -> Proposal | None:
    """Why this item may be meant; None when nothing says so."""
    if text_key(item.name) in wanted.name_keys:
        is_price = item.rate is not None and wanted.prices == {item.rate}
        why, likeness = (SAME_NAME_AND_PRICE, 3.0) if is_price else ("Same name", 2.0)
    else:
        by_sku = _likeness(sku_key(wanted.sku), item.sku_key)
        by_name = max((_likeness(name, text_key(item.name)) for name in wanted.name_keys), default=0.0)
        why, likeness = ("Similar SKU", by_sku) if by_sku >= by_name else ("Similar name", by_name)
        if likeness < SIMILAR:
            return None
    return Proposal(item.item_id, item.sku, item.name, item.rate, why, likeness)


def _likeness(one: str, other: str) -> float:
    """How much of two texts is the same, from 0 to 1."""
    ours, theirs = _pieces(one), _pieces(other)
    both = len(ours) + len(theirs)
    return 2 * len(ours & theirs) / both if both else 0.0


def _pieces(text: str) -> set[str]:
    padded = f" {text} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)} if text else set()
