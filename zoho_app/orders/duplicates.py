"""One purchase, one order: orders that came by two ways, noticed by number, e-mail, total and day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, or_, select

from zoho_app.accounts.models import Store
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import history, identity
from zoho_app.orders.edit import touch
from zoho_app.orders.input import source, tax_facts
from zoho_app.orders.input.fields import ZERO
from zoho_app.orders.input.keys import number_key, text_key
from zoho_app.orders.input.order_data import OrderData
from zoho_app.orders.models import Order

AT_ONCE = 400  # orders that are looked up in one statement
NEAR = timedelta(days=1)  # channels and exports write days of different time zones
COLUMNS = (
    *(Order.id, Order.source_name, Order.source_id, Order.number_key, Order.email_key, Order.total_key),
    *(Order.date_added, Order.day_added),
)


@dataclass(frozen=True)
class Alike:
    """An order of the store that an order not yet in it may be; `is_same` where it certainly is."""

    order_id: int
    source_name: str
    source_id: str
    is_same: bool
    reasons: tuple[str, ...]  # what both have in common: "number", "e-mail", "total", "day"

    @property
    def words(self) -> str:
        """The sentence for a preview."""
        if self.is_same:
            return f"It is here already, as order {self.order_id}."
        same = ", ".join(self.reasons)
        return (
            f"It looks like order {self.order_id} ({self.source_name} {self.source_id}), which is here: same {same}."
        )


@dataclass(frozen=True)
class _Facts:
    source: str  # of its group, where the store says that sources are the same
    name: str
    source_id: str
    number: str
    email: str
    total: Decimal
    day: date


def find(store: Store, orders: Sequence[OrderData]) -> dict[int, Alike]:
    """For those of the orders that the store seems to have already: place in `orders` -> what it has.

    A few statements for each AT_ONCE orders.
    """
    groups, zone = identity.same_sources(store.id), ZoneInfo(store.time_zone)
    found: dict[int, Alike] = {}
    for start in range(0, len(orders), AT_ONCE):
        wanted = [_facts(one, groups, zone) for one in orders[start : start + AT_ONCE]]
        by_number, by_email = _candidates(store.id, wanted)
        for place, one in enumerate(wanted, start):
            rows = {row.id: row for row in (*by_number[one.number], *by_email[one.email])}
            compared = [alike for row in rows.values() if (alike := _compare(one, row, groups, store))]
            if compared:
                found[place] = max(compared, key=lambda alike: (alike.is_same, len(alike.reasons), -alike.order_id))
    return found


def ask_about(order: Order, alike: Alike, who: str) -> None:
    """Let a person say whether a stored order is the same purchase as the other one; until then it is not sent."""
    order.double_of = alike.order_id
    history.add(order, who, f"{alike.words} Say on this page whether it is the same purchase; it is not sent before.")


def is_another_purchase(order: Order, who: str) -> None:
    """A person has said that both were bought."""
    other, order.double_of = order.double_of, None
    history.add(order, who, f"Not a double of order {other}: it is another purchase.")
    touch(order)


def asked_about(order: Order) -> Order | None:
    """The order of which this one may be a double, as long as nobody has said and both are there."""
    if order.double_of is None:
        return None
    other = db.session.get(Order, order.double_of)
    return other if other is not None and other.store_id == order.store_id else None


def _candidates(store_id: int, wanted: Sequence[_Facts]) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    numbers, emails = {one.number for one in wanted} - {""}, {one.email for one in wanted} - {""}
    totals = {one.total for one in wanted if one.email}
    bought: ColumnElement[bool] = Order.email_key.in_(emails) & Order.total_key.in_(totals)
    rows = select(*COLUMNS).where(Order.store_id == store_id, or_(Order.number_key.in_(numbers), bought))
    by_number: dict[str, list[Row]] = defaultdict(list)
    by_email: dict[str, list[Row]] = defaultdict(list)
    for row in db.session.execute(rows.order_by(Order.id)):
        by_number[row.number_key].append(row)
        if row.email_key:
            by_email[row.email_key].append(row)
    by_number.pop("", None)
    return by_number, by_email


def _compare(one: _Facts, row: Row, groups: dict[str, str], store: Store) -> Alike | None:
    name, shown = text_key(row.source_name), source.shown(store.id, row.source_name)
    same_source = one.source == groups.get(name, name)
    same_number = one.number == row.number_key
    exact = one.name == name and one.source_id == row.source_id
    if exact or (same_source and same_number and name in groups):
        return Alike(row.id, shown, row.source_id, True, ("number",))
    if same_source and not same_number:
        return None  # a source counts its orders itself
    day = row.day_added or row.date_added.astimezone(ZoneInfo(store.time_zone)).date()
    signs = {
        "number": same_number,
        "e-mail": bool(one.email) and one.email == row.email_key,
        "total": one.total == row.total_key,
        "day": abs(one.day - day) <= NEAR,
    }
    reasons = tuple(sign for sign, holds in signs.items() if holds)
    either_blank = not one.email or not row.email_key
    enough = signs["e-mail"] and (signs["total"] or (same_number and signs["day"]))
    by_chance = not same_number and not (one.total > ZERO and signs["total"] and signs["day"])
    if (enough and not by_chance) or (same_number and either_blank and signs["total"] and signs["day"]):
        return Alike(row.id, shown, row.source_id, False, reasons)
    return None


def _facts(order: OrderData, groups: dict[str, str], zone: ZoneInfo) -> _Facts:
    name = text_key(order.source_name or source.NONE)
    added = order.date_added
    day = (added.day or added.at.astimezone(zone).date()) if added else now().astimezone(zone).date()
    email = text_key(order.details.get("email", ""))
    return _Facts(
        groups.get(name, name), name, order.source_id, number_key(order.source_id), email, _total(order), day
    )


def _total(order: OrderData) -> Decimal:
    """What the order comes to once it is stored (see `Order.order_total`)."""
    products: Iterable[Decimal] = (item.values["price"] * item.values["quantity"] for item in order.items)
    on_top = () if _prices_include_tax(order) else ("tax_total",)
    charges = (order.details.get(name, ZERO) for name in ("shipping_total", "handling_total", *on_top))
    discounts = (Decimal(one["amount"]) for one in order.details.get("discount_list", []))
    return sum(products, ZERO) + sum(charges, ZERO) - sum(discounts, ZERO)


def _prices_include_tax(order: OrderData) -> bool:
    try:
        return bool(tax_facts.prices_include_tax(order.order_metadata))
    except tax_facts.Unreadable:
        return False
