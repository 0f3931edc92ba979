"""The print settings of a store: read, and changed with a line in the audit log."""

from typing import Any

from zoho_app.accounts.models import Store
from zoho_app.documents.models import A4, LETTER, PrintSettings
from zoho_app.extensions import db

# Where people print on Letter; what a store is not asked for at once.
LETTER_CURRENCIES = ("USD", "CAD", "MXN")


def get(store: Store) -> PrintSettings:
    """The store's print settings; the defaults, which are not stored, while nobody has changed them."""
    return db.session.get(PrintSettings, store.id) or PrintSettings(store_id=store.id, **defaults(store))


def defaults(store: Store) -> dict[str, Any]:
    """The value of each setting before anybody has changed it."""
    given = {
        column.key: column.default.arg
        for column in PrintSettings.__table__.columns
        if column.default is not None and column.default.is_scalar
    }
    return {**given, "paper": LETTER if store.currency_code in LETTER_CURRENCIES else A4}
