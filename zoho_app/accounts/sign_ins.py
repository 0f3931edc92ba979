"""Who is signed in where: a row on the server for each browser, found by a random token."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import joinedload

from zoho_app.accounts.models import Membership, SignIn, User
from zoho_app.clock import now
from zoho_app.extensions import db

IDLE_LIMIT = timedelta(hours=12)
ABSOLUTE_LIMIT = timedelta(days=14)
TOUCH_EVERY = timedelta(minutes=5)


def start(user: User, user_agent: str) -> SignIn:
    """Sign the user in on one more browser; the row's `token` goes into its cookie and nowhere else."""
    db.session.execute(delete(SignIn).where(SignIn.started_at < now() - ABSOLUTE_LIMIT))
    token = secrets.token_urlsafe(32)
    sign_in = SignIn(token_hash=fingerprint(token), user=user, user_agent=user_agent[:300])
    sign_in.token = token
    db.session.add(sign_in)
    db.session.flush()
    return sign_in


def fingerprint(token: str) -> str:
    """What is kept of a random token: enough to find it, too little to use it."""
    return sha256(token.encode()).hexdigest()


def find(token: str) -> SignIn | None:
    """The sign-in of this token while it is neither ended, idle for too long, nor too old; with their stores."""
    stores = joinedload(SignIn.user).joinedload(User.memberships).joinedload(Membership.store)
    wanted = select(SignIn).where(SignIn.token_hash == fingerprint(token), *_alive()).options(stores)
    sign_in = db.session.scalars(wanted).unique().one_or_none()
    if sign_in is not None:
        sign_in.token = token
    return sign_in


def _alive() -> tuple[ColumnElement[bool], ...]:
    timestamp = now()
    return (
        SignIn.ended_at.is_(None),
        SignIn.last_seen_at > timestamp - IDLE_LIMIT,
        SignIn.started_at > timestamp - ABSOLUTE_LIMIT,
    )


def is_stale(sign_in: SignIn) -> bool:
    """Whether it is time to note again that the browser was seen: now and then, to spare the database."""
    return sign_in.last_seen_at < now() - TOUCH_EVERY


def touch(sign_in_id: int) -> None:
    """Note that the browser was seen just now."""
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=now()))


def list_for_user(user: User) -> Sequence[SignIn]:
    """The browsers in which the user is signed in, the last seen first."""
    rows = select(SignIn).where(SignIn.user_id == user.id, *_alive()).order_by(SignIn.last_seen_at.desc())
    return db.session.scalars(rows).all()


def one_of(user: User, sign_in_id: int) -> SignIn | None:
    """One of the browsers in which the user is signed in."""
    return db.session.scalar(select(SignIn).where(SignIn.id == sign_in_id, SignIn.user_id == user.id, *_alive()))


def end(user: User, sign_in_id: int) -> bool:
    """Sign one of the user's browsers out; False when there was no such."""
    return _end(SignIn.user_id == user.id, SignIn.id == sign_in_id) == 1


def end_all(user: User, but: SignIn | None = None) -> int:
    """Sign all of the user's browsers out, except `but`; returns how many there were."""
    return _end(SignIn.user_id == user.id, SignIn.id != (but.id if but else 0))


def _end(*which: ColumnElement[bool]) -> int:
    rows = select(SignIn).where(SignIn.ended_at.is_(None), *which)
    ended = db.session.scalars(rows).all()
    for sign_in in ended:
        sign_in.ended_at = now()
    db.session.flush()
    return len(ended)
