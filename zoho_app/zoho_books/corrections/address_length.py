"""Addresses of an order that are longer than Zoho Books takes: which fields, and making them shorter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zoho_app.orders import edit
from zoho_app.orders.addresses import NAMES
from zoho_app.orders.input.fields import FieldError
from zoho_app.orders.input.order_data import BadOrder, read_address
from zoho_app.orders.models import Order
from zoho_app.zoho_books.cache import addresses as contact_addresses
from zoho_app.zoho_books.cache.addresses import LIMITS

# The fields of an order's address that each of Zoho's is made of.
MADE_OF = {
    "attention": NAMES,
    "address": ("address1",),
    "street2": ("address2", "address3", "address4"),
    "city": ("city",),
    "state": ("state",),
    "zip": ("postal_code",),
    "country": ("country",),
    "phone": ("phone",),
}


@dataclass(frozen=True)
class TooLong:
    """A text of Zoho's that is too long, with the order's fields that it is made of."""

    name: str  # Zoho's
    kinds: tuple[str, ...]  # of the addresses that have the same there: "shipping", "customer"
    values: Mapping[str, str]  # by the order's field
    count: int

    @property
    def most(self) -> int:
        """So many characters Zoho Books takes."""
        return LIMITS[self.name]


def too_long(order: Order) -> list[TooLong]:
    """What has to be shortened before Zoho Books takes the order's addresses."""
    found: dict[tuple[str, str], TooLong] = {}
    for kind in dict.fromkeys(("shipping", contact_addresses.billed(order))):
        for name, values, count in _too_long(getattr(order, kind)):
            key = (name, str(values))
            kinds = (*found[key].kinds, kind) if key in found else (kind,)
            found[key] = TooLong(name, kinds, values, count)
    return list(found.values())


def _too_long(address: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str], int]]:
    for name, text in contact_addresses.renamed(address).items():
        if len(text) > LIMITS[name]:
            values = {field: address[field] for field in MADE_OF[name] if address.get(field)}
            if name == "attention" and values.keys() > {"company"}:  # a name goes before the company's
                del values["company"]
            yield name, values, len(text)


def shorten(order: Order, texts: Mapping[str, str], who: str) -> None:
    """Replace fields of the order's addresses, named like "shipping.city": all of them or none.

    Raises BadOrder, whose fields are named alike, when one is still too long or can't be kept.
    """
    typed: dict[str, dict[str, str]] = {}
    for path, text in texts.items():
        kind, name = path.split(".")
        typed.setdefault(kind, {})[name] = text
    changed = {kind: read_address({**getattr(order, kind), **fields}, kind) for kind, fields in typed.items()}
    for kind, address in changed.items():
        _refuse_long(kind, address, typed[kind])
    for kind, address in changed.items():
        edit.update_address(order, kind, address, who)


def _refuse_long(kind: str, address: Mapping[str, str], typed: Mapping[str, str]) -> None:
    still = [
        FieldError(f"{kind}.{next(iter(values))}", f"has {count} characters, Zoho Books allows {LIMITS[name]}")
        for name, values, count in _too_long(address)
        if values.keys() & typed.keys()
    ]
    if still:
        raise BadOrder(still)
