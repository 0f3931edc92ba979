"""The contact that an order is for: found by its exact e-mail address, or made when the settings allow it.

Zoho's `email` filter matches in part and looks at primary contact persons, so every row is compared again; the
first hit is never good enough. Contact names are unique in Zoho (code 3062), which guards against making one twice.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from zoho_app.appointments.lane import Task
from zoho_app.clock import now
from zoho_app.extensions import db, rows_changed
from zoho_app.orders import addresses
from zoho_app.orders.keys import text_key
from zoho_app.zoho_books import contact_addresses
from zoho_app.zoho_books.errors import CannotSubmit, OutcomeUnknown, Refused, TryLater
from zoho_app.zoho_books.gateway import Gateway
from zoho_app.zoho_books.models import KnownContact
from zoho_app.zoho_books.sales_order import Customer, Draft, check_currency

NAME_TAKEN = 3062
LEASE = timedelta(seconds=120)
# A list may lag behind what was just made.
LOOK_AGAIN_AFTER = timedelta(seconds=15)
# Partial matches whose further contact persons are looked at, one call each.
MOST_PARTIAL_MATCHES = 10

Json = dict[str, Any]


def find(task: Task, gateway: Gateway, draft: Draft, currency_code: str, may_create: bool) -> Customer:
    """Return the contact of the draft's e-mail address with the ids of the order's addresses.

    `currency_code` is the order's; `may_create` is the setting "Create Contact If Missing".

    Raises CannotSubmit when a person has to decide; TryLater while another order makes the same contact.
    """
    email_key = text_key(draft.email)
    if not email_key:
        raise CannotSubmit(
            "The order has no e-mail address, and Zoho Books needs a contact. Add the e-mail address to the order, "
            "then submit again."
        )
    contact = _known(task, draft.email)
    if contact is not None and not _missing_addresses(contact, draft):
        check_currency(currency_code, contact.currency_code, contact.name)
        return address_ids(contact, draft)
    contact = _lease(task, email_key)
    try:
        if not contact.contact_id:
            contact = _look_up_or_create(task, gateway, draft, email_key, may_create)
        check_currency(currency_code, contact.currency_code, contact.name)
        return _with_addresses(task, gateway, draft, contact)
    finally:
        _release(task, email_key)


def known(store_id: int, email: str) -> KnownContact | None:
    """What the desk knows of the e-mail address's contact; costs no call."""
    return db.session.scalar(
        select(KnownContact).where(
            KnownContact.store_id == store_id,
            KnownContact.email_key == text_key(email),
            KnownContact.contact_id != "",
        )
    )


def forget(store_id: int, email: str) -> None:
    """Stop believing in a contact that an answer of Zoho has contradicted."""
    db.session.execute(
        update(KnownContact)
        .where(KnownContact.store_id == store_id, KnownContact.email_key == text_key(email))
        .values(contact_id="", addresses={})
    )


def address_ids(contact: KnownContact, draft: Draft) -> Customer:
    """The contact with those of the order's addresses that are known; "" for the others."""
    return Customer(
        contact.contact_id,
        billing_address_id=contact.addresses.get(contact_addresses.key(contact_addresses.billing(draft)), ""),
        shipping_address_id=contact.addresses.get(contact_addresses.key(contact_addresses.shipping(draft)), ""),
    )


def _known(task: Task, email: str) -> KnownContact | None:
    with task.step():
        contact = known(task.store_id, email)
        if contact is not None:
            db.session.expunge(contact)
        return contact


def _lease(task: Task, email_key: str) -> KnownContact:
    """Become the only one who looks after this e-mail address's contact for a while."""
    with task.step():
        mine = (KnownContact.store_id == task.store_id, KnownContact.email_key == email_key)
        if db.session.scalar(select(KnownContact.id).where(*mine)) is None:
            _insert(task.store_id, email_key)
        taken = rows_changed(
            update(KnownContact)
            .where(*mine, or_(KnownContact.busy_until.is_(None), KnownContact.busy_until < now()))
            .values(busy_until=now() + LEASE)
        )
        if not taken:
            raise TryLater("Another order of the same customer is being sent.", now() + timedelta(seconds=3), True)
        contact = db.session.scalars(select(KnownContact).where(*mine)).one()
        db.session.expunge(contact)
        return contact


def _insert(store_id: int, email_key: str) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(KnownContact(store_id=store_id, email_key=email_key))
    except IntegrityError:
        return  # somebody else was quicker; the lease decides


def _release(task: Task, email_key: str) -> None:
    with task.step():
        db.session.execute(
            update(KnownContact)
            .where(KnownContact.store_id == task.store_id, KnownContact.email_key == email_key)
            .values(busy_until=None)
        )


def _look_up_or_create(task: Task, gateway: Gateway, draft: Draft, email_key: str, may_create: bool) -> KnownContact:
    contact = _look_up(gateway, email_key)
    if contact is None:
        if not may_create:
            raise CannotSubmit(
                f"Zoho Books has no contact with the e-mail address {draft.email}, and “Create Contact If Missing” "
                "is off. Add the contact in Zoho Books or switch the setting on, then submit again."
            )
        contact = _create(gateway, draft, email_key)
    return _remember(task, email_key, contact)


