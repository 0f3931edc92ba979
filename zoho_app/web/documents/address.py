"""What the address of a document says: which orders, in which order, and where to go back to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from flask import url_for

from zoho_app.bulk.selection import Selection
from zoho_app.documents import choice
from zoho_app.documents.choice import Chosen
from zoho_app.orders.listing.filters import Filters

SLIPS, PICK_LIST = "packing-slips", "pick-list"
LONGEST_BACK = 2_000


@dataclass(frozen=True)
class Address:
    """The checked orders of a list, or all that match its filters; `view` also says how they are sorted."""

    selection: Selection
    view: Filters
    is_by_number: bool = False
    after: str = ""  # the cursor at which this document begins
    back: str = ""  # the page that led here
    prints: bool = False  # whether the browser prints at once

    @classmethod
    def from_args(cls, store_id: int, args: Mapping[str, str]) -> "Address":
        """Read an address or a form; what can't be read is left out."""
        view = Filters.from_args(dict(parse_qsl(args.get("view", "").lstrip("?"))))
        return cls(
            Selection.from_args(store_id, args),
            view,
            is_by_number=args.get("order") == choice.BY_NUMBER,
            after=args.get("after", ""),
            back=args.get("back", "")[:LONGEST_BACK],
            prints="print" in args,
        )

    def href(self, kind: str, endpoint: str = "documents.show") -> str:
        """The address of the document of that kind."""
        more = {
            "view": urlencode(self.view.to_args()),
            "order": choice.BY_NUMBER if self.is_by_number else "",
            "after": self.after,
            "back": self.back,
            "print": "1" if self.prints else "",
        }
        args = {**{name: value for name, value in more.items() if value}, **self.selection.to_args()}
        return url_for(endpoint, store_id=self.selection.store_id, kind=kind, **args)  # type: ignore[arg-type]

    def read(self) -> Chosen:
        """The orders of the document."""
        store_id, ids = self.selection.store_id, self.selection.order_ids
        view = choice.sorted_by_number(self.view) if self.is_by_number else self.view
        if self.selection.filters is not None:
            return choice.matching(store_id, view, self.after)
        return choice.checked(store_id, ids, view)

    def back_href(self) -> str:
        """The list or the order that led here; never an address of somebody else."""
        ids, store_id = self.selection.order_ids, self.selection.store_id
        list_page = url_for("orders.index", store_id=store_id)
        if self.back.startswith(f"{list_page}?"):
            return self.back
        return url_for("orders.show", store_id=store_id, order_id=ids[0]) if len(ids) == 1 else list_page

    def turned(self) -> "Address":
        """The same orders sorted the other way: by number, or as in the list; from the beginning."""
        return replace(self, is_by_number=not self.is_by_number, after="", prints=False)

    def from_cursor(self, after: str) -> "Address":
        """The document that follows."""
        return replace(self, after=after, prints=False)

    def shown(self) -> "Address":
        """The same without printing at once."""
        return replace(self, prints=False)
