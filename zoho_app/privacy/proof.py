"""That an address was erased, without keeping it: a hash under a key of the store, found again by the address."""

import hmac
import secrets
from collections.abc import Sequence

from sqlalchemy import select

from zoho_app.extensions import alone, db
from zoho_app.privacy.models import Erasure, ProofKey


def for_address(store_id: int, email_key: str) -> str:
    """The proof of this address; nobody without the store's key can find the address by trying."""
    return hmac.digest(_key(store_id).encode(), email_key.encode(), "sha256").hex()


def _key(store_id: int) -> str:
    kept = db.session.get(ProofKey, store_id)
    if kept is None:
        alone("erasure key", store_id)
        kept = db.session.get(ProofKey, store_id, populate_existing=True)
    if kept is None:
        kept = ProofKey(store_id=store_id, key=secrets.token_hex(32))
        db.session.add(kept)
        db.session.flush()
    return kept.key


def past(store_id: int, email_key: str) -> Sequence[Erasure]:
    """The erasures of this address, the newest first."""
    if db.session.get(ProofKey, store_id) is None:
        return []
    same = (Erasure.store_id == store_id, Erasure.proof == for_address(store_id, email_key))
    return db.session.scalars(select(Erasure).where(*same).order_by(Erasure.id.desc())).all()


def latest(store_id: int, most: int) -> Sequence[Erasure]:
    """The store's last erasures."""
    rows = select(Erasure).where(Erasure.store_id == store_id).order_by(Erasure.id.desc()).limit(most)
    return db.session.scalars(rows).all()
