"""Add sample products and sample orders, imported like any others."""

from zoho_app.accounts.models import Store
from zoho_app.orders import inventory
from zoho_app.orders.identity import DuplicateOrder
from zoho_app.orders.import_order import import_order
from zoho_app.orders.input.keys import sku_key
from zoho_app.orders.samples.data import orders, products


def add_samples(store: Store, who: str) -> int:
    """Add the sample products and orders that the store does not have yet; returns how many orders were added.

    Their amounts are in the store's currency. The orders arrive as if from their sales channels, so that the store's
    rules run on them.
    """
    _add_products(store)
    return sum(_add_order(store, data, who) for data in orders(store.currency_code))


def _add_products(store: Store) -> None:
    wanted = products(store.currency_code)
    present = inventory.by_codes(store.id, [product["code"] for product in wanted])
    for product in wanted:
        if sku_key(product["code"]) not in present:
            inventory.create(store.id, product)


def _add_order(store: Store, data: dict[str, object], who: str) -> bool:
    try:
        import_order(store, data, who)
    except DuplicateOrder:
        return False
    return True
