"""What an order says about tax: whether its prices include it, and the rate of its shipping or of an item.

Order Desk has no fields for this, so it stands in the metadata: of the order `taxes_included`, `shipping_tax_rate`,
`shipping_tax_name` and `tax_exempt`, of an item `tax_rate` (percent) and `tax_name`. Names and values compare
ignoring case.
"""

from collections.abc import Mapping
from decimal import Decimal

from zoho_app.orders.input.fields import NUMBER

TAXES_INCLUDED, SHIPPING_TAX_RATE = "taxes_included", "shipping_tax_rate"
SHIPPING_TAX_NAME = "shipping_tax_name"
TAX_EXEMPT, TAX_EXEMPTION_CODE = "tax_exempt", "tax_exemption_code"
TAX_RATE, TAX_NAME = "tax_rate", "tax_name"
OF_ORDER = (TAXES_INCLUDED, SHIPPING_TAX_RATE, SHIPPING_TAX_NAME, TAX_EXEMPT)
OF_ITEM = (TAX_RATE, TAX_NAME)
YES, NO = ("true", "yes", "1"), ("false", "no", "0")
HIGHEST_RATE = Decimal(1000)


class Unreadable(ValueError):
    """What an order says about tax can't be read; says which value it is and what to write instead."""


def told(metadata: Mapping[str, str], name: str) -> str:
    """The value of that name, trimmed; "" when there is none."""
    return next((str(value).strip() for key, value in metadata.items() if key.strip().casefold() == name), "")


def prices_include_tax(order_metadata: Mapping[str, str]) -> bool | None:
    """Whether the order says that its prices include tax; None when it says nothing. Raises Unreadable."""
    return _yes_or_no(order_metadata, TAXES_INCLUDED)


def is_exempt(order_metadata: Mapping[str, str]) -> bool:
    """Whether the order says that it is free of tax. Raises Unreadable."""
    return bool(_yes_or_no(order_metadata, TAX_EXEMPT))


def _yes_or_no(metadata: Mapping[str, str], name: str) -> bool | None:
    text = told(metadata, name)
    if text.casefold() in YES:
        return True
    if not text or text.casefold() in NO:
        return False if text else None
    raise Unreadable(f"{name}: “{text[:40]}” is neither yes nor no. Write yes or no")


def rate(metadata: Mapping[str, str], name: str) -> Decimal | None:
    """The tax rate of that name in percent, such as 19 for "19" or "19%"; None when there is none.

    Raises Unreadable.
    """
    text = told(metadata, name)
    number = text.removesuffix("%").strip()
    if not number:
        return None
    if not NUMBER.fullmatch(number) or not 0 <= Decimal(number) <= HIGHEST_RATE:
        raise Unreadable(f"{name}: “{text[:40]}” is not a percentage. Write a number such as 19")
    return Decimal(number)


def kept(metadata: Mapping[str, str]) -> dict[str, str]:
    """What stays of an order's metadata when its customer is erased: its total depends on it."""
    return {
        name: value for name, value in metadata.items() if name.strip().casefold() in OF_ORDER and _is_fact(value)
    }


def _is_fact(value: str) -> bool:
    text = value.strip().casefold()
    return text in (*YES, *NO) or bool(NUMBER.fullmatch(text.removesuffix("%").strip()))
