"""What a first start finds: the shop's settings, its first key, its catalogue."""

from typing import Any

from ..common.catalogue import CATALOGUE
from ..common.store import Store
from . import documents

Settings = dict[str, Any]
# The key of a shop that sells nothing is no secret.
KEY = "ck_5a6dbc0000000000000000000000000000000001"
SECRET = "cs_5a6dbc0000000000000000000000000000000002"  # noqa: S105
DEFAULTS: Settings = {
    "name": "Sandbox Woo Shop",
    "version": "11.2.0",
    "currency": "USD",
    "country": "US",
    "zone": "America/New_York",
    "decimals": 2,
    "prices_include_tax": False,
    "tax_name": "State tax",
    "tax_percent": 8.0,
    # Statuses of plug-ins: slug and name.
    "statuses": {"shipped": "Shipped"},
    # "shipment-tracking", "ast", "ast-pro": who answers the routes of tracking
    "plugins": [],
    "fulfillments": False,
    # Without pretty permalinks the API is below /index.php?rest_route= alone.
    "permalinks": True,
    # Whether WordPress believes that it is reached by https: only then are Basic and query authentication read.
    "https": True,
    "authorization_stripped": False,
    # The address that every address of WordPress is redirected to, such as https://www.shop.example.com
    "moved_to": "",
    # Caches may drop X-WP-Total, X-WP-TotalPages and Link.
    "paging_headers": True,
    # A list of more rows than this ends in a fatal error; 0 is no limit.
    "most_rows": 0,
    "root_closed": False,
    # What is printed before the JSON of every answer: a warning of PHP, a byte order mark.
    "printed_before": "",
}


def seed(store: Store) -> None:
    """Fill an empty store; do nothing when it already has products."""
    with store.transaction():
        if documents.find(store, "product"):
            return
        for sku, name, price, _ in CATALOGUE:
            number = documents.new_number(store, "product")
            product = {"sku": sku, "name": name, "price": f"{price:.2f}"}
            documents.put(store, "product", {"id": documents.identity("product", number), **product})
        number = documents.new_number(store, "key")
        key = {"key": KEY, "secret": SECRET, "permissions": "read_write", "description": "First key", "nonces": []}
        documents.put(store, "key", {"id": documents.identity("key", number), **key})


def setting(store: Store) -> Settings:
    """Return all settings of the shop."""
    return {**DEFAULTS, **store.setting("shop", {})}


def change(store: Store, changes: Settings) -> Settings:
    """Change settings; raise ValueError for one that does not exist or has another type."""
    unknown = sorted(set(changes) - set(DEFAULTS))
    if unknown:
        raise ValueError(f"The shop has no setting {', '.join(unknown)}.")
    for name, value in changes.items():
        if type(value) is not type(DEFAULTS[name]) and not (name == "tax_percent" and isinstance(value, int)):
            raise ValueError(f"{name}: {value!r} is not a {type(DEFAULTS[name]).__name__}.")
    with store.transaction():
        store.set_setting("shop", {**store.setting("shop", {}), **changes})
    return setting(store)
