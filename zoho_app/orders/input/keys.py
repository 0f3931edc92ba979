"""Keys for comparing typed texts: trimmed, and ignoring case."""

import re
from collections.abc import Iterable

from zoho_app.orders import state
from zoho_app.orders.input import text as texts
from zoho_app.orders.models import Order

LONGEST_NAME = 100
LONGEST_NUMBER = 200
NUMBER_SIGN = re.compile(r"^(?:order|no\.?|nr\.?|number)(?=[ #:0-9])[ #:.]*")


def text_key(text: str) -> str:
    """The text as it is compared: trimmed and case-folded."""
    return text.strip().casefold()


def sku_key(text: str) -> str:
    """An SKU as it is compared everywhere: " ab-1 " and "AB‑1" with another dash are the same product."""
    return texts.comparable(text)


def number_key(text: str) -> str:
    """An order number as it is compared between sources: "#1001", "Order 1001" and "01001" are the same."""
    key = NUMBER_SIGN.sub("", texts.comparable(text)).lstrip("# ")
    return (key.lstrip("0") or key)[:LONGEST_NUMBER]


def tracking_key(text: str) -> str:
    """A tracking number as it is compared: carriers print it with spaces, people type it without."""
    return "".join(text.split()).casefold()


def refresh(order: Order) -> None:
    """Bring what orders are searched and sorted by in line with its number, e-mail, names, total and state."""
    order.email_key = text_key(order.email)
    order.name_key = text_key(shown_name(order))[:LONGEST_NAME]
    order.total_key = order.order_total
    order.number_key = number_key(order.source_id)
    order.source_state = state.of_order(order).key
    order.search_key = "\n".join(dict.fromkeys(filter(None, map(text_key, _searched(order)))))


def shown_name(order: Order) -> str:
    """For whom the order is: the customer's name, without one the company; without a customer, whom it ships to."""
    who = order.customer or order.shipping
    return " ".join(filter(None, (who.get("first_name"), who.get("last_name")))) or who.get("company", "")


def _searched(order: Order) -> Iterable[str]:
    yield order.source_id
    yield order.email
    for address in (order.shipping, order.customer):
        yield f"{address.get('first_name', '')} {address.get('last_name', '')}"
        yield address.get("company", "")
