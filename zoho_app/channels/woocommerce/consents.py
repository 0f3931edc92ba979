"""The way to a shop's own consent page and back.

The shop posts its keys without any signature, so that whoever knows the state could post others: the state is random,
used once, and bound to the store, the shop's address and the browser that has begun. The keys count for nothing until
they have been used at that very address.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import delete, select, update

from zoho_app.channels.woocommerce.models import ShopConsent
from zoho_app.clock import now
from zoho_app.extensions import db, rows_changed

VALID_FOR = timedelta(minutes=10)
MOST_OF_A_SIGN_IN = 5
LONGEST_KEY = 200


def begin(store_id: int, shop_id: int, address: str, sign_in_id: int) -> str:
    """Keep that this browser is on its way to the shop at that address; returns the state."""
    state = secrets.token_urlsafe(32)
    _drop_old_ones(sign_in_id)
    db.session.add(
        ShopConsent(
            state_hash=_fingerprint(state),
            sign_in_id=sign_in_id,
            store_id=store_id,
            shop_id=shop_id,
            address=address,
            expires_at=now() + VALID_FOR,
        )
    )
    db.session.flush()
    return state


def receive(state: str, key: str, secret: str) -> bool:
    """Keep the keys that a shop has posted, once; False when nobody is on the way under that state."""
    if not (0 < len(key) <= LONGEST_KEY and 0 < len(secret) <= LONGEST_KEY):
        return False
    waiting = (
        ShopConsent.state_hash == _fingerprint(state),
        ShopConsent.credentials.is_(None),
        ShopConsent.expires_at > now(),
    )
    credentials = {"consumer_key": key, "consumer_secret": secret}
    return bool(rows_changed(update(ShopConsent).where(*waiting).values(credentials=credentials)))


def take(state: str, sign_in_id: int) -> ShopConsent | None:
    """Use up what was begun under that state by this very browser; None when there is none, or it is too old."""
    mine = (ShopConsent.state_hash == _fingerprint(state), ShopConsent.sign_in_id == sign_in_id)
    used = delete(ShopConsent).where(*mine).returning(ShopConsent)
    found = db.session.scalars(used.execution_options(synchronize_session=False)).one_or_none()
    return found if found is not None and found.expires_at > now() else None


def _drop_old_ones(sign_in_id: int) -> None:
    db.session.execute(delete(ShopConsent).where(ShopConsent.expires_at <= now()))
    mine = select(ShopConsent.state_hash).where(ShopConsent.sign_in_id == sign_in_id)
    too_many = mine.order_by(ShopConsent.expires_at.desc()).offset(MOST_OF_A_SIGN_IN - 1)
    hashes = list(db.session.scalars(too_many))
    db.session.execute(delete(ShopConsent).where(ShopConsent.state_hash.in_(hashes)))


def _fingerprint(state: str) -> str:
    return sha256(state.encode()).hexdigest()
