"""A parcel as a shop is told of it."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.problems import Refused


@dataclass(frozen=True)
class Parcel:
    """One parcel of an order: `order_key` is the order's id in the shop, `items` are (id of a line, units).

    No items means everything that is left.
    """

    order_key: str
    tracking_number: str
    carrier: str = ""
    link: str = ""
    shipped_on: date | None = None
    items: tuple[tuple[int, int], ...] = ()
    tells_buyer: bool = False


class Lacks(Refused):
    """The shop can't keep this parcel in this way; the text says what to do."""


class Way(Protocol):
    """One way to keep tracking numbers. Every function makes calls, and raises the problems of shops/problems.py."""

    label: str

    def find(self, access: Access, order_key: str, tracking_number: str) -> str:
        """What the shop calls this parcel, "" when it has none of that number."""

    def add(self, access: Access, parcel: Parcel) -> str:
        """Tell the shop; return what it calls the parcel. Doing it twice makes two."""

    def remove(self, access: Access, order_key: str, remote_id: str, tracking_number: str) -> None:
        """Take a parcel away; nothing happens when it is gone already."""


def is_same(one: str, other: str) -> bool:
    """Whether two tracking numbers are the same, as people type them."""
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()
