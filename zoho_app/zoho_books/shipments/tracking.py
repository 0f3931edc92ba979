"""Read the tracking fields of a sales order and apply them: shipments are added, corrected and removed.

What they said last is kept with the `SalesOrder`, so that only a change in Zoho Books does anything: a shipment
that a person has deleted here does not come back, and one that a person has added here is never taken off.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from zoho_app.accounts.models import Store
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import history, shipments
from zoho_app.orders.models import Order, Shipment
from zoho_app.orders.tracking import parcels
from zoho_app.orders.tracking.parcels import Parcel
from zoho_app.zoho_books.models import SalesOrder, ZohoBooksSettings
from zoho_app.zoho_books.sales_orders import repository

ADDED, CHANGED, REMOVED = "New shipments", "Corrected", "Removed"
SHOWN = 100  # characters of what can't be read


@dataclass(frozen=True)
class Tracking:
    """What the three fields say, and the parcels that it means; compared by these."""

    text: str = field(default="", compare=False)  # of the field for the number
    carrier: str = ""
    shipping_method: str = ""
    parcels: tuple[Parcel, ...] = ()
    unclear: str = ""  # the text of the field for the number, where no number can be read in it

    @classmethod
    def said(cls, fields: Mapping[str, str]) -> "Tracking":
        """Read the custom fields."""
        text, carrier = fields.get("tracking_number", ""), fields.get("carrier", "")
        method = fields.get("shipping_method", "")
        unclear = text if parcels.is_unclear(text) else ""
        return cls(text, carrier, method, parcels.read(text, carrier, method), unclear)

    @classmethod
    def kept(cls, kept: Mapping[str, Any] | None) -> "Tracking":
        """What a `SalesOrder` has kept; nothing when its fields were never read.

        Bookdesk 0.1 kept `numbers`, of which each stands for a shipment of this very number.
        """
        kept = kept or {}
        carrier, method = kept.get("carrier", ""), kept.get("shipping_method", "")
        if "tracking_number" in kept:
            return cls.said({**kept})
        numbers = tuple(kept.get("numbers", ()))
        return cls("\n".join(numbers), carrier, method, tuple(_of_old(number, carrier, method) for number in numbers))

    def to_keep(self) -> dict[str, Any]:
        """The same for `SalesOrder.tracking`."""
        return {"tracking_number": self.text, "carrier": self.carrier, "shipping_method": self.shipping_method}

    def fields(self) -> dict[str, str]:
        """The same as texts of the custom fields."""
        return self.to_keep()

    def by_key(self) -> dict[str, Parcel]:
        """The parcels by the number as it is compared."""
        return {parcel.key: parcel for parcel in self.parcels}

    def lacks(self, other: "Tracking") -> bool:
        """Whether something of the other one is missing here."""
        is_blanked = (other.carrier and not self.carrier) or (other.shipping_method and not self.shipping_method)
        return bool(other.by_key().keys() - self.by_key().keys() or is_blanked)


def _of_old(number: str, carrier: str, method: str) -> Parcel:
    """What Bookdesk 0.1 made of a number: no other link than that of the carrier."""
    return Parcel(
        number, carrier, method, shipments.read({"tracking_number": number, "carrier_code": carrier})["tracking_url"]
    )


def follow(row: SalesOrder, said: Tracking) -> Counter[str]:
    """Bring the order's shipments in line with what the fields say now; returns how many of each kind.

    Every parcel that is added follows "After Shipment, Move To", wherever the order is by then.
    """
    order, before = repository.order(row.store_id, row.order_id), Tracking.kept(row.tracking)
    row.tracking = said.to_keep()
    old, new = before.by_key(), said.by_key()
    done: Counter[str] = Counter()
    for shipment in _from_zoho(order, old.keys() - new.keys()):
        shipments.delete(shipment, repository.FULFILLMENT_NAME, "is no longer in Zoho Books")
        done[REMOVED] += 1
    changed = {key for key in old.keys() & new.keys() if not old[key].travels_like(new[key])}
    for shipment in _from_zoho(order, changed):
        done[CHANGED] += _correct(shipment, old[shipment.tracking_key], new[shipment.tracking_key])
    for key, parcel in new.items():
        if key not in old:
            done[ADDED] += _add(order, parcel)
    if said.unclear and said.unclear != before.unclear:
        _unclear(order, said.unclear)
    if done[ADDED]:
        settings = db.session.get(ZohoBooksSettings, row.store_id)
        repository.move(order, settings.after_shipment_folder_id if settings else None)
    return done


def _from_zoho(order: Order, keys: set[str]) -> list[Shipment]:
    ours = [shipment for shipment in order.shipments if shipment.source == repository.FULFILLMENT_NAME]
    return [shipment for shipment in ours if shipment.tracking_key in keys]


def _correct(shipment: Shipment, before: Parcel, said: Parcel) -> bool:
    """Take over what was changed in Zoho; the rest may have been corrected here."""
    carrier = said.carrier if said.carrier != before.carrier else shipment.carrier_code
    method = said.method if said.method != before.method else shipment.shipment_method
    is_other_link = said.link.casefold() != before.link.casefold() and shipment.tracking_url == before.link
    link = said.link if is_other_link else shipment.tracking_url
    if (carrier, method, link) == (shipment.carrier_code, shipment.shipment_method, shipment.tracking_url):
        return False
    try:
        shipments.correct(shipment, carrier, method, repository.FULFILLMENT_NAME, link)
    except shipments.BadShipment as error:
        _refused(shipment.order, shipment.tracking_number, error)
        return False
    return True


def _add(order: Order, parcel: Parcel) -> bool:
    data = {
        "tracking_number": parcel.number,
        "carrier_code": parcel.carrier,
        "shipment_method": parcel.method,
        "tracking_url": parcel.link,
        "date_shipped": _today(order.store_id),
    }
    try:
        shipments.add(order, data, repository.FULFILLMENT_NAME)
    except shipments.DuplicateShipment:
        return False
    except shipments.BadShipment as error:
        _refused(order, parcel.number, error)
        return False
    return True


def _today(store_id: int) -> str:
    """The day in the store's time zone."""
    return now().astimezone(ZoneInfo(db.session.get_one(Store, store_id).time_zone)).date().isoformat()


def _refused(order: Order, number: str, error: Exception) -> None:
    """Skip a bad number and say so once, until the fields change: it must not stop every check."""
    words = f"Shipment {number[:SHOWN]} in Zoho Books could not be copied: {error} Correct it in Zoho Books."
    history.add(order, repository.FULFILLMENT_NAME, words)


def _unclear(order: Order, text: str) -> None:
    """Said once, and again only when the text is another."""
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}..."
    words = f"No shipment was added: Bookdesk finds no tracking number in “{shown}”. Correct it in Zoho Books."
    history.add(order, repository.FULFILLMENT_NAME, words)
