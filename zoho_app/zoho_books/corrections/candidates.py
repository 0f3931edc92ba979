"""What failures may choose from: items that are alike, contacts with an address or a name; in one statement."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, cast, func, literal, null, or_, select, union_all

from zoho_app.columns import Money
from zoho_app.extensions import db
from zoho_app.orders.input.keys import text_key
from zoho_app.zoho_books.cache.models import CachedContact, CachedEmail, CachedItem
from zoho_app.zoho_books.corrections import alike_items
from zoho_app.zoho_books.corrections.alike_items import Item, Wanted

MOST_ITEMS, MOST_CONTACTS = 500, 100
ITEM, CONTACT = "item", "contact"

Rows = Select[*tuple[Any, ...]]


class Contact(NamedTuple):
    """An active contact; `email_key` is the address that was asked for, "" when its name was."""

    contact_id: str
    company: str
    email_key: str
    name: str
    currency_code: str


def read(
    store_id: int, wanted: Sequence[Wanted], emails: Collection[str], names: Collection[str]
) -> tuple[list[Item], list[Contact]]:
    """The items that are alike any of the wanted ones, and the contacts with one of the addresses or names."""
    parts = [_items(store_id, wanted)] if wanted else []
    if emails or names:
        parts.append(_contacts(store_id, emails, names))
    if not parts:
        return [], []
    asked = union_all(*(select(part.subquery()) for part in parts)) if parts[1:] else parts[0]
    rows: list[Any] = list(db.session.execute(asked))
    items = [Item(*row[1:6]) for row in rows if row[0] == ITEM]
    contacts = [Contact(row[1], row[2], row[3] or "", row[4], row[6]) for row in rows if row[0] == CONTACT]
    return items, sorted(contacts, key=lambda one: one.name)


def _items(store_id: int, wanted: Sequence[Wanted]) -> Rows:
    columns = (CachedItem.item_id, CachedItem.sku, CachedItem.sku_key, CachedItem.name, CachedItem.rate)
    alike = or_(*(one for each in wanted for one in alike_items.conditions(each)))
    rows = select(literal(ITEM).label("what"), *columns, literal("").label("currency_code"))
    rows = rows.where(CachedItem.store_id == store_id, CachedItem.is_active, CachedItem.sku_key != "", alike)
    return rows.order_by(CachedItem.id).limit(MOST_ITEMS)


def _contacts(store_id: int, emails: Collection[str], names: Collection[str]) -> Rows:
    has_email = (CachedEmail.store_id == store_id) & (CachedEmail.contact_id == CachedContact.contact_id)
    has_email &= CachedEmail.email_key.in_(set(map(text_key, emails)))
    is_meant = CachedEmail.email_key.is_not(None) | func.lower(CachedContact.name).in_(set(map(text_key, names)))
    columns = (CachedContact.contact_id, CachedContact.company, CachedEmail.email_key, CachedContact.name)
    rows = select(
        literal(CONTACT).label("what"), *columns, cast(null(), Money).label("rate"), CachedContact.currency_code
    )
    rows = rows.outerjoin(CachedEmail, has_email).where(CachedContact.store_id == store_id, CachedContact.is_active)
    return rows.where(is_meant).order_by(CachedContact.id).limit(MOST_CONTACTS)
