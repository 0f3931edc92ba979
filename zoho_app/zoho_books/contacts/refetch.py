"""Re-read a contact or item after Zoho rejects an order, and report whether our cached copy was stale.

Zoho publishes no code for a contact that was switched off or an address that is gone, so every refusal that may mean
it leads to a look at the contact.
"""

from typing import Any

from zoho_app.appointments.task import Task
from zoho_app.extensions import db
from zoho_app.zoho_books import errors
from zoho_app.zoho_books.api import observed
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.cache import contacts as cached_contacts
from zoho_app.zoho_books.cache import elements, refresh
from zoho_app.zoho_books.cache import items as cached_items
from zoho_app.zoho_books.contacts import items as contact_items
from zoho_app.zoho_books.contacts import lookup as contact_lookup
from zoho_app.zoho_books.errors import NotFound, Refused
from zoho_app.zoho_books.models import Connection

Json = dict[str, Any]


def heal(task: Task, gateway: Gateway, payload: Json, error: Refused) -> bool:
    """Correct what the refused `payload` was made of: the cached contact and items, and the fields that Zoho takes.

    Costs one call for the contact, and one for each SKU or, where these are many, as many as reading all items.
    Returns whether the cache was stale, so that preparing the order again gives another result.
    """
    if elements.learn(task, payload, error):
        return True
    is_missing = isinstance(error, NotFound)
    if not is_missing and not errors.is_vague(error.code):
        return False
    # A contact that is merely forgotten would count as missing and be made once more, so Zoho is asked for it.
    contact_lookup.with_id(task, gateway, payload["customer_id"])
    has_other_items = _read_items_anew(task, gateway, payload)
    with task.step():
        if has_other_items:
            seen = db.session.get_one(Connection, task.store_id)
            observed.keep(seen, observed.UNKNOWN, str(error.code))
        if is_usable := _is_usable(task.store_id, payload):
            return is_missing or has_other_items
        # Whoever changed it may have made or switched on another one a moment ago.
        refresh.expect_changes(db.session.get_one(Connection, task.store_id))
    return not is_usable


def _read_items_anew(task: Task, gateway: Gateway, payload: Json) -> bool:
    """Ask Zoho for the items that were sent; whether one of them is gone, inactive, or not its SKU's any more."""
    sent = {str(line["item_id"]) for line in payload["line_items"]}
    with task.step():
        skus = cached_items.skus_of(task.store_id, sent)
    if not skus:
        return False
    try:
        contact_items.read_anew(task, gateway, skus)
    except Refused:  # they may not be read: what is remembered stays
        return False
    with task.step():
        now_there = cached_items.find(task.store_id, skus.values())
        usable = {item.item_id for item in now_there.values() if item.is_active}
    return not skus.keys() <= usable


def _is_usable(store_id: int, payload: Json) -> bool:
    """Whether the contact is still there and active, and has the addresses that were sent."""
    contact = cached_contacts.with_id(store_id, payload["customer_id"])
    if contact is None or not contact.is_active:
        return False
    sent = {payload[name] for name in ("billing_address_id", "shipping_address_id") if payload.get(name)}
    return sent <= set((contact.addresses or {}).values())
