"""What an order of Shopify comes to, as the desk writes it: every part in the shop's currency, the sum to the cent.

Shopify converts and rounds each amount by itself, so that the parts of an order in another currency need not add up.
A few cents go into handling or a discount; more than that becomes a line of its own, which waits for a person.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

Json = Mapping[str, Any]
ZERO, CENT = Decimal(0), Decimal("0.01")
MOST_ROUNDING = Decimal("0.05")
ROUNDING, OTHER = "Rounding", "Other amounts in Shopify"


def amount(bag: Any) -> Decimal:
    """The amount in the shop's currency; 0 where there is none."""
    money = bag.get("shopMoney") if isinstance(bag, Mapping) else None
    try:
        return Decimal(str(money["amount"])) if isinstance(money, Mapping) else ZERO
    except (InvalidOperation, KeyError):
        return ZERO


def text(value: Decimal) -> str:
    """An amount as it is written: "13.50", and more decimals where it has them."""
    return f"{value:.2f}" if value == value.quantize(CENT) else f"{value.normalize():f}"


def totals(order: Json, lines: Sequence[Json]) -> dict[str, Any]:
    """The totals and discounts of the order as it is now; `rest` is what no part of it accounts for.

    `lines` are its lines of which something is left.
    """
    products = sum((amount(line["originalUnitPriceSet"]) * line["currentQuantity"] for line in lines), ZERO)
    discounts = _discounts(order, lines, products)
    shipping, tax = amount(order.get("currentShippingPriceSet")), amount(order.get("currentTotalTaxSet"))
    handling = _handling(order)
    on_top = ZERO if order.get("taxesIncluded") else tax
    taken_off = sum((Decimal(one["amount"]) for one in discounts), ZERO)
    total = amount(order.get("currentTotalPriceSet"))
    rest = total - (products + shipping + on_top + handling - taken_off)
    if ZERO < rest <= MOST_ROUNDING:
        handling, rest = handling + rest, ZERO
    elif -MOST_ROUNDING <= rest < ZERO:
        discounts.append({"name": ROUNDING, "code": "", "amount": text(-rest)})
        rest = ZERO
    if handling < ZERO:
        discounts.append({"name": ROUNDING, "code": "", "amount": text(-handling)})
        handling = ZERO
    return {
        "shipping_total": text(shipping),
        "handling_total": text(handling),
        "tax_total": text(tax),
        "discount_list": discounts,
        "order_total": text(total),
        "rest": rest,
    }


def refunded_beyond(order: Json) -> Decimal:
    """What was paid back without taking anything off the order: its totals know nothing of that."""
    taken_off = amount(order.get("totalPriceSet")) - amount(order.get("currentTotalPriceSet"))
    return max(amount(order.get("totalRefundedSet")) - taken_off, ZERO)


def _handling(order: Json) -> Decimal:
    """Duties, further fees, and the rounding of cash."""
    rounding = order.get("totalCashRoundingAdjustment") or {}
    fees = amount(order.get("currentTotalDutiesSet")) + amount(order.get("currentTotalAdditionalFeesSet"))
    return fees + amount(rounding.get("paymentSet"))


def _discounts(order: Json, lines: Sequence[Json], products: Decimal) -> list[dict[str, str]]:
    """One discount for each of Shopify's, with what it takes off the units that are left.

    A line says what falls on all units that were ever ordered, so that each share is a part of a cent; Shopify's own
    subtotal says what all of them come to.
    """
    shares: dict[int, Decimal] = {}
    names: dict[int, tuple[str, str]] = {}
    for line in lines:
        for one in line.get("discountAllocations") or []:
            application = one.get("discountApplication") or {}
            index = int(application.get("index") or 0)
            names[index] = _name(application)
            part = amount(one["allocatedAmountSet"]) * line["currentQuantity"] / line["quantity"]
            shares[index] = shares.get(index, ZERO) + part
    parts = {index: share.quantize(CENT) for index, share in shares.items()}
    missing = products - amount(order.get("currentSubtotalPriceSet")) - sum(parts.values(), ZERO)
    if parts and abs(missing) <= CENT * len(lines):
        parts[max(parts, key=lambda index: parts[index])] += missing
    return [
        {"name": names[index][0], "code": names[index][1], "amount": text(part)}
        for index, part in sorted(parts.items())
        if part > ZERO
    ]


def _name(application: Json) -> tuple[str, str]:
    code = str(application.get("code") or "")
    return str(application.get("title") or code or "Discount"), code