def _look_up(gateway: Gateway, email_key: str) -> Json | None:
    """The one active contact that has exactly this e-mail address, also as a further contact person's."""
    rows = gateway.contacts(email=email_key) or gateway.contacts(search_text=email_key)
    exact = [row for row in rows if text_key(str(row.get("email") or "")) == email_key]
    if exact:
        contacts = [gateway.contact(str(row["contact_id"])) for row in exact[:2]]
    else:
        candidates = [gateway.contact(str(row["contact_id"])) for row in rows[:MOST_PARTIAL_MATCHES]]
        contacts = [contact for contact in candidates if email_key in _emails(contact)]
    return _the_only(contacts, len(exact) or len(contacts), email_key)


def _emails(contact: Json) -> set[str]:
    persons = contact.get("contact_persons") or []
    return {text_key(str(person.get("email") or "")) for person in persons if isinstance(person, dict)}


def _the_only(contacts: list[Json], count: int, email: str) -> Json | None:
    active = [contact for contact in contacts if contact.get("status") != "inactive"]
    if len(active) > 1:
        names = " and ".join(f"“{contact.get('contact_name')}”" for contact in active)
        raise CannotSubmit(
            f"{count} contacts in Zoho Books have the e-mail address {email}: {names}. Keep it at one of them, "
            "then submit again."
        )
    if contacts and not active:
        raise CannotSubmit(
            f"The contact “{contacts[0].get('contact_name')}” with the e-mail address {email} is inactive in Zoho "
            "Books. Mark it as active there, then submit again."
        )
    return active[0] if active else None


def _create(gateway: Gateway, draft: Draft, email_key: str) -> Json:
    """Make the contact; a name that another customer has gets the e-mail address behind it."""
    for address in (contact_addresses.billing(draft), contact_addresses.shipping(draft)):
        contact_addresses.check_lengths(address)
    name = _contact_name(draft)
    for candidate in dict.fromkeys((name, f"{name[: 197 - len(draft.email)]} ({draft.email})")):
        try:
            return gateway.create_contact(_contact_body(draft, candidate))
        except OutcomeUnknown as error:
            raise TryLater(
                f"It is not known yet whether Zoho Books has made the contact {draft.email}: {error.words}",
                now() + LOOK_AGAIN_AFTER,
            ) from error
        except Refused as error:
            if error.code != NAME_TAKEN:
                raise
            if (contact := _named(gateway, candidate, email_key)) is not None:
                return contact
    raise CannotSubmit(
        f"Zoho Books has a contact named “{name}” with another e-mail address. Add {draft.email} to the right "
        "contact in Zoho Books, then submit again."
    )


def _named(gateway: Gateway, name: str, email_key: str) -> Json | None:
    """The contact of that name, when it is this customer's: made a moment ago and not yet in the e-mail list."""
    for row in gateway.contacts(contact_name=name):
        if text_key(str(row.get("contact_name") or "")) == text_key(name):
            contact = gateway.contact(str(row["contact_id"]))
            if email_key in _emails(contact):
                return contact
    return None


def _contact_name(draft: Draft) -> str:
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
    }


def _remember(task: Task, email_key: str, contact: Json) -> KnownContact:
    with task.step():
        row = db.session.scalars(
            select(KnownContact).where(KnownContact.store_id == task.store_id, KnownContact.email_key == email_key)
        ).one()
        row.contact_id = str(contact["contact_id"])
        row.name = str(contact.get("contact_name") or "")[:200]
        row.currency_code = str(contact.get("currency_code") or "")[:3]
        row.addresses = _addresses_of(contact)
        row.seen_at = now()
        db.session.flush()
        db.session.expunge(row)
        return row


def _addresses_of(contact: Json) -> dict[str, str]:
    listed = [
        contact.get("billing_address"),
        contact.get("shipping_address"),
        *(contact.get("addresses") or []),
    ]
    return {
        contact_addresses.key(address): str(address["address_id"])
        for address in listed
        if isinstance(address, dict) and address.get("address_id")
    }


def _with_addresses(task: Task, gateway: Gateway, draft: Draft, contact: KnownContact) -> Customer:
    """Give the contact those of the order's addresses that it lacks; an equal one is used again."""
    for key, address in _missing_addresses(contact, draft).items():
        contact_addresses.check_lengths(address)
        try:
            address_id = gateway.add_address(contact.contact_id, address)
        except OutcomeUnknown as error:  # at worst the contact has an address twice
            raise TryLater(error.words) from error
        contact.addresses = {**contact.addresses, key: address_id}
        with task.step():
            db.session.execute(
                update(KnownContact).where(KnownContact.id == contact.id).values(addresses=contact.addresses)
            )
    return address_ids(contact, draft)


def _missing_addresses(contact: KnownContact, draft: Draft) -> dict[str, dict[str, str]]:
    """The order's addresses that the contact does not have yet, by their keys."""
    wanted = (contact_addresses.billing(draft), contact_addresses.shipping(draft))
    keyed = {contact_addresses.key(address): address for address in wanted if address["address"]}
    return {key: address for key, address in keyed.items() if key not in contact.addresses}
