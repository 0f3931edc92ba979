"""Identity of orders: the same order of the same source is never added twice, however the source is capitalized."""

from sqlalchemy import select

from zoho_app.extensions import alone, db
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.models import Order


class DuplicateOrder(Exception):
    """The store already has this source's order; `order_id` is the desk's number of it."""

    def __init__(self, order_id: int, source_name: str, source_id: str) -> None:
        self.order_id = order_id
        super().__init__(
            f"Order {source_id} from {source_name} is here already, as order {order_id}; it was not added."
        )


def key(source_name: str, source_id: str) -> tuple[str, str]:
    """What no two orders of a store have in common."""
    return text_key(source_name), source_id


def existing(store_id: int, source_name: str, source_id: str) -> int | None:
    """The id of the store's order with that number from that source, preferably one whose source is written so."""
    wanted = select(Order.source_name, Order.id).where(Order.store_id == store_id, Order.source_id == source_id)
    rows = db.session.execute(wanted).all()
    alike = {name: order_id for name, order_id in rows if text_key(name) == text_key(source_name)}
    return alike.get(source_name) or next(iter(alike.values()), None)


def refuse_duplicate(store_id: int, source_name: str, source_id: str, own_id: int | None = None) -> None:
    """Raise DuplicateOrder when an order other than `own_id` has that number from that source.

    Whoever else asks for the same number waits until this transaction ends: the table lets in one of two that are
    written alike, but of "Shopify" and "shopify" it would let in both.
    """
    alone("order", store_id, source_id)
    order_id = existing(store_id, source_name, source_id)
    if order_id is not None and order_id != own_id:
        raise DuplicateOrder(order_id, source_name, source_id)


def own_number(order: Order) -> str:
    """A source id for a stored order whose source gave none: the desk's own number (Order Desk API docs)."""
    number, ending = str(order.id), 1
    while existing(order.store_id, order.source_name, number) is not None:
        ending += 1
        number = f"{order.id}-{ending}"
    return number
