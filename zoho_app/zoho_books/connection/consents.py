"""Consents that were started and not finished: each is used up once, on the server.

What a browser remembers proves nothing: a cookie that was restored must not open an old callback again.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import delete, select

from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books.models import PendingConsent

VALID_FOR = timedelta(minutes=10)
MOST_OF_A_SIGN_IN = 5


def begin(store_id: int, data_center: str, sign_in_id: int) -> tuple[str, str]:
    """Keep that this browser is on its way; returns its state and PKCE's code verifier, 256 random bits each."""
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    _drop_old_ones(sign_in_id)
    db.session.add(
        PendingConsent(
            state_hash=_fingerprint(state),
            sign_in_id=sign_in_id,
            store_id=store_id,
            data_center=data_center,
            code_verifier=verifier,
            expires_at=now() + VALID_FOR,
        )
    )
    db.session.flush()
    return state, verifier


def _drop_old_ones(sign_in_id: int) -> None:
    db.session.execute(delete(PendingConsent).where(PendingConsent.expires_at <= now()))
    mine = select(PendingConsent.state_hash).where(PendingConsent.sign_in_id == sign_in_id)
    too_many = mine.order_by(PendingConsent.expires_at.desc()).offset(MOST_OF_A_SIGN_IN - 1)
    hashes = list(db.session.scalars(too_many))
    db.session.execute(delete(PendingConsent).where(PendingConsent.state_hash.in_(hashes)))


def take(state: str, sign_in_id: int) -> PendingConsent | None:
    """Use up what was begun under that state by this very browser; None when there is none, or it is too old."""
    mine = (PendingConsent.state_hash == _fingerprint(state), PendingConsent.sign_in_id == sign_in_id)
    used = delete(PendingConsent).where(*mine).returning(PendingConsent)
    found = db.session.scalars(used.execution_options(synchronize_session=False)).one_or_none()
    return found if found is not None and found.expires_at > now() else None


def _fingerprint(state: str) -> str:
    return sha256(state.encode()).hexdigest()
