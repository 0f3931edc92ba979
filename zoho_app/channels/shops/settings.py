"""The shops of a store: adding, connecting, pausing and disconnecting them, and their settings."""

from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import delete, func, select

from zoho_app import kinds as appointment_kinds
from zoho_app.accounts import audit
from zoho_app.appointments import breakers
from zoho_app.channels.shops import attempt, kinds, schedule
from zoho_app.channels.shops.kinds import Connected
from zoho_app.channels.shops.models import (
    CONNECTED,
    DISCONNECTED,
    IMPORTED,
    NEW,
    PASSED_OVER,
    PAYMENTS,
    READ_MINUTES,
    Shop,
    ShopOrder,
)
from zoho_app.clock import now
from zoho_app.extensions import db

EVENT = "channel.changed"
# An order that is placed while the shop is being connected comes in, although its clock may be behind.
CLOCKS_DIFFER = timedelta(minutes=1)


class ShopRefused(Exception):
    """A setting that can't be kept; `field` names it, the text is for people."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def shops(store_id: int) -> list[Shop]:
    """The store's shops, the oldest first."""
    return list(db.session.scalars(select(Shop).where(Shop.store_id == store_id).order_by(Shop.id)))


def get(store_id: int, shop_id: int, kind: str = "") -> Shop | None:
    """The store's shop of that id, and of that kind where one is named."""
    shop = db.session.scalar(select(Shop).where(Shop.store_id == store_id, Shop.id == shop_id))
    return shop if shop is not None and kind in ("", shop.kind) else None


def by_public_id(kind: str, public_id: str) -> Shop | None:
    """The shop that a webhook's address names."""
    return db.session.scalar(select(Shop).where(Shop.public_id == public_id, Shop.kind == kind))


def add(store_id: int, kind: str, who: str) -> Shop:
    """Add a shop that has to be connected; one that waits for that already is taken."""
    waiting = select(Shop).where(Shop.store_id == store_id, Shop.kind == kind, Shop.state == NEW)
    if (found := db.session.scalar(waiting.limit(1))) is not None:
        return found
    label = kinds.get(kind).label
    shop = Shop(
        store_id=store_id,
        kind=kind,
        public_id=token_urlsafe(24),
        name=_free_name(store_id, label),
        payments=list(PAYMENTS),
        read_minutes=READ_MINUTES,
        since=now(),
        facts={},
        options={},
        token_version=0,
    )
    db.session.add(shop)
    db.session.flush()
    audit.note(store_id, who, f"{label} shop added", event=EVENT)
    return shop


def refuse_address(shop: Shop, address: str) -> None:
    """Refuse an address that another shop of the store has, or whose orders would mix. Raises ShopRefused."""
    taken = select(Shop.name).where(
        Shop.store_id == shop.store_id, Shop.kind == shop.kind, Shop.address == address, Shop.id != shop.id
    )
    if (name := db.session.scalar(taken)) is not None:
        raise ShopRefused("address", f"{address} is connected already, as {name}. Open its settings.")
    if shop.address and shop.address != address and db.session.scalar(_any_order(shop)) is not None:
        words = f"This shop was {shop.address} before, and its orders are here. Add {address} as another shop."
        raise ShopRefused("address", words)


def connect(shop: Shop, address: str, credentials: dict[str, str], made: Connected, who: str) -> None:
    """Keep what the shop has accepted, and begin to read. The first connection sets the cut-over date."""
    if shop.connected_at is None:
        shop.since = now().replace(microsecond=0) - CLOCKS_DIFFER
    shop.address, shop.credentials, shop.facts = address, credentials, made.facts
    shop.access_token, shop.token_expires_at = made.access_token, made.expires_at
    shop.token_version += 1
    shop.state, shop.problem, shop.problem_at, shop.renewing_until = CONNECTED, "", None, None
    shop.connected_at, shop.connected_by, shop.checked_at = now(), who, None
    breakers.forget_receiver(shop.store_id, appointment_kinds.SHOPS, attempt.receiver(shop.id))
    db.session.flush()
    schedule.at_once(shop, appointment_kinds.CHECK_SHOP, who)
    schedule.at_once(shop, appointment_kinds.READ_ORDERS, who)
    audit.note(shop.store_id, who, f"Connected to {shop.name}, {address}", event="connection.made")


