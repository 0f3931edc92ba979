"""Product Settings: which items of an order go to Zoho Books, and under which SKU.

Pure: no database, no network. Order Desk's guide "Fulfillment Integration Product Settings" tells what the
settings mean. They are applied in this order: skip (the desk's SKU), inventory location, match and unpack.
Nothing stored in the order changes. SKUs and locations compare after trimming, ignoring case. All of it takes
time proportional to the text.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from zoho_app.orders.input.keys import sku_key, text_key
from zoho_app.orders.models import InventoryItem, OrderItem
from zoho_app.zoho_books.payload import line_names
from zoho_app.zoho_books.payload.line_names import DISCOUNT, ITEM, LEAVE_OUT, LineNames

CENT = Decimal("0.01")
SMALLEST = Decimal("0.0001")


class Texts(Protocol):
    """The settings as typed."""

    product_code_match: str
    product_code_skip: str
    inventory_location_match: str


@dataclass(frozen=True)
class Problem:
    """What can't be read, and in which line (counted from 1)."""

    line: int
    words: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.words}"


@dataclass(frozen=True)
class Part:
    """A SKU in Zoho Books and how many pieces of it one piece of ours stands for."""

    sku: str
    count: int


@dataclass(frozen=True)
class Match:
    """Product Code Match, read: parts by the key of the desk's SKU, and what couldn't be read."""

    parts: dict[str, tuple[Part, ...]]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line of the sales order; `rate` is the price of one piece, `is_part` means an unpacked bundle."""

    order_item: OrderItem
    sku: str
    quantity: int
    rate: Decimal
    is_part: bool = False


@dataclass(frozen=True)
class Plan:
    """What is sent, and the items that are not, each with the name of the setting that keeps it back.

    `discounts` are items that take money off the order instead of being sold.
    """

    lines: list[Line]
    skipped: list[tuple[OrderItem, str]]
    discounts: list[OrderItem] = field(default_factory=list)


def parse_match(text: str) -> Match:
    """Read one `SKU=SKU` a line; `A=B,C,C` is a bundle of one B and two C. Empty lines are passed over."""
    parts: dict[str, tuple[Part, ...]] = {}
    first_lines: dict[str, int] = {}
    problems: list[Problem] = []
    for number, line in enumerate(_lines(text), start=1):
        if not line.strip():
            continue
        left, equals, right = line.partition("=")
        key = sku_key(left)
        words = _problem(line, key, equals, right)
        if not words and key in parts:
            words = f"“{left.strip()}” is already matched in line {first_lines[key]}. Keep one of the two lines."
        if words:
            problems.append(Problem(number, words))
        else:
            parts[key] = _parts(right)
            first_lines[key] = number
    return Match(parts, tuple(problems))


def parse_skip(text: str) -> frozenset[str]:
    """Read SKUs separated by commas or line breaks; returns what `sku_key` makes of them."""
    return frozenset(sku_key(piece) for line in _lines(text) for piece in line.split(",") if piece.strip())


def parse_locations(text: str) -> frozenset[str]:
    """Read inventory locations separated by commas or line breaks; none means that all are meant."""
    return parse_skip(text)


def plan_lines(
    order_items: Iterable[OrderItem],
    settings: Texts,
    location_of: Callable[[str], str],
    names: LineNames = line_names.NONE,
    unit: Decimal = CENT,
) -> Plan:
    """Return the sales order's lines for an order's items.

    `names` says what lines without a SKU mean. `location_of` gives the inventory location of a SKU of the desk,
    "" when it has none; `unit` is the smallest amount of the currency. The lines of an item always sum to its price
    times its quantity, to the last digit.

    A bundle's price stands on its first part, the others go at 0: the total stays exact, and a bundle reads
    as one sale with its components below it. Several pieces of the first part share the price evenly; what
    can't be divided goes in whole units onto some of them, on a line of their own.
    """
    match = parse_match(settings.product_code_match)
    skip = parse_skip(settings.product_code_skip)
    locations = parse_locations(settings.inventory_location_match)
    plan = Plan([], [])
    for item in order_items:
        key = sku_key(item.code)
        answer = None if key or detail(item, "zohobooks_item_id") else names.find(item.name)
        if answer is not None and answer.meaning == DISCOUNT and item.price < 0:
            plan.discounts.append(item)
        elif answer is not None and answer.meaning == LEAVE_OUT:
            plan.skipped.append((item, "Lines without a SKU"))
        elif answer is not None and answer.meaning == ITEM:
            plan.lines.append(Line(item, answer.sku, item.quantity, Decimal(item.price)))
        elif key and key in skip:
            plan.skipped.append((item, "Product Code Skip"))
        elif locations and sku_key(location_of(item.code)) not in locations:
            plan.skipped.append((item, "Inventory Location Match"))
        else:
            plan.lines.extend(_unpack(item, match.parts.get(key, (Part(item.code.strip(), 1),)), unit))
    return plan


def detail(item: OrderItem | InventoryItem, name: str) -> str:
    """The item's metadata of that name, else its variation; names compare ignoring case. "" when it has none."""
    for values in (item.item_metadata or {}, item.variation_list or {}):
        for key, value in values.items():
            if text_key(key) == name and str(value).strip():
                return str(value).strip()
    return ""


def _unpack(item: OrderItem, parts: Sequence[Part], unit: Decimal) -> list[Line]:
    is_bundle = len(parts) > 1 or parts[0].count > 1
    first, *others = parts
    shares = _shares(Decimal(item.price), first.count, unit)
    lines = [Line(item, first.sku, count * item.quantity, rate, is_bundle) for rate, count in shares]
    lines += [Line(item, part.sku, part.count * item.quantity, Decimal(0), True) for part in others]
    return lines


def _shares(price: Decimal, pieces: int, unit: Decimal) -> list[tuple[Decimal, int]]:
    """Divide a price among pieces: [(rate, how many pieces)] whose sum is exactly the price."""
    if pieces == 1:
        return [(price, 1)]
    step = unit if price == price.quantize(unit) else SMALLEST
    share, left = divmod(int(price / step), pieces)
    shares = [((share + 1) * step, left), (share * step, pieces - left)]
    return [(rate, count) for rate, count in shares if count]


def _problem(line: str, key: str, equals: str, right: str) -> str:
    if not equals:
        return f"“{_short(line)}” has no “=”. Write the SKU in Bookdesk, “=”, and the SKU in Zoho Books."
    if not key:
        return f"“{_short(line)}” has no SKU before the “=”."
    if not right.strip():
        return f"“{_short(line)}” has no SKU after the “=”. To leave a product out, use Product Code Skip."
    if not all(piece.strip() for piece in right.split(",")):
        return f"“{_short(line)}” has a comma without a SKU beside it."
    return ""


def _parts(right: str) -> tuple[Part, ...]:
    skus: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for piece in right.split(","):
        key = sku_key(piece)
        skus.setdefault(key, piece.strip())
        counts[key] += 1
    return tuple(Part(sku, counts[key]) for key, sku in skus.items())


def _short(text: str, longest: int = 80) -> str:
    text = text.strip()
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _lines(text: str) -> list[str]:
    """The lines as people see them in the form; other separators that Unicode knows are part of a SKU."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
