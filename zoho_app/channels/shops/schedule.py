"""The timetable of shops: what is read by itself, and what is checked once a day."""

from datetime import datetime, timedelta

from sqlalchemy import select

from zoho_app import kinds
from zoho_app.actors import BOOKDESK
from zoho_app.appointments import lifecycle
from zoho_app.appointments.lifecycle import AlreadyScheduled
from zoho_app.appointments.models import PEOPLE, RULES, Appointment
from zoho_app.channels.shops import hints, parcel_news
from zoho_app.channels.shops.attempt import receiver
from zoho_app.channels.shops.models import CONNECTED, Shop, ShopHint
from zoho_app.clock import now
from zoho_app.extensions import db

CHECK_EVERY = timedelta(days=1)


def schedule_due() -> None:
    """Make the appointments that are due now, one of a kind for each shop."""
    timestamp = now()
    told = set(db.session.scalars(select(ShopHint.shop_id).where(ShopHint.read_at.is_(None)).distinct()))
    for shop in db.session.scalars(select(Shop).where(Shop.state == CONNECTED, Shop.paused_at.is_(None))):
        if next_read(shop) <= timestamp:
            _by_itself(shop, kinds.READ_ORDERS)
        if shop.checked_at is None or timestamp - shop.checked_at > CHECK_EVERY:
            _by_itself(shop, kinds.CHECK_SHOP)
        if shop.id in told:
            hints.schedule_telling(shop)
    parcel_news.schedule_waiting()


def next_read(shop: Shop) -> datetime:
    """When the shop is read next by itself."""
    last = shop.last_read_at or shop.connected_at
    return last + timedelta(minutes=shop.read_minutes) if last else now()


def at_once(shop: Shop, kind: kinds.Kind, who: str) -> Appointment:
    """Schedule it for a person; one that waits already is brought forward."""
    try:
        return _schedule(shop, kind, who, PEOPLE)
    except AlreadyScheduled as existing:
        lifecycle.run_now(existing.appointment)
        return existing.appointment


def _by_itself(shop: Shop, kind: kinds.Kind) -> None:
    try:
        _schedule(shop, kind, BOOKDESK, RULES)
    except AlreadyScheduled:
        return


def _schedule(shop: Shop, kind: kinds.Kind, who: str, priority: int) -> Appointment:
    return lifecycle.schedule(
        store_id=shop.store_id,
        kind=kind.name,
        subject_id=shop.id,
        asked_by=who,
        priority=priority,
        receiver=receiver(shop.id),
    )
