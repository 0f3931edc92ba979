"""People and their roles: who may do what in which store."""

import re
from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import contains_eager

from zoho_app.accounts import audit, preferences, sign_ins
from zoho_app.accounts.models import OPEN, OWNER, REMOVED, ROLES, Invitation, Membership, Store, User
from zoho_app.clock import now
from zoho_app.extensions import db

# One address: nothing that a mail program would take for a list, a name or a comment.
_PART = r"[^@\s,;:<>()\[\]\"\\]+"
ADDRESS = rf"{_PART}@{_PART}\.[^@\s.,;:<>()\[\]\"\\]+|{_PART}@localhost"


class Refused(ValueError):
    """Something about a person can't be done; says why and what to do."""


def tidy_email(text: str) -> str:
    """The e-mail address as it is kept; raises Refused when it is none."""
    email = text.strip().lower()
    if len(email) > 254 or not email.isprintable() or not re.fullmatch(ADDRESS, email):
        raise Refused(f"Email: {text.strip()[:60]!r} is not an e-mail address; give one like ada@example.com.")
    return email


def find(email: str) -> User | None:
    """The user with this e-mail address."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def list_members(store: Store) -> Sequence[Membership]:
    """Everybody who belongs to the store, by e-mail; one statement, which leaves out their other stores."""
    users = contains_eager(Membership.user).lazyload(User.memberships)
    rows = select(Membership).join(Membership.user).where(Membership.store_id == store.id).order_by(User.email)
    return db.session.scalars(rows.options(users)).all()


def is_member(store_id: int, email: str) -> bool:
    """Whether somebody with this e-mail address belongs to the store."""
    rows = select(Membership.id).join(Membership.user).where(Membership.store_id == store_id, User.email == email)
    return db.session.scalar(rows) is not None


def add(store: Store, user: User, role: str, who: str) -> Membership:
    """Add the user to the store without an invitation; raises Refused when they are already a member."""
    check_role(role)
    if user.role_in(store.id):
        raise Refused(f"Email: {user.email} already belongs to this store; change the role in the list below.")
    membership = join(store.id, user, role)
    audit.note(store.id, who, f"{user.email} was added as {role}", event="person.added")
    return membership


def join(store_id: int, user: User, role: str) -> Membership:
    """Make the user a member, to whom no invitation of this store is open any longer."""
    membership = Membership(store_id=store_id, role=role)
    user.memberships.append(membership)
    db.session.flush()
    theirs = (Invitation.store_id == store_id, Invitation.email == user.email, Invitation.state == OPEN)
    db.session.execute(update(Invitation).where(*theirs).values(state=REMOVED, ended_at=now()))
    return membership


def change_role(membership: Membership, role: str, who: str) -> None:
    """Give a person another role; raises Refused for the last owner."""
    check_role(role)
    if role == membership.role:
        return
    _keep_an_owner(membership)
    before, membership.role = membership.role, role
    db.session.flush()
    words = f"The role of {membership.user.email} was changed"
    audit.note(membership.store_id, who, words, {"role": [before, role]}, event="role.changed")


def remove(membership: Membership, who: str) -> None:
    """Take a person out of the store; raises Refused for the last owner.

    Who belongs to no store any more is signed out everywhere.
    """
    _keep_an_owner(membership)
    store_id, user = membership.store_id, membership.user
    user.memberships.remove(membership)
    preferences.keep_searches(user, store_id, [])
    if not user.memberships:
        sign_ins.end_all(user)
    audit.note(store_id, who, f"{user.email} was removed", event="person.removed")


def check_role(role: str) -> None:
    """Raise Refused for what is no role."""
    if role not in ROLES:
        raise Refused(f"Role: give one of {', '.join(reversed(ROLES))}.")


def _keep_an_owner(membership: Membership) -> None:
    if membership.role != OWNER:
        return
    store = db.session.get_one(Store, membership.store_id, with_for_update=True)  # two at once wait here
    owners = select(func.count()).where(Membership.store_id == store.id, Membership.role == OWNER)
    if (db.session.scalar(owners) or 0) < 2:
        raise Refused(f"{membership.user.email} is the only owner. Make somebody else an owner first.")
