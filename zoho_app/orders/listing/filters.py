"""Which orders a list shows and in which order: what people chose, to and from the list's address."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, literal, select, union_all

from zoho_app.accounts.models import Store
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import state as source_states
from zoho_app.orders.input import timestamps
from zoho_app.orders.input.fields import HIGHEST_ID
from zoho_app.orders.input.keys import sku_key
from zoho_app.orders.listing import days, search
from zoho_app.orders.models import Order, OrderItem, Shipment

YES, NO = "yes", "no"
VOID = "void"
SORTS = ("added", "updated", "number", "total", "name")
NEWEST = "-added"  # a minus: the highest first
LONGEST = 200  # characters; nothing that is looked for is longer
MOST_MONEY = Decimal(10) ** 14


class State(NamedTuple):
    """How far orders have come: `orders(store_id)` is the condition on Order that those fulfill."""

    key: str
    label: str
    orders: Callable[[int], ColumnElement[bool]]


_states: dict[str, State] = {}


def install(states: Iterable[State]) -> None:
    """Let lists be narrowed to orders in exactly these states; doing it again changes nothing."""
    _states.clear()
    _states.update({state.key: state for state in states})


def states() -> list[State]:
    """The states that lists can be narrowed to, in the order in which registry.py lists them."""
    return list(_states.values())


@dataclass(frozen=True)
class Filters:
    """What is chosen; empty values leave a list as it is. Days are days in the store's time zone, both included."""

    folder_id: int | None = None
    query: str = ""  # as search.py reads it
    state: str = ""  # the key of a registered state
    source_state: str = ""  # the key of a state that the source says, or VOID for any that is no sale
    source: str = ""  # the whole name of a source
    tag: str = ""  # the whole name of a tag
    sku: str = ""  # a whole SKU, ignoring case
    added: str = ""  # a key of days.SPANS; nothing beside days of its own
    added_from: date | None = None
    added_to: date | None = None
    total_from: Decimal | None = None
    total_to: Decimal | None = None
    shipped: str = ""  # YES or NO: whether there is a shipment, and so a tracking number
    sort: str = NEWEST  # one of SORTS, with a minus for the other way round

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> "Filters":
        """Read the list's address; values that can't be are left out."""
        read = {name: READERS[name](args.get(arg, "").replace("\x00", "").strip()) for name, arg in ARGS.items()}
        chosen = cls(**{name: value for name, value in read.items() if value not in ("", None)})
        return replace(chosen, added="") if chosen.added_from or chosen.added_to else chosen

    def to_args(self) -> dict[str, str]:
        """What the list's address says; only what is chosen."""
        chosen = {one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name) != one.default}
        return {ARGS[name]: str(value) for name, value in chosen.items()}


ARGS = {
    "folder_id": "folder",
    "query": "q",
    "state": "state",
    "source_state": "source_state",
    "source": "source",
    "tag": "tag",
    "sku": "sku",
    "added": "added",
    "added_from": "from",
    "added_to": "to",
    "total_from": "total_from",
    "total_to": "total_to",
    "shipped": "shipped",
    "sort": "sort",
}


def _id(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(HIGHEST_ID))
    return int(text) if is_number and int(text) <= HIGHEST_ID else None


def _day(text: str) -> date | None:
    try:
        return timestamps.day_from_text(text)
    except ValueError:
        return None


def _text(text: str) -> str:
    return text[:LONGEST]


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount) <= MOST_MONEY else None


READERS: dict[str, Callable[[str], Any]] = {
    "folder_id": _id,
    "query": _text,
    "state": lambda text: text if text in _states else "",
    "source_state": lambda text: text if text in (*source_states.STATES, VOID) else "",
    "source": _text,
    "tag": _text,
    "sku": _text,
    "added": lambda text: text if text in days.SPANS else "",
    "added_from": _day,
    "added_to": _day,
    "total_from": _amount,
    "total_to": _amount,
    "shipped": lambda text: text if text in (YES, NO) else "",
    "sort": lambda text: text if text.removeprefix("-") in SORTS else "",
}


def matching(store_id: int, filters: Filters) -> Select[int]:
    """The ids of the store's orders that fulfill all that is chosen; not sorted, not limited."""
    return select(Order.id).where(*conditions(store_id, filters))


def count(store_id: int, filters: Filters) -> int:
    """How many orders those are; one statement."""
    wanted = select(func.count()).select_from(Order).where(*conditions(store_id, filters))
    return db.session.scalar(wanted) or 0


def counting(store_id: int, filters: Filters, most: int) -> ScalarSelect[int]:
    """How many orders those are, to be asked within another statement; one more than `most` stands for all beyond."""
    found = matching(store_id, filters).limit(most + 1).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


def sources(store_id: int) -> list[str]:
    """The names of the sources that the store's orders came from, sorted; one statement."""
    return _sorted(db.session.scalars(_sources(store_id)))


def count_and_sources(store_id: int, filters: Filters) -> tuple[int, list[str]]:
    """Both in one statement, for a page that needs many others."""
    counted = select(literal(None), func.count()).select_from(Order).where(*conditions(store_id, filters))
    rows = db.session.execute(union_all(_sources(store_id).add_columns(literal(0)), counted)).all()
    return sum(number for _, number in rows), _sorted(name for name, _ in rows if name is not None)


def _sources(store_id: int) -> Select[str]:
    return select(Order.source_name).where(Order.store_id == store_id).distinct()


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(names, key=str.casefold)


def conditions(store_id: int, filters: Filters) -> list[ColumnElement[bool]]:
    """What an order has to fulfill."""
    wanted = [Order.store_id == store_id]
    if filters.folder_id is not None:
        wanted.append(Order.folder_id == filters.folder_id)
    if filters.query:
        wanted.append(Order.id.in_(search.matches(filters.query)))
    if filters.state in _states:
        wanted.append(_states[filters.state].orders(store_id))
    if filters.source_state:
        alike = source_states.VOID if filters.source_state == VOID else (filters.source_state,)
        wanted.append(Order.source_state.in_(alike))
    if filters.source:
        wanted.append(Order.source_name == filters.source)
    if filters.tag:
        wanted.append(Order.tag_name == filters.tag)
    if filters.sku:
        wanted.append(Order.id.in_(select(OrderItem.order_id).where(OrderItem.code_key == sku_key(filters.sku))))
    if filters.shipped:
        is_shipped = select(Shipment.id).where(Shipment.order_id == Order.id).exists()
        wanted.append(is_shipped if filters.shipped == YES else ~is_shipped)
    if filters.total_from is not None:
        wanted.append(Order.total_key >= filters.total_from)
    if filters.total_to is not None:
        wanted.append(Order.total_key <= filters.total_to)
    return [*wanted, *_added(store_id, filters)]


def _added(store_id: int, filters: Filters) -> list[ColumnElement[bool]]:
    if not filters.added and filters.added_from is None and filters.added_to is None:
        return []
    zone = ZoneInfo(db.session.get_one(Store, store_id).time_zone)
    first, last = filters.added_from, filters.added_to
    if filters.added:
        first, last = days.SPANS[filters.added].seen_from(now().astimezone(zone).date())
    wanted: list[ColumnElement[bool]] = []
    if first is not None:
        wanted.append(Order.date_added >= _midnight(first, zone))
    if last is not None:
        wanted.append(Order.date_added < _midnight(last + timedelta(days=1), zone))
    return wanted


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)
