"""Corrections that people type on a group's page, so that its orders can be sent: one way for each such cause."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from zoho_app.orders import edit, items
from zoho_app.orders.input.keys import shown_name, text_key
from zoho_app.orders.models import Order, OrderItem
from zoho_app.web.forms.order_forms import ShippingPart
from zoho_app.web.remedies import fixes
from zoho_app.web.remedies.remedy import Remedy
from zoho_app.zoho_books import settings
from zoho_app.zoho_books.cache import items as cached_items
from zoho_app.zoho_books.corrections import address_length
from zoho_app.zoho_books.corrections.address_length import TooLong
from zoho_app.zoho_books.models import ZohoBooksSettings
from zoho_app.zoho_books.payload import sales_order
from zoho_app.zoho_books.payload.line_names import LineNames

ADDRESSES = {"shipping": "the shipping address", "customer": "the customer address"}
LABELS = {one.short_name: one.label.text for one in ShippingPart()}
# While the integration is not enabled.
_NOTHING_SET = {"product_code_match": "", "product_code_skip": "", "inventory_location_match": "", "default_sku": ""}


@dataclass
class Blank:
    """A field that an order waits for: `title` is what is typed, `label` what it is of, `more` further words on that.

    `keys` name it for the verb that takes it over; `present` is what the order has there now.
    """

    id: str  # of the field, and its name in the form
    title: str
    label: str
    more: str
    keys: tuple[Any, ...]
    present: str = ""
    name: str = ""  # of the item
    typed: str | None = None  # None: nothing yet
    suggested: str = ""
    errors: list[str] = field(default_factory=list)
    type: str = "Blank"  # for the list of errors

    @property
    def value(self) -> str:
        """What the field shows."""
        return self.present or self.suggested if self.typed is None else self.typed


@dataclass(frozen=True)
class Way:
    """`blanks` gives what is left to fill in of an order. `save` takes over texts by their keys, all of them or none:
    it raises BadFields whose fields are named by the keys.
    """

    heads: tuple[str, str]
    blanks: Callable[[Order], list[Blank]]
    save: Callable[[Order, Mapping[Any, str], str], Any]
    kind: str = "text"  # of the fields
    is_long: bool = False  # the texts need more than a line


def find_way(store_id: int, remedy: Remedy) -> Way | None:
    """How that is corrected in the orders themselves; None when it is not."""
    if remedy is Remedy.GIVE_SKUS:
        found = settings.get(store_id) or ZohoBooksSettings(**_NOTHING_SET)
        names = fixes.line_names(store_id)
        return Way(("Item", "SKU"), lambda order: _skus(order, found, names), items.give_skus)
    return {Remedy.GIVE_EMAILS: _EMAILS, Remedy.SHORTEN: _LENGTHS}.get(remedy)


def suggest(store_id: int, blanks: Collection[Blank]) -> None:
    """Fill in the SKU of the only product with exactly the item's name, in Zoho Books or else in the inventory.

    An item with variations may be another product than its name tells. One statement at most.
    """
    names = {blank.name for blank in blanks if blank.name and not blank.more}
    known = cached_items.skus_by_name(store_id, names) if names else {}
    for blank in blanks:
        blank.suggested = known.get(blank.name, "") if not blank.more else ""


def _skus(order: Order, found: ZohoBooksSettings, names: LineNames) -> list[Blank]:
    return [_sku(item) for item in sales_order.without_sku(order.items, found, names)]


def _sku(item: OrderItem) -> Blank:
    more = ", ".join(f"{name}: {value}" for name, value in item.variation_list.items())
    return Blank(f"sku-{item.id}", "SKU", f"{item.quantity:,} × {item.name}", more, (item.id,), name=item.name)


def names(blank: Blank, subject: str) -> bool:
    """Whether it is for an item of that name."""
    return bool(blank.name) and text_key(blank.name) == text_key(subject)


def _emails(order: Order) -> list[Blank]:
    if order.email.strip():
        return []
    return [Blank(f"email-{order.id}", "Email", shown_name(order) or "No name", "", ("email",))]


_EMAILS = Way(("Customer", "Email"), _emails, edit.update_details, kind="email")


def _lengths(order: Order) -> list[Blank]:
    return [_length(order, found, name) for found in address_length.too_long(order) for name in found.values]


def _length(order: Order, found: TooLong, name: str) -> Blank:
    whose = "both addresses" if len(found.kinds) > 1 else ADDRESSES[found.kinds[0]]
    together = "" if len(found.values) == 1 else " together with the other fields on this line"
    return Blank(
        f"{found.kinds[0]}-{name}-{order.id}",
        LABELS[name],
        f"{LABELS[name]} of {whose}",
        f"{found.count} characters{together}; Zoho Books allows {found.most}",
        tuple(f"{kind}.{name}" for kind in found.kinds),
        found.values[name],
    )


_LENGTHS = Way(("Field", "Shorten to"), _lengths, address_length.shorten, is_long=True)
