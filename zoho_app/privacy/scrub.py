"""Remove a customer from texts: the e-mail address everywhere, names and phone numbers in their own data."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zoho_app.orders import addresses
from zoho_app.orders.models import Order

ERASED = "[erased]"
# Shorter ones would be found in innocent words.
SHORTEST, SHORTEST_NAME = 4, 2
_SIGN_OF_ADDRESS = r"[\w.+-]"
# Parts of an address that, alone, say of nobody who it is.
_SHARED = ("country", "state", "city", "postal_code", "title")
_NAMES = ("first_name", "last_name")


class Scrubber:
    """Takes some texts out of others, ignoring case."""

    def __init__(self, emails: Iterable[str], own: Iterable[str] = ()) -> None:
        # "da@example.com" is not in "ada@example.com", and "Ada" not in "Canada".
        patterns = [rf"(?<!{_SIGN_OF_ADDRESS}){re.escape(one)}(?!\w|[.-]\w)" for one in _longest_first(emails)]
        patterns += [rf"(?<!\w){re.escape(one)}(?!\w)" for one in _longest_first(own)]
        self._pattern = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None

    def is_in(self, value: Any) -> bool:
        """Whether any of it stands in a text, or anywhere in JSON."""
        if self._pattern is None:
            return False
        return any(self._pattern.search(text) for text in _texts(value))

    def clean(self, value: Any) -> Any:
        """The text, or JSON, without it; what is no text stays."""
        if isinstance(value, str):
            return self._pattern.sub(ERASED, value) if self._pattern else value
        if isinstance(value, Mapping):
            return {self.clean(name): self.clean(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.clean(one) for one in value]
        return value


def own_texts(order: Order) -> Iterator[str]:
    """What, of an order, says who its customer is: whole names, streets, phone numbers and the like.

    The return address is the merchant's own, as a rule: it is emptied, but not looked for.
    """
    for address in (order.shipping, order.customer):
        whole = addresses.full_name(address)
        fields = {name: value for name, value in address.items() if name not in (*_SHARED, *_NAMES)}
        for text in (whole, *fields.values()):
            if len(text) >= SHORTEST and not text.isdecimal():
                yield text
        if len(phone := address.get("phone", "")) >= SHORTEST:
            yield phone
    yield from filter(None, (order.ip_address, order.customer_id if len(order.customer_id) >= SHORTEST else ""))


def single_names(order: Order) -> Iterator[str]:
    """First and last names by themselves; "Black" is a color, too, so only where a person is likely meant."""
    for address in (order.shipping, order.customer):
        yield from (text for name in _NAMES if len(text := address.get(name, "")) >= SHORTEST_NAME)


def _longest_first(texts: Iterable[str]) -> list[str]:
    return sorted({text.strip() for text in texts if text.strip()}, key=lambda text: (-len(text), text))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from _texts(name)
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
