"""Collect everything for a sales order from our own database; no call.

Sending and previewing call the same function.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zoho_app.accounts.models import Store
from zoho_app.orders import inventory
from zoho_app.orders.input.keys import sku_key, text_key
from zoho_app.orders.models import InventoryItem, Order
from zoho_app.zoho_books.cache import addresses as contact_addresses
from zoho_app.zoho_books.cache import contacts as cached_contacts
from zoho_app.zoho_books.cache import items as cached_items
from zoho_app.zoho_books.cache.models import CachedContact, CachedItem
from zoho_app.zoho_books.errors import SOURCE_CONTACT, CannotSubmit, ConnectionLost
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings
from zoho_app.zoho_books.payload import body, sales_order
from zoho_app.zoho_books.payload.draft import Customer, Draft
from zoho_app.zoho_books.payload.expected import Expected, expect
from zoho_app.zoho_books.payload.organization import organization_of
from zoho_app.zoho_books.payload.settle import settle
from zoho_app.zoho_books.sales_orders import order_check, records
from zoho_app.zoho_books.sales_orders.order_check import Facts
from zoho_app.zoho_books.sales_orders.repository import OrderToSend


@dataclass(frozen=True)
class Prepared:
    """What would be sent, and what must be looked up in Zoho first."""

    draft: Draft
    items: dict[str, CachedItem]
    contact: CachedContact | None
    unknown_skus: list[str]
    is_contact_unknown: bool  # the contact, or the id of one of its addresses
    default_sku: str
    may_create_contact: bool

    @property
    def is_complete(self) -> bool:
        """Whether nothing has to be asked any more."""
        return not self.unknown_skus and not self.is_contact_unknown

    @property
    def expected(self) -> Expected:
        """The total that Zoho Books will make of it."""
        return expect(self.draft, cached_items.default_taxes(self.items))

    def payload(self, unknown: str = "") -> dict[str, Any]:
        """The JSON for Zoho; `unknown` stands for ids that only Zoho can tell."""
        ids = {sku_key(sku): unknown for sku in self.draft.skus}
        ids |= {key: item.item_id for key, item in self.items.items()}
        customer = contact_addresses.ids(self.contact, self.draft) if self.contact else Customer(unknown)
        return body.payload(self.draft, customer, ids)


@dataclass(frozen=True)
class Cached:
    """What the desk knows of Zoho Books, read for one order or for many at once."""

    items: Mapping[str, CachedItem]  # by `sku_key`
    contacts: Mapping[str, Sequence[CachedContact]]  # by the `text_key` of their e-mail address
    accounts: Mapping[str, CachedContact] = field(default_factory=dict)  # contacts of sources, by contact_id


def prepare(found: OrderToSend, may_send_void: bool = False) -> Prepared:
    """Read what the order's sales order is made of; `may_send_void` sends it though its source calls it void.

    Raises CannotSubmit, InvalidSku or NoProductsAvailable when the order or a setting stands in the way,
    ConnectionLost when there is no connection.
    """
    order, store, settings, connection = found.order, found.store, found.settings, found.connection
    if settings is None or connection is None or not connection.organization_id:
        raise ConnectionLost("This store is not connected to Zoho Books.")
    products = products_of([order], settings)
    facts = order_check.read_facts(store, settings, [order], products, found.has_source_contacts)
    draft = draft_of(order, facts, connection, found.is_number_taken, may_send_void)
    return complete(draft, settings, connection, store, read_cache(store.id, [draft], settings))


def draft_of(
    order: Order, facts: Facts, connection: Connection, is_number_taken: bool, may_send_void: bool = False
) -> Draft:
    """What the order itself, the settings and people's answers say. Raises as `prepare`."""
    number = records.next_number(order, facts.settings.salesorder_prefix, is_number_taken)
    order_check.check(order, facts, may_send_void)
    return sales_order.draft(
        order,
        facts.settings,
        number,
        organization_of(connection),
        facts.location_of,
        facts.names,
        facts.account_of(order),
    )


def products_of(orders: Iterable[Order], settings: ZohoBooksSettings) -> dict[str, InventoryItem]:
    """The inventory of the orders' SKUs, by `sku_key`; looked up only when the settings ask for its location."""
    if not settings.inventory_location_match.strip():
        return {}
    return inventory.by_codes(settings.store_id, [item.code for order in orders for item in order.items])


def read_cache(store_id: int, drafts: Sequence[Draft], settings: ZohoBooksSettings) -> Cached:
    """What is known of the items and contacts of these drafts; three statements at most, however many they are."""
    skus = [sku for draft in drafts for sku in draft.skus]
    accounts = {draft.account.contact_id for draft in drafts if draft.account} - {""}
    return Cached(
        items=cached_items.with_skus(store_id, [*skus, settings.default_sku]),
        contacts=cached_contacts.with_emails(
            store_id, {one.email for one in drafts if one.email and not one.account}
        ),
        accounts=cached_contacts.with_ids(store_id, accounts) if accounts else {},
    )


def complete(
    draft: Draft, settings: ZohoBooksSettings, connection: Connection, store: Store, cached: Cached
) -> Prepared:
    """Put the draft together with what is known. Raises CannotSubmit."""
    default_sku = settings.default_sku.strip()
    items = cached_items.with_default(cached.items, draft.skus, default_sku)
    unknown_skus = cached_items.unknown(draft.skus, items)
    if not unknown_skus:
        draft = settle(draft, cached_items.default_taxes(items), settings.adjustment_up_to)
    contact = _contact(draft, connection, cached)
    if contact:
        _check_currency(draft, contact, store)
    has_addresses = contact is not None and not contact_addresses.missing(draft, contact.addresses)
    return Prepared(
        draft=draft,
        items=items,
        contact=contact,
        unknown_skus=unknown_skus,
        is_contact_unknown=not has_addresses,
        default_sku=default_sku,
        may_create_contact=settings.create_contact_if_missing,
    )


def _contact(draft: Draft, connection: Connection, cached: Cached) -> CachedContact | None:
    if draft.account is not None:
        row = cached.accounts.get(draft.account.contact_id)
        return cached_contacts.believable([row] if row else [], connection.contacts_synced_at)
    rows = cached.contacts.get(text_key(draft.email), ())
    return cached_contacts.believable(rows, connection.contacts_synced_at)


def _check_currency(draft: Draft, contact: CachedContact, store: Store) -> None:
    """Raise CannotSubmit when Zoho would read the order's amounts in another currency."""
    if draft.account is None:
        sales_order.check_currency(store.currency_code, contact.currency_code, contact.name, draft.email)
    elif contact.currency_code and contact.currency_code != store.currency_code:
        raise CannotSubmit(
            f"The order is in {store.currency_code}, but the contact “{contact.name}”, to which orders of "
            f"{draft.account.source_name} belong, is in {contact.currency_code}. Choose a contact in "
            f"{store.currency_code} for them.",
            SOURCE_CONTACT,
            [draft.account.source_name],
        )
