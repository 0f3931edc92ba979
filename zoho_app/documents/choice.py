"""Which orders stand in a document, in which order, and where the next document goes on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from zoho_app.extensions import db
from zoho_app.orders.listing import paging
from zoho_app.orders.listing.filters import Filters
from zoho_app.orders.models import Order

MOST = 250  # orders in one document
BY_NUMBER = "number"


@dataclass(frozen=True)
class Chosen:
    """The orders of one document; `next` is where the next document begins, "" after the last."""

    orders: list[Order]
    next: str = ""


def checked(store_id: int, order_ids: Sequence[int], view: Filters) -> Chosen:
    """These orders of the store, at most MOST, sorted as the view is; what is not the store's is left out."""
    wanted = select(Order).where(Order.store_id == store_id, Order.id.in_(order_ids[:MOST]))
    wanted = wanted.order_by(*paging.sorted_by(view)).options(selectinload(Order.items))
    return Chosen(list(db.session.scalars(wanted)))


def matching(store_id: int, view: Filters, after: str = "") -> Chosen:
    """The orders that fulfill the view's filters, the first MOST of them or those that follow `after`."""
    found = paging.page(store_id, view, after=after, size=MOST)
    return Chosen(found.orders, found.next)


def sorted_by_number(view: Filters) -> Filters:
    """The same orders, in the order of their numbers."""
    return replace(view, sort=BY_NUMBER)
