"""Opening a store: the store itself and the folders every store starts with."""

from zoho_app.accounts.models import Store
from zoho_app.accounts.stores import create_store
from zoho_app.orders import folders


def open_store(name: str, currency_code: str = "USD", time_zone: str = "UTC") -> Store:
    """Make a store that is ready for orders; raises accounts.stores.BadStore."""
    store = create_store(name, currency_code, time_zone)
    folders.create_default_folders(store.id)
    return store
