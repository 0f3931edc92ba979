"""What an order comes to: whether taxes are inside the prices, whether discounts are off already."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

ZERO = Decimal(0)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Parts:
    """The amounts of an order as its file gives them; None where it gives none."""

    by_piece: Decimal | None  # prices times quantities
    by_line: Decimal | None  # prices of whole lines
    shipping: Decimal = ZERO
    handling: Decimal = ZERO
    tax: Decimal = ZERO
    shipping_tax: Decimal = ZERO  # where it may or may not be part of the tax
    discount: Decimal = ZERO  # of the whole order
    line_discount: Decimal = ZERO
    more_discount: Decimal = ZERO
    given: Decimal | None = None  # the total that the source gives


@dataclass(frozen=True)
class Reading:
    """One way to read the parts, and what it comes to."""

    by_line: bool
    tax: Decimal
    included_tax: Decimal
    discount: Decimal
    total: Decimal
    notes: list[str] = field(default_factory=list)


def read(parts: Parts, taxes: str) -> tuple[Reading, Decimal | None]:
    """How the parts are meant, and by how much the source's total differs from what they come to (None: not at all).

    The first way that comes to the source's total is taken, the plainest first. `taxes` is "added" or "inside" where
    that is settled, "" where the total may show it.
    """
    ways = list(_ways(parts, taxes))
    if parts.given is None:
        return ways[0], None
    fitting = next((way for way in ways if abs(way.total - parts.given) < _half_unit(parts.given)), None)
    if fitting is not None:
        return fitting, None
    return ways[0], parts.given - ways[0].total


def _half_unit(given: Decimal) -> Decimal:
    """Half of the last digit of a total, which shops round: of a cent, or of a thousandth where it has them."""
    exponent = int(given.normalize().as_tuple().exponent)
    return Decimal("0.0005") if exponent == -3 else Decimal("0.005")


def _ways(parts: Parts, taxes: str) -> Iterator[Reading]:
    products = [
        (by_line, sum_) for by_line, sum_ in ((False, parts.by_piece), (True, parts.by_line)) if sum_ is not None
    ]
    seen = set()
    for (by_line, products_sum), discount, (added, inside) in product(
        products or [(False, ZERO)], _discounts(parts), _taxes(parts, taxes)
    ):
        total = products_sum + parts.shipping + parts.handling + added - discount
        way = (by_line, added, inside, discount)
        if way not in seen:
            seen.add(way)
            notes = _notes(parts, by_line and parts.by_piece is not None, inside, discount)
            yield Reading(by_line, added, inside, discount, total, notes)


def _discounts(parts: Parts) -> list[Decimal]:
    """What may be taken off: the order's discount or those of its lines, both, or nothing where it is off already."""
    first = parts.discount or parts.line_discount
    ways = [first, parts.discount + parts.line_discount, parts.line_discount, ZERO]
    return [way + more for more in dict.fromkeys((parts.more_discount, ZERO)) for way in dict.fromkeys(ways)]


def _taxes(parts: Parts, taxes: str) -> list[tuple[Decimal, Decimal]]:
    """(what is added, what is inside the prices)."""
    whole = parts.tax + parts.shipping_tax
    added = [(whole, ZERO), (parts.tax, ZERO)]
    inside = [(ZERO, whole)]
    if taxes == "inside":
        return inside
    return added if taxes == "added" else [*added, *inside]


def _notes(parts: Parts, is_line: bool, inside: Decimal, discount: Decimal) -> list[str]:
    notes = []
    if is_line:
        notes.append("its prices are those of whole lines")
    if inside:
        notes.append(f"its taxes of {inside} are part of the prices")
    given = parts.discount + parts.line_discount + parts.more_discount
    if given and not discount:
        notes.append("its discount is off the prices already")
    return notes


def split(total: Decimal, quantity: int) -> list[tuple[Decimal, int]]:
    """Prices and quantities that come to the total exactly: 10.00 for 3 is 2 x 3.33 and 1 x 3.34."""
    each = total / quantity
    if each == each.quantize(Decimal("0.0001")):
        return [(each, quantity)]
    low = (total / quantity).quantize(CENT, "ROUND_FLOOR")
    rest = total - low * quantity
    more = int(rest / CENT)
    if low * quantity + CENT * more != total:  # fractions of a cent: one piece carries them
        return [(low, quantity - 1), (total - low * (quantity - 1), 1)]
    return [(low, quantity - more), (low + CENT, more)]
