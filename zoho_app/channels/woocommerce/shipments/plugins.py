"""Shipment Tracking and Advanced Shipment Tracking: their routes differ in the name alone."""

import re
from datetime import UTC
from urllib.parse import quote

from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.parcels import Parcel
from zoho_app.channels.shops.problems import Refused
from zoho_app.channels.woocommerce.client import gateway
from zoho_app.channels.woocommerce.client.answers import NO_ROUTE, RestRefused
from zoho_app.channels.woocommerce.shipments.way import Lacks, There, Units
from zoho_app.clock import now
from zoho_app.orders.tracking import names

# What Advanced Shipment Tracking takes as a number.
PLAIN = re.compile(r"[A-Za-z0-9 -]+")
NUMBER_MARK = "%1$s"
_SIGNS = re.compile(r"[^a-z0-9]")


class Plugin:
    """A plug-in that keeps parcels in a list beside the order; a correction is removed and added."""

    can_change = False

    def __init__(self, label: str, space: str, wants_plain_numbers: bool) -> None:
        self.label = label
        self.space = space
        self._wants_plain_numbers = wants_plain_numbers

    def list_there(self, access: Access, order_key: str) -> list[There]:
        """See Way."""
        # A cache between us and the shop must not answer with a list of before.
        rows = gateway.get(access, self._route(order_key), _=str(now().timestamp())).data
        found = rows if isinstance(rows, list) else []
        return [There(str(row.get("tracking_id", "")), str(row.get("tracking_number", ""))) for row in found]

    def add(self, access: Access, order_key: str, parcel: Parcel, units: Units) -> str:
        """See Way; plug-ins know nothing of items."""
        if self._wants_plain_numbers and not PLAIN.fullmatch(parcel.number):
            raise Lacks(f"{self.label} takes letters, digits, blanks and hyphens alone, not {parcel.number}.")
        shipped_on = parcel.shipped_on or now().astimezone(UTC).date().isoformat()
        body = {"tracking_number": parcel.number, "date_shipped": shipped_on, **self._provider(access, parcel)}
        return str(gateway.post(access, self._route(order_key), body).get("tracking_id", ""))

    def change(self, access: Access, order_key: str, there: str, parcel: Parcel, units: Units) -> None:
        """See Way."""
        raise Lacks(f"{self.label} can't change a parcel.")

    def differs(self, there: There, parcel: Parcel, units: Units) -> bool:
        """See Way; what was told last is known here."""
        return False

    def remove(self, access: Access, order_key: str, there: str) -> None:
        """See Way."""
        try:
            gateway.delete(access, f"{self._route(order_key)}/{there}")
        except RestRefused as refusal:
            if refusal.status != 404 or refusal.code == NO_ROUTE:
                raise

    def _route(self, order_key: str) -> str:
        return f"/{self.space}/orders/{order_key}/shipment-trackings"

    def _provider(self, access: Access, parcel: Parcel) -> dict[str, str]:
        """The plug-in's own name of the carrier, where it knows it; else a name and a link of ours."""
        meant = names.named(parcel.carrier)
        wanted = {_key(parcel.carrier), *(_key(one.name) for one in meant if len(meant) == 1)} - {""}
        known = next((name for name in self._providers(access) if _key(name) in wanted), "")
        if known:
            return {"tracking_provider": known}
        link = parcel.link.replace(quote(parcel.number, safe=""), NUMBER_MARK)
        return {"custom_tracking_provider": parcel.carrier or "Carrier", "custom_tracking_link": link}

    def _providers(self, access: Access) -> list[str]:
        try:
            countries = gateway.get(access, f"/{self.space}/shipment-trackings/providers").data
        except Refused:
            return []
        groups = countries.values() if isinstance(countries, dict) else []
        return [str(name) for group in groups if isinstance(group, dict) for name in group]


def _key(name: str) -> str:
    return _SIGNS.sub("", name.casefold())


SHIPMENT_TRACKING = Plugin("Shipment Tracking", "wc-shipment-tracking/v3", wants_plain_numbers=False)
ADVANCED = Plugin("Advanced Shipment Tracking", "wc-ast/v3", wants_plain_numbers=True)
ADVANCED_PRO = Plugin("Advanced Shipment Tracking Pro", "wc-ast-pro/v3", wants_plain_numbers=True)
