"""Invitations: a store offers a role to an e-mail address; the link opens that offer alone and works once."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, delete, select, update

from zoho_app.accounts import audit, people
from zoho_app.accounts.models import ACCEPTED, DECLINED, OPEN, REMOVED, Invitation, Store, User
from zoho_app.accounts.people import Refused
from zoho_app.accounts.sign_ins import fingerprint
from zoho_app.clock import now
from zoho_app.extensions import alone, db, rows_changed

VALID_FOR = timedelta(days=7)
ENDED_ARE_KEPT_FOR = timedelta(days=30)  # so that an old link can still say why it no longer works


class Ended(Exception):
    """Somebody else changed this: the invitation was accepted, declined or removed, or its link was replaced."""


def invite(store: Store, email: str, role: str, who: str) -> tuple[Invitation, str]:
    """Offer somebody a role; returns the invitation and the token of its link, which is kept nowhere.

    Raises Refused. What it does and answers is the same whether or not the address has an account.
    """
    email = people.tidy_email(email)
    people.check_role(role)
    alone("invitation", store.id, email)
    if people.is_member(store.id, email):
        raise Refused(f"Email: {email} already belongs to this store; change the role in the list below.")
    if db.session.scalar(_open(store.id).where(Invitation.email == email)) is not None:
        raise Refused(
            f"Email: {email} is already invited; make a new link or remove the invitation in the list below."
        )
    db.session.execute(delete(Invitation).where(Invitation.ended_at < now() - ENDED_ARE_KEPT_FOR))
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        store_id=store.id,
        email=email,
        role=role,
        invited_by=who,
        token_hash=fingerprint(token),
        expires_at=now() + VALID_FOR,
    )
    db.session.add(invitation)
    db.session.flush()
    audit.note(store.id, who, f"{email} was invited as {role}", event="invitation.made")
    return invitation, token


def pending(store_id: int) -> Sequence[Invitation]:
    """The invitations of the store that nobody has answered, also those whose link has expired, by e-mail."""
    return db.session.scalars(_open(store_id).order_by(Invitation.email)).all()


def one_pending(store_id: int, invitation_id: int) -> Invitation | None:
    """The store's invitation of this id, while nobody has answered it."""
    return db.session.scalar(_open(store_id).where(Invitation.id == invitation_id))


def _open(store_id: int) -> Select[Invitation]:
    return select(Invitation).where(Invitation.store_id == store_id, Invitation.state == OPEN)


def find(token: str) -> Invitation | None:
    """The invitation whose newest link has this token, in whatever state it is."""
    return db.session.scalar(select(Invitation).where(Invitation.token_hash == fingerprint(token)))


def new_link(invitation: Invitation, who: str) -> str:
    """The token of a fresh link; the one before stops working. Raises Ended."""
    token = secrets.token_urlsafe(32)
    _change(invitation, token_hash=fingerprint(token), expires_at=now() + VALID_FOR)
    words = f"A new invitation link was made for {invitation.email}"
    audit.note(invitation.store_id, who, words, event="invitation.made")
    return token


def accept(invitation: Invitation, user: User) -> None:
    """Make the invited person a member in the role that was offered. Raises Ended."""
    if user.email != invitation.email:
        raise Ended
    _end(invitation, ACCEPTED)
    if user.role_in(invitation.store_id) is None:
        people.join(invitation.store_id, user, invitation.role)
    words = f"{user.email} accepted the invitation as {invitation.role}"
    audit.note(invitation.store_id, user.email, words, event="invitation.accepted")


def decline(invitation: Invitation) -> None:
    """Decline the invitation. Raises Ended."""
    _end(invitation, DECLINED)
    words = f"{invitation.email} declined the invitation"
    audit.note(invitation.store_id, invitation.email, words, event="invitation.declined")


def remove(invitation: Invitation, who: str) -> None:
    """Remove the invitation. Raises Ended."""
    _end(invitation, REMOVED)
    audit.note(
        invitation.store_id, who, f"The invitation for {invitation.email} was removed", event="invitation.removed"
    )


def _end(invitation: Invitation, state: str) -> None:
    _change(invitation, state=state, ended_at=now())


def _change(invitation: Invitation, **values: object) -> None:
    """Change the invitation if it is still open and has the same link as when it was read."""
    as_read = (Invitation.id == invitation.id, Invitation.token_hash == invitation.token_hash)
    if rows_changed(update(Invitation).where(*as_read, Invitation.state == OPEN).values(values)) != 1:
        raise Ended
    db.session.refresh(invitation)
