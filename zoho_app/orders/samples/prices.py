"""The prices of the sample products and orders in the store's currency."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zoho_app.accounts import currencies

# A usual price for what costs one US dollar; everywhere else it is 1, or 100 where amounts have no digits.
_FACTORS = {
    "INR": 80, "JPY": 100, "AED": 4, "KRW": 1300, "IDR": 15_000, "VND": 25_000, "CLP": 900, "HUF": 350, "CZK": 23,
    "SEK": 10, "NOK": 10, "DKK": 7, "PLN": 4, "TRY": 40, "ZAR": 18, "MXN": 18, "BRL": 5, "THB": 35, "PHP": 56,
    "CNY": 7, "HKD": 8, "TWD": 32, "SAR": 4, "QAR": 4, "MYR": 4, "ILS": 4, "KES": 130, "NGN": 1500,
}  # fmt: skip
_AMOUNTS = ("price", "cost", "amount", "shipping_total", "handling_total")


def in_currency(data: Any, code: str) -> Any:
    """The JSON of a product or an order, its amounts of US dollars as amounts that are usual in that currency."""
    if isinstance(data, list):
        return [in_currency(one, code) for one in data]
    if not isinstance(data, dict):
        return data
    return {
        name: _amount(value, code) if name in _AMOUNTS else in_currency(value, code) for name, value in data.items()
    }


def _amount(dollars: str, code: str) -> str:
    digits = currencies.digits(code)
    factor = _FACTORS.get(code, 1 if digits else 100)
    return str((Decimal(dollars) * factor).quantize(currencies.smallest_unit(digits), ROUND_HALF_UP))
