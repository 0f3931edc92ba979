"""The subjects of appointments, in words and with the order they are about, for many at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from zoho_app import kinds
from zoho_app.appointments.models import Appointment
from zoho_app.channels.messages import ORDER_JSON
from zoho_app.channels.models import Delivery
from zoho_app.extensions import db
from zoho_app.orders.models import Order


@dataclass(frozen=True)
class Subject:
    """What an appointment is for."""

    label: str
    order_id: int | None = None
    source_id: str = ""  # the sales channel's number of the order


def find_subjects(store_id: int, appointments: Sequence[Appointment]) -> dict[int, Subject]:
    """What each appointment is for, by appointment id; two statements however many there are.

    An order or a message that was deleted since, or that is another store's, is left out.
    """
    messages = _messages(store_id, appointments)
    order_ids = {one.subject_id for one in appointments if one.kind in kinds.OF_AN_ORDER}
    order_ids |= {message.order_id for message in messages.values() if message.order_id is not None}
    source_ids = _source_ids(store_id, order_ids)
    subjects = {}
    for one in appointments:
        message = messages.get(one.subject_id) if one.kind == kinds.DELIVER_MESSAGE.name else None
        order_id = one.subject_id if one.kind in kinds.OF_AN_ORDER else message and message.order_id
        subjects[one.id] = Subject(
            label=_told(message) if message else _label(one.kind),
            order_id=order_id if order_id in source_ids else None,
            source_id=source_ids.get(order_id or 0, ""),
        )
    return subjects


def _messages(store_id: int, appointments: Sequence[Appointment]) -> dict[int, Delivery]:
    ids = [one.subject_id for one in appointments if one.kind == kinds.DELIVER_MESSAGE.name]
    rows = select(Delivery).where(Delivery.store_id == store_id, Delivery.id.in_(ids))
    return {message.id: message for message in db.session.scalars(rows)} if ids else {}


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
