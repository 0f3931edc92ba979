"""The orders of a group as a form: a field for what each of them lacks; and saving the entries."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from zoho_app.extensions import db
from zoho_app.orders.input.fields import BadFields
from zoho_app.orders.models import Order
from zoho_app.rules import engine
from zoho_app.web.attention import corrections
from zoho_app.web.attention.corrections import Blank, Way
from zoho_app.web.remedies.groups import Group

# An order with more of them is filled in piece by piece, or on its own page.
MOST_OF_AN_ORDER = 10
CHANGED = (
    "Somebody changed order {} after you opened this page. Nothing was overwritten, and your entries are "
    "still here. Check the order, then save again."
)


@dataclass
class Row:
    """An order with the fields to fill in; none when it was corrected elsewhere."""

    order: Order
    blanks: list[Blank]

    @property
    def shown(self) -> list[Blank]:
        """Those that have a field on the page."""
        return self.blanks[:MOST_OF_AN_ORDER]


@dataclass
class Sheet:
    """Some orders of a group; `for_all` is the one field that fills the same into all orders of the group."""

    way: Way
    rows: list[Row]
    for_all: Blank | None
    form_errors: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Blank]:
        yield from [self.for_all] if self.for_all else []
        for row in self.rows:
            yield from row.shown

    @property
    def errors(self) -> list[str]:
        """All that was refused."""
        return [words for blank in self for words in blank.errors]


@dataclass
class Filled:
    """The result for the orders: `fixed` lack nothing now; some of the `rest` were saved."""

    fixed: list[int] = field(default_factory=list)
    saved: int = 0
    rest: list[Row] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether something typed was not taken."""
        return any(blank.errors for row in self.rest for blank in row.blanks)


def build_sheet(
    store_id: int,
    way: Way,
    group: Group,
    order_ids: Sequence[int],
    rest: Sequence[Row] = (),
    for_all: Blank | None = None,
) -> Sheet:
    """These orders of the group, to be filled in; four statements at most.

    `rest` are rows of theirs and `for_all` the field for all with what was typed into them before.
    """
    before = {row.order.id: row.blanks for row in rest}
    found = orders(store_id, order_ids)
    rows = [Row(order, before[order.id] if order.id in before else way.blanks(order)) for order in found]
    blanks = [blank for row in rows for blank in row.shown]
    corrections.suggest(store_id, blanks)
    suggested = {blank.suggested for blank in blanks if corrections.names(blank, group.subject)}
    if for_all is None and suggested and group.count > 1:
        for_all = one_for_all(group)
        for_all.suggested = suggested.pop() if len(suggested) == 1 else ""
    return Sheet(way, rows, for_all)


def one_for_all(group: Group) -> Blank:
    """The field for the SKU of all items of the group's name."""
    return Blank("sku", "SKU", f"SKU of “{group.subject}”", "", (), name=group.subject)


def orders(store_id: int, order_ids: Collection[int]) -> list[Order]:
    """The store's orders of these numbers, in this order. For a POST they are locked until the commit."""
    wanted = select(Order).where(Order.store_id == store_id, Order.id.in_(order_ids)).order_by(Order.id)
    wanted = wanted.options(selectinload(Order.items))
    if request.method == "POST":
        wanted = wanted.with_for_update(of=Order)
    found = {order.id: order for order in db.session.scalars(wanted)}
    return [found[order_id] for order_id in dict.fromkeys(order_ids) if order_id in found]


def fill_in(
    way: Way,
    chosen: list[Order],
    typed: Callable[[Blank], str | None],
    who: str,
    seen: Mapping[int, int] | None = None,
) -> Filled:
    """Take over what was typed, each order by itself: all of it or none.

    `typed` is the text of a field, None where the page had none. `seen` are the versions of the orders that the
    page showed: of an order that somebody has changed since, nothing is taken over.
    """
    filled = Filled()
    with engine.resume([]):  # which reads the store's rules once
        for order in chosen:
            row = Row(order, way.blanks(order))
            for blank in row.blanks:
                blank.typed = typed(blank)
            if seen is not None and seen[order.id] != order.version and _texts(row):
                row.blanks[0].errors.append(CHANGED.format(order.id))
            elif _texts(row) and _save(way, row, who):
                filled.saved += 1
                row = Row(order, way.blanks(order))
            if row.blanks:
                filled.rest.append(row)
            else:
                filled.fixed.append(order.id)
    return filled


def _texts(row: Row) -> dict[str | int, str]:
    """What was typed and differs from what the order has, by the keys."""
    typed = ((blank, blank.typed.strip()) for blank in row.blanks if blank.typed is not None)
    return {key: text for blank, text in typed if text != blank.present for key in blank.keys}


def _save(way: Way, row: Row, who: str) -> bool:
    try:
        way.save(row.order, _texts(row), who)
    except BadFields as refused:
        for error in refused.errors:
            blank = next((one for one in row.blanks if error.field in map(str, one.keys)), row.blanks[0])
            blank.errors = list(dict.fromkeys([*blank.errors, f"{blank.title} {error.words}."]))
        return False
    return True
