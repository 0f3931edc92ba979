"""What lines, fees, coupons and shipping come to: amounts without tax, rounded to the shop's decimals."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

ZERO = Decimal(0)
Amounts = dict[str, Any]


class Money:
    """How one shop reckons: its decimals, its taxes, and whether prices are typed with tax.

    `rates` has id, label and percent of each tax.
    """

    def __init__(self, decimals: int, rates: list[dict[str, Any]], includes_tax: bool) -> None:
        self._step = Decimal(1).scaleb(-decimals)
        self.rates = rates
        self._share = sum((Decimal(str(rate["percent"])) for rate in rates), ZERO) / 100
        self._includes_tax = includes_tax

    def text(self, amount: Decimal) -> str:
        return str(amount.quantize(self._step, ROUND_HALF_UP))

    def net(self, typed: Decimal, is_taxed: bool = True) -> Decimal:
        """Return an amount that was typed, without tax and not rounded."""
        return typed / (1 + self._share) if self._includes_tax and is_taxed else typed

    def taxes(self, net: Decimal, is_taxed: bool = True) -> list[tuple[int, Decimal]]:
        """Return what each tax takes of an amount, not rounded."""
        rates = self.rates if is_taxed else []
        return [(rate["id"], net * Decimal(str(rate["percent"])) / 100) for rate in rates]

    def tax(self, net: Decimal, is_taxed: bool = True) -> str:
        return self.text(sum((amount for _, amount in self.taxes(net, is_taxed)), ZERO))


def exact(amount: Decimal) -> str:
    """Return an amount as `taxes` has it: up to six decimals."""
    text = f"{amount.quantize(Decimal('0.000001'), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".")


def added(rows: list[Amounts], field: str) -> Decimal:
    return sum((Decimal(row[field]) for row in rows), ZERO)


def totals(fields: Amounts, money: Money) -> Amounts:
    """Return the sums of an order: after coupons, before refunds."""
    goods = fields["line_items"] + fields["fee_lines"]
    lines, shipping = fields["line_items"], fields["shipping_lines"]
    cart_tax, shipping_tax = added(goods, "total_tax"), added(shipping, "total_tax")
    total = added(goods, "total") + added(shipping, "total") + cart_tax + shipping_tax
    return {
        "discount_total": money.text(added(lines, "subtotal") - added(lines, "total")),
        "discount_tax": money.text(added(lines, "subtotal_tax") - added(lines, "total_tax")),
        "shipping_total": money.text(added(shipping, "total")),
        "shipping_tax": money.text(shipping_tax),
        "cart_tax": money.text(cart_tax),
        "total": money.text(total),
        "total_tax": money.text(cart_tax + shipping_tax),
    }
