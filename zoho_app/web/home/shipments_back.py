"""The latest shipments of the store, and the orders that they are of."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from zoho_app.extensions import db
from zoho_app.orders import addresses
from zoho_app.orders.models import Order, Shipment

MOST = 5


@dataclass(frozen=True)
class ShipmentBack:
    """One parcel: of which order, to whom, and how it is tracked."""

    order_id: int
    source_name: str
    source_id: str
    name: str
    city: str
    tracking: str
    added_at: datetime


def latest(store_id: int, since: datetime) -> list[ShipmentBack]:
    """The newest parcels that were added since then; one statement."""
    rows = (
        select(Shipment, Order)
        .join(Order, Order.id == Shipment.order_id)
        .where(Shipment.date_added >= since, Order.store_id == store_id)
        .order_by(Shipment.date_added.desc(), Shipment.id.desc())
        .limit(MOST)
    )
    return [_told(shipment, order) for shipment, order in db.session.execute(rows)]


def _told(shipment: Shipment, order: Order) -> ShipmentBack:
    to = order.shipping or order.customer
    return ShipmentBack(
        order_id=order.id,
        source_name=order.source_name,
        source_id=order.source_id,
        name=addresses.full_name(to) or to.get("company", ""),
        city=to.get("city", ""),
        tracking=" ".join(part for part in (shipment.carrier_code, shipment.tracking_number) if part),
        added_at=shipment.date_added,
    )
