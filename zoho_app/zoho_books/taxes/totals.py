"""What a sales order comes to in Zoho Books, by the rules of its organization. Pure arithmetic, in Decimal.

Each line is rounded by itself. A discount of the whole order is taken before tax unless the order or the
organization has it after tax. Taxes are rounded once a tax (`entity_level`) or once a line (`item_level`); the parts
of a tax group are taxes of their own. Source: answers of live organizations and Zoho's documentation of these fields.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zoho_app.zoho_books.taxes.organization_taxes import Tax

ITEM_LEVEL = "item_level"
ZERO = Decimal(0)


@dataclass(frozen=True)
class Rules:
    """How an organization computes; `unit` is the smallest amount of its currency.

    `round_off_step` is what totals are rounded to, 0 for not at all. `shipping_includes_tax` says whether a shipping
    charge contains its tax where prices do.
    """

    unit: Decimal
    tax_rounding: str = "entity_level"
    is_discount_before_tax: bool = True
    round_off_step: Decimal = ZERO
    shipping_includes_tax: bool = True


@dataclass(frozen=True)
class Line:
    """The rate and the quantity of a line, its tax, if any, and a discount of its own."""

    rate: Decimal
    quantity: int
    tax: Tax | None
    discount: Decimal = ZERO


@dataclass(frozen=True)
class Bill:
    """All that a total is computed of; `adjustment` is what is added without tax.

    `is_discount_before_tax` None leaves it to the organization.
    """

    lines: Sequence[Line]
    discount: Decimal = ZERO
    is_discount_before_tax: bool | None = None
    is_inclusive: bool = False
    shipping: Decimal = ZERO
    shipping_tax: Tax | None = None
    adjustment: Decimal = ZERO


@dataclass(frozen=True)
class Sum:
    """What it comes to, how much of that is tax, and how much the rounding of the total has added."""

    total: Decimal
    tax: Decimal
    shipping_tax: Decimal
    round_off: Decimal

    @property
    def exact(self) -> Decimal:
        """The total before it is rounded off."""
        return self.total - self.round_off


@dataclass(frozen=True)
class _Portion:
    """An amount that a tax is on; `contains` says whether the tax is inside of it."""

    amount: Decimal
    tax: Tax
    contains: bool

    def tax_of(self, leaf: Tax) -> Decimal:
        net = self.amount * 100 / (100 + self.tax.rate) if self.contains else self.amount
        return net * leaf.rate / 100


def compute(bill: Bill, rules: Rules) -> Sum:
    """The total of the lines, less the discounts, plus taxes, shipping and adjustment."""
    amounts = [rounded(line.rate * line.quantity - line.discount, rules.unit) for line in bill.lines]
    items = sum(amounts, ZERO)
    reduction = rounded(bill.discount, rules.unit)
    told = bill.is_discount_before_tax
    is_before = rules.is_discount_before_tax if told is None else told
    share = 1 - reduction / items if items and is_before else Decimal(1)
    on_lines = [
        _Portion(amount * share, line.tax, bill.is_inclusive)
        for line, amount in zip(bill.lines, amounts, strict=True)
        if line.tax
    ]
    on_shipping = _on_shipping(bill, rules)
    added = _taxes((one for one in [*on_lines, *on_shipping] if not one.contains), rules)
    contained = _taxes((one for one in [*on_lines, *on_shipping] if one.contains), rules)
    exact = rounded(items - reduction + added + bill.shipping + bill.adjustment, rules.unit)
    total = _rounded_off(exact, rules)
    return Sum(total, added + contained, _taxes(on_shipping, rules), total - exact)


def _on_shipping(bill: Bill, rules: Rules) -> list[_Portion]:
    if bill.shipping_tax is None or not bill.shipping:
        return []
    return [_Portion(bill.shipping, bill.shipping_tax, bill.is_inclusive and rules.shipping_includes_tax)]


def _taxes(portions: Iterable[_Portion], rules: Rules) -> Decimal:
    sums: dict[Tax, Decimal] = defaultdict(Decimal)
    for one in portions:
        for leaf in one.tax.leaves:
            amount = one.tax_of(leaf)
            sums[leaf] += rounded(amount, rules.unit) if rules.tax_rounding == ITEM_LEVEL else amount
    return sum((rounded(amount, rules.unit) for amount in sums.values()), ZERO)


def _rounded_off(exact: Decimal, rules: Rules) -> Decimal:
    if not rules.round_off_step:
        return exact
    return rounded(to_step(exact, rules.round_off_step), rules.unit)


def to_step(amount: Decimal, step: Decimal) -> Decimal:
    """The multiple of the step that is nearest to the amount."""
    return rounded(amount / step, Decimal(1)) * step


def rounded(amount: Decimal, unit: Decimal) -> Decimal:
    """The amount with the digits of the unit; half a unit goes up."""
    return amount.quantize(unit, ROUND_HALF_UP)


def net(amount: Decimal, tax: Tax | None, unit: Decimal) -> Decimal:
    """An amount that contains the tax, without it."""
    return rounded(amount * 100 / (100 + tax.rate), unit) if tax else amount
