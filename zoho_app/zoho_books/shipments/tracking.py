"""Read the tracking fields of a sales order and apply them: shipments are added, corrected and removed.

What they said last is kept with the `SalesOrder`, so that only a change in Zoho Books does anything: a shipment
that a person has deleted here does not come back, and one that a person has added here is never taken off.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import history, shipments
from zoho_app.orders.input.keys import tracking_key
from zoho_app.orders.models import Order, Shipment
from zoho_app.zoho_books.models import SalesOrder, ZohoBooksSettings
from zoho_app.zoho_books.sales_orders import repository

ADDED, CHANGED, REMOVED = "New shipments", "Corrected", "Removed"


@dataclass(frozen=True)
class Tracking:
    """Tracking numbers as a set, and how all of them travel."""

    numbers: tuple[str, ...] = ()
    carrier: str = ""
    shipping_method: str = ""

    @classmethod
    def said(cls, fields: Mapping[str, str]) -> "Tracking":
        """Read the custom fields; several numbers in the one field stand apart by commas, semicolons or lines."""
        numbers: dict[str, str] = {}
        for part in re.split(r"[,;\r\n]", fields.get("tracking_number", "")):
            if number := part.strip():
                numbers.setdefault(tracking_key(number), number)
        return cls(tuple(numbers.values()), fields.get("carrier", ""), fields.get("shipping_method", ""))

    @classmethod
    def kept(cls, kept: Mapping[str, Any] | None) -> "Tracking":
        """What a `SalesOrder` has kept; nothing when its fields were never read."""
        kept = kept or {}
        return cls(tuple(kept.get("numbers", ())), kept.get("carrier", ""), kept.get("shipping_method", ""))

    def to_keep(self) -> dict[str, Any]:
        """The same for `SalesOrder.tracking`."""
        return {"numbers": list(self.numbers), "carrier": self.carrier, "shipping_method": self.shipping_method}

    def fields(self) -> dict[str, str]:
        """The same as texts of the custom fields."""
        numbers = "\n".join(self.numbers)
        return {"tracking_number": numbers, "carrier": self.carrier, "shipping_method": self.shipping_method}

    def keys(self) -> set[str]:
        """The numbers as they are compared."""
        return set(map(tracking_key, self.numbers))

    def lacks(self, other: "Tracking") -> bool:
        """Whether something of the other one is missing here."""
        is_blanked = (other.carrier and not self.carrier) or (other.shipping_method and not self.shipping_method)
        return bool(other.keys() - self.keys() or is_blanked)


def follow(row: SalesOrder, said: Tracking) -> Counter[str]:
    """Bring the order's shipments in line with what the fields say now; returns how many of each kind.

    Every parcel that is added follows "After Shipment, Move To", wherever the order is by then.
    """
    order, before = repository.order(row.store_id, row.order_id), Tracking.kept(row.tracking)
    row.tracking = said.to_keep()
    known = before.keys()
    done: Counter[str] = Counter()
    for shipment in _from_zoho(order, known - said.keys()):
        shipments.delete(shipment, repository.FULFILLMENT_NAME, "is no longer in Zoho Books")
        done[REMOVED] += 1
    if (before.carrier, before.shipping_method) != (said.carrier, said.shipping_method):
        for shipment in _from_zoho(order, known & said.keys()):
            done[CHANGED] += _correct(shipment, before, said)
    for number in said.numbers:
        if tracking_key(number) not in known:
            done[ADDED] += _add(order, number, said)
    if done[ADDED]:
        settings = db.session.get(ZohoBooksSettings, row.store_id)
        repository.move(order, settings.after_shipment_folder_id if settings else None)
    return done


def _from_zoho(order: Order, keys: set[str]) -> list[Shipment]:
    ours = [shipment for shipment in order.shipments if shipment.source == repository.FULFILLMENT_NAME]
    return [shipment for shipment in ours if shipment.tracking_key in keys]


def _correct(shipment: Shipment, before: Tracking, said: Tracking) -> bool:
    """Take over the one that was changed in Zoho; the other may have been corrected here."""
    carrier = said.carrier if said.carrier != before.carrier else shipment.carrier_code
    is_other_method = said.shipping_method != before.shipping_method
    method = said.shipping_method if is_other_method else shipment.shipment_method
    if (carrier, method) == (shipment.carrier_code, shipment.shipment_method):
        return False
    try:
        shipments.correct(shipment, carrier, method, repository.FULFILLMENT_NAME)
    except shipments.BadShipment as error:
        _refused(shipment.order, shipment.tracking_number, error)
        return False
    return True


def _add(order: Order, number: str, said: Tracking) -> bool:
    data = {
        "tracking_number": number,
        "carrier_code": said.carrier,
        "shipment_method": said.shipping_method,
        "date_shipped": now().date().isoformat(),
    }
    try:
        shipments.add(order, data, repository.FULFILLMENT_NAME)
    except shipments.DuplicateShipment:
        return False
    except shipments.BadShipment as error:
        _refused(order, number, error)
        return False
    return True


def _refused(order: Order, number: str, error: Exception) -> None:
    """Skip a bad number and say so once, until the fields change: it must not stop every check."""
    words = f"Shipment {number[:100]} in Zoho Books could not be copied: {error} Correct it in Zoho Books."
    history.add(order, repository.FULFILLMENT_NAME, words)
