"""Read and write cached contacts; no call."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Select, delete, literal_column, select, union_all

from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.input.keys import text_key
from zoho_app.zoho_books.cache import addresses as contact_addresses
from zoho_app.zoho_books.cache.models import CachedContact, CachedEmail, ChosenContact
from zoho_app.zoho_books.errors import CONTACT_INACTIVE, CONTACT_SEVERAL, CannotSubmit
from zoho_app.zoho_books.timestamps import timestamp

# How long a cached contact is used for an order; older ones are checked with Zoho first.
FRESH_FOR = timedelta(minutes=15)
# Longer than a second, by as much as two clocks may differ.
FINAL_AFTER = timedelta(seconds=10)

Json = dict[str, Any]


def with_id(store_id: int, contact_id: str) -> CachedContact | None:
    """The customer with this id, as last seen."""
    return _there(store_id, [contact_id]).get(contact_id)


def with_ids(store_id: int, contact_ids: Iterable[str]) -> dict[str, CachedContact]:
    """The customers with these ids, by id; one statement."""
    return _there(store_id, list(contact_ids))


def with_email(store_id: int, email: str) -> list[CachedContact]:
    """The customers that may be meant by this e-mail address.

    That is the one that a person has chosen for it, as long as it is active; else all that are known to have exactly
    this address, inactive ones included.
    """
    return with_emails(store_id, [email]).get(text_key(email), [])


def with_emails(store_id: int, emails: Iterable[str]) -> dict[str, list[CachedContact]]:
    """The same for many addresses at once, by the address' `text_key`; one statement."""
    wanted = {text_key(email) for email in emails}
    meant = union_all(_named_in(CachedEmail, store_id, wanted), _named_in(ChosenContact, store_id, wanted)).subquery()
    rows = db.session.execute(
        select(meant.c.email_key, CachedContact, meant.c.is_chosen)
        .join(CachedContact, (CachedContact.store_id == store_id) & (CachedContact.contact_id == meant.c.contact_id))
        .order_by(CachedContact.name)
    ).all()
    found: dict[str, list[CachedContact]] = {}
    for email_key, contact, is_chosen in rows:
        if not is_chosen:
            found.setdefault(email_key, []).append(contact)
    return found | {key: [contact] for key, contact, is_chosen in rows if is_chosen and contact.is_active}


def _named_in(
    table: type[CachedEmail] | type[ChosenContact], store_id: int, email_keys: set[str]
) -> Select[str, str, int]:
    is_chosen = literal_column("1" if table is ChosenContact else "0", Integer).label("is_chosen")
    rows = select(table.email_key, table.contact_id, is_chosen)
    return rows.where(table.store_id == store_id, table.email_key.in_(email_keys))


def believable(rows: Sequence[CachedContact], synced_at: datetime | None) -> CachedContact | None:
    """The customer to take without asking, among those with an e-mail address: just one active, and seen lately.

    `synced_at` is when the store last asked Zoho for changed contacts.
    """
    active = [row for row in rows if row.is_active]
    if len(active) != 1:
        return None
    seen_at = max(active[0].seen_at, synced_at or active[0].seen_at)
    return active[0] if now() - seen_at < FRESH_FOR else None


def the_only(store_id: int, email: str) -> CachedContact | None:
    """The one active customer with this e-mail address, or None when there is none at all.

    Raises CannotSubmit when there are several, or only one that was switched off: a person has to decide.
    """
    return the_only_among(with_email(store_id, email), email)


def the_only_among(rows: Sequence[CachedContact], email: str) -> CachedContact | None:
    """The same among customers that are read already."""
    active = [row for row in rows if row.is_active]
    if len(active) > 1:
        names = " and ".join(f"“{row.name}”" for row in active)
        raise CannotSubmit(
            f"{len(active)} contacts in Zoho Books have the e-mail address {email}: {names}. Choose one of them "
            "under Needs Attention, or keep the address on only one of them, then submit again.",
            CONTACT_SEVERAL,
            [text_key(email)],
        )
    if rows and not active:
        raise CannotSubmit(
            f"The contact “{rows[0].name}” with the e-mail address {email} is inactive in Zoho Books. Mark it as "
            "active there, then submit again.",
            CONTACT_INACTIVE,
            [text_key(email)],
        )
    return active[0] if active else None


def keep(store_id: int, rows: Iterable[Json]) -> None:
    """Cache contacts as Zoho lists them, each with its primary contact person's e-mail address."""
    rows = [row for row in rows if row.get("contact_type", "customer") == "customer"]
    there = _there(store_id, [str(row["contact_id"]) for row in rows])
    for row in rows:
        contact = _keep(store_id, row, there)
        add_email(store_id, contact.contact_id, str(row.get("email") or ""))


