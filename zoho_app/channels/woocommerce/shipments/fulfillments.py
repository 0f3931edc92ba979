"""Fulfillments of WooCommerce itself: parcels with their items. Off by default in the shop."""

from typing import Any

from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.parcels import Parcel
from zoho_app.channels.woocommerce.amounts import amount
from zoho_app.channels.woocommerce.client import gateway
from zoho_app.channels.woocommerce.client.answers import NO_ROUTE, RestRefused
from zoho_app.channels.woocommerce.shipments.way import Lacks, There, Units

# The carriers that WooCommerce knows by these names; others have their own name beside "other".
KNOWN = ("ups", "usps", "fedex", "dhl", "dpd", "gls", "royal-mail", "canada-post", "australia-post")
OTHER = "other"
NUMBER, PROVIDER, NAME = "_tracking_number", "_shipment_provider", "_provider_name"
LINK, ITEMS = "_tracking_url", "_items"
Json = dict[str, Any]


class Fulfillments:
    """See Way."""

    label = "WooCommerce fulfillments"
    can_change = True

    def list_there(self, access: Access, order_key: str) -> list[There]:
        """See Way."""
        found = gateway.get(access, f"orders/{order_key}/fulfillments").data
        rows = found.get("fulfillments", []) if isinstance(found, dict) else found
        return [_there(row) for row in rows if isinstance(row, dict)]

    def add(self, access: Access, order_key: str, parcel: Parcel, units: Units) -> str:
        """See Way."""
        route = f"orders/{order_key}/fulfillments"
        made = gateway.post(access, route, _body(parcel, units), notify_customer=_tells(access))
        return str(made.get("id", ""))

    def change(self, access: Access, order_key: str, there: str, parcel: Parcel, units: Units) -> None:
        """See Way; what is not sent would be gone."""
        route = f"orders/{order_key}/fulfillments/{there}"
        gateway.put(access, route, _body(parcel, units), notify_customer=_tells(access))

    def differs(self, there: There, parcel: Parcel, units: Units) -> bool:
        """See Way."""
        has_other_items = bool(parcel.items) and sorted(there.units) != sorted(units)
        return has_other_items or (there.number, *there.said) != (parcel.number, *_carrier(parcel), parcel.link)

    def remove(self, access: Access, order_key: str, there: str) -> None:
        """See Way."""
        try:
            gateway.delete(access, f"orders/{order_key}/fulfillments/{there}")
        except RestRefused as refusal:
            if refusal.status != 404 or refusal.code == NO_ROUTE:
                raise


def _body(parcel: Parcel, units: Units) -> Json:
    if not units:
        raise Lacks("Everything of this order is in other fulfillments already. Change them in WooCommerce.")
    provider, name = _carrier(parcel)
    meta: Json = {ITEMS: [{"item_id": line, "qty": count} for line, count in units], NUMBER: parcel.number}
    meta[PROVIDER] = provider
    if name:
        meta[NAME] = name
    if parcel.link:
        meta[LINK] = parcel.link
    rows = [{"key": key, "value": value} for key, value in meta.items()]
    return {"status": "fulfilled", "is_fulfilled": True, "meta_data": rows}


def _carrier(parcel: Parcel) -> tuple[str, str]:
    """WooCommerce's name of the carrier, and our own where it has none."""
    slug = parcel.carrier.casefold().replace(" ", "-")
    return (slug, "") if slug in KNOWN else (OTHER, parcel.carrier or "Carrier")


def _there(row: Json) -> There:
    meta = {str(one.get("key")): one.get("value") for one in row.get("meta_data") or []}
    items = [item for item in meta.get(ITEMS) or [] if isinstance(item, dict)]
    units = tuple((int(item["item_id"]), int(amount(item.get("qty")))) for item in items if item.get("item_id"))
    said = tuple(str(meta.get(name) or "") for name in (PROVIDER, NAME, LINK))
    return There(str(row["id"]), str(meta.get(NUMBER) or ""), units, said)


def _tells(access: Access) -> str:
    return "true" if access.notify_customer else "false"


FULFILLMENTS = Fulfillments()
