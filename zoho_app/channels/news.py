"""Plan messages about shipments to the sales channel and to the address that the order names."""

from typing import Any

from sqlalchemy import func, select

from zoho_app import masks
from zoho_app.actors import BOOKDESK
from zoho_app.appointments.models import RULES
from zoho_app.channels import messages, postings
from zoho_app.channels.models import Channel, Delivery
from zoho_app.extensions import db
from zoho_app.orders import representation
from zoho_app.orders.events import SHIPMENT_ADDED, SHIPMENT_CHANGED, SHIPMENT_REMOVED
from zoho_app.orders.input import source
from zoho_app.orders.models import Order, Shipment

SHIP_NOTIFY_URL = "ship_notify_url"  # the key in an order's metadata (Order Desk)


# How a channel's message is marked, and what it is about, in the words of the order's history.
ADDED, CHANGED, REMOVED = "shipment.added", "shipment.changed", "shipment.removed"
SUBJECTS = {ADDED: "shipment {}", CHANGED: "the change of shipment {}", REMOVED: "the removal of shipment {}"}


def tell_about_shipment(order: Order, shipment: Shipment, **details: Any) -> None:
    """Plan a message for the order's sales channel and one for the order's `ship_notify_url`, if any."""
    told = [_for_channel(order, channel) for channel in _channels(order)]
    _plan(ADDED, order, shipment, told + _for_order(order, taken=[delivery.url for delivery in told]))


def tell_about_change(order: Order, shipment: Shipment | None = None, **details: Any) -> None:
    """Plan a message for the order's sales channel; `ship_notify_url` hears of additions only (Order Desk)."""
    if shipment is not None:  # none: a person ran the event by hand, nothing changed
        _plan(CHANGED, order, shipment, [_for_channel(order, channel) for channel in _channels(order)])


def tell_about_removal(order: Order, shipment: Shipment | None = None, **details: Any) -> None:
    """The same for a shipment that was taken off the order; `order` in the message is without it."""
    if shipment is not None:
        _plan(REMOVED, order, shipment, [_for_channel(order, channel) for channel in _channels(order)])


def _plan(event: str, order: Order, shipment: Shipment, told: list[Delivery]) -> None:
    content = _content(order, shipment) if told else {}
    for delivery in told:
        delivery.message_key = f"{_news(event, order, shipment)}:{delivery.message_key}"
        delivery.subject = SUBJECTS[event].format(shipment.tracking_number)
        is_marked = delivery.format == messages.WEBHOOK
        messages.plan(delivery, {"event": event, **content} if is_marked else content, BOOKDESK, RULES)


def _news(event: str, order: Order, shipment: Shipment) -> str:
    """The key that makes two messages the same: a shipment is added once, but may be corrected several times.

    The time is part of it, because SQLite reuses the id of a deleted shipment.
    """
    timestamp = shipment.date_added if event == ADDED else order.date_updated
    return f"{event}:{shipment.id}:{timestamp.timestamp():.6f}"


def _channels(order: Order) -> list[Channel]:
    named = source.names(order.store_id, order.source_name)
    wanted = select(Channel).where(
        Channel.store_id == order.store_id,
        func.lower(Channel.source_name).in_([func.lower(name.strip()) for name in named]),
        Channel.sync_tracking_numbers,
    )
    return list(db.session.scalars(wanted))


def _for_channel(order: Order, channel: Channel) -> Delivery:
    return Delivery(
        store_id=order.store_id,
        order_id=order.id,
        message_key=f"channel:{channel.id}",
        format=messages.WEBHOOK,
        channel_id=channel.id,
        recipient=channel.source_name,
        url=channel.url,
    )


def _for_order(order: Order, taken: list[str]) -> list[Delivery]:
    url = str(order.order_metadata.get(SHIP_NOTIFY_URL) or "").strip()
    if not url or url in taken:
        return []
    return [
        Delivery(
            store_id=order.store_id,
            order_id=order.id,
            message_key=SHIP_NOTIFY_URL,
            format=messages.SHIP_NOTIFY,
            signature=postings.get(order.store_id).ship_notify_signature,
            recipient=f"{masks.host_of(url)} ({SHIP_NOTIFY_URL})"[:300],
            url=url,
        )
    ]


def _content(order: Order, shipment: Shipment) -> dict[str, Any]:
    """The notification as Order Desk sends it: the shipment, and the whole order with all its shipments."""
    return {"shipment": representation.shipment_json(shipment), "order": representation.order_json(order)}


LISTENERS = (
    (SHIPMENT_ADDED, tell_about_shipment),
    (SHIPMENT_CHANGED, tell_about_change),
    (SHIPMENT_REMOVED, tell_about_removal),
)
