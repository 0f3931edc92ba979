"""Which route leads to which view."""

import re
from dataclasses import dataclass

from ...common.store import Store
from ..seed import setting
from . import fulfillments, listing, orders, shop, trackings, webhooks
from .call import View

READ = ("GET", "HEAD")
WRITE = ("POST", "PUT", "PATCH")
ORDER = r"/wc/v3/orders/(?P<order>[\w-]+)"
PARCELS = r"/orders/(?P<order>[\w-]+)/shipment-trackings"
ONE_PARCEL = PARCELS + r"/(?P<tracking>[0-9a-f]{32})"


@dataclass(frozen=True)
class Route:
    methods: tuple[str, ...]
    pattern: re.Pattern[str]
    view: View
    # Whether it answers without a key.
    is_open: bool = False


def _route(methods: tuple[str, ...], pattern: str, view: View, is_open: bool = False) -> Route:
    return Route(methods, re.compile(pattern + "/?"), view, is_open)


CORE = (
    _route(READ, "", shop.index, is_open=True),
    _route(READ, "/wc/v3/orders", listing.answer),
    _route(("POST",), "/wc/v3/orders/batch", orders.batch),
    _route(READ, ORDER, orders.show),
    _route(WRITE, ORDER, orders.update),
    _route(("DELETE",), ORDER, orders.delete),
    _route(READ, f"{ORDER}/notes", orders.list_notes),
    _route(("POST",), f"{ORDER}/notes", orders.add_note),
    _route(READ, f"{ORDER}/refunds", orders.list_refunds),
    _route(READ, "/wc/v3/reports/orders/totals", orders.totals_by_status),
    _route(READ, "/wc/v3/settings/general", shop.general_settings),
    _route(READ, "/wc/v3/data/currencies/current", shop.currency),
    _route(READ, "/wc/v3/system_status", shop.system_status),
    _route(READ, "/wc/v3/webhooks", webhooks.show_all),
    _route(("POST",), "/wc/v3/webhooks", webhooks.create),
    _route(READ, r"/wc/v3/webhooks/(?P<webhook>\d+)", webhooks.show),
    _route(WRITE, r"/wc/v3/webhooks/(?P<webhook>\d+)", webhooks.update),
    _route(("DELETE",), r"/wc/v3/webhooks/(?P<webhook>\d+)", webhooks.delete),
)
FULFILLMENTS = (
    _route(READ, f"{ORDER}/fulfillments", fulfillments.show_all),
    _route(("POST",), f"{ORDER}/fulfillments", fulfillments.create),
    _route(READ, rf"{ORDER}/fulfillments/(?P<fulfillment>\d+)", fulfillments.show),
    _route(WRITE, rf"{ORDER}/fulfillments/(?P<fulfillment>\d+)", fulfillments.update),
    _route(("DELETE",), rf"{ORDER}/fulfillments/(?P<fulfillment>\d+)", fulfillments.delete),
)


def _tracking(space: str, has_ast: bool) -> tuple[Route, ...]:
    return (
        _route(READ, f"/{space}/shipment-trackings/providers", trackings.providers, is_open=True),
        _route(READ, f"/{space}{PARCELS}", trackings.show_all),
        _route(("POST",), f"/{space}{PARCELS}", trackings.add_by_ast if has_ast else trackings.add),
        _route(READ, f"/{space}{ONE_PARCEL}", trackings.show),
        _route(("DELETE",), f"/{space}{ONE_PARCEL}", trackings.remove),
    )


def find(store: Store, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """Return the route of a path below the API's address, with the numbers in it."""
    for route in _all(store):
        match = route.pattern.fullmatch(path)
        if match and method in route.methods:
            return route, match.groupdict()
    return None


def _all(store: Store) -> tuple[Route, ...]:
    settings = setting(store)
    # Advanced Shipment Tracking answers for Shipment Tracking in its own way.
    has_ast = any(plugin.startswith("ast") for plugin in settings["plugins"])
    spaces = [space for space in shop.namespaces(store) if space.startswith(("wc-shipment-tracking", "wc-ast"))]
    tracking = tuple(route for space in spaces for route in _tracking(space, has_ast))
    return (*CORE, *(FULFILLMENTS if settings["fulfillments"] else ()), *tracking)
