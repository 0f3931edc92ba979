"""Webhooks as hints: each is kept once, several about one order become one reading of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from zoho_app import kinds
from zoho_app.actors import BOOKDESK
from zoho_app.appointments import lifecycle
from zoho_app.appointments.lifecycle import AlreadyScheduled
from zoho_app.appointments.models import PEOPLE
from zoho_app.channels.shops.attempt import receiver
from zoho_app.channels.shops.kinds import Hint
from zoho_app.channels.shops.models import Shop, ShopHint
from zoho_app.clock import now
from zoho_app.extensions import alone, db, rows_changed

# A shop that tells more than this in a minute is read as a whole instead.
MOST_A_MINUTE = 300
KEPT = timedelta(days=7)  # shops repeat a message for hours; Shopify may send one a day late


def receive(shop: Shop, hint: Hint) -> bool:
    """Keep a hint and schedule the reading; False when this message was received before, or too many were."""
    alone("hints", shop.id)
    lately = select(func.count()).where(ShopHint.shop_id == shop.id, ShopHint.came_at > now() - timedelta(minutes=1))
    if (db.session.scalar(lately) or 0) >= MOST_A_MINUTE:
        schedule_reading(shop)
        return False
    if not _add(ShopHint(shop_id=shop.id, message_id=hint.message_id, topic=hint.topic, key=hint.key)):
        return False
    schedule_telling(shop)
    return True


def read_later(shop: Shop, key: str, due_at: datetime) -> None:
    """Read an order again at that time, as if the shop had told of it."""
    alone("hints", shop.id)
    _add(ShopHint(shop_id=shop.id, message_id=f"later {uuid4().hex}", topic="later", key=key, due_at=due_at))
    schedule_telling(shop)


def schedule_telling(shop: Shop) -> None:
    """Schedule the reading of what the shop told of, if that does not wait already."""
    due_at: datetime | None = db.session.scalar(select(func.min(ShopHint.due_at)).where(*_unread(shop.id)))
    if due_at is not None:
        _schedule(shop, kinds.READ_TOLD_ORDERS, due_at)


def schedule_reading(shop: Shop) -> None:
    """Schedule the reading of everything that has changed."""
    _schedule(shop, kinds.READ_ORDERS, now())


def _schedule(shop: Shop, kind: kinds.Kind, due_at: datetime) -> None:
    try:
        lifecycle.schedule(
            store_id=shop.store_id,
            kind=kind.name,
            subject_id=shop.id,
            asked_by=BOOKDESK,
            priority=PEOPLE,
            due_at=due_at,
            receiver=receiver(shop.id),
        )
    except AlreadyScheduled as existing:
        if existing.appointment.state == "scheduled" and existing.appointment.due_at > due_at:
            lifecycle.run_now(existing.appointment)


def next_keys(shop_id: int, most: int) -> list[str]:
    """The orders to read, those that were told of first before others; each once."""
    first = select(ShopHint.key).where(*_unread(shop_id), ShopHint.due_at <= now()).group_by(ShopHint.key)
    return list(db.session.scalars(first.order_by(func.min(ShopHint.id)).limit(most)))


def newest(shop_id: int) -> int:
    """The number of the newest hint: one that comes later must be read anew."""
    return db.session.scalar(select(func.max(ShopHint.id)).where(ShopHint.shop_id == shop_id)) or 0


def are_read(shop_id: int, keys: Sequence[str], up_to: int) -> None:
    """Note that these orders were read, as far as hints had come by then."""
    mine = (*_unread(shop_id), ShopHint.key.in_(keys), ShopHint.id <= up_to, ShopHint.due_at <= now())
    rows_changed(update(ShopHint).where(*mine).values(read_at=now()))


def forget_old(shop_id: int) -> None:
    """Delete hints that were read long ago."""
    old = (ShopHint.shop_id == shop_id, ShopHint.read_at.is_not(None), ShopHint.came_at < now() - KEPT)
    db.session.execute(delete(ShopHint).where(*old))


def _unread(shop_id: int) -> tuple[ColumnElement[bool], ...]:
    return (ShopHint.shop_id == shop_id, ShopHint.read_at.is_(None))


def _add(hint: ShopHint) -> bool:
    try:
        with db.session.begin_nested():
            db.session.add(hint)
    except IntegrityError:
        return False
    return True
