"""The export of a shop: by which titles it is known, what its columns mean, and how its amounts are meant."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from zoho_app.orders.files.titles import loose, split


@dataclass(frozen=True)
class Layout:
    """One kind of export. Titles stand in texts like "SKU | Item SKU", the one that counts first."""

    name: str  # what it is called on screen
    source: str  # the source of its orders; "" when a column says it
    known_by: tuple[str, ...]  # of each text, one title must be there
    fields: dict[str, str]  # field -> its titles in all languages
    unused: str = ""  # titles that nobody needs
    dates: str = ""  # "day" or "month" first, where the shop always writes them so
    decimals: str = ""
    # Currencies of whose prices the taxes are a part, where the file has no total that could show it.
    tax_in_prices: frozenset[str] = frozenset()
    price_may_be_line: bool = False  # the price is for one piece or the whole line; the total shows which
    first_line_counts: bool = False  # an order's own amounts stand on its first line; further lines have their own
    refuse: str = ""  # why this export holds no orders, and which one does
    refunds: frozenset[str] = frozenset()  # what the state column of a line says of a refund
    known: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        titles = {loose(title): "" for title in split(self.unused)} if self.unused else {}
        for key, names in self.fields.items():
            titles.update({loose(name): key for name in split(names)})
        object.__setattr__(self, "known", titles)

    def fits(self, titles: set[str]) -> bool:
        """Whether these loose titles are those of this export."""
        return all(any(loose(one) in titles for one in split(names)) for names in self.known_by)

    def knows(self, title: str) -> bool:
        """Whether the export has such a column, needed or not."""
        return loose(title) in self.known

    def count_known(self, titles: set[str]) -> int:
        """How many of the loose titles the export has."""
        return len(titles & self.known.keys())

    def assign(self, titles: Iterable[str], filled: Container[int]) -> dict[int, str]:
        """Which column, by its place, fills which field.

        Of several titles of a field the first listed counts, of columns that are not blank all the way (`filled`).
        """
        places: dict[str, int] = {}
        for place, title in enumerate(titles):
            places.setdefault(loose(title), place)
        assigned: dict[int, str] = {}
        for key, names in self.fields.items():
            found = [places[loose(name)] for name in split(names) if loose(name) in places]
            found.sort(key=lambda place: place not in filled)
            if found and found[0] not in assigned:
                assigned[found[0]] = key
        return assigned