def keep_whole(store_id: int, detail: Json, is_just_made: bool = False) -> CachedContact:
    """Cache a whole contact: all its contact persons' e-mail addresses, and its addresses.

    `is_just_made` says that it is the answer to making it, so that nobody can have changed it since.
    """
    contact_id = str(detail["contact_id"])
    contact = _keep(store_id, detail, _there(store_id, [contact_id]))
    contact.addresses = addresses_of(detail)
    contact.is_final = contact.is_final or is_just_made
    db.session.execute(
        delete(CachedEmail).where(CachedEmail.store_id == store_id, CachedEmail.contact_id == contact_id)
    )
    for email in emails_of(detail):
        add_email(store_id, contact_id, email)
    db.session.flush()
    return contact


def keep_persons(store_id: int, persons: Iterable[Json]) -> None:
    """Cache e-mail addresses of contact persons that name their contact."""
    for person in persons:
        if person.get("contact_id"):
            add_email(store_id, str(person["contact_id"]), str(person.get("email") or ""))


def add_email(store_id: int, contact_id: str, email: str) -> None:
    """Cache one e-mail address of a contact; a cached one stays."""
    key = text_key(email)
    if not key:
        return
    mine = (CachedEmail.store_id == store_id, CachedEmail.email_key == key, CachedEmail.contact_id == contact_id)
    if db.session.scalar(select(CachedEmail.id).where(*mine)) is None:
        db.session.add(CachedEmail(store_id=store_id, email_key=key, contact_id=contact_id))
        db.session.flush()


def add_address(store_id: int, contact_id: str, key: str, address_id: str) -> None:
    """Cache a further address of a contact."""
    for contact in _there(store_id, [contact_id]).values():
        contact.addresses = {**(contact.addresses or {}), key: address_id}


def forget(store_id: int, contact_ids: Iterable[str]) -> None:
    """Drop cached contacts that an answer of Zoho has contradicted."""
    ids = list(contact_ids)
    for table in (CachedEmail, CachedContact):
        db.session.execute(delete(table).where(table.store_id == store_id, table.contact_id.in_(ids)))


def unchanged(store_id: int, rows: Iterable[Json]) -> set[str]:
    """The contact ids among rows of Zoho's that the desk knows in exactly this version.

    Zoho's times are whole seconds: a contact that was read within seconds of its last change may have changed again.
    """
    versions = {str(row["contact_id"]): str(row.get("last_modified_time") or "") for row in rows}
    there = _there(store_id, list(versions))
    same = {contact_id for contact_id, row in there.items() if row.modified_time == versions[contact_id]}
    return {contact_id for contact_id in same if there[contact_id].is_final}


def emails_of(detail: Json) -> set[str]:
    """The e-mail addresses of all contact persons of a contact's detail, as they are compared."""
    persons = [person for person in detail.get("contact_persons") or [] if isinstance(person, dict)]
    found = {text_key(str(person.get("email") or "")) for person in [*persons, detail]}
    return found - {""}


def addresses_of(detail: Json) -> dict[str, str]:
    """{address key: address_id} of all addresses in a contact's detail."""
    listed = [detail.get("billing_address"), detail.get("shipping_address"), *(detail.get("addresses") or [])]
    return {
        contact_addresses.key(address): str(address["address_id"])
        for address in listed
        if isinstance(address, dict) and address.get("address_id")
    }


def _there(store_id: int, contact_ids: list[str]) -> dict[str, CachedContact]:
    rows = db.session.scalars(
        select(CachedContact).where(CachedContact.store_id == store_id, CachedContact.contact_id.in_(contact_ids))
    )
    return {row.contact_id: row for row in rows}


def _keep(store_id: int, row: Json, there: dict[str, CachedContact]) -> CachedContact:
    contact_id = str(row["contact_id"])
    contact = there.get(contact_id)
    if contact is None:
        contact = there[contact_id] = CachedContact(store_id=store_id, contact_id=contact_id)
        db.session.add(contact)
    contact.name = str(row.get("contact_name") or "")[:200]
    contact.company = str(row.get("company_name") or "")[:200]
    contact.is_active = row.get("status") != "inactive"
    contact.currency_code = str(row.get("currency_code") or "")[:3]
    contact.modified_time = str(row.get("last_modified_time") or "")
    contact.seen_at = now()
    changed_at = timestamp(contact.modified_time)
    contact.is_final = changed_at is not None and contact.seen_at - changed_at > FINAL_AFTER
    db.session.flush()
    return contact
