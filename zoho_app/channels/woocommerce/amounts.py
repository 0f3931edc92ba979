"""What an order of WooCommerce comes to, as the desk writes it: amounts without tax, the sum to the cent.

A few cents that no part accounts for go into handling or a discount; more than that becomes a line of its own, which
waits for a person. Such are gift cards of plug-ins.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from typing import Any

Json = Mapping[str, Any]
ZERO, CENT = Decimal(0), Decimal("0.01")
# The desk keeps so many decimals of a price.
KEPT = Decimal("0.0001")
MOST_ROUNDING = Decimal("0.05")
ROUNDING, OTHER, DISCOUNT = "Rounding", "Other amounts in WooCommerce", "Discount"


def amount(value: Any) -> Decimal:
    """An amount that the API writes as text; 0 for what is none."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return ZERO
    return found if found.is_finite() else ZERO


def text(value: Decimal) -> str:
    """An amount as it is written: "13.50", and more decimals where it has them."""
    return f"{value:.2f}" if value == value.quantize(CENT) else f"{value.normalize():f}"


def units(line: Json) -> list[tuple[Decimal, int]]:
    """Prices and quantities that come to the line's amount before coupons.

    10.00 for 3 is 2 of 3.33 and one of 3.34: no single price gives that. The desk counts whole units, so that half a
    kilo is one.
    """
    quantity, whole = amount(line.get("quantity")), amount(line.get("subtotal"))
    if not is_whole(quantity):
        return [(whole, 1)]
    count = int(quantity)
    price = (whole / count).quantize(KEPT, ROUND_DOWN)
    if price * count == whole:
        return [(price, count)]
    price = (whole / count).quantize(CENT, ROUND_DOWN)
    return [(price, count - 1), (whole - price * (count - 1), 1)]


def is_whole(quantity: Decimal) -> bool:
    """Whether so many units can be counted."""
    return quantity > 0 and quantity == quantity.to_integral_value()


def totals(order: Json) -> dict[str, Any]:
    """The totals and discounts of the order as the shop has booked them; `rest` is what no part accounts for."""
    lines, fees = order.get("line_items") or [], order.get("fee_lines") or []
    products = sum((price * quantity for line in lines for price, quantity in units(line)), ZERO)
    handling = sum((amount(fee.get("total")) for fee in fees if amount(fee.get("total")) > 0), ZERO)
    discounts = [*_coupons(order, lines), *_negative_fees(fees)]
    shipping, tax, total = (amount(order.get(name)) for name in ("shipping_total", "total_tax", "total"))
    taken_off = sum((Decimal(one["amount"]) for one in discounts), ZERO)
    rest = total - (products + shipping + tax + handling - taken_off)
    if ZERO < rest <= MOST_ROUNDING:
        handling, rest = handling + rest, ZERO
    elif -MOST_ROUNDING <= rest < ZERO:
        discounts.append({"name": ROUNDING, "code": "", "amount": text(-rest)})
        rest = ZERO
    return {
        "shipping_total": text(shipping),
        "handling_total": text(handling),
        "tax_total": text(tax),
        "discount_list": discounts,
        "order_total": text(total),
        "rest": rest,
    }


def refunded(order: Json) -> Decimal:
    """What was paid back in all; the shop writes it with a minus."""
    return sum((abs(amount(one.get("total"))) for one in order.get("refunds") or []), ZERO)


def _coupons(order: Json, lines: Sequence[Json]) -> list[dict[str, str]]:
    """One discount for each coupon, and one for what the lines lost without any."""
    coupons = order.get("coupon_lines") or []
    found = [{"name": str(one.get("code") or DISCOUNT), "code": str(one.get("code") or ""),
              "amount": text(amount(one.get("discount")))} for one in coupons]  # fmt: skip
    lost = sum((amount(line.get("subtotal")) - amount(line.get("total")) for line in lines), ZERO)
    more = lost - sum((amount(one.get("discount")) for one in coupons), ZERO)
    if more > MOST_ROUNDING:
        found.append({"name": DISCOUNT, "code": "", "amount": text(more)})
    return [one for one in found if Decimal(one["amount"]) > ZERO]


def _negative_fees(fees: Sequence[Json]) -> list[dict[str, str]]:
    names = [(str(fee.get("name") or DISCOUNT), amount(fee.get("total"))) for fee in fees]
    return [{"name": name, "code": "", "amount": text(-total)} for name, total in names if total < ZERO]