def disconnect(shop: Shop, who: str) -> None:
    """Forget access and credentials; what came in stays, and so do the settings. A new one is removed whole."""
    if shop.state == NEW:
        db.session.delete(shop)
        return
    shop.state, shop.problem, shop.problem_at = DISCONNECTED, "", None
    shop.credentials = shop.access_token = shop.token_expires_at = None
    shop.token_version += 1
    breakers.forget_receiver(shop.store_id, appointment_kinds.SHOPS, attempt.receiver(shop.id))
    audit.note(shop.store_id, who, f"Disconnected from {shop.name}, {shop.address}", event="connection.ended")
    db.session.flush()


def pause(shop: Shop, who: str) -> None:
    """Read nothing and send nothing until somebody continues it."""
    shop.paused_at, shop.paused_by = now(), who
    audit.note(shop.store_id, who, f"{shop.name} paused", event=EVENT)


def go_on(shop: Shop, who: str) -> None:
    """Go on, and catch up at once."""
    shop.paused_at, shop.paused_by = None, ""
    audit.note(shop.store_id, who, f"{shop.name} continued", event=EVENT)
    if shop.state == CONNECTED:
        schedule.at_once(shop, appointment_kinds.READ_ORDERS, who)


def read_now(shop: Shop, who: str) -> None:
    """Read what has changed at once. Raises ShopRefused."""
    if not attempt.is_open(shop):
        raise ShopRefused("", f"{shop.name} is paused or not connected.")
    schedule.at_once(shop, appointment_kinds.READ_ORDERS, who)


def change(shop: Shop, values: dict[str, Any], who: str) -> bool:
    """Change settings; what they let in that was left out comes with the next reading. Raises ShopRefused."""
    _refuse_name(shop, values["name"])
    before = {name: getattr(shop, name) for name in values}
    changes = {name: [str(before[name]), str(value)] for name, value in values.items() if before[name] != value}
    if not changes:
        return False
    for name, value in values.items():
        setattr(shop, name, value)
    shop.version += 1
    if {"since", "payments"} & set(changes):
        _read_anew(shop)
    audit.note(shop.store_id, who, f"Settings of {shop.name} changed", changes, EVENT)
    db.session.flush()
    return True


def count_orders(shop: Shop) -> dict[str, int]:
    """How many of the shop's orders are in which state."""
    counted = (
        select(ShopOrder.state, func.count().label("how_many"))
        .where(ShopOrder.shop_id == shop.id)
        .group_by(ShopOrder.state)
    )
    return {row.state: row.how_many for row in db.session.execute(counted)}


def _read_anew(shop: Shop) -> None:
    """Look again at what was passed over; orders that came in are not read twice."""
    shop.watermark = None
    passed = (ShopOrder.shop_id == shop.id, ShopOrder.state == PASSED_OVER)
    db.session.execute(delete(ShopOrder).where(*passed))


def _any_order(shop: Shop) -> Any:
    return select(ShopOrder.id).where(ShopOrder.shop_id == shop.id, ShopOrder.state == IMPORTED).limit(1)


def _refuse_name(shop: Shop, name: str) -> None:
    taken = select(Shop.id).where(
        Shop.store_id == shop.store_id, func.lower(Shop.name) == func.lower(name), Shop.id != shop.id
    )
    with db.session.no_autoflush:
        if db.session.scalar(taken) is not None:
            raise ShopRefused("name", f"Another shop of this store is called {name}. Choose another name.")


def _free_name(store_id: int, label: str) -> str:
    taken = {shop.name.casefold() for shop in shops(store_id)}
    number = 1
    while (name := label if number == 1 else f"{label} {number}").casefold() in taken:
        number += 1
    return name
