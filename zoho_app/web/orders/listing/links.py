"""State of the list of orders: what is chosen, and its links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from flask import url_for

from zoho_app.orders import state
from zoho_app.orders.listing import days, filters, search
from zoho_app.orders.listing.filters import NO, YES, Filters
from zoho_app.orders.listing.paging import Found
from zoho_app.orders.models import Folder
from zoho_app.web.layout.formats import money, source
from zoho_app.web.layout.redirects import back_to
from zoho_app.web.layout.times import day
from zoho_app.web.orders.listing.tabs import ReadyView, Tab

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
    "added": "Added",
    "total_from": "Total at least",
    "total_to": "Total at most",
    "shipped": "Shipped",
    "sort": "Sorted by",
}


class Badge(NamedTuple):
    """One thing that is chosen, such as Source: Etsy, and the list without it; what speaks for itself has no name."""

    arg: str  # its name in the address
    name: str
    value: str
    without: str

    @property
    def words(self) -> str:
        """Both in one."""
        return f"{self.name}: {self.value}" if self.name else self.value


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
    def trail(self) -> dict[str, str]:
        """What the addresses of its orders say of this page of it, so that one finds back and on to the next."""
        query = self.here().partition("?")[2]
        return {"from": query} if query else {}

    @property
    def view(self) -> str:
        """What is chosen, as the query string of the list's address."""
        return self.href().partition("?")[2]

    def tabs(self, tabs: Sequence[Tab]) -> list[tuple[str, str, bool, str | None]]:
        """The views to change to; see the macro `tabs`."""
        return [(tab.name, self._list_of(tab.filters), tab.is_current, tab.count or None) for tab in tabs]

    def _list_of(self, chosen: Filters) -> str:
        return self._address("orders.index", chosen.to_args())

    @property
    def exports(self) -> list[tuple[str, str]]:
        """The whole list as files."""
        args = self.filters.to_args()
        return [(words, self._address(f"exports.{what}", {**args, "form": form})) for words, what, form in FILES]

    @property
    def badges(self) -> list[Badge]:
        """All that is chosen, each with the link that removes it."""
        sort = SORTS[self.filters.sort] if self.filters.sort != filters.NEWEST else ""
        folder = self._badges([("folder", "Folder", self.folder_name)])
        return [*folder, *self.narrowing, *self._badges([("sort", "Sorted by", sort)])]

    def chips(self, ready: ReadyView | None) -> list[Badge]:
        """The same without the search, which stands beside them, and without what the ready-made view says."""
        said = {"q", *(ready.filters.to_args() if ready else ())}
        return [badge for badge in self.badges if badge.arg not in said]

    @property
    def narrowing(self) -> list[Badge]:
        """What is chosen beside the folder and the order."""
        chosen = self.filters
        state = next((one.label for one in filters.states() if one.key == chosen.state), "")
        return self._badges(
            [
                ("q", "", search_words(chosen.query) if chosen.query else ""),
                ("state", "", state),
                ("source_state", "At the source", SOURCE_STATES.get(chosen.source_state, "")),
                ("source", "Source", source(chosen.source) if chosen.source else ""),
                ("tag", "Tag", chosen.tag),
                ("sku", "SKU", chosen.sku),
                ("added", "Added", days.SPANS[chosen.added].label.lower() if chosen.added else ""),
                ("from", "Added from", day(chosen.added_from) if chosen.added_from else ""),
                ("to", "Added until", day(chosen.added_to) if chosen.added_to else ""),
                ("total_from", "Total at least", _amount(chosen.total_from)),
                ("total_to", "Total at most", _amount(chosen.total_to)),
                ("shipped", "", SHIPPED.get(chosen.shipped, "")),
            ]
        )

    def _badges(self, chosen: Sequence[tuple[str, str, str]]) -> list[Badge]:
        return [Badge(arg, name, value, self.href(**{arg: None})) for arg, name, value in chosen if value]

    @property
    def spans(self) -> list[tuple[str, str, bool]]:
        """Days to choose at once: words, the list of them, and whether they are chosen."""
        return [
            (span.label, self.href(**{"added": key, "from": None, "to": None}), key == self.filters.added)
            for key, span in days.SPANS.items()
        ]

    def recent(self, searches: Sequence[str]) -> list[tuple[str, str]]:
        """Searches to do again, each with its list."""
        return [(typed, self.href(q=typed)) for typed in searches]

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


def back(store_id: int) -> str:
    """The list that the form was on, or an order's page; never an address of somebody else."""
    return back_to(url_for("orders.index", store_id=store_id))


def options(folders: Sequence[Folder], sources: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """What there is to choose from, as (value, words), by the name in the address."""
    return {
        "state": [(one.key, one.label) for one in filters.states()],
        "source_state": list(SOURCE_STATES.items()),
        "folder": [(str(folder.id), folder.name) for folder in folders],
        "source": sorted(((name, source(name)) for name in sources), key=lambda one: one[1].casefold()),
        "shipped": list(SHIPPED.items()),
        "sort": list(SORTS.items()),
    }


def left_out(args: Mapping[str, str], chosen: Filters) -> Sequence[str]:
    """What the address asks for that can't be, in words."""
    kept = chosen.to_args()
    if {"from", "to"} & kept.keys():
        kept["added"] = ""  # days of one's own go first
    asked = {arg: args.get(arg, "").strip() for arg in FIELDS}
    return [FIELDS[arg] for arg, value in asked.items() if value not in ("", filters.NEWEST) and arg not in kept]


def search_words(typed: str) -> str:
    """How a search is understood, such as: Begins with “AB”."""
    query = search.read(typed)
    return SEARCH_WORDS[query.way].format(query.text)


def _amount(chosen: Decimal | None) -> str:
    return "" if chosen is None else money(chosen)
