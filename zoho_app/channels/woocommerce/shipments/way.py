"""What each way to keep tracking numbers can do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.parcels import Parcel
from zoho_app.channels.shops.problems import Refused

# Units of lines of the shop's order: (id of the line, units).
Units = Sequence[tuple[int, int]]


class Lacks(Refused):
    """The shop can't keep this parcel in this way; the text says what to do."""


@dataclass(frozen=True)
class There:
    """A parcel that the shop has: its id there, its tracking number, its items where it knows them.

    `said` is what else the shop keeps of it, where that can be compared.
    """

    id: str
    number: str
    units: tuple[tuple[int, int], ...] = ()
    said: tuple[str, ...] = ()


class Way(Protocol):
    """One way to keep tracking numbers. Every function makes calls, and raises the problems of shops/problems.py."""

    label: str
    can_change: bool  # else a correction is removed and added

    def list_there(self, access: Access, order_key: str) -> list[There]:
        """The parcels that the shop has of an order."""

    def add(self, access: Access, order_key: str, parcel: Parcel, units: Units) -> str:
        """Tell the shop; return what it calls the parcel. Doing it twice makes two."""

    def change(self, access: Access, order_key: str, there: str, parcel: Parcel, units: Units) -> None:
        """Replace what the shop has of a parcel, where `can_change`."""

    def differs(self, there: There, parcel: Parcel, units: Units) -> bool:
        """Whether the shop has another content than the parcel's; False where that can't be seen. No call."""

    def remove(self, access: Access, order_key: str, there: str) -> None:
        """Take a parcel away; nothing happens when it is gone already."""


def is_same(one: str, other: str) -> bool:
    """Whether two tracking numbers are the same, as people type them."""
    return bool(one.strip()) and "".join(one.split()).casefold() == "".join(other.split()).casefold()
