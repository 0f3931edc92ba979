"""What is known of an order's customer by the e-mail address: how many orders, what they come to, and other names.

Some marketplaces give all their buyers one address, which then has many orders and names.
"""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from zoho_app.extensions import db
from zoho_app.orders.input import keys
from zoho_app.orders.models import Order

MOST_NAMES = 3
# The latest tell enough; a marketplace's address may have a hundred thousand orders.
LOOKED_AT = 50
ZERO = Decimal(0)


@dataclass(frozen=True)
class Customer:
    """`orders` is 0 without an e-mail address; `total` is None where the orders are in several currencies."""

    orders: int = 0
    are_more: bool = False  # than were looked at
    total: Decimal | None = None
    currency: str = ""  # "" is the store's
    other_names: tuple[str, ...] = ()


def find(order: Order) -> Customer:
    """Look at the store's latest orders with the order's e-mail address; one statement, none without an address."""
    if not order.email_key:
        return Customer()
    same = select(Order).where(Order.store_id == order.store_id, Order.email_key == order.email_key)
    found = list(db.session.scalars(same.order_by(Order.id.desc()).limit(LOOKED_AT + 1)))
    latest = found[:LOOKED_AT]
    names = {other.name_key: keys.shown_name(other) for other in latest}
    others = tuple(name for key, name in names.items() if key not in ("", order.name_key))[:MOST_NAMES]
    currencies = {other.own_currency for other in latest}
    total = sum((other.total_key for other in latest), ZERO) if len(currencies) == 1 else None
    return Customer(len(latest), len(found) > LOOKED_AT, total, min(currencies, default=""), others)
