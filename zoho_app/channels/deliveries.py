"""Writing down that somebody has to be told: one delivery for one address, and its appointment."""

import json
from typing import Any

from sqlalchemy import select

from zoho_app.appointments import lifecycle
from zoho_app.appointments.models import PEOPLE, Appointment
from zoho_app.channels.models import Delivery
from zoho_app.extensions import db

KIND = "channels.deliver"
LANE = "channels"
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
        store_id=delivery.store_id, kind=KIND, subject_id=delivery.id, asked_by=asked_by, priority=priority
    )
