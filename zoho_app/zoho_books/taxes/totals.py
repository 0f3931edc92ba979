"""What a sales order comes to in Zoho Books, by the rules of its organization. Pure arithmetic, in Decimal.

Each line is rounded by itself. A discount of the whole order is taken before tax unless the organization prefers it
after tax. Taxes are rounded once a tax (`entity_level`) or once a line (`item_level`). Source: answers of live
organizations and Zoho's documentation of these fields.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zoho_app.zoho_books.taxes.known import Tax

ITEM_LEVEL = "item_level"
ZERO = Decimal(0)


@dataclass(frozen=True)
class Rules:
    """How an organization computes; `unit` is the smallest amount of its currency."""

    unit: Decimal
    tax_rounding: str = "entity_level"
    is_discount_before_tax: bool = True


@dataclass(frozen=True)
class Line:
    """The rate and the quantity of a line, and its tax, if any."""

    rate: Decimal
    quantity: int
    tax: Tax | None


@dataclass(frozen=True)
class Sum:
    """What it comes to, and how much of that is tax."""

    total: Decimal
    tax: Decimal


def compute(lines: Sequence[Line], discount: Decimal, charges: Decimal, is_inclusive: bool, rules: Rules) -> Sum:
    """The total of lines, less the discount, plus charges on which there is no tax."""
    amounts = [_rounded(line.rate * line.quantity, rules.unit) for line in lines]
    items = sum(amounts, ZERO)
    reduction = _rounded(discount, rules.unit)
    share = 1 - reduction / items if items and rules.is_discount_before_tax else Decimal(1)
    tax = _tax(lines, amounts, share, is_inclusive, rules)
    on_top = ZERO if is_inclusive else tax
    return Sum(_rounded(items - reduction + on_top + charges, rules.unit), tax)


def _tax(
    lines: Sequence[Line], amounts: Sequence[Decimal], share: Decimal, is_inclusive: bool, rules: Rules
) -> Decimal:
    taxed = [(line.tax, amount * share) for line, amount in zip(lines, amounts, strict=True) if line.tax]
    if rules.tax_rounding == ITEM_LEVEL:
        return sum((_rounded(_part(base, tax, is_inclusive), rules.unit) for tax, base in taxed), ZERO)
    bases: dict[Tax, Decimal] = defaultdict(Decimal)
    for tax, base in taxed:
        bases[tax] += base
    return sum((_rounded(_part(base, tax, is_inclusive), rules.unit) for tax, base in bases.items()), ZERO)


def _part(base: Decimal, tax: Tax, is_inclusive: bool) -> Decimal:
    return base * tax.rate / (100 + tax.rate) if is_inclusive else base * tax.rate / 100


def _rounded(amount: Decimal, unit: Decimal) -> Decimal:
    return amount.quantize(unit, ROUND_HALF_UP)
