"""The settings of the Zoho Books integration, one row a store."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select

from zoho_app.accounts import audit
from zoho_app.accounts.models import Store
from zoho_app.extensions import db
from zoho_app.orders import folders
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings

MOVES = {
    "after_import_folder_id": "After Import, Move To",
    "after_shipment_folder_id": "After Shipment, Move To",
    "if_canceled_folder_id": "If Canceled, Move To",
}
LONGEST_IN_AUDIT = 500


CHANGED_WORDS = "Changed the Zoho Books settings"


def get(store_id: int) -> ZohoBooksSettings | None:
    """The store's settings, or None while the integration is not enabled."""
    return db.session.get(ZohoBooksSettings, store_id)


def with_connection(store_id: int) -> tuple[ZohoBooksSettings | None, Connection | None]:
    """The settings and the connection, as far as they exist; one statement."""
    row = db.session.execute(select_with_connection(store_id)).one()
    return row[0], row[1]


def select_with_connection(store_id: int) -> Select[ZohoBooksSettings | None, Connection | None]:
    """What `with_connection` reads, to be read together with more of the store."""
    return (
        select(ZohoBooksSettings, Connection)
        .select_from(Store)
        .outerjoin(ZohoBooksSettings, ZohoBooksSettings.store_id == Store.id)
        .outerjoin(Connection, Connection.store_id == Store.id)
        .where(Store.id == store_id)
    )


def enable(store: Store, who: str) -> ZohoBooksSettings:
    """Switch the integration on with settings that make sense for a new store; once on, nothing changes."""
    found = get(store.id)
    if found is not None:
        return found
    found = ZohoBooksSettings(
        store_id=store.id,
        after_import_folder_id=_folder_id(store.id, folders.PREPARED),
        after_shipment_folder_id=_folder_id(store.id, folders.CLOSED),
        if_canceled_folder_id=_folder_id(store.id, folders.CANCELED),
        salesorder_prefix=prefix_for(store),
    )
    db.session.add(found)
    audit.note(store.id, who, "Enabled the Zoho Books integration")
    db.session.flush()
    return found


def prefix_for(store: Store) -> str:
    """A sales order number prefix that names the store, such as "ACME-"."""
    plain = unicodedata.normalize("NFKD", store.name).encode("ascii", "ignore").decode()
    words = re.findall(r"[A-Z0-9]+", plain.upper())
    return f"{'-'.join(words)[:12].strip('-') or f'STORE{store.id}'}-"


def save(found: ZohoBooksSettings, values: Mapping[str, Any], who: str) -> bool:
    """Take over checked values {attribute: value}; False when nothing was different.

    A save that somebody else overtook fails with SQLAlchemy's StaleDataError at the flush.
    """
    changes = {
        name: [_short(getattr(found, name)), _short(value)]
        for name, value in values.items()
        if getattr(found, name) != value
    }
    for name in changes:
        setattr(found, name, values[name])
    if changes:
        audit.note(found.store_id, who, CHANGED_WORDS, changes)
    db.session.flush()
    return bool(changes)


def naming_folder(store_id: int, folder_id: int) -> list[str]:
    """The labels of the settings that name a folder."""
    found = get(store_id)
    return [label for name, label in MOVES.items() if found is not None and getattr(found, name) == folder_id]


def replace_folder(store_id: int, old: int, new: int | None) -> None:
    """Let the settings that name the folder with the id `old` name `new` instead; None is "Don't move"."""
    found = get(store_id)
    for name in MOVES:
        if found is not None and getattr(found, name) == old:
            setattr(found, name, new)
    db.session.flush()


def _folder_id(store_id: int, name: str) -> int | None:
    folder = folders.by_name(store_id, name)
    return folder.id if folder else None


def _short(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, str) and len(value) > LONGEST_IN_AUDIT:
        return f"{value[:LONGEST_IN_AUDIT]}… ({len(value):,} characters)"
    return value
