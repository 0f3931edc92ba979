"""Find orders by a number, address, name, item or tracking number, and read a typed search."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, CompoundSelect, String, cast, literal, select, union
from sqlalchemy.orm import InstrumentedAttribute, aliased

from zoho_app.orders.input.keys import sku_key, text_key, tracking_key
from zoho_app.orders.models import Order, OrderItem, Shipment

LONGEST_ID = 9  # digits
PART, PREFIX, EXACT = "part", "prefix", "exact"
QUOTES = '"“”„'
Text = InstrumentedAttribute[str]


@dataclass(frozen=True)
class Query:
    """What is searched for, and how it has to match: as a PART, a PREFIX or EXACT."""

    text: str
    way: str


def read(typed: str) -> Query:
    """Understand what a person typed: `"a b"` is exact, `ab*` a prefix, everything else a part."""
    text = typed.strip()
    if len(text) > 2 and text[0] in QUOTES and text[-1] in QUOTES:
        return Query(text[1:-1].strip(), EXACT)
    if len(text) > 1 and text.endswith("*"):
        return Query(text.rstrip("*").strip(), PREFIX)
    return Query(text, PART)


def like(text: Text, sought: str, way: str) -> ColumnElement[bool]:
    """Whether a short text has it in it, begins with it, or is it; the case of letters doesn't matter."""
    escaped = sought.replace("/", "//").replace("%", "/%").replace("_", "/_")
    pattern = {PART: f"%{escaped}%", PREFIX: f"{escaped}%", EXACT: escaped}[way]
    return text.ilike(pattern, escape="/")


def matches(typed: str) -> CompoundSelect[int]:
    """The ids of orders that match, of whatever store: the caller narrows them to its own.

    An order matches by its number at its source, e-mail address, name or company, by the name or SKU of an item, or
    by a tracking number, always ignoring case: a part is enough, unless a prefix or the exact text is asked for. Its
    number here matches as a whole, or by a prefix.
    Reading the search column from front to back is many times faster than order by order along an index.
    """
    query = read(typed)
    number = query.text.removeprefix("#").strip()
    searched, numbered = aliased(Order), aliased(Order)
    found = [
        select(searched.id).where(_line(searched.search_key, text_key(number), query.way)),
        select(OrderItem.order_id).where(_key(OrderItem.code_key, sku_key(query.text), query.way)),
        select(OrderItem.order_id).where(like(OrderItem.name, query.text, query.way)),
        select(Shipment.order_id).where(_key(Shipment.tracking_key, tracking_key(query.text), query.way)),
    ]
    if number.isascii() and number.isdigit() and len(number) <= LONGEST_ID:
        begins = cast(numbered.id, String).startswith(number)
        found.append(select(numbered.id).where(begins if query.way == PREFIX else numbered.id == int(number)))
    return union(*found)


def _line(lines: Text, key: str, way: str) -> ColumnElement[bool]:
    """Whether one of the lines of a text has the key, begins with it, or is it."""
    if way == PART:
        return lines.contains(key, autoescape=True)
    end = "\n" if way == EXACT else ""
    return (literal("\n") + lines + end).contains(f"\n{key}{end}", autoescape=True)


def _key(text: Text, key: str, way: str) -> ColumnElement[bool]:
    """Whether a text that is kept for comparing has the key in it, begins with it, or is it."""
    if way == PART:
        return text.contains(key, autoescape=True)
    return text.startswith(key, autoescape=True) if way == PREFIX else text == key
