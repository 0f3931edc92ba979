"""How texts typed by different hands are compared: trimmed, and ignoring case."""

from collections.abc import Iterable

from zoho_app.orders.models import Order


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
    """Bring the order's search columns in line with its number, e-mail address and names."""
    order.email_key = text_key(order.email)
    order.search_key = "\n".join(dict.fromkeys(filter(None, map(text_key, _searched(order)))))


def _searched(order: Order) -> Iterable[str]:
    yield order.source_id
    yield order.email
    for address in (order.shipping, order.customer):
        yield f"{address.get('first_name', '')} {address.get('last_name', '')}"
        yield address.get("company", "")
