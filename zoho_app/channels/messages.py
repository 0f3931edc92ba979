"""Plan a message: one delivery for one address, and its appointment."""

import json
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from zoho_app import kinds
from zoho_app.appointments import lifecycle
from zoho_app.appointments.models import PEOPLE, Appointment
from zoho_app.channels.models import Delivery
from zoho_app.extensions import db

# Two of the three workers serve this queue: one store never has both.
MOST_OF_A_STORE = 1
# How a message is signed and sent.
WEBHOOK, SHIP_NOTIFY, ORDER_JSON = "webhook", "ship_notify", "order_json"


def plan(delivery: Delivery, content: dict[str, Any], asked_by: str, priority: int = PEOPLE) -> Appointment | None:
    """Keep a message and schedule its delivery; None when a message with its `message_key` was kept before.

    `content` is frozen into the body now: each try sends the same bytes.
    """
    if db.session.scalar(select(Delivery.id).where(Delivery.message_key == delivery.message_key)) is not None:
        return None
    delivery.body = json.dumps(content, ensure_ascii=False)
    db.session.add(delivery)
    db.session.flush()
    return lifecycle.schedule(
        store_id=delivery.store_id,
        kind=kinds.DELIVER_MESSAGE.name,
        subject_id=delivery.id,
        asked_by=asked_by,
        priority=priority,
        receiver=_receiver(delivery),
    )


def of_channel(channel_id: int) -> str:
    """A sales channel as the receiver of messages, whatever its address."""
    return f"channel:{channel_id}"


def _receiver(delivery: Delivery) -> str:
    """Whose breaker counts how it goes: the channel's, or that of all addresses of the same server."""
    if delivery.channel_id is not None:
        return of_channel(delivery.channel_id)
    server = urlsplit(delivery.url)
    return f"server:{sha256(f'{server.scheme}://{server.netloc}'.casefold().encode()).hexdigest()[:32]}"
