"""Which orders an action is for: those that were checked, all that a list shows, or those of an earlier run."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, Select, func, select

from zoho_app.bulk.models import BulkItem, BulkRun
from zoho_app.extensions import db
from zoho_app.orders.input.fields import HIGHEST_ID
from zoho_app.orders.listing import filters
from zoho_app.orders.listing.filters import Filters
from zoho_app.orders.models import Order

# So many checked orders fit into an address; more than a page of the list has.
MOST_CHECKED = 250
SEPARATOR = "-"


@dataclass(frozen=True)
class Selection:
    """Orders of one store, chosen in one of three ways; of a store that is not theirs they are left out."""

    store_id: int
    order_ids: tuple[int, ...] = ()
    filters: Filters | None = None
    run_id: int | None = None
    item_state: str = ""  # of the run's items
    through: int | None = None  # no order that came in after this one

    @classmethod
    def from_args(cls, store_id: int, args: Mapping[str, str]) -> "Selection":
        """Read an address or a form; what can't be read selects nothing."""
        through = _number(args.get("through", ""))
        if args.get("all_matching"):
            view = Filters.from_args(dict(parse_qsl(args.get("view", "").lstrip("?"))))
            return cls(store_id, filters=view, through=through)
        if run_id := _number(args.get("run", "")):
            return cls(store_id, run_id=run_id, item_state=args.get("of", ""), through=through)
        ids = [_number(text) for text in args.get("ids", "").split(SEPARATOR)[:MOST_CHECKED]]
        return cls(store_id, order_ids=tuple(number for number in ids if number))

    def to_args(self) -> dict[str, str]:
        """The same as an address or a form has it."""
        kept = {"through": str(self.through)} if self.through else {}
        if self.filters is not None:
            return {"all_matching": "1", "view": urlencode(self.filters.to_args()), **kept}
        if self.run_id is not None:
            return {"run": str(self.run_id), "of": self.item_state, **kept}
        return {"ids": SEPARATOR.join(map(str, self.order_ids))}

    def up_to(self, newest: int) -> "Selection":
        """The same without what comes in later than that order: what a person has seen counted is what is done."""
        return self if self.order_ids else replace(self, through=newest)

    def ids(self) -> Select[int]:
        """The statement that selects the orders' ids."""
        wanted = self._matching()
        return wanted.where(Order.id <= self.through) if self.through else wanted

    def count(self) -> int:
        """How many they are; one statement."""
        return db.session.scalar(select(func.count()).select_from(self.ids().subquery())) or 0

    def _matching(self) -> Select[int]:
        if self.filters is not None:
            return filters.matching(self.store_id, self.filters)
        chosen = select(Order.id).where(Order.store_id == self.store_id)
        return chosen.where(self._of_run() if self.run_id is not None else Order.id.in_(self.order_ids))

    def _of_run(self) -> ColumnElement[bool]:
        items = (
            select(BulkItem.order_id)
            .join(BulkRun, BulkRun.id == BulkItem.run_id)
            .where(BulkRun.store_id == self.store_id, BulkRun.id == self.run_id, BulkItem.state == self.item_state)
        )
        return Order.id.in_(items)


def _number(text: str) -> int | None:
    text = text.strip()
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(HIGHEST_ID))
    return int(text) if is_number and int(text) <= HIGHEST_ID else None
