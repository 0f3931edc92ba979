"""Read the tracking of a sales order, its fields and its packages, and apply it: shipments are added, corrected and
removed.

What they said last is kept with the `SalesOrder`, so that only a change in Zoho Books does anything: a shipment
that a person has deleted here does not come back, and one that a person has added here is never taken off.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
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
from zoho_app.zoho_books.shipments import contents, packages
from zoho_app.zoho_books.shipments.packages import Package

ADDED, CHANGED, REMOVED = "New shipments", "Corrected", "Removed"
SHOWN = 100  # characters of what can't be read


@dataclass(frozen=True)
class Tracking:
    """What the three fields and the packages say, and the parcels that it means; compared by these."""

    text: str = field(default="", compare=False)  # of the field for the number
    carrier: str = ""
    shipping_method: str = ""
    parcels: tuple[Parcel, ...] = ()  # of the fields
    unclear: str = ""  # the text of the field for the number, where no number can be read in it
    packages: tuple[Package, ...] = ()
    # Packages were read in the very second of the change, in which there may have been another one.
    is_too_early: bool = field(default=False, compare=False)

    @classmethod
    def said(
        cls, fields: Mapping[str, str], packed: Sequence[Package] = (), is_too_early: bool = False
    ) -> "Tracking":
        """Read the custom fields; `packed` are the packages."""
        text, carrier = fields.get("tracking_number", ""), fields.get("carrier", "")
        method = fields.get("shipping_method", "")
        unclear = text if parcels.is_unclear(text) else ""
        return cls(text, carrier, method, parcels.read(text, carrier, method), unclear, tuple(packed), is_too_early)

    @classmethod
    def kept(cls, kept: Mapping[str, Any] | None) -> "Tracking":
        """What a `SalesOrder` has kept; nothing when its fields were never read.

        Bookdesk 0.1 kept `numbers`, of which each stands for a shipment of this very number.
        """
        kept = kept or {}
        carrier, method = kept.get("carrier", ""), kept.get("shipping_method", "")
        if "tracking_number" in kept:
            packed = [Package.from_json(one) for one in kept.get("packages", ())]
            return cls.said({**kept}, packed, bool(kept.get("is_too_early")))
        numbers = tuple(kept.get("numbers", ()))
        return cls("\n".join(numbers), carrier, method, tuple(_of_old(number, carrier, method) for number in numbers))

    def to_keep(self) -> dict[str, Any]:
        """The same for `SalesOrder.tracking`."""
        if not self.packages:
            return {**self.fields()}
        early = {"is_too_early": True} if self.is_too_early else {}
        return {**self.fields(), "packages": [package.to_json() for package in self.packages], **early}

    def fields(self) -> dict[str, str]:
        """The same as texts of the custom fields."""
        return {"tracking_number": self.text, "carrier": self.carrier, "shipping_method": self.shipping_method}

    def by_key(self) -> dict[str, Parcel]:
        """The parcels by the number as it is compared; a package tells more of one than the fields do."""
        told = (*self.parcels, *packages.parcels(self.packages))
        return {parcel.key: parcel for parcel in told}

    def lacks(self, other: "Tracking") -> bool:
        """Whether something of the other one is missing here."""
        is_blanked = (other.carrier and not self.carrier) or (other.shipping_method and not self.shipping_method)
        return bool(other.by_key().keys() - self.by_key().keys() or is_blanked)


def _of_old(number: str, carrier: str, method: str) -> Parcel:
    """What Bookdesk 0.1 made of a number: no other link than that of the carrier."""
    return Parcel(
        number, carrier, method, shipments.read({"tracking_number": number, "carrier_code": carrier})["tracking_url"]
    )


def words(found: Counter[str]) -> str:
    """How many shipments were added, corrected and removed, in words."""
    others = [kind for kind in (CHANGED, REMOVED) if found[kind]]
    return ", ".join(f"{kind}: {found[kind]}" for kind in (ADDED, *others))


def follow(row: SalesOrder, said: Tracking) -> Counter[str]:
    """Bring the order's shipments in line with what Zoho says now; returns how many of each kind.

    Every parcel that is added follows "After Shipment, Move To", wherever the order is by then.
    """
    order, before = repository.order(row.store_id, row.order_id), Tracking.kept(row.tracking)
    row.tracking = said.to_keep()
    old, new = before.by_key(), said.by_key()
    done: Counter[str] = Counter()
    for shipment in _from_zoho(order, old.keys() - new.keys()):
        shipments.delete(shipment, repository.FULFILLMENT_NAME, "is no longer in Zoho Books")
        done[REMOVED] += 1
    changed = {key for key in old.keys() & new.keys() if not old[key].is_like(new[key])}
    for shipment in _from_zoho(order, changed):
        done[CHANGED] += _correct(shipment, old[_key(shipment)], new[_key(shipment)])
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
    return [shipment for shipment in ours if _key(shipment) in keys]


def _key(shipment: Shipment) -> str:
    """The key of the parcel that the shipment stands for."""
    has_own_id = shipment.tracking_number == shipments.NO_NUMBER and shipment.cart_shipment_id
    return Parcel("", own_id=shipment.cart_shipment_id).key if has_own_id else shipment.tracking_key


def _correct(shipment: Shipment, before: Parcel, said: Parcel) -> bool:
    """Take over what was changed in Zoho; the rest may have been corrected here."""
    carrier = said.carrier if said.carrier != before.carrier else shipment.carrier_code
    method = said.method if said.method != before.method else shipment.shipment_method
    is_other_link = said.link.casefold() != before.link.casefold() and shipment.tracking_url == before.link
    link = said.link if is_other_link else shipment.tracking_url
    is_other_content = said.items != before.items
    items = contents.order_items(shipment.order.items, said.items) if is_other_content else None
    is_same = (carrier, method, link) == (shipment.carrier_code, shipment.shipment_method, shipment.tracking_url)
    if is_same and items in (None, shipment.order_items):
        return False
    try:
        shipments.correct(shipment, carrier, method, repository.FULFILLMENT_NAME, link, items)
    except (shipments.BadShipment, shipments.DuplicateShipment) as error:
        _refused(shipment.order, shipment.tracking_number, error)
        return False
    return True


def _add(order: Order, parcel: Parcel) -> bool:
    data = {
        "tracking_number": parcel.number,
        "carrier_code": parcel.carrier,
        "shipment_method": parcel.method,
        "tracking_url": parcel.link,
        "date_shipped": parcel.day or _today(order.store_id),
        "order_items": contents.order_items(order.items, parcel.items),
        "cart_shipment_id": parcel.own_id,
    }
    try:
        shipments.add(order, data, repository.FULFILLMENT_NAME)
    except shipments.DuplicateShipment:
        return False
    except shipments.BadShipment as error:
        _refused(order, parcel.number or shipments.NO_NUMBER, error)
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
