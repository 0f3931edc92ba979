"""Identity of orders: the same order of the same source is never added twice, however the source is capitalized."""

from sqlalchemy import select

from zoho_app.accounts.models import Store
from zoho_app.extensions import alone, db
from zoho_app.orders.input import source
from zoho_app.orders.input.keys import number_key, text_key
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


def same_sources(store_id: int) -> dict[str, str]:
    """The sources that the store says are the same: the `text_key` of each name, and that of its group."""
    groups = db.session.get_one(Store, store_id).same_sources.splitlines()
    named = [[text_key(name) for name in group.split(",") if name.strip()] for group in groups]
    return {name: names[0] for names in named for name in names}


def existing(store_id: int, source_name: str, source_id: str) -> int | None:
    """The id of the store's order with that number from that source, preferably one whose source is written so.

    Where the store says that sources are the same, "#1001" of one is "1001" of another.
    """
    number, name, groups = number_key(source_id), text_key(source_name), same_sources(store_id)
    columns = select(Order.source_name, Order.source_id, Order.id).where(Order.store_id == store_id)
    rows = db.session.execute(columns.where(Order.number_key == number).order_by(Order.id)).all()
    alike = {
        each: order_id for each, its_number, order_id in rows if (text_key(each), its_number) == (name, source_id)
    }
    if name in groups:
        grouped = (order_id for each, _, order_id in rows if groups.get(text_key(each)) == groups[name])
        return alike.get(source_name) or next(iter(alike.values()), None) or next(grouped, None)
    return alike.get(source_name) or next(iter(alike.values()), None)


def refuse_duplicate(store_id: int, source_name: str, source_id: str, own_id: int | None = None) -> None:
    """Raise DuplicateOrder when an order other than `own_id` has that number from that source.

    Whoever else asks for the same number waits until this transaction ends: the table lets in one of two that are
    written alike, but of "Shopify" and "shopify" it would let in both.
    """
    alone("order", store_id, number_key(source_id))
    order_id = existing(store_id, source_name, source_id)
    if order_id is not None and order_id != own_id:
        raise DuplicateOrder(order_id, source.shown(store_id, source_name), source_id)


def own_number(order: Order) -> str:
    """A source id for a stored order whose source gave none: the desk's own number (Order Desk API docs)."""
    number, ending = str(order.id), 1
    while existing(order.store_id, order.source_name, number) is not None:
        ending += 1
        number = f"{order.id}-{ending}"
    return number


def has_orders(store_id: int) -> bool:
    """Whether the store has any order."""
    return db.session.scalar(select(Order.id).where(Order.store_id == store_id).limit(1)) is not None
