"""What the settings page of a shop shows of any kind: its state, what was read last, and what hinders it."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_login import current_user

from zoho_app import kinds as appointment_kinds
from zoho_app.appointments import lifecycle
from zoho_app.appointments.models import OPEN_STATES
from zoho_app.channels.shops import attempt, kinds, schedule, settings, webhook_addresses
from zoho_app.channels.shops.models import (
    CONNECTED,
    DISCONNECTED,
    IMPORTED,
    LOST,
    NEW,
    REFUSED,
    WAITING,
    Shop,
)
from zoho_app.clock import now
from zoho_app.http.access import OPERATOR, OWNER

STATES = {
    NEW: ("Not connected yet", "info", "info"),
    CONNECTED: ("Connected", "check", "success"),
    LOST: ("Connection lost", "warning", "problem"),
    DISCONNECTED: ("Disconnected", "ban", "neutral"),
}
PAUSED = ("Paused", "pause", "warning")


@dataclass(frozen=True)
class ShopPage:
    """One shop for its template."""

    shop: Shop
    label: str
    state: tuple[str, str, str]
    is_connected: bool
    is_open: bool
    is_reading: bool
    next_read: datetime | None
    is_due: bool
    came_in: int
    refused: int
    waiting: int
    webhook_address: str
    has_webhooks: bool
    is_owner: bool
    is_operator: bool


def build(shop: Shop) -> ShopPage:
    """The page of this shop for the signed-in person."""
    counts = settings.count_orders(shop)
    latest = lifecycle.latest(appointment_kinds.READ_ORDERS.name, shop.id)
    is_open, user = attempt.is_open(shop), current_user.user
    next_read = schedule.next_read(shop) if is_open and shop.state == CONNECTED else None
    return ShopPage(
        shop=shop,
        label=kinds.get(shop.kind).label,
        state=state(shop),
        is_connected=shop.state in (CONNECTED, LOST),
        is_open=is_open,
        is_reading=latest is not None and latest.state in OPEN_STATES and is_open,
        next_read=next_read,
        is_due=next_read is not None and next_read <= now(),
        came_in=counts.get(IMPORTED, 0),
        refused=counts.get(REFUSED, 0),
        waiting=counts.get(WAITING, 0),
        webhook_address=webhook_addresses.get_address(shop),
        has_webhooks=bool(shop.facts.get("webhooks")),
        is_owner=user.may(OWNER, shop.store_id),
        is_operator=user.may(OPERATOR, shop.store_id),
    )


def kinds_with_page() -> list[kinds.ShopKind]:
    """The kinds of shops that have a settings page, on which they are connected."""
    return [kind for kind in kinds.all_kinds() if f"{kind.key}.settings" in current_app.view_functions]


def state(shop: Shop) -> tuple[str, str, str]:
    """The state of the shop as (words, icon, kind)."""
    return PAUSED if shop.paused_at is not None else STATES[shop.state]
