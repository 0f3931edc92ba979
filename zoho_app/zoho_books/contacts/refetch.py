"""Re-read a contact or item after Zoho rejects an order, and report whether our cached copy was stale.

Zoho publishes no code for a contact that was switched off or an address that is gone, so every refusal that may mean
it leads to a look at the contact.
"""

from typing import Any

from zoho_app.appointments.task import Task
from zoho_app.extensions import db
from zoho_app.zoho_books import errors
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.cache import contacts as cached_contacts
from zoho_app.zoho_books.cache import items as cached_items
from zoho_app.zoho_books.cache import refresh
from zoho_app.zoho_books.contacts import lookup as contact_lookup
from zoho_app.zoho_books.errors import NotFound, Refused
from zoho_app.zoho_books.models import Connection

Json = dict[str, Any]


def heal(task: Task, gateway: Gateway, payload: Json, error: Refused) -> bool:
    """Correct the cached contact and items of the refused `payload`; one call at most.

    Returns whether the cache was stale, so that preparing the order again gives another result.
    """
    is_missing = isinstance(error, NotFound)
    if not is_missing and not errors.is_vague(error.code):
        return False
    if is_missing:  # Zoho does not say what; items that are unknown are asked for by SKU
        with task.step():
            cached_items.forget(task.store_id, [line["item_id"] for line in payload["line_items"]])
    # A contact that is merely forgotten would count as missing and be made once more, so Zoho is asked for it.
    contact_lookup.with_id(task, gateway, payload["customer_id"])
    with task.step():
        if is_usable := _is_usable(task.store_id, payload):
            return is_missing
        # Whoever changed it may have made or switched on another one a moment ago.
        refresh.expect_changes(db.session.get_one(Connection, task.store_id))
    return not is_usable


def _is_usable(store_id: int, payload: Json) -> bool:
    """Whether the contact is still there and active, and has the addresses that were sent."""
    contact = cached_contacts.with_id(store_id, payload["customer_id"])
    if contact is None or not contact.is_active:
        return False
    sent = {payload[name] for name in ("billing_address_id", "shipping_address_id") if payload.get(name)}
    return sent <= set((contact.addresses or {}).values())
