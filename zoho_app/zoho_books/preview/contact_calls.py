"""How many calls the contacts of orders take that would be sent one after the other, or why they can't be had."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from zoho_app.accounts.models import Store
from zoho_app.orders.input.keys import text_key
from zoho_app.zoho_books.cache import addresses as contact_addresses
from zoho_app.zoho_books.cache import contacts as cached_contacts
from zoho_app.zoho_books.cache.models import CachedContact
from zoho_app.zoho_books.contacts import choice as contact_choice
from zoho_app.zoho_books.contacts import find_or_create
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings
from zoho_app.zoho_books.payload import sales_order
from zoho_app.zoho_books.payload.draft import Account, Draft
from zoho_app.zoho_books.sales_orders.prepare import Cached, Prepared

CONTACT = "contact"


@dataclass
class Contacts:
    """What is the same for all orders of a store, and what orders before the next one make."""

    store: Store
    settings: ZohoBooksSettings
    connection: Connection
    made: set[tuple[str, str]] = field(default_factory=set)  # contacts and addresses, by customer
    names: dict[str, str] = field(default_factory=dict)  # who has, or will have, a name: contact id or address
    own_names: dict[str, str] = field(default_factory=dict)  # that people chose, by address

    def read_names(self, drafts: Sequence[Draft], cached: Cached) -> None:
        """Read who has the names of customers that Zoho Books may not have yet; one statement at most."""
        new = [one for one in drafts if not one.account and not cached.contacts.get(text_key(one.email))]
        if not new or self.settings.separate_same_names:
            return
        names = {find_or_create.contact_name(draft) for draft in new}
        self.own_names, self.names = contact_choice.names(self.store.id, {draft.email for draft in new}, names)


def count(prepared: Prepared, contacts: Contacts, cached: Cached) -> int:
    """The calls for the contact of one order and its addresses. Raises what sending the order would fail with."""
    if not prepared.is_contact_unknown:
        return 0
    draft, email_key = prepared.draft, text_key(prepared.draft.email)
    if draft.account is not None:
        return _of_account(draft, draft.account, contacts, cached)
    contact = cached_contacts.the_only_among(cached.contacts.get(email_key, ()), draft.email)
    if contact is None:
        currencies = contacts.store.currency_code, contacts.connection.currency_code
        find_or_create.check_may_create(draft, prepared.may_create_contact, *currencies)
    else:
        sales_order.check_currency(contacts.store.currency_code, contact.currency_code, contact.name, draft.email)
    missing = contact_addresses.missing(draft, contact.addresses if contact else None)
    for address in missing.values():
        contact_addresses.check_lengths(address)
    needed = {(email_key, key) for key in missing} - contacts.made
    if contact is None or contact.addresses is None:  # it is made, with these addresses, or its addresses are read
        needed |= {(email_key, CONTACT)} - contacts.made
    is_new = contact is None and (email_key, CONTACT) in needed
    if is_new:
        _take_name(draft, email_key, contacts)
    contacts.made.update(needed)
    return 1 if is_new else len(needed)


def _take_name(draft: Draft, email_key: str, contacts: Contacts) -> None:
    """Raise CannotSubmit when another contact has the name that this one would be made under."""
    if contacts.settings.separate_same_names:
        return
    name = contacts.own_names.get(email_key) or find_or_create.contact_name(draft)
    if contacts.names.setdefault(text_key(name), email_key) != email_key:
        raise find_or_create.name_is_taken(name, draft.email)


def _of_account(draft: Draft, account: Account, contacts: Contacts, cached: Cached) -> int:
    """The contact of a source is read or looked up by name, made when there is none, and gets the addresses."""
    contact: CachedContact | None = cached.accounts.get(account.contact_id)
    key = f"account {text_key(account.contact_name)}"
    missing = contact_addresses.missing(draft, contact.addresses if contact else None)
    needed = {(key, address) for address in missing} - contacts.made
    looks_up = {(key, CONTACT)} - contacts.made
    contacts.made.update(needed | looks_up)
    return len(needed) + (len(looks_up) if contact else 2 * len(looks_up))
