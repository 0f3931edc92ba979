"""The one access token of a shop that all workers and pages share.

A token of a client id and secret lives for a day. It is renewed an hour before its end, or when Shopify refuses it,
by one process at a time under a lease; everybody else takes what that has brought.
"""

import random
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from zoho_app.channels.shopify.client import token_endpoint
from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.models import Shop
from zoho_app.channels.shops.problems import ACCESS, PersonNeeded, TryLater
from zoho_app.clock import now
from zoho_app.extensions import db, only_reading

RENEW_BEFORE = timedelta(hours=1)
STILL_GOOD = timedelta(minutes=2)  # may be used while another process renews it
LEASE = timedelta(seconds=token_endpoint.TOTAL_SECONDS + 10)
WAIT_SECONDS = 15.0


@dataclass(frozen=True)
class Token:
    """What a call needs; `version` goes back as `worse_than` when Shopify answers 401."""

    value: str = field(repr=False)
    version: int


def access_token(access: Access, worse_than: int | None = None) -> Token:
    """Return the token to use now. Exactly one renewal is under way at a time over all processes.

    Call it while no transaction is open; what it writes it writes in transactions of its own.

    Raises PersonNeeded when only a person can restore the access, ShopDown or TryLater when none can be had now.
    """
    if own := access.credentials.get("access_token"):
        if worse_than is not None:
            raise PersonNeeded(ACCESS, "Shopify does not accept the access token any more. Connect the shop again.")
        return Token(own, 0)
    give_up_at = time.monotonic() + WAIT_SECONDS
    while True:
        found = _look(access.shop_id)
        if found.is_good(worse_than, RENEW_BEFORE):
            return found.token
        lease = _take_lease(access.shop_id, found)
        if lease is not None:
            _renew(access, found, lease)
        elif found.is_good(worse_than, STILL_GOOD):
            return found.token
        elif time.monotonic() > give_up_at:
            raise TryLater("Another process is still asking Shopify for access.", now() + timedelta(seconds=15))
        else:
            time.sleep(0.05 + random.random() * 0.1)


@dataclass(frozen=True)
class _Found:
    token: Token
    expires_at: datetime

    def is_good(self, worse_than: int | None, for_at_least: timedelta) -> bool:
        is_new = bool(self.token.value) and self.token.version != worse_than
        return is_new and self.expires_at - now() > for_at_least


def _look(shop_id: int) -> _Found:
    with only_reading(), Session(db.engine) as session:
        shop = session.get(Shop, shop_id)
        if shop is None or not shop.credentials:
            raise PersonNeeded(ACCESS, "The shop is disconnected. Connect it again.")
        return _Found(Token(shop.access_token or "", shop.token_version), shop.token_expires_at or now())


def _take_lease(shop_id: int, found: _Found) -> datetime | None:
    lease = now() + LEASE
    is_free = Shop.renewing_until.is_(None) | (Shop.renewing_until < now())
    return lease if _change(shop_id, found, {"renewing_until": lease}, is_free) else None


def _renew(access: Access, found: _Found, lease: datetime) -> None:
    mine = Shop.renewing_until == lease
    try:
        grant = token_endpoint.ask(access)
    except BaseException:
        _change(access.shop_id, found, {"renewing_until": None}, mine)
        raise
    values = {
        "access_token": grant.access_token,
        "token_expires_at": grant.expires_at,
        "token_version": found.token.version + 1,
        "renewing_until": None,
    }
    _change(access.shop_id, found, values, mine)


def _change(shop_id: int, found: _Found, values: dict[str, Any], *conditions: Any) -> bool:
    """Change the shop in a transaction of its own, unless it has another token by now."""
    same = (Shop.id == shop_id, Shop.token_version == found.token.version)
    with only_reading(False), Session(db.engine) as session, session.begin():
        return bool(session.execute(update(Shop).where(*same, *conditions).values(values)).rowcount)  # type: ignore[attr-defined]
