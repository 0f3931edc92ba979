"""Sales channels, orders that are shipped, and what becomes of the news about them."""

import hashlib
import hmac

from sqlalchemy import select

from harness.desk import Desk
from tests.support.shop import Shop
from zoho_app import kinds
from zoho_app.appointments.models import Appointment
from zoho_app.channels import settings
from zoho_app.channels.models import Channel
from zoho_app.extensions import db
from zoho_app.orders import shipments
from zoho_app.orders.models import Order

NUMBER = "1Z999AA10123456784"


def channel(desk: Desk, shop: Shop, source_name: str = "Shopify", sync: bool = True) -> Channel:
    made = settings.add(desk.store_id, source_name, f"{shop.url}/news", sync)
    db.session.commit()
    return made


def ship(desk: Desk, order: Order, number: str = NUMBER) -> None:
    shipments.add(desk.reload(order), {"tracking_number": number, "carrier_code": "UPS"}, "Zoho Books")
    db.session.commit()


def appointments() -> list[Appointment]:
    db.session.remove()
    wanted = select(Appointment).where(Appointment.kind == kinds.DELIVER_MESSAGE.name).order_by(Appointment.id)
    return list(db.session.scalars(wanted))


def order_desk_hash(desk: Desk, signed: str, key: str = "") -> str:
    """As Order Desk signs; under a key of the store's API unless another one is given."""
    return hmac.new((key or desk.api_key).encode(), signed.encode(), hashlib.sha256).hexdigest()
