"""What the cache says of the contact and the items that a sales order was sent with; costs no call."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, func, or_, select

from zoho_app.accounts.models import Store
from zoho_app.extensions import db
from zoho_app.orders.input.keys import sku_key, text_key
from zoho_app.zoho_books.cache import items as cached_items
from zoho_app.zoho_books.cache.models import CachedContact, CachedEmail, CachedItem, ChosenContact
from zoho_app.zoho_books.payload.draft import Draft
from zoho_app.zoho_books.taxes.organization_taxes import Tax


@dataclass(frozen=True)
class CachedParts:
    """As far as the cache still has them.

    `contact` is the one it was sent for, `email` the first of its addresses; `has_email` says that the order's own
    is one of them, `is_chosen` that a person has chosen this contact for it. `items` are those that were sent and
    those that the order names now; that of `default_sku` stands in for a SKU that is not known.
    """

    contact: CachedContact | None
    email: str
    has_email: bool
    is_chosen: bool
    items: tuple[CachedItem, ...]
    default_sku: str

    def item(self, item_id: str) -> CachedItem | None:
        """The item of that id."""
        return next((item for item in self.items if item.item_id == item_id), None)

    def item_with(self, sku: str) -> CachedItem | None:
        """The item that would be sent now for a SKU."""
        by_sku = {item.sku_key: item for item in self.items}
        return cached_items.with_default(by_sku, [sku], self.default_sku).get(sku_key(sku))

    def default_taxes(self, skus: Iterable[str]) -> dict[str, Tax]:
        """The default taxes of the items that would be sent now for these SKUs, by `sku_key`."""
        by_sku = {item.sku_key: item for item in self.items}
        return cached_items.default_taxes(cached_items.with_default(by_sku, skus, self.default_sku))


def read(store_id: int, payload: Mapping[str, Any], draft: Draft | None, default_sku: str) -> CachedParts:
    """Read all of it, by one statement; `draft` is the order now, None when it could not be sent."""
    contact_id = str(payload.get("customer_id", ""))
    lines = draft.lines if draft else ()
    ids = {str(line.get("item_id", "")) for line in payload.get("line_items", [])} | {line.item_id for line in lines}
    skus = {sku_key(line.sku) for line in lines} | {sku_key(default_sku)}
    is_meant = or_(CachedItem.item_id.in_(ids - {""}), CachedItem.sku_key.in_(skus - {""}))
    rows = db.session.execute(
        select(CachedItem, CachedContact, *_about(store_id, contact_id, text_key(draft.email if draft else "")))
        .select_from(Store)
        .outerjoin(CachedContact, (CachedContact.store_id == Store.id) & (CachedContact.contact_id == contact_id))
        .outerjoin(CachedItem, (CachedItem.store_id == Store.id) & is_meant)
        .where(Store.id == store_id)
        .order_by(CachedItem.is_active, CachedItem.id.desc())
    ).all()
    _, contact, email, has_email, is_chosen = rows[0]
    items = tuple(row[0] for row in rows if row[0] is not None)
    return CachedParts(contact, email or "", bool(has_email), bool(is_chosen), items, default_sku)


def _about(store_id: int, contact_id: str, email_key: str) -> tuple[ScalarSelect[Any], ...]:
    """The contact's first e-mail address, whether it has that one, and whether it was chosen for that one."""
    its = select(func.min(CachedEmail.email_key)).where(
        CachedEmail.store_id == store_id, CachedEmail.contact_id == contact_id
    )
    chosen = select(func.count()).where(
        ChosenContact.store_id == store_id,
        ChosenContact.email_key == email_key,
        ChosenContact.contact_id == contact_id,
    )
    with_email = its.with_only_columns(func.count()).where(CachedEmail.email_key == email_key)
    return its.scalar_subquery(), with_email.scalar_subquery(), chosen.scalar_subquery()
