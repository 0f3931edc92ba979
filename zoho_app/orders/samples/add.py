"""Add sample products and sample orders, imported like any others."""

from zoho_app.accounts.models import Store
from zoho_app.orders import inventory
from zoho_app.orders.identity import DuplicateOrder
from zoho_app.orders.import_order import import_order
from zoho_app.orders.input.keys import sku_key
from zoho_app.orders.samples.data import ORDERS, PRODUCTS


def add_samples(store: Store, who: str) -> int:
    """Add the sample products and orders that the store does not have yet; returns how many orders were added.

    The orders arrive as if from their sales channels, so that the store's rules run on them.
    """
    _add_products(store)
    return sum(_add_order(store, data, who) for data in ORDERS)


def _add_products(store: Store) -> None:
    present = inventory.by_codes(store.id, [product["code"] for product in PRODUCTS])
    for product in PRODUCTS:
        if sku_key(product["code"]) not in present:
            inventory.create(store.id, product)


def _add_order(store: Store, data: dict[str, object], who: str) -> bool:
    try:
        import_order(store, data, who)
    except DuplicateOrder:
        return False
    return True
