"""What a sales order comes to: lines, discount, taxes, shipping, adjustment, rounding. Pure arithmetic, in Decimal.

Zoho Books API: a discount of the whole order counts only with `discount_type` entity_level; it is taken before tax
unless `is_discount_before_tax` is false. `tax_rounding` item_level rounds the tax of each line, entity_level the sum
of each tax. The parts of a tax group are taxes of their own. Half a unit is rounded up (round_half_up).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Tax:
    """A tax, or with `parts` a tax group."""

    tax_id: str
    name: str
    percentage: Decimal
    parts: tuple["Tax", ...] = ()

    @property
    def leaves(self) -> tuple["Tax", ...]:
        return self.parts or (self,)


@dataclass
class Line:
    rate: Decimal
    quantity: Decimal
    discount: str
    tax: Tax | None


@dataclass(frozen=True)
class Rounding:
    """How an organization rounds: the currency's decimals, taxes on each line or not, totals to a step (0: none)."""

    digits: int = 2
    each_line: bool = False
    step: Decimal = NOTHING

    def money(self, amount: Decimal) -> Decimal:
        return amount.quantize(Decimal(1).scaleb(-self.digits), ROUND_HALF_UP)

    def total(self, amount: Decimal) -> Decimal:
        if not self.step:
            return self.money(amount)
        return self.money((amount / self.step).quantize(Decimal(1), ROUND_HALF_UP) * self.step)


@dataclass
class Order:
    lines: list[Line]
    discount: str
    discount_before_tax: bool
    inclusive_tax: bool
    shipping_charge: Decimal
    shipping_tax: Tax | None
    adjustment: Decimal
    shipping_includes_tax: bool = True
    rounding: Rounding = field(default_factory=Rounding)


@dataclass(frozen=True)
class Portion:
    """An amount that a tax is on; `contains` says whether the tax is inside of it."""

    amount: Decimal
    tax: Tax
    contains: bool

    def tax_of(self, leaf: Tax) -> Decimal:
        net = self.amount / (1 + self.tax.percentage / 100) if self.contains else self.amount
        return net * leaf.percentage / 100


def discount_amount(discount: str, amount: Decimal, rounding: Rounding) -> Decimal:
    """Return what "10%" or "5.00" takes off an amount."""
    if discount.endswith("%"):
        return rounding.money(amount * Decimal(discount[:-1]) / 100)
    return rounding.money(Decimal(discount or "0"))


def line_total(line: Line, rounding: Rounding) -> Decimal:
    gross = line.rate * line.quantity
    return rounding.money(gross - discount_amount(line.discount, gross, rounding))


def compute(order: Order) -> dict[str, Any]:
    """Return the totals of an order as Zoho names them, as numbers with the currency's decimals."""
    rounding = order.rounding
    items = sum((line_total(line, rounding) for line in order.lines), NOTHING)
    reduction = discount_amount(order.discount if order.discount_before_tax else "", items, rounding)
    on_lines, on_shipping = _portions(order, items, reduction)
    contained = _taxes((portion for portion in [*on_lines, *on_shipping] if portion.contains), rounding)
    added = _taxes((portion for portion in [*on_lines, *on_shipping] if not portion.contains), rounding)
    inside_lines = _taxes((portion for portion in on_lines if portion.contains), rounding)
    after_tax = items - reduction + sum(added.values(), NOTHING)
    if not order.discount_before_tax:
        reduction = discount_amount(order.discount, after_tax, rounding)
        after_tax -= reduction
    exact = rounding.money(after_tax + order.shipping_charge + order.adjustment)
    total = rounding.total(exact)
    taxes = _together(contained, added)
    return {
        "sub_total": number(items - sum(inside_lines.values(), NOTHING)),
        "discount_total": number(reduction),
        "discount_amount": number(reduction),
        "tax_total": number(sum(taxes.values(), NOTHING)),
        "taxes": [
            {"tax_id": tax.tax_id, "tax_name": tax.name, "tax_amount": number(amount)}
            for tax, amount in taxes.items()
        ],
        **_shipping(order, sum(_taxes(on_shipping, rounding).values(), NOTHING)),
        "roundoff_value": number(total - exact),
        "total": number(total),
    }


def number(amount: Decimal) -> int | float:
    """Return an amount as JSON writes it: 100 and 100.5, never 100.0."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _portions(order: Order, items: Decimal, reduction: Decimal) -> tuple[list[Portion], list[Portion]]:
    """Return what is taxed of the lines, less their share of an early discount, and of shipping."""
    share = 1 - reduction / items if items else Decimal(1)
    on_lines = [
        Portion(line_total(line, order.rounding) * share, line.tax, order.inclusive_tax)
        for line in order.lines
        if line.tax
    ]
    shipping_contains = order.inclusive_tax and order.shipping_includes_tax
    on_shipping = (
        [Portion(order.shipping_charge, order.shipping_tax, shipping_contains)] if order.shipping_tax else []
    )
    return on_lines, on_shipping


def _taxes(portions: Iterable[Portion], rounding: Rounding) -> dict[Tax, Decimal]:
    sums: dict[Tax, Decimal] = defaultdict(Decimal)
    for portion in portions:
        for leaf in portion.tax.leaves:
            amount = portion.tax_of(leaf)
            sums[leaf] += rounding.money(amount) if rounding.each_line else amount
    return {tax: rounding.money(amount) for tax, amount in sums.items()}


def _together(first: dict[Tax, Decimal], second: dict[Tax, Decimal]) -> dict[Tax, Decimal]:
    return {tax: first.get(tax, NOTHING) + second.get(tax, NOTHING) for tax in {**first, **second}}


def _shipping(order: Order, tax: Decimal) -> dict[str, Any]:
    is_contained = order.inclusive_tax and order.shipping_includes_tax
    without = order.shipping_charge - tax if is_contained else order.shipping_charge
    return {
        "shipping_charge_tax": number(tax) if order.shipping_tax else "",
        "shipping_charge_exclusive_of_tax": number(without),
        "shipping_charge_inclusive_of_tax": number(without + tax),
    }
