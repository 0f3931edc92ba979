"""Asking Zoho Books for contacts: by their id, by their exact e-mail address, by their exact name.

Zoho's filters match in part and look at primary contact persons, so every row is compared again. Results are cached;
a
look-up that could not tell never counts as "not there".
"""

from typing import Any

from zoho_app import kinds
from zoho_app.appointments import for_store
from zoho_app.appointments.task import Task
from zoho_app.extensions import db
from zoho_app.orders.input.keys import text_key
from zoho_app.zoho_books.api import observed
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.cache import addresses as contact_addresses
from zoho_app.zoho_books.cache import contacts as cached_contacts
from zoho_app.zoho_books.cache import refresh
from zoho_app.zoho_books.errors import NotFound, TryLater
from zoho_app.zoho_books.models import Connection
from zoho_app.zoho_books.payload.sales_order import Draft

# Pages of partial matches that are read, and partial matches whose contact persons are looked at, one call each.
MOST_PAGES, MOST_PARTIAL_MATCHES = 5, 10

Json = dict[str, Any]


def with_id(task: Task, gateway: Gateway, contact_id: str) -> None:
    """Read the contact from Zoho, and forget it when it is gone there."""
    try:
        keep(task, gateway.contact(contact_id))
    except NotFound:
        with task.step():
            cached_contacts.forget(task.store_id, [contact_id])


def with_email(task: Task, gateway: Gateway, email_key: str) -> None:
    """Ask Zoho for contacts with this e-mail address and remember those that have exactly it.

    Raises TryLater when more resemble it than can be looked at: the right one may be among the others.
    """
    with task.step():
        connection = db.session.get_one(Connection, task.store_id)
        # Those with the address as their own are known from the list then, and a search finds these as well.
        is_one_enough = refresh.are_persons_unreadable(connection)
    own = [] if is_one_enough else _like(task, gateway, email_key, "email")
    for row in own or _like(task, gateway, email_key, "search_text"):
        contact = gateway.contact(str(row["contact_id"]))
        if email_key in cached_contacts.emails_of(contact):
            keep(task, contact)


def _like(task: Task, gateway: Gateway, email_key: str, field: str) -> list[Json]:
    """The customers whose own address it is, else those that may have a contact person with it."""
    rows: list[Json] = []
    page, more = 1, True
    while more and page <= MOST_PAGES:
        found, more = gateway.contacts(page, **{field: email_key})
        rows, page = rows + found, page + 1
    exact = [row for row in rows if text_key(str(row.get("email") or "")) == email_key]
    if more or (not exact and len(rows) > MOST_PARTIAL_MATCHES):
        with task.step():
            for_store.by_itself(task.store_id, kinds.REFRESH.name)
        raise TryLater(
            f"Bookdesk can't tell which contact in Zoho Books has the e-mail address {email_key}, because too many "
            "have a similar one. It tries again after it has read all contacts."
        )
    return exact[:MOST_PARTIAL_MATCHES] or rows


def with_name(task: Task, gateway: Gateway, name: str, email_key: str) -> Json | None:
    """The contact of that name, when it is this customer's: made a moment ago and not yet in the e-mail list.

    Another customer's is kept, so that a person can choose it.
    """
    rows, _ = gateway.contacts(contact_name=name)
    for row in rows:
        if text_key(str(row.get("contact_name") or "")) == text_key(name):
            contact = gateway.contact(str(row["contact_id"]))
            if email_key in cached_contacts.emails_of(contact):
                return contact
            keep(task, contact)
    return None


def any_with_name(gateway: Gateway, name: str) -> Json | None:
    """Whoever has exactly that name, customer or vendor, as Zoho lists it; None when nobody is listed."""
    rows = gateway.anybody_named(name)
    return next((row for row in rows if text_key(str(row.get("contact_name") or "")) == text_key(name)), None)


def keep_made(task: Task, draft: Draft, made: Json) -> None:
    """Cache the contact that was just made for the draft, and how its address has come back."""
    shown = contact_addresses.returned_as(contact_addresses.billing(draft), made.get("billing_address"))
    with task.step():
        cached_contacts.keep_whole(task.store_id, made, is_just_made=True)
        observed.keep(db.session.get_one(Connection, task.store_id), observed.ADDRESSES, shown)


def keep(task: Task, contact: Json) -> None:
    """Cache a contact's detail."""
    with task.step():
        cached_contacts.keep_whole(task.store_id, contact)
