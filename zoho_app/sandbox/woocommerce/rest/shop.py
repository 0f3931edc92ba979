"""What the shop says of itself: its namespaces, its settings, its currency."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ...common.store import Store
from ..errors import RestError
from ..orders.place import SYMBOLS
from ..seed import setting
from .call import Answer, Call

# The route of each plug-in that keeps tracking numbers; AST answers that of Shipment Tracking, too.
TRACKING = {
    "shipment-tracking": ("wc-shipment-tracking/v3",),
    "ast": ("wc-ast/v3", "wc-shipment-tracking/v3"),
    "ast-pro": ("wc-ast-pro/v3", "wc-ast/v3", "wc-shipment-tracking/v3"),
}


def namespaces(store: Store) -> list[str]:
    found = ["oembed/1.0", "wp/v2", "wc/v1", "wc/v2", "wc/v3", "wc/store/v1"]
    plugins = [space for plugin in setting(store)["plugins"] for space in TRACKING[plugin]]
    return list(dict.fromkeys((*found, *plugins)))


def index(call: Call) -> Answer:
    shop = setting(call.store)
    if shop["root_closed"]:
        raise RestError(401, "rest_cannot_access", "Only authenticated users can access the REST API.")
    home = call.root.removesuffix("/wp-json")
    return Answer(
        {
            "name": shop["name"],
            "description": "",
            "url": home,
            "home": home,
            "gmt_offset": str(_offset(call.store)),
            "timezone_string": shop["zone"],
            "namespaces": namespaces(call.store),
            "authentication": {},
            "routes": {},
        }
    )


def _offset(store: Store) -> float:
    now = datetime.fromtimestamp(store.now(), ZoneInfo(setting(store)["zone"])).utcoffset()
    return now.total_seconds() / 3600 if now else 0


def general_settings(call: Call) -> Answer:
    shop = setting(call.store)
    rows: list[dict[str, Any]] = [
        {"id": "woocommerce_default_country", "label": "Country / State", "type": "select", "value": shop["country"]},
        {"id": "woocommerce_currency", "label": "Currency", "type": "select", "value": shop["currency"]},
        {"id": "woocommerce_price_num_decimals", "label": "Decimals", "type": "number", "value": shop["decimals"]},
    ]
    return Answer(rows)


def currency(call: Call) -> Answer:
    code = setting(call.store)["currency"]
    return Answer({"code": code, "name": code, "symbol": SYMBOLS.get(code, "")})


def system_status(call: Call) -> Answer:
    shop = setting(call.store)
    environment = {
        "home_url": call.root.removesuffix("/wp-json"),
        "version": shop["version"],
        "wp_version": "7.0",
        "php_version": "8.2.20",
    }
    settings = {"currency": shop["currency"], "number_of_decimals": shop["decimals"], "HPOS_enabled": True}
    return Answer({"environment": environment, "settings": settings})
