"""What a list says when no order is on it: why, and what to do instead."""

from typing import NamedTuple

from zoho_app.orders.models import Folder
from zoho_app.web.orders.listing.links import OrderList


class NoneFound(NamedTuple):
    """A title, advice, and a link as (words, address)."""

    title: str
    advice: str
    link: tuple[str, str]


def say(shown: OrderList, folder: Folder | None, title: str, is_narrowed: bool) -> NoneFound:
    """The words for a list without an order; `title` is the list's own, and `is_narrowed` whether chips narrow it."""
    chosen = shown.filters
    elsewhere = ("Look in all folders", shown.href(folder=None)) if folder else ("Show all orders", shown.cleared)
    if chosen.query:
        part = "Try a part of the order number, name, e-mail address, SKU or tracking number"
        return NoneFound(f"No order matches “{chosen.query}”", _or_elsewhere(part, folder), elsewhere)
    if not is_narrowed:
        return NoneFound(f"No order is in “{title}”", "Orders that belong here appear by themselves.", elsewhere)
    return NoneFound("No order matches these filters", _or_elsewhere("Remove one of them", folder), elsewhere)


def _or_elsewhere(advice: str, folder: Folder | None) -> str:
    return f"{advice}{', or look in all folders' if folder else ''}."
