"""Fulfillments of WooCommerce itself: parcels with their items. Off by default in the shop."""

from decimal import Decimal
from typing import Any

from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.woocommerce.amounts import ZERO, amount
from zoho_app.channels.woocommerce.client import gateway
from zoho_app.channels.woocommerce.client.answers import NO_ROUTE, RestRefused
from zoho_app.channels.woocommerce.shipments.parcel import Lacks, Parcel, is_same

# The carriers that WooCommerce knows by these names; others have their own name beside "other".
KNOWN = ("ups", "usps", "fedex", "dhl", "dpd", "gls", "royal-mail", "canada-post", "australia-post")
NUMBER, PROVIDER, NAME, LINK, ITEMS = (
    "_tracking_number",
    "_shipment_provider",
    "_provider_name",
    "_tracking_url",
    "_items",
)
Json = dict[str, Any]


class Fulfillments:
    """See Way."""

    label = "WooCommerce fulfillments"

    def find(self, access: Access, order_key: str, tracking_number: str) -> str:
        """See Way."""
        for row in self._all(access, order_key):
            if is_same(str(_meta(row).get(NUMBER, "")), tracking_number):
                return str(row["id"])
        return ""

    def add(self, access: Access, parcel: Parcel) -> str:
        """See Way."""
        items = list(parcel.items) or self._left(access, parcel.order_key)
        if not items:
            raise Lacks("Everything of this order is in other fulfillments already. Change them in WooCommerce.")
        slug = parcel.carrier.casefold().replace(" ", "-")
        meta: Json = {ITEMS: [{"item_id": line, "qty": units} for line, units in items]}
        meta.update({NUMBER: parcel.tracking_number, PROVIDER: slug if slug in KNOWN else "other"})
        if slug not in KNOWN:
            meta[NAME] = parcel.carrier or "Carrier"
        if parcel.link:
            meta[LINK] = parcel.link
        body = {"status": "fulfilled", "is_fulfilled": True, "meta_data": _rows(meta)}
        tells = "true" if parcel.tells_buyer else "false"
        made = gateway.post(access, f"orders/{parcel.order_key}/fulfillments", body, notify_customer=tells)
        return str(made.get("id", ""))

    def remove(self, access: Access, order_key: str, remote_id: str, tracking_number: str) -> None:
        """See Way."""
        try:
            gateway.delete(access, f"orders/{order_key}/fulfillments/{remote_id}")
        except RestRefused as refusal:
            if refusal.status != 404 or refusal.code == NO_ROUTE:
                raise

    def _all(self, access: Access, order_key: str) -> list[Json]:
        found = gateway.get(access, f"orders/{order_key}/fulfillments").data
        rows = found.get("fulfillments", []) if isinstance(found, dict) else found
        return [row for row in rows if isinstance(row, dict)]

    def _left(self, access: Access, order_key: str) -> list[tuple[int, int]]:
        """What no fulfillment has yet."""
        order = gateway.get(access, f"orders/{order_key}", _fields="line_items").data
        left: dict[int, Decimal] = {int(line["id"]): amount(line["quantity"]) for line in order["line_items"]}
        for row in self._all(access, order_key):
            for item in _meta(row).get(ITEMS) or []:
                left[int(item["item_id"])] = left.get(int(item["item_id"]), ZERO) - amount(item["qty"])
        return [(line, int(units)) for line, units in left.items() if units >= 1]


def _meta(row: Json) -> Json:
    return {str(one.get("key")): one.get("value") for one in row.get("meta_data") or []}


def _rows(meta: Json) -> list[Json]:
    return [{"key": key, "value": value} for key, value in meta.items()]


FULFILLMENTS = Fulfillments()
