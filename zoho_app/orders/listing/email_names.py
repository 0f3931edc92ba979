"""For whom else there are orders with the same e-mail address: some marketplaces give all their buyers one."""

from sqlalchemy import select

from zoho_app.extensions import db
from zoho_app.orders.input import keys
from zoho_app.orders.models import Order

MOST_NAMES = 3
# The latest tell enough; a marketplace's address may have a hundred thousand orders.
LOOKED_AT = 50


def find_others(order: Order) -> list[str]:
    """A few other names that the store's latest orders with this address have; [] without an address."""
    if not order.email_key:
        return []
    same = select(Order).where(Order.store_id == order.store_id, Order.email_key == order.email_key)
    latest = db.session.scalars(same.order_by(Order.id.desc()).limit(LOOKED_AT))
    names = {other.name_key: keys.shown_name(other) for other in latest}
    return [name for key, name in names.items() if key not in ("", order.name_key)][:MOST_NAMES]
