"""For whom else there are orders with the same e-mail address: some marketplaces give all their buyers one."""

from sqlalchemy import func, select

from zoho_app.extensions import db
from zoho_app.orders.input import keys
from zoho_app.orders.models import Order

MOST_NAMES = 3


def find_others(order: Order) -> list[str]:
    """A few other names that the store's orders with this address have; [] without an address."""
    if not order.email_key:
        return []
    like = (Order.store_id == order.store_id, Order.email_key == order.email_key)
    others = (Order.name_key != order.name_key, Order.name_key != "")
    first_of_each = select(func.min(Order.id)).where(*like, *others).group_by(Order.name_key)
    found = select(Order).where(Order.id.in_(first_of_each.limit(MOST_NAMES))).order_by(Order.id)
    return [keys.shown_name(other) for other in db.session.scalars(found)]
