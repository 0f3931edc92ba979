"""What a first start finds: the shop's settings and credentials, its locations, its catalogue."""

from typing import Any

from ..common.store import Store
from . import documents

Settings = dict[str, Any]
MAIN_LOCATION = "Main warehouse"
CLIENT_ID = "sandbox-shop-client"
# The credentials of a shop that sells nothing are no secrets.
CLIENT_SECRET = "shpss_sandbox-shop-secret"  # noqa: S105
ADMIN_TOKEN = "shpat_sandbox-shop-token"  # noqa: S105
SCOPES = [
    *("read_orders", "write_orders", "read_all_orders", "read_customers", "read_products", "read_locations"),
    *("read_returns", "write_merchant_managed_fulfillment_orders", "write_third_party_fulfillment_orders"),
    *("write_assigned_fulfillment_orders", "write_fulfillments"),
]
DEFAULTS: Settings = {
    "name": "Sandbox Shop",
    "domain": "sandbox-shop.myshopify.com",
    "currency": "USD",
    "country": "US",
    "zone": "America/New_York",
    "plan": "Basic",
    "taxes_included": False,
    "tax_name": "State tax",
    "tax_rate": 0.08,
    "prefix": "#",
    "suffix": "",
    "client_id": CLIENT_ID,
    "client_secret": CLIENT_SECRET,
    "former_secret": "",
    "admin_token": ADMIN_TOKEN,
    "scopes": SCOPES,
    # "full", "empty" (customer data is null) or "refused" (null with a top-level error)
    "customer_data": "full",
    # "open", or what else the gateway may answer: "frozen" (402), "refused" (403), "gone" (404), "locked" (423)
    "state": "open",
    # "app_not_installed", "shop_not_permitted": what the token endpoint answers instead of a token
    "token_refusal": "",
    "token_lifetime": 86399,
    "sign_with_former": False,
}


def seed(store: Store) -> None:
    """Fill an empty store; do nothing when it already has a location."""
    with store.transaction():
        if documents.find(store, "location"):
            return
        _location(store, MAIN_LOCATION)
        _location(store, "Outlet")
        _location(store, "Parcel Partner", is_service=True)


def setting(store: Store) -> Settings:
    """Return all settings of the shop."""
    return {**DEFAULTS, **store.setting("shop", {})}


def change(store: Store, changes: Settings) -> Settings:
    """Change settings; raise ValueError for one that does not exist. A new client secret keeps the former one."""
    unknown = sorted(set(changes) - set(DEFAULTS))
    if unknown:
        raise ValueError(f"The shop has no setting {', '.join(unknown)}.")
    for name, value in changes.items():
        if type(value) is not type(DEFAULTS[name]) and not (name == "tax_rate" and isinstance(value, int)):
            raise ValueError(f"{name}: {value!r} is not a {type(DEFAULTS[name]).__name__}.")
    with store.transaction():
        present = store.setting("shop", {})
        if "client_secret" in changes:
            present["former_secret"] = setting(store)["client_secret"]
        store.set_setting("shop", {**present, **changes})
    return setting(store)


def _location(store: Store, name: str, is_service: bool = False) -> None:
    address = {"address1": "1 Harbor Street", "address2": None, "city": "Portland", "phone": None}
    documents.put(
        store,
        "location",
        {
            "id": documents.new_id(store, "Location"),
            "name": name,
            "is_active": True,
            "is_service": is_service,
            "address": {**address, "provinceCode": "ME", "zip": "04101", "countryCode": "US"},
        },
    )
