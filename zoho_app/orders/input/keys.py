"""Keys for comparing typed texts: trimmed, and ignoring case."""

from collections.abc import Iterable

from zoho_app.orders.models import Order

LONGEST_NAME = 100


def text_key(text: str) -> str:
    """The text as it is compared: trimmed and case-folded."""
    return text.strip().casefold()


def sku_key(text: str) -> str:
    """An SKU as it is compared everywhere: " ab-1 " and "AB-1" are the same product."""
    return text_key(text)


def tracking_key(text: str) -> str:
    """A tracking number as it is compared: carriers print it with spaces, people type it without."""
    return "".join(text.split()).casefold()


def refresh(order: Order) -> None:
    """Bring what orders are searched and sorted by in line with the order's number, e-mail, names and total."""
    order.email_key = text_key(order.email)
    order.name_key = text_key(shown_name(order))[:LONGEST_NAME]
    order.total_key = order.order_total
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
