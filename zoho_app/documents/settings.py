"""The print settings of a store: read, and changed with a line in the audit log. Callers commit."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from zoho_app.accounts import audit
from zoho_app.accounts.models import Store
from zoho_app.documents.models import A4, LETTER, PrintSettings
from zoho_app.extensions import db

# Where people print on Letter; a new store has it without being asked.
LETTER_CURRENCIES = ("USD", "CAD", "MXN")
FIELDS = ("address", "contact", "paper", "show_prices", "show_notes", "gift_message_field", "packing_note_field")
LONGEST_TEXT = 1_000
LONGEST_NAME = 200
LONGEST_TEMPLATE = 20_000
LONGEST_IN_AUDIT = 500
CHANGED_WORDS = "Changed the print settings"


def get(store: Store) -> PrintSettings:
    """The store's print settings; the defaults, which are not stored, while nobody has changed them."""
    return db.session.get(PrintSettings, store.id) or PrintSettings(store_id=store.id, **defaults(store))


def defaults(store: Store) -> dict[str, Any]:
    """The value of each setting before anybody has changed it."""
    columns = PrintSettings.__table__.columns
    given = {one.key: one.default.arg for one in columns if one.default is not None and one.default.is_scalar}
    return {**given, "paper": LETTER if store.currency_code in LETTER_CURRENCIES else A4}


def change(store: Store, wanted: Mapping[str, Any], who: str) -> None:
    """Save what differs of FIELDS."""
    _save(store, {name: wanted[name] for name in FIELDS}, who)


def change_template(store: Store, template: str, who: str) -> None:
    """Save the template of the packing slip; "" is the standard one."""
    _save(store, {"template": template}, who)


def change_logo(store: Store, png: bytes, width: int, height: int, who: str) -> None:
    """Save the logo; without a byte there is none from now on."""
    digest = sha256(png).hexdigest() if png else ""
    settings = _stored(store)
    if settings.logo_digest == digest:
        return
    before = _size(settings.logo_width, settings.logo_height)
    settings.logo, settings.logo_width, settings.logo_height, settings.logo_digest = (
        png or None,
        width,
        height,
        digest,
    )
    audit.note(store.id, who, CHANGED_WORDS, {"logo": [before, _size(width, height)]})


def _save(store: Store, wanted: Mapping[str, Any], who: str) -> None:
    settings = _stored(store)
    changes = {name: [getattr(settings, name), value] for name, value in wanted.items()}
    changes = {name: both for name, both in changes.items() if both[0] != both[1]}
    for name, (_, value) in changes.items():
        setattr(settings, name, value)
    if changes:
        audit.note(store.id, who, CHANGED_WORDS, {name: list(map(_cut, both)) for name, both in changes.items()})


def _stored(store: Store) -> PrintSettings:
    settings = get(store)
    db.session.add(settings)
    return settings


def _cut(value: Any) -> Any:
    is_long = isinstance(value, str) and len(value) > LONGEST_IN_AUDIT
    return f"{value[:LONGEST_IN_AUDIT]}…" if is_long else value


def _size(width: int, height: int) -> str:
    return f"{width} x {height} pixels" if width else ""
