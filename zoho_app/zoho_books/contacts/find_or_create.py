"""Find the contact of an order by its exact e-mail address, or create it when the settings allow it.

Contact names are unique in Zoho (code 3062), which guards against making one twice.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, or_, update
from sqlalchemy.exc import IntegrityError

from zoho_app.accounts.models import Store
from zoho_app.appointments.models import RUNNING, Appointment
from zoho_app.appointments.task import Task
from zoho_app.clock import now
from zoho_app.extensions import db, rows_changed
from zoho_app.orders import addresses
from zoho_app.orders.input.keys import text_key
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.cache import addresses as contact_addresses
from zoho_app.zoho_books.cache import contacts as cached_contacts
from zoho_app.zoho_books.cache import elements, refresh
from zoho_app.zoho_books.cache.models import EmailLease
from zoho_app.zoho_books.contacts import choice as contact_choice
from zoho_app.zoho_books.contacts import lookup as contact_lookup
from zoho_app.zoho_books.errors import (
    CONTACT_CURRENCY,
    CONTACT_MISSING,
    CONTACT_NAME_TAKEN,
    CannotSubmit,
    NotFound,
    OutcomeUnknown,
    Refused,
    TryLater,
)
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings
from zoho_app.zoho_books.payload.draft import Draft
from zoho_app.zoho_books.timestamps import LIST_LAG

NAME_TAKEN = 3062
LOOK_AGAIN = timedelta(seconds=2)

Json = dict[str, Any]
Lease = tuple[ColumnElement[bool], ...]


def learn(task: Task, gateway: Gateway, draft: Draft, may_create: bool) -> None:
    """Cache the contact of the draft's e-mail address, with the ids of the order's addresses.

    `may_create` is the setting "Create Contact If Missing".

    Raises CannotSubmit when a person has to decide; TryLater while another order does the same.
    """
    with lease(task, text_key(draft.email)) as is_in_doubt:
        if not _is_known(task, draft):
            _learn_from_zoho(task, gateway, draft, may_create, is_in_doubt)
        _add_missing_addresses(task, gateway, draft)


@contextmanager
def lease(task: Task, email_key: str) -> Iterator[bool]:
    """Hold the lease of this e-mail address's contact.

    Yields whether it is in doubt: who had the lease before died, or lost the answer, and may have made the contact.
    """
    mine = (EmailLease.store_id == task.store_id, EmailLease.email_key == email_key)
    with task.step():
        is_in_doubt = not _take(task, email_key)
        if is_in_doubt and not rows_changed(update(EmailLease).where(*mine, _is_free(task)).values(_held_by(task))):
            raise TryLater(
                "Another order of the same customer is being sent.", now() + LOOK_AGAIN, True, is_try=False
            )
    try:
        yield is_in_doubt
    except OutcomeUnknown as error:  # the lease stays till the contact would be listed, for whoever comes next
        until = now() + LIST_LAG
        with task.step():
            in_doubt = {"holder_id": None, "holder_attempt": None, "busy_until": until}
            rows_changed(update(EmailLease).where(*mine).values(in_doubt))
        raise error.without_harm(until=until) from error
    except BaseException:
        _give_back(task, mine)
        raise
    _give_back(task, mine)


def _give_back(task: Task, mine: Lease) -> None:
    with task.step():
        db.session.execute(delete(EmailLease).where(*mine))


def _held_by(task: Task) -> dict[str, Any]:
    return {"holder_id": task.id, "holder_attempt": task.attempts, "busy_until": now()}


def _is_free(task: Task) -> ColumnElement[bool]:
    """Whether nobody holds the lease any more: its holder has ended this attempt, or died and lost its own lease."""
    is_at_work = (
        (Appointment.id == EmailLease.holder_id)
        & (Appointment.attempts == EmailLease.holder_attempt)
        & (Appointment.state == RUNNING)
        & (Appointment.lease_until >= now())
        & (Appointment.id != task.id)
    )
    is_over = EmailLease.holder_id.is_not(None) & ~exists().where(is_at_work)
    return or_(is_over, EmailLease.holder_id.is_(None) & (EmailLease.busy_until < now()))


def _take(task: Task, email_key: str) -> bool:
    try:
        with db.session.begin_nested():
            db.session.add(EmailLease(store_id=task.store_id, email_key=email_key, **_held_by(task)))
    except IntegrityError:
        return False
    return True


def _is_known(task: Task, draft: Draft) -> bool:
    """Whether another order has just learned the same."""
    with task.step():
        synced_at = db.session.get_one(Connection, task.store_id).contacts_synced_at
        rows = cached_contacts.with_email(task.store_id, draft.email)
        return cached_contacts.believable(rows, synced_at) is not None


def _learn_from_zoho(task: Task, gateway: Gateway, draft: Draft, may_create: bool, is_in_doubt: bool) -> None:
    if _learn_chosen(task, gateway, draft.email):
        return
    knows_all = refresh.knows_all_contacts(task, gateway)
    if is_in_doubt or not knows_all:
        contact_lookup.with_email(task, gateway, text_key(draft.email))
    _look_twice_at_doubtful_ones(task, gateway, draft.email)
    with task.step():
        if cached_contacts.the_only(task.store_id, draft.email) is not None:
            return
        ordered_in = db.session.get_one(Store, task.store_id).currency_code
        made_in = db.session.get_one(Connection, task.store_id).currency_code
        names = _names(task.store_id, draft)
    check_may_create(draft, may_create, ordered_in, made_in)
    made = _create(task, gateway, draft, names)
    contact_lookup.keep_made(task, draft, made)


def _learn_chosen(task: Task, gateway: Gateway, email: str) -> bool:
    """Look at the contact that a person has chosen for this address; one that is of no use is forgotten."""
    with task.step():
        contact_id = contact_choice.chosen_id(task.store_id, email)
    if contact_id is None:
        return False
    contact_lookup.with_id(task, gateway, contact_id)
    with task.step():
        return contact_choice.keep_if_usable(task.store_id, email)


def check_may_create(draft: Draft, may_create: bool, ordered_in: str, made_in: str) -> None:
    """Raise CannotSubmit when the draft's contact may not be made, or would be of no use to it.

    `ordered_in` is the store's currency, `made_in` the organization's, which a new contact has.
    """
    if not may_create:
        raise CannotSubmit(
            f"Zoho Books has no contact with the e-mail address {draft.email}, and “Create Contact If Missing” "
            "is off. Add the contact in Zoho Books or switch the setting on, then submit again.",
            CONTACT_MISSING,
            [text_key(draft.email)],
        )
    if made_in and made_in != ordered_in:
        raise CannotSubmit(
            f"The order is in {ordered_in}, but a new contact in Zoho Books would be in {made_in}. Add a contact in "
            f"{ordered_in} with the e-mail address {draft.email} in Zoho Books, or correct the currency in the "
            "store settings, then submit again.",
            CONTACT_CURRENCY,
            [text_key(draft.email)],
        )
    for address in (contact_addresses.billing(draft), contact_addresses.shipping(draft)):
        contact_addresses.check_lengths(address)


def _look_twice_at_doubtful_ones(task: Task, gateway: Gateway, email: str) -> None:
    """Re-read several contacts with one address, or an inactive one: somebody may have just corrected it in Zoho."""
    with task.step():
        rows = cached_contacts.with_email(task.store_id, email)
        doubtful = [row.contact_id for row in rows] if len(rows) > 1 or any(not row.is_active for row in rows) else []
    for contact_id in doubtful:
        contact_lookup.with_id(task, gateway, contact_id)


def _names(store_id: int, draft: Draft) -> list[str]:
    """The names to try for a new contact, in this order: the one that a person chose for it, else its own.

    With the setting "separate accounts", a name that another has gets the e-mail address behind it.
    """
    if own_name := contact_choice.own_name(store_id, draft.email):
        return [own_name]
    name = contact_name(draft)
    settings = db.session.get(ZohoBooksSettings, store_id)
    if settings is None or not settings.separate_same_names:
        return [name]
    return list(dict.fromkeys((name, name_with_email(name, draft.email))))


def name_with_email(name: str, email: str) -> str:
    """A name that no other customer has."""
    return f"{name[: max(0, 197 - len(email))]} ({email})"[:200]


def _create(task: Task, gateway: Gateway, draft: Draft, names: list[str]) -> Json:
    """Make the contact under the first of the names that is free. Raises CannotSubmit when none is."""
    for name in names:
        try:
            return elements.send(task, gateway.create_contact, _contact_body(draft, name))
        except OutcomeUnknown as error:
            words = f"It is not known yet whether Zoho Books created the contact {draft.email}: {error.words}"
            raise OutcomeUnknown(words, error.is_outage) from error
        except Refused as error:
            if error.code != NAME_TAKEN:
                raise
            if (contact := contact_lookup.with_name(task, gateway, name, text_key(draft.email))) is not None:
                return contact
    raise name_is_taken(names[0], draft.email)


def name_is_taken(name: str, email: str) -> CannotSubmit:
    """The refusal to make a second account of that name unasked."""
    return CannotSubmit(
        f"Zoho Books has a contact named “{name}” with another e-mail address than {email}. Choose whether {email} "
        "joins that contact as a contact person, or gets a separate account with another name, then submit again.",
        CONTACT_NAME_TAKEN,
        [text_key(email), name],
    )


def contact_name(draft: Draft) -> str:
    """The name that a new contact gets: the company's, else the person's, else the e-mail address."""
    person = draft.customer or draft.shipping
    return (person.get("company") or addresses.full_name(person) or draft.email).strip()[:200]


def _contact_body(draft: Draft, name: str) -> Json:
    person = draft.customer or draft.shipping
    company = person.get("company", "").strip()[:200]
    return {
        "contact_name": name,
        "company_name": company,
        "contact_type": "customer",
        "customer_sub_type": "business" if company else "individual",
        "contact_persons": [
            {
                "first_name": person.get("first_name", "")[:100],
                "last_name": person.get("last_name", "")[:100],
                "email": draft.email,
                "phone": person.get("phone", "")[:50],
                "is_primary_contact": True,
            }
        ],
        "billing_address": contact_addresses.billing(draft),
        "shipping_address": contact_addresses.shipping(draft),
        **draft.tax_fields.contact,
    }


def _add_missing_addresses(task: Task, gateway: Gateway, draft: Draft) -> None:
    """Give the contact those of the order's addresses that it lacks; an equal one is used again.

    A contact that Zoho does not have any more is forgotten. Raises NotFound then.
    """
    with task.step():
        contact = cached_contacts.the_only(task.store_id, draft.email)
        if contact is None:
            raise TryLater("The contact was just changed in Zoho Books.")
        contact_id, listed = contact.contact_id, contact.addresses
    try:
        add_addresses(task, gateway, draft, contact_id, listed)
    except NotFound:
        with task.step():
            cached_contacts.forget(task.store_id, [contact_id])
        raise


def add_addresses(
    task: Task, gateway: Gateway, draft: Draft, contact_id: str, listed: Mapping[str, str] | None
) -> None:
    """Add those of the order's addresses that the contact lacks; `listed` are its own, None when not read yet."""
    if listed is None:
        detail = gateway.contact(contact_id)
        contact_lookup.keep(task, detail)
        listed = cached_contacts.addresses_of(detail)
    for key, address in contact_addresses.missing(draft, listed).items():
        contact_addresses.check_lengths(address)
        try:
            address_id = gateway.add_address(contact_id, address)
        except OutcomeUnknown as error:  # at worst the contact has an address twice
            raise error.without_harm() from error
        with task.step():
            cached_contacts.add_address(task.store_id, contact_id, key, address_id)
