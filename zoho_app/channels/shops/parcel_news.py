"""Shipments of orders that came from a shop: each waits for the shop, in the transaction that adds or changes it."""

from typing import Any

from sqlalchemy import or_, select

from zoho_app import kinds
from zoho_app.actors import BOOKDESK
from zoho_app.appointments import lifecycle
from zoho_app.appointments.lifecycle import AlreadyScheduled
from zoho_app.appointments.models import CANCELED, OPEN_STATES, PEOPLE, Appointment
from zoho_app.channels.shops.attempt import receiver
from zoho_app.channels.shops.models import CONNECTED, PARCEL_WAITS, SENDING, Shop, ShopOrder, ShopParcel
from zoho_app.extensions import alone, db
from zoho_app.orders.events import SHIPMENT_ADDED, SHIPMENT_CHANGED, SHIPMENT_REMOVED
from zoho_app.orders.models import Order, Shipment

MOST_AT_ONCE = 200


def follow(order: Order, shipment: Shipment | None = None, **details: Any) -> None:
    """Let the shop be told of a shipment that was added or changed; not of one that came from it."""
    if shipment is not None:  # none: a person ran the event by hand, nothing changed
        for shop_order in _where_from(order, shipment):
            _wait(shop_order, shipment)
            schedule(shop_order)


def follow_removal(order: Order, shipment: Shipment | None = None, **details: Any) -> None:
    """The same for a shipment that was taken off the order."""
    if shipment is not None:
        for shop_order in _where_from(order, shipment):
            row = _with_key(shop_order, shipment)
            if row is not None:
                row.state, row.shipment_id = _waiting(row), None
                schedule(shop_order)


def schedule(shop_order: ShopOrder, who: str = BOOKDESK) -> None:
    """Schedule the telling, if it does not wait already; whoever ends it looks whether something has come since."""
    try:
        lifecycle.schedule(
            store_id=shop_order.store_id,
            kind=kinds.SEND_PARCELS.name,
            subject_id=shop_order.id,
            asked_by=who,
            priority=PEOPLE,
            receiver=receiver(shop_order.shop_id),
        )
    except AlreadyScheduled:
        return


def schedule_waiting() -> None:
    """Schedule what has waited since its shop was paused, disconnected or lost, some of it at a time.

    What a person has withdrawn stays withdrawn until something new is to be told.
    """
    is_done_with = or_(
        Appointment.state.in_(OPEN_STATES),
        (Appointment.state == CANCELED) & (Appointment.finished_at >= ShopParcel.updated_at),
    )
    of_it = (Appointment.kind == kinds.SEND_PARCELS.name, Appointment.subject_id == ShopParcel.shop_order_id)
    waiting = (
        select(ShopParcel.shop_order_id)
        .join(ShopOrder, ShopOrder.id == ShopParcel.shop_order_id)
        .join(Shop, Shop.id == ShopOrder.shop_id)
        .where(
            ShopParcel.state.in_((PARCEL_WAITS, SENDING)),
            Shop.state == CONNECTED,
            Shop.paused_at.is_(None),
            Shop.sync_tracking_numbers,
            ~select(Appointment.id).where(*of_it, is_done_with).exists(),
        )
        .distinct()
        .order_by(ShopParcel.shop_order_id)
        .limit(MOST_AT_ONCE)
    )
    for shop_order_id in db.session.scalars(waiting).all():
        schedule(db.session.get_one(ShopOrder, shop_order_id))


def try_again(shop_order: ShopOrder, who: str) -> None:
    """Tell the shop of the order's shipments at once, also of those of which it could not be told."""
    schedule(shop_order, who)
    open_one = lifecycle.open_one(kinds.SEND_PARCELS.name, shop_order.id)
    if open_one is not None:
        lifecycle.run_now(open_one)


def _where_from(order: Order, shipment: Shipment) -> list[ShopOrder]:
    """The shop's order that this one was, where it is told; nobody else tells of it until our end."""
    rows = select(ShopOrder, Shop.name).join(Shop, Shop.id == ShopOrder.shop_id)
    found = db.session.execute(rows.where(ShopOrder.order_id == order.id, Shop.sync_tracking_numbers))
    told = [shop_order for shop_order, name in found if shipment.source != name]
    for shop_order in told:
        alone("parcels", shop_order.id)
    return told


def _wait(shop_order: ShopOrder, shipment: Shipment) -> None:
    """Let the shipment's row wait; one of a former shipment alike is used again."""
    mine = (ShopParcel.shop_order_id == shop_order.id, ShopParcel.shipment_id == shipment.id)
    alike, row = _with_key(shop_order, shipment), db.session.scalar(select(ShopParcel).where(*mine))
    if row is None and alike is None:
        row = ShopParcel(store_id=shop_order.store_id, shop_order_id=shop_order.id)
        row.tracking_number = shipment.tracking_number
        db.session.add(row)
    elif row is not None and alike is not None and alike is not row:
        alike.shipment_key = f"former {alike.id}"
        db.session.flush()
    row = row or alike
    assert row is not None
    row.shipment_id, row.shipment_key, row.state = shipment.id, shipment.shipment_key, _waiting(row)
    db.session.flush()


def _waiting(row: ShopParcel) -> str:
    """While a call is under way, or its outcome unknown, that has to be found out first."""
    return SENDING if row.state == SENDING else PARCEL_WAITS


def _with_key(shop_order: ShopOrder, shipment: Shipment) -> ShopParcel | None:
    mine = (ShopParcel.shop_order_id == shop_order.id, ShopParcel.shipment_key == shipment.shipment_key)
    return db.session.scalar(select(ShopParcel).where(*mine))


LISTENERS = ((SHIPMENT_ADDED, follow), (SHIPMENT_CHANGED, follow), (SHIPMENT_REMOVED, follow_removal))
