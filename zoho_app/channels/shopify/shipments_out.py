"""Shipments to Shopify: fulfillments by location, their tracking, and their end.

Nothing guards `fulfillmentCreate` against doubles. The look before each call finds what an earlier one has made.
"""

from collections.abc import Sequence
from typing import Any

from zoho_app.channels.shopify.client import gateway, parcel_operations
from zoho_app.channels.shopify.shipments import plan, state
from zoho_app.channels.shopify.shipments.state import State
from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.parcels import CANCEL, CREATE, Call, Known, Made, Step
from zoho_app.channels.shops.problems import ANSWER, PersonNeeded, Refused

MOST_PAGES = 20


class ShopifyShipments:
    """See ShipmentsOut of shops/kinds.py."""

    def look(self, access: Access, key: str, parcels: Sequence[Known]) -> State:
        """See ShipmentsOut."""
        found: list[dict[str, Any]] = []
        after = None
        for _ in range(MOST_PAGES):
            order = gateway.call(
                access,
                parcel_operations.SHIPPING_STATE,
                id=f"gid://shopify/Order/{key}",
                first=parcel_operations.FULFILLMENT_ORDERS_A_PAGE,
                after=after,
                lines=parcel_operations.LINES,
            )["order"]
            if order is None:
                raise Refused("Shopify has no such order any more, or does not show it to this app.")
            found += order["fulfillmentOrders"]["nodes"]
            info = order["fulfillmentOrders"]["pageInfo"]
            if not info["hasNextPage"]:
                return state.read(order, found)
            after = info["endCursor"]
        raise PersonNeeded(ANSWER, f"Order {key} in Shopify is spread over more places than Bookdesk reads.")

    def next_step(self, access: Access, seen: Any, parcels: Sequence[Known]) -> Step | None:
        """See ShipmentsOut."""
        return plan.next_step(access, seen, parcels)

    def perform(self, access: Access, key: str, call: Call) -> Made:
        """See ShipmentsOut."""
        if call.verb == CREATE:
            data = gateway.call(access, parcel_operations.CREATE, fulfillment=call.content["fulfillment"])
            return Made(str(gateway.changed(data, "fulfillmentCreate", "fulfillment")["id"]))
        if call.verb == CANCEL:
            data = gateway.call(access, parcel_operations.CANCEL, id=call.remote_id)
            gateway.changed(data, "fulfillmentCancel", "fulfillment")
            return Made()
        given = {"tracking": call.content["tracking"], "notify": call.content["notify"]}
        data = gateway.call(access, parcel_operations.UPDATE, id=call.remote_id, **given)
        gateway.changed(data, "fulfillmentTrackingInfoUpdate", "fulfillment")
        return Made()


SHIPMENTS_OUT = ShopifyShipments()
