"""Finding orders for people: by folder, or by whatever piece of an order they have in hand."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, select, union
from sqlalchemy.orm import aliased, joinedload, selectinload

from zoho_app.extensions import db
from zoho_app.orders.keys import sku_key, text_key, tracking_key
from zoho_app.orders.models import Order, OrderItem, Shipment

LAST_PAGE = 100_000
LONGEST_ID = 9  # digits


@dataclass(frozen=True)
class Found:
    """One page of orders, the newest first, with their items, shipments and folder loaded."""

    orders: list[Order]
    page: int
    more: bool  # whether there is a next page


def find(store_id: int, folder_id: int | None = None, query: str = "", page: int = 1, per_page: int = 50) -> Found:
    """The store's orders, in one folder or all, that match `query`; a constant number of statements.

    An order matches by its number here or at its source, e-mail address, name or company (a part is enough),
    or by a whole SKU or tracking number; always ignoring case.
    """
    page = min(max(page, 1), LAST_PAGE)
    wanted = select(Order).where(Order.store_id == store_id)
    if folder_id is not None:
        wanted = wanted.where(Order.folder_id == folder_id)
    if query.strip():
        wanted = wanted.where(Order.id.in_(_matches(query)))
    wanted = wanted.order_by(Order.date_added.desc(), Order.id.desc())
    wanted = wanted.offset((page - 1) * per_page).limit(per_page + 1)
    orders = list(db.session.scalars(wanted.options(*shown_parts())))
    return Found(orders[:per_page], page, len(orders) > per_page)


def shown_parts() -> list[Any]:
    """Load what a list of orders shows, with one statement a kind and not one an order."""
    return [selectinload(Order.items), selectinload(Order.shipments), joinedload(Order.folder)]


def _matches(query: str) -> CompoundSelect[int]:
    """The ids of orders that match, of whatever store: `find` narrows them to its own.

    Reading the search column from front to back is many times faster than order by order along an index.
    """
    text = query.replace("\x00", "").strip()
    number = text.removeprefix("#").strip()
    searched = aliased(Order)
    found = [
        select(searched.id).where(searched.search_key.contains(text_key(number), autoescape=True)),
        select(OrderItem.order_id).where(OrderItem.code_key == sku_key(text)),
        select(Shipment.order_id).where(Shipment.tracking_key == tracking_key(text)),
    ]
    if number.isascii() and number.isdigit() and len(number) <= LONGEST_ID:
        numbered = aliased(Order)
        found.append(select(numbered.id).where(numbered.id == int(number)))
    return union(*found)
