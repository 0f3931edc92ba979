"""Everything that a sales order is made of, read from the desk's own database; costs no call.

Sending and previewing call the same function.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zoho_app.accounts.models import Store
from zoho_app.extensions import db
from zoho_app.orders import inventory
from zoho_app.orders.keys import sku_key
from zoho_app.orders.models import Order
from zoho_app.zoho_books import contact_addresses, known_contacts, known_items, records, sales_order
from zoho_app.zoho_books.errors import CannotSubmit, ConnectionLost
from zoho_app.zoho_books.known import KnownContact, KnownItem
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings
from zoho_app.zoho_books.sales_order import Customer, Draft


@dataclass(frozen=True)
class Prepared:
    """What would be sent, and what still has to be asked of Zoho before it can be."""

    draft: Draft
    items: dict[str, KnownItem]
    contact: KnownContact | None
    unknown_skus: list[str]
    is_contact_unknown: bool  # the contact, or the id of one of its addresses
    default_sku: str
    may_create_contact: bool

    @property
    def is_complete(self) -> bool:
        """Whether nothing has to be asked any more."""
        return not self.unknown_skus and not self.is_contact_unknown

    def payload(self, unknown: str = "") -> dict[str, Any]:
        """The JSON for Zoho; `unknown` stands for ids that only Zoho can tell."""
        ids = {sku_key(sku): unknown for sku in self.draft.skus}
        ids |= {key: item.item_id for key, item in self.items.items()}
        customer = contact_addresses.ids(self.contact, self.draft) if self.contact else Customer(unknown)
        return sales_order.payload(self.draft, customer, ids)


def prepare(
    order: Order,
    settings: ZohoBooksSettings | None,
    connection: Connection | None,
    store: Store,
    is_number_taken: bool = True,
) -> Prepared:
    """Read what the order's sales order is made of; `is_number_taken` says that its plain number may be.

    Raises CannotSubmit, InvalidSku or NoProductsAvailable when the order or a setting stands in the way,
    ConnectionLost when there is no connection.
    """
    if settings is None or connection is None or not connection.organization_id:
        raise ConnectionLost("This store is not connected to Zoho Books.")
    number = records.next_number(order, settings.salesorder_prefix, is_number_taken)
    locations = _locations(order, settings)
    draft = sales_order.draft(order, settings, number, connection.time_zone, locations)
    default_sku = settings.default_sku.strip()
    items = known_items.find(store.id, draft.skus, default_sku)
    contact = _contact(draft, connection)
    if contact:
        sales_order.check_currency(store.currency_code, contact.currency_code, contact.name)
    has_addresses = contact is not None and not contact_addresses.missing(draft, contact.addresses)
    return Prepared(
        draft=draft,
        items=items,
        contact=contact,
        unknown_skus=known_items.unknown(draft.skus, items),
        is_contact_unknown=not has_addresses,
        default_sku=default_sku,
        may_create_contact=settings.create_contact_if_missing,
    )


def of(order: Order) -> Prepared:
    """`prepare` for an order alone."""
    return prepare(
        order,
        db.session.get(ZohoBooksSettings, order.store_id),
        db.session.get(Connection, order.store_id),
        db.session.get_one(Store, order.store_id),
    )


def _contact(draft: Draft, connection: Connection) -> KnownContact | None:
    if not draft.email:
        raise CannotSubmit(
            "The order has no e-mail address, and Zoho Books needs a contact. Add the e-mail address to the order, "
            "then submit again."
        )
    return known_contacts.believable(connection.store_id, draft.email, connection.contacts_synced_at)


def _locations(order: Order, settings: ZohoBooksSettings) -> Callable[[str], str]:
    """The inventory location of each SKU of the order; looked up only when the settings ask for it."""
    if not settings.inventory_location_match.strip():
        return lambda sku: ""
    products = inventory.by_codes(order.store_id, [item.code for item in order.items])
    return lambda sku: product.location if (product := products.get(sku_key(sku))) else ""
