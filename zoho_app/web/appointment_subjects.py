"""The subjects of appointments, in words and with the order they are about, for many at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from zoho_app import kinds
from zoho_app.appointments.models import Appointment
from zoho_app.channels.messages import ORDER_JSON
from zoho_app.channels.models import Delivery
from zoho_app.channels.shops.models import Shop, ShopOrder
from zoho_app.extensions import db
from zoho_app.orders.models import Order


@dataclass(frozen=True)
class Subject:
    """What an appointment is for."""

    label: str
    order_id: int | None = None
    source_id: str = ""  # the sales channel's number of the order


def find_subjects(store_id: int, appointments: Sequence[Appointment]) -> dict[int, Subject]:
    """What each appointment is for, by appointment id; three statements at most, however many there are.

    An order or a message that was deleted since, or that is another store's, is left out.
    """
    messages, told = _messages(store_id, appointments), _told_shops(store_id, appointments)
    order_ids = {one.subject_id for one in appointments if one.kind in kinds.OF_AN_ORDER}
    order_ids |= {message.order_id for message in messages.values() if message.order_id is not None}
    order_ids |= {order_id for order_id, _ in told.values() if order_id is not None}
    source_ids = _source_ids(store_id, order_ids)
    subjects = {}
    for one in appointments:
        order_id, label = one.subject_id if one.kind in kinds.OF_AN_ORDER else None, _label(one.kind)
        if one.kind == kinds.DELIVER_MESSAGE.name and (message := messages.get(one.subject_id)) is not None:
            order_id, label = message.order_id, _told(message)
        elif one.kind == kinds.SEND_PARCELS.name and one.subject_id in told:
            order_id, shop = told[one.subject_id]
            label = f"Tell {shop} of shipments"
        subjects[one.id] = Subject(
            label=label,
            order_id=order_id if order_id in source_ids else None,
            source_id=source_ids.get(order_id or 0, ""),
        )
    return subjects


def _messages(store_id: int, appointments: Sequence[Appointment]) -> dict[int, Delivery]:
    ids = [one.subject_id for one in appointments if one.kind == kinds.DELIVER_MESSAGE.name]
    rows = select(Delivery).where(Delivery.store_id == store_id, Delivery.id.in_(ids))
    return {message.id: message for message in db.session.scalars(rows)} if ids else {}


def _told_shops(store_id: int, appointments: Sequence[Appointment]) -> dict[int, tuple[int | None, str]]:
    """The order and the shop's name of each of a shop's orders whose shipments are told."""
    ids = [one.subject_id for one in appointments if one.kind == kinds.SEND_PARCELS.name]
    rows = select(ShopOrder.id, ShopOrder.order_id, Shop.name).join(Shop, Shop.id == ShopOrder.shop_id)
    wanted = rows.where(ShopOrder.store_id == store_id, ShopOrder.id.in_(ids))
    return {row.id: (row.order_id, row.name) for row in db.session.execute(wanted)} if ids else {}


def _source_ids(store_id: int, order_ids: set[int]) -> dict[int, str]:
    rows = select(Order.id, Order.source_id).where(Order.store_id == store_id, Order.id.in_(order_ids))
    return {row.id: row.source_id for row in db.session.execute(rows)} if order_ids else {}


def _told(message: Delivery) -> str:
    if message.format == ORDER_JSON:
        return f"Post Order JSON to {message.recipient}"
    return f"Notify {message.recipient} about {message.subject}"


def _label(name: str) -> str:
    kind = kinds.get(name)
    return kind.label if kind else name.rpartition(".")[2].replace("_", " ").capitalize()
