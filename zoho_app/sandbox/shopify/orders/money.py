"""Amounts: reckoned in the buyer's currency, converted and rounded each on its own, without fixed decimals."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from iso4217 import Currency

from ...common.store import Document

ZERO = Decimal(0)


@cache
def digits(currency: str) -> int:
    return Currency(currency).exponent or 0


def rounded(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-digits(currency)), ROUND_HALF_UP)


def text(amount: Decimal) -> str:
    """Return "13.5" for 13.50 and "12.0" for 12, as the GraphQL API does."""
    written = f"{amount:f}"
    if "." not in written:
        return f"{written}.0"
    whole, _, rest = written.partition(".")
    return f"{whole}.{rest.rstrip('0') or '0'}"


def in_shop_currency(order: Document, amount: Decimal) -> Decimal:
    return rounded(amount * Decimal(order["rate"]), order["currency"])


def bag(order: Document, amount: Decimal) -> dict[str, Any]:
    """Return an amount of the buyer's currency as a MoneyBag."""
    paid = rounded(amount, order["presentment_currency"])
    return {
        "shopMoney": {"amount": text(in_shop_currency(order, amount)), "currencyCode": order["currency"]},
        "presentmentMoney": {"amount": text(paid), "currencyCode": order["presentment_currency"]},
    }
