"""A connected shop of a full store, and an order that was changed there after it was sent."""

from collections.abc import Callable

from harness.desk import Desk
from zoho_app.channels.shops import settings
from zoho_app.channels.shops.kinds import Connected
from zoho_app.channels.shops.models import IMPORTED, ShopOrder
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import Order


def add_shop(desk: Desk, changed: Order, say: Callable[[str], str]) -> int:
    """Connect a shop; returns its id."""
    shop = settings.add(desk.store_id, "shopify", "owner@example.com")
    facts = {
        "shop_name": say("Acme Outdoor"),
        "currency": "USD",
        "taxes_included": False,
        "scopes": ["read_orders", "read_customers"],
        "missing": [
            {"scope": "read_all_orders", "without": say("Shopify shows no order that is older than 60 days.")}
        ],
        "version_ends": "",
    }
    credentials = {"client_id": "1", "client_secret": "2"}
    settings.connect(shop, "acme.myshopify.com", credentials, Connected(facts), "owner@example.com")
    shop.name, shop.last_read_at, shop.last_read_found = say("Acme Outdoor")[:100], now(), "2 new, 1 changed"
    shop.problem = say("Shopify is out of order: it answered with status 503.")
    row = ShopOrder(
        store_id=desk.store_id,
        shop_id=shop.id,
        key="7100000000101",
        number="#1041",
        order_id=changed.id,
        state=IMPORTED,
        updated_at=now(),
        news=say("items, tax"),
    )
    db.session.add(row)
    db.session.flush()
    return shop.id
