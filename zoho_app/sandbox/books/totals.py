"""What a sales order comes to: lines, discount, taxes, shipping, adjustment. Pure arithmetic, in Decimal.

Zoho Books API: a discount of the whole order counts only with `discount_type` entity_level; it is
taken before tax unless `is_discount_before_tax` is false; taxes are rounded once per tax.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CENT = Decimal("0.01")
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Tax:
    tax_id: str
    name: str
    percentage: Decimal


@dataclass
class Line:
    rate: Decimal
    quantity: Decimal
    discount: str
    tax: Tax | None


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def discount_amount(discount: str, amount: Decimal) -> Decimal:
    """Return what "10%" or "5.00" takes off an amount."""
    if discount.endswith("%"):
        return cents(amount * Decimal(discount[:-1]) / 100)
    return cents(Decimal(discount or "0"))


def line_total(line: Line) -> Decimal:
    gross = line.rate * line.quantity
    return cents(gross - discount_amount(line.discount, gross))


@dataclass
class Order:
    lines: list[Line]
    discount: str
    discount_before_tax: bool
    inclusive_tax: bool
    shipping_charge: Decimal
    shipping_tax: Tax | None
    adjustment: Decimal


def compute(order: Order) -> dict[str, Any]:
    """Return the totals of an order as Zoho names them, as numbers with two places."""
    items = sum((line_total(line) for line in order.lines), NOTHING)
    early = order.discount if order.discount_before_tax else ""
    reduction = discount_amount(early, items)
    share = 1 - reduction / items if items else Decimal(1)
    taxes = _taxes(order, share)
    tax_total = sum((amount for _, amount in taxes), NOTHING)
    if order.inclusive_tax:
        before_discount, after_tax = items - tax_total, items - reduction
    else:
        before_discount, after_tax = items, items - reduction + tax_total
    if not order.discount_before_tax:
        reduction = discount_amount(order.discount, after_tax)
        after_tax -= reduction
    total = after_tax + order.shipping_charge + order.adjustment
    return {
        "sub_total": float(before_discount),
        "discount_total": float(reduction),
        "discount_amount": float(reduction),
        "tax_total": float(tax_total),
        "taxes": [{"tax_id": tax.tax_id, "tax_name": tax.name, "tax_amount": float(amount)} for tax, amount in taxes],
        "total": float(cents(total)),
    }


def _taxes(order: Order, share: Decimal) -> list[tuple[Tax, Decimal]]:
    bases: dict[Tax, Decimal] = defaultdict(Decimal)
    for line in order.lines:
        if line.tax:
            bases[line.tax] += line_total(line) * share
    if order.shipping_tax and not order.inclusive_tax:
        bases[order.shipping_tax] += order.shipping_charge
    return [(tax, cents(_tax_on(base, tax, order.inclusive_tax))) for tax, base in bases.items()]


def _tax_on(base: Decimal, tax: Tax, inclusive: bool) -> Decimal:
    rate = tax.percentage / 100
    return base - base / (1 + rate) if inclusive else base * rate
