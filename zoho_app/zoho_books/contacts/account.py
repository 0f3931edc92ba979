"""The contact that all orders of a source belong to: found by its name, or made when Zoho Books has none of it."""

from typing import Any

from zoho_app.accounts.models import Store
from zoho_app.appointments.task import Task
from zoho_app.extensions import db
from zoho_app.orders.input.keys import text_key
from zoho_app.zoho_books.answers import source_contacts
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.cache import contacts as cached_contacts
from zoho_app.zoho_books.contacts import find_or_create
from zoho_app.zoho_books.contacts import lookup as contact_lookup
from zoho_app.zoho_books.errors import (
    SOURCE_CONTACT,
    CannotSubmit,
    NotFound,
    OutcomeUnknown,
    Refused,
    TryLater,
)
from zoho_app.zoho_books.models import Connection
from zoho_app.zoho_books.payload.draft import Account, Draft

Json = dict[str, Any]


def learn(task: Task, gateway: Gateway, draft: Draft, may_create: bool) -> None:
    """Make the desk know the draft's contact, of its source or its e-mail address, with the ids of its addresses.

    `may_create` is the setting "Create Contact If Missing". Raises CannotSubmit when a person has to decide; TryLater
    while another order does the same.
    """
    if draft.account is None:
        find_or_create.learn(task, gateway, draft, may_create)
    else:
        _learn(task, gateway, draft, draft.account)


def _learn(task: Task, gateway: Gateway, draft: Draft, account: Account) -> None:
    with find_or_create.lease(task, f"contact {account.contact_name}"):
        contact = _by_id(gateway, account) or _by_name(gateway, account) or _create(task, gateway, account)
        _check(account, contact)
        contact_id = str(contact["contact_id"])
        with task.step():
            cached_contacts.keep_whole(task.store_id, contact)
            source_contacts.tell_id(task.store_id, account.source_key, contact_id)
        find_or_create.add_addresses(task, gateway, draft, contact_id, cached_contacts.addresses_of(contact))


def _by_id(gateway: Gateway, account: Account) -> Json | None:
    if not account.contact_id:
        return None
    try:
        return gateway.contact(account.contact_id)
    except NotFound:
        return None


def _by_name(gateway: Gateway, account: Account) -> Json | None:
    rows, _ = gateway.contacts(contact_name=account.contact_name)
    for row in rows:
        if text_key(str(row.get("contact_name") or "")) == text_key(account.contact_name):
            return gateway.contact(str(row["contact_id"]))
    return None


def _create(task: Task, gateway: Gateway, account: Account) -> Json:
    """Make the contact; a person has asked for it by name, so the setting about missing contacts plays no part."""
    with task.step():
        ordered_in = db.session.get_one(Store, task.store_id).currency_code
        made_in = db.session.get_one(Connection, task.store_id).currency_code
    if made_in and made_in != ordered_in:
        raise CannotSubmit(
            f"The order is in {ordered_in}, but a new contact in Zoho Books would be in {made_in}. Choose a "
            f"contact in {ordered_in} for orders of {account.source_name}.",
            SOURCE_CONTACT,
            [account.source_name],
        )
    try:
        return gateway.create_contact({"contact_name": account.contact_name, "contact_type": "customer"})
    except OutcomeUnknown as error:
        words = f"It is not known yet whether Zoho Books has made the contact “{account.contact_name}”: {error.words}"
        raise OutcomeUnknown(words, error.is_outage) from error
    except Refused as error:
        if error.code != find_or_create.NAME_TAKEN:
            raise
    if (found := _by_name(gateway, account)) is not None:
        return found
    if (found := contact_lookup.any_with_name(gateway, account.contact_name)) is None:
        raise TryLater(f"Zoho Books does not list the contact “{account.contact_name}” yet.")
    raise CannotSubmit(
        f"“{account.contact_name}” is a vendor in Zoho Books, so orders of {account.source_name} can't belong to it. "
        "Choose another contact for them.",
        SOURCE_CONTACT,
        [account.source_name],
    )


def _check(account: Account, contact: Json) -> None:
    if contact.get("status") == "inactive":
        raise CannotSubmit(
            f"The contact “{account.contact_name}”, to which orders of {account.source_name} belong, is inactive in "
            "Zoho Books. Mark it as active there, or choose another contact for them.",
            SOURCE_CONTACT,
            [account.source_name],
        )
