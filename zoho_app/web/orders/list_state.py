"""State of the list of orders: what is chosen, and its links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask import url_for

from zoho_app.orders import state
from zoho_app.orders.listing import filters, saved_views, search
from zoho_app.orders.listing.filters import NO, YES, Filters
from zoho_app.orders.listing.paging import Found
from zoho_app.orders.models import Folder, SavedView
from zoho_app.web.layout.formats import day

SHIPPED = {YES: "Shipped", NO: "Not shipped"}
SOURCE_STATES = {filters.VOID: "No sale (any of these)", **{key: one.label for key, one in state.STATES.items()}}
SORTS = {
    "-added": "Date added, newest first",
    "added": "Date added, oldest first",
    "-updated": "Date updated, newest first",
    "updated": "Date updated, oldest first",
    "-number": "Order number, highest first",
    "number": "Order number, lowest first",
    "name": "Customer, A to Z",
    "-name": "Customer, Z to A",
    "-total": "Total, highest first",
    "total": "Total, lowest first",
}
# Which way round a column is sorted when it is first asked for.
FIRST_WAY = {"added": "-added", "updated": "-updated", "number": "-number", "total": "-total", "name": "name"}
FILES = (
    ("Orders as CSV", "orders", "csv"),
    ("Orders as JSON", "orders", "json"),
    ("Items as CSV", "items", "csv"),
    ("Items as JSON", "items", "json"),
)
SEARCH_WORDS = {search.PART: "“{}”", search.PREFIX: "Begins with “{}”", search.EXACT: "Exactly “{}”"}
FIELDS = {
    "folder": "Folder",
    "state": "State",
    "source_state": "State at the source",
    "from": "Added from",
    "to": "Added until",
    "shipped": "Shipped",
    "sort": "Sorted by",
}


class Badge(NamedTuple):
    """One thing that is chosen, and the list without it."""

    words: str
    without: str


Tab = tuple[str, str, bool, None]  # a saved view to change to; see the macro `tabs`


class Head(NamedTuple):
    """A column's head: the list sorted by it, and how it is sorted now ("ascending", "descending" or "")."""

    href: str
    sorted: str


@dataclass(frozen=True)
class OrderList:
    """The links of a list of the store's orders."""

    store_id: int
    filters: Filters
    cursor: Mapping[str, str]  # which page is shown
    folder_name: str = ""  # of the folder that is chosen

    def here(self, **changes: str) -> str:
        """The page that is shown."""
        return self.href(**{**self.cursor, **changes})

    def href(self, **changes: str | None) -> str:
        """The first page of the list with other values in its address; None leaves one out."""
        return self._address("orders.index", {**self.filters.to_args(), **changes})

    def _address(self, endpoint: str, args: Mapping[str, str | None]) -> str:
        chosen = {name: value for name, value in args.items() if value is not None}
        return url_for(endpoint, store_id=self.store_id, **chosen)  # type: ignore[arg-type]

    @property
    def view(self) -> str:
        """What is chosen, as the query string of the list's address."""
        return self.href().partition("?")[2]

    def tabs(self, views: Sequence[SavedView], current: SavedView | None) -> list[Tab]:
        """The saved views, in the order given."""
        addresses = [self._address("orders.index", saved_views.filters_of(view).to_args()) for view in views]
        return [(view.name, href, view is current, None) for view, href in zip(views, addresses, strict=True)]

    @property
    def exports(self) -> list[tuple[str, str]]:
        """The whole list as files."""
        args = self.filters.to_args()
        return [(words, self._address(f"exports.{what}", {**args, "form": form})) for words, what, form in FILES]

    @property
    def badges(self) -> list[Badge]:
        """All that is chosen, each with the link that removes it."""
        folder = {"folder": f"Folder: {self.folder_name}"} if self.folder_name else {}
        sort = {"sort": f"Sorted by: {SORTS[self.filters.sort]}"} if self.filters.sort != filters.NEWEST else {}
        return [*self._badges(folder), *self.narrowing, *self._badges(sort)]

    @property
    def narrowing(self) -> list[Badge]:
        """What is chosen beside the folder and the order."""
        chosen = self.filters
        words = {
            "q": search_words(chosen.query) if chosen.query else "",
            "state": next((one.label for one in filters.states() if one.key == chosen.state), ""),
            "source_state": f"At the source: {SOURCE_STATES[chosen.source_state]}" if chosen.source_state else "",
            "source": f"Source: {chosen.source}" if chosen.source else "",
            "tag": f"Tag: {chosen.tag}" if chosen.tag else "",
            "sku": f"SKU: {chosen.sku}" if chosen.sku else "",
            "from": _day_words("Added from", chosen.added_from),
            "to": _day_words("Added until", chosen.added_to),
            "shipped": SHIPPED.get(chosen.shipped, ""),
        }
        return self._badges(words)

    def _badges(self, words: Mapping[str, str]) -> list[Badge]:
        return [Badge(said, self.href(**{arg: None})) for arg, said in words.items() if said]

    @property
    def sort_words(self) -> str:
        """How the list is sorted, as a sentence."""
        return f"{SORTS[self.filters.sort]}."

    @property
    def cleared(self) -> str:
        """The list with nothing chosen."""
        return self.href(**dict.fromkeys(filters.ARGS.values()))

    def head(self, name: str) -> Head:
        """The head of the column that is sorted under this name."""
        now = self.filters.sort
        if now.removeprefix("-") != name:
            return Head(self._sorted(FIRST_WAY[name]), "")
        turned = name if now.startswith("-") else f"-{name}"
        return Head(self._sorted(turned), "descending" if now.startswith("-") else "ascending")

    def _sorted(self, sort: str) -> str:
        return self.href(sort=None if sort == filters.NEWEST else sort)

    def neighbors(self, found: Found) -> tuple[str | None, str | None, str | None]:
        """The first page, the one before and the one after; None where there is none."""
        first = self.href() if found.previous else None
        previous = self.href(before=found.previous) if found.previous else None
        return first, previous, self.href(after=found.next) if found.next else None


def options(folders: Sequence[Folder], sources: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """What there is to choose from, as (value, words), by the name in the address."""
    return {
        "state": [(one.key, one.label) for one in filters.states()],
        "source_state": list(SOURCE_STATES.items()),
        "folder": [(str(folder.id), folder.name) for folder in folders],
        "source": [(name, name) for name in sources],
        "shipped": list(SHIPPED.items()),
        "sort": list(SORTS.items()),
    }


def left_out(args: Mapping[str, str], chosen: Filters) -> Sequence[str]:
    """What the address asks for that can't be, in words."""
    kept = chosen.to_args()
    asked = {arg: args.get(arg, "").strip() for arg in FIELDS}
    return [FIELDS[arg] for arg, value in asked.items() if value not in ("", filters.NEWEST) and arg not in kept]


def search_words(typed: str) -> str:
    """How a search is understood, such as: Begins with “AB”."""
    query = search.read(typed)
    return SEARCH_WORDS[query.way].format(query.text)


def _day_words(words: str, chosen: date | None) -> str:
    return f"{words} {day(chosen)}" if chosen else ""
