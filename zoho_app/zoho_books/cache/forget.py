"""Delete cached contacts and items: those of a customer, or of a disconnected store.

Zoho Books itself keeps what it has.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, tuple_

from zoho_app.extensions import db, rows_changed
from zoho_app.zoho_books.cache.models import CachedContact, CachedEmail, CachedItem, ChosenContact, EmailLease
from zoho_app.zoho_books.models import DISCONNECTED, Connection

AT_ONCE = 500
_BY_EMAIL = (CachedEmail, EmailLease, ChosenContact)


def count_contacts(store_id: int, email_key: str) -> int:
    """How many contacts are cached or chosen for this address."""
    rows = [
        select(table.contact_id).where(*_mine(table, store_id, email_key)) for table in (CachedEmail, ChosenContact)
    ]
    return len({contact_id for one in rows for contact_id in db.session.scalars(one)})


def names_of(store_id: int, email_key: str) -> list[str]:
    """The names of the cached contacts with this address."""
    ids = select(CachedEmail.contact_id).where(*_mine(CachedEmail, store_id, email_key))
    contacts = select(CachedContact.name, CachedContact.company)
    rows = db.session.execute(contacts.where(CachedContact.store_id == store_id, CachedContact.contact_id.in_(ids)))
    return [text for row in rows for text in row if text]


def forget_customer(store_id: int, email_key: str) -> None:
    """Forget the contacts of this address.

    The cache is incomplete from then on: until all contacts are read again, Zoho is asked about each unknown
    address, so
    that no contact is created twice. A contact that Zoho still has is cached again then.
    """
    ids = list(db.session.scalars(select(CachedEmail.contact_id).where(*_mine(CachedEmail, store_id, email_key))))
    for table in (CachedEmail, CachedContact):
        db.session.execute(delete(table).where(table.store_id == store_id, table.contact_id.in_(ids)))
    for by_email in _BY_EMAIL:
        db.session.execute(delete(by_email).where(*_mine(by_email, store_id, email_key)))
    connection = db.session.get(Connection, store_id)
    if ids and connection is not None:
        _begin_contacts_anew(connection)
    db.session.flush()


def forget_disconnected(store_id: int, before: datetime) -> Iterator[int]:
    """Forget contacts and items of a store that was disconnected before that time, some rows at a time.

    Yields how many went; the caller commits each time. Ends at once when the store is connected again.
    """
    for table in (CachedEmail, CachedContact, ChosenContact, EmailLease, CachedItem):
        while True:
            connection = db.session.get(Connection, store_id, with_for_update=True, populate_existing=True)
            if connection is None or not _is_long_gone(connection, before):
                return
            _begin_contacts_anew(connection)
            connection.items_filled_at = None
            count = _delete_some(table, store_id)
            yield count
            if count < AT_ONCE:
                break


def is_any_cached(store_id: int) -> bool:
    """Whether contacts or items of the store are cached."""
    tables = (CachedEmail, CachedContact, ChosenContact, CachedItem)
    found = select(*(select(1).where(table.store_id == store_id).exists() for table in tables))
    return any(db.session.execute(found).one())


def _is_long_gone(connection: Connection, before: datetime) -> bool:
    since = connection.disconnected_at
    return connection.state == DISCONNECTED and since is not None and since < before


def _begin_contacts_anew(connection: Connection) -> None:
    connection.contacts_filled_at = connection.contacts_synced_at = connection.contacts_watermark = None
    connection.filling = None


def _delete_some(table: Any, store_id: int) -> int:
    keys = list(table.__table__.primary_key.columns)
    some = select(*keys).where(table.__table__.c.store_id == store_id).limit(AT_ONCE)
    return rows_changed(delete(table).where(tuple_(*keys).in_(some)).execution_options(synchronize_session=False))


def _mine(table: Any, store_id: int, email_key: str) -> tuple[Any, ...]:
    return table.store_id == store_id, table.email_key == email_key
