"""What a scope lets a program see, and what its absence hides."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ...common.store import Document, Store
from .. import documents
from ..graphql.problems import access_denied, not_approved
from ..seed import setting

DAY = 24 * 3600
DAYS_OF_ORDERS = 60
SHIP = (
    "write_assigned_fulfillment_orders",
    "write_merchant_managed_fulfillment_orders",
    "write_third_party_fulfillment_orders",
)


@dataclass
class Caller:
    """The program that asks, and what the answer to it shall tell beside the data."""

    store: Store
    scopes: frozenset[str]
    is_bulk: bool = False
    lag: float = 0
    repeats: bool = False
    root_url: str = ""
    # How an order looks; a fulfillment leads back to its order.
    order_shape: Callable[["Caller", Document], dict[str, Any]] = lambda _caller, _order: {}
    searches: list[dict[str, Any]] = field(default_factory=list)

    def has(self, scope: str) -> bool:
        """Tell whether a scope was granted; a write scope includes its read scope."""
        return scope in self.scopes or scope.replace("read_", "write_", 1) in self.scopes

    def need(self, what: str, *scopes: str) -> None:
        """Raise ACCESS_DENIED for a field unless one of the scopes was granted."""
        if not any(self.has(scope) for scope in scopes):
            names = [f"`{scope}`" for scope in scopes]
            listed = " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
            raise access_denied(what, f"{listed} access scope.")

    def oldest_order(self) -> float:
        """Return when the oldest order was made that this program may see."""
        return 0 if self.has("read_all_orders") else self.store.now() - DAYS_OF_ORDERS * DAY

    def may_see(self, fulfillment_order: Document, right: str = "read") -> bool:
        """Tell whether a fulfillment order is there for this program: those of other kinds are left out silently."""
        location = documents.get(self.store, "location", fulfillment_order["location_id"])
        is_service = location is not None and location["is_service"]
        kind = "third_party" if is_service else "merchant_managed"
        return self.has(f"{right}_{kind}_fulfillment_orders")

    def may_ship(self, fulfillment_order: Document) -> bool:
        return self.may_see(fulfillment_order, "write")

    def personal(self, value: Any, kind: str) -> Any:
        """Return customer data as far as Shopify lets this app have it."""
        allowed = setting(self.store)["customer_data"]
        if value is None or allowed == "full":
            return value
        if allowed == "refused":
            raise not_approved(kind)
        return None
