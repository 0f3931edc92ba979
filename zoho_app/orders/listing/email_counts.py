"""How many orders of a store come from the same e-mail address."""

from collections.abc import Sequence

from sqlalchemy import func, select

from zoho_app.extensions import db
from zoho_app.orders.models import Order


def count_orders(orders: Sequence[Order]) -> dict[int, int]:
    """The number of orders in the order's store with its e-mail address, by order id; 0 without an address.

    One statement for each store, however many orders there are.
    """
    counts = {store_id: _counts(store_id, orders) for store_id in {order.store_id for order in orders}}
    return {order.id: counts[order.store_id].get(order.email_key, 0) for order in orders}


def _counts(store_id: int, orders: Sequence[Order]) -> dict[str, int]:
    keys = {order.email_key for order in orders if order.store_id == store_id} - {""}
    if not keys:
        return {}
    same = (Order.store_id == store_id, Order.email_key.in_(keys))
    rows = db.session.execute(select(Order.email_key, func.count()).where(*same).group_by(Order.email_key))
    return {row[0]: row[1] for row in rows}
