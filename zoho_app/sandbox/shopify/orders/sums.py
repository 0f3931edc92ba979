"""What an order comes to, reckoned from its lines: as ordered, and as it is now after edits and refunds.

Edits and refunds leave `quantity` as it is. What is left of a line is its quantity less removed and refunded units.
"""

from collections.abc import Callable
from decimal import Decimal

from ...common.store import Document
from .money import ZERO, rounded


def left(line: Document) -> int:
    """Return how many units of a line are neither removed nor refunded."""
    return int(line["quantity"] - line["removed"] - line["refunded"])


def discount(line: Document, quantity: int) -> Decimal:
    """Return the share of a line's discounts that falls on so many of its units."""
    whole = sum((Decimal(part["amount"]) for part in line["allocations"]), ZERO)
    return whole * quantity / line["quantity"]


def share(order: Document, line: Document, quantity: int) -> Decimal:
    """Return what so many units of a line cost after all discounts."""
    amount = Decimal(line["price"]) * quantity - discount(line, quantity)
    return rounded(amount, order["presentment_currency"])


def taxes(order: Document, tax_lines: list[Document], amount: Decimal) -> list[Decimal]:
    """Return the tax of each rate on an amount: contained in it, or on top of it."""
    rates = [Decimal(str(tax["rate"])) for tax in tax_lines]
    base = amount / (1 + sum(rates, ZERO)) if order["taxes_included"] else amount
    return [rounded(base * rate, order["presentment_currency"]) for rate in rates]


def line_taxes(order: Document, line: Document, quantity: int) -> list[Decimal]:
    return taxes(order, line["tax_lines"], share(order, line, quantity))


def shipping_price(line: Document) -> Decimal:
    """Return the price of a shipping line after discounts."""
    return Decimal(line["price"]) - sum((Decimal(part["amount"]) for part in line["allocations"]), ZERO)


def shipping_left(order: Document, line: Document) -> Decimal:
    if order["cancelled_at"]:
        return ZERO
    return shipping_price(line) - Decimal(line["refunded"])


def refunded(order: Document) -> Decimal:
    return sum((Decimal(refund["amount"]) for refund in order["refunds"]), ZERO)


def received(order: Document) -> Decimal:
    return sum((Decimal(payment["amount"]) for payment in order["payments"]), ZERO)


def ordered(order: Document) -> dict[str, Decimal]:
    """Return subtotal, shipping, tax, discounts and total, counting every unit that was ever ordered."""
    return _reckoned(order, order["shipping_lines"], lambda line: int(line["quantity"]), shipping_price)


def current(order: Document) -> dict[str, Decimal]:
    """Return the same for what is left of the order."""
    if order["cancelled_at"]:
        return dict.fromkeys(("subtotal", "shipping", "tax", "discounts", "total"), ZERO)
    return _reckoned(order, order["shipping_lines"], left, lambda line: shipping_left(order, line))


def _reckoned(
    order: Document, shipping: list[Document], units: Callable[[Document], int], price: Callable[[Document], Decimal]
) -> dict[str, Decimal]:
    lines = order["lines"]
    subtotal = sum((share(order, line, units(line)) for line in lines), ZERO)
    freight = sum((price(line) for line in shipping), ZERO)
    tax = sum((sum(line_taxes(order, line, units(line)), ZERO) for line in lines), ZERO)
    tax += sum((sum(taxes(order, line["tax_lines"], price(line)), ZERO) for line in shipping), ZERO)
    off = sum((discount(line, units(line)) for line in lines), ZERO)
    off += sum((Decimal(line["price"]) - shipping_price(line) for line in shipping), ZERO)
    fees = sum((Decimal(fee["amount"]) for fee in order["fees"]), ZERO)
    on_top = ZERO if order["taxes_included"] else tax
    total = subtotal + freight + on_top + fees + duties(order) + Decimal(order["cash_rounding"])
    return {"subtotal": subtotal, "shipping": freight, "tax": tax, "discounts": off, "total": total}


def duties(order: Document) -> Decimal:
    return sum((Decimal(line["duty"]) for line in order["lines"]), ZERO)


def outstanding(order: Document) -> Decimal:
    """Return what the buyer owes; negative when the shop owes it."""
    return current(order)["total"] - (received(order) - refunded(order))


def tips(order: Document) -> Decimal:
    return sum((share(order, line, line["quantity"]) for line in order["lines"] if line["is_tip"]), ZERO)
