"""Links that work once: to set up the first owner, and to let an owner past the wrong guesses of others."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, exists, select, update

from zoho_app.accounts.models import OneTimeLink, User
from zoho_app.accounts.sign_ins import fingerprint
from zoho_app.clock import now
from zoho_app.extensions import alone, db

SET_UP, UNLOCK = "set-up", "unlock"
VALID_FOR = {SET_UP: timedelta(days=7), UNLOCK: timedelta(hours=2)}


class AlreadySetUp(Exception):
    """The installation has its first owner; more people are invited from the People page."""


def is_set_up() -> bool:
    """Whether there is any user."""
    return bool(db.session.scalar(select(exists().where(User.id.is_not(None)))))


def new_set_up_link() -> str:
    """The token of a new link that makes the first store and its owner.

    Raises AlreadySetUp once there is a user.
    """
    if is_set_up():
        raise AlreadySetUp("Bookdesk is already set up. Owners invite more people on the People page.")
    return _new(SET_UP, None)


def new_unlock_link(user: User) -> str:
    """The token of a link that makes the browser in which it is opened one that the account knows."""
    return _new(UNLOCK, user)


def _new(purpose: str, user: User | None) -> str:
    token = secrets.token_urlsafe(32)
    db.session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < now()))
    db.session.add(
        OneTimeLink(
            purpose=purpose,
            token_hash=fingerprint(token),
            user_id=user.id if user else None,
            expires_at=now() + VALID_FOR[purpose],
        )
    )
    db.session.flush()
    return token


def find(purpose: str, token: str) -> OneTimeLink | None:
    """The link of this token, while it can still be used."""
    link = db.session.scalar(
        select(OneTimeLink).where(
            OneTimeLink.token_hash == fingerprint(token),
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now(),
        )
    )
    return None if link is not None and purpose == SET_UP and is_set_up() else link


def use(link: OneTimeLink) -> bool:
    """Use up the link; False when it was already used."""
    timestamp = now()
    if link.purpose == SET_UP:
        alone("set-up")  # of two such links, one makes the first user
        if is_set_up():
            return False
    used = update(OneTimeLink).where(OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None))
    return db.session.scalar(used.values(used_at=timestamp).returning(OneTimeLink.id)) is not None
