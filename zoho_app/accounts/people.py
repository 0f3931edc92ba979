"""People and their roles: who may do what in which store."""

import re
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from zoho_app.accounts import audit, one_time_links, passwords, sign_ins
from zoho_app.accounts.models import OWNER, ROLES, Membership, SignIn, Store, User
from zoho_app.extensions import db
from zoho_app.logs import events


class Refused(ValueError):
    """Something about a person can't be done; says why and what to do."""


def tidy_email(text: str) -> str:
    """The e-mail address as it is kept; raises Refused when it is none."""
    email = text.strip().lower()
    if len(email) > 254 or not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+|[^@\s]+@localhost", email):
        raise Refused(f"Email: {text.strip()[:60]!r} is not an e-mail address; give one like ada@example.com.")
    return email


def find(email: str) -> User | None:
    """The user with this e-mail address."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def of(store: Store) -> Sequence[Membership]:
    """Everybody who belongs to the store, by e-mail; one statement, which leaves out their other stores."""
    users = contains_eager(Membership.user).lazyload(User.memberships)
    rows = select(Membership).join(Membership.user).where(Membership.store_id == store.id).order_by(User.email)
    return db.session.scalars(rows.options(users)).all()


def create_user(email: str, password: str) -> User:
    """Make a user who can sign in; raises Refused."""
    email = tidy_email(email)
    if find(email) is not None:
        raise Refused(f"Email: {email} is a user already.")
    user = User(email=email)
    db.session.add(user)
    set_password(user, password)
    db.session.flush()
    return user


def set_password(user: User, password: str, keep: SignIn | None = None) -> None:
    """Give the user a new password and sign out all browsers but `keep`; raises Refused."""
    if problem := passwords.problem(password, user.email):
        raise Refused(problem)
    user.password_hash = passwords.hash_password(password)
    db.session.flush()
    events.note_after_commit("password.changed", of=user.email)
    sign_ins.end_all(user, but=keep)


def add(store: Store, user: User, role: str, who: str) -> Membership:
    """Let the user into the store; raises Refused when they are in already."""
    _check_role(role)
    if user.role_in(store.id):
        raise Refused(f"Email: {user.email} belongs to this store already; change the role in the list below.")
    membership = Membership(store_id=store.id, role=role)
    user.memberships.append(membership)
    db.session.flush()
    audit.note(store.id, who, f"{user.email} was added as {role}", event="person.added")
    return membership


def invite(store: Store, email: str, role: str, who: str) -> tuple[User, str | None]:
    """Let somebody into the store; returns the user and, if they have no password yet, an invitation's token.

    Raises Refused.
    """
    email = tidy_email(email)
    user = find(email)
    if user is None:
        user = User(email=email)
        db.session.add(user)
        db.session.flush()
    add(store, user, role, who)
    return user, None if user.password_hash else one_time_links.new_invitation(user)


def change_role(membership: Membership, role: str, who: str) -> None:
    """Give a person another role; raises Refused for the last owner."""
    _check_role(role)
    if role == membership.role:
        return
    _keep_an_owner(membership)
    before, membership.role = membership.role, role
    db.session.flush()
    words = f"The role of {membership.user.email} was changed"
    audit.note(membership.store_id, who, words, {"role": [before, role]}, event="role.changed")


def remove(membership: Membership, who: str) -> None:
    """Take a person out of the store; raises Refused for the last owner."""
    _keep_an_owner(membership)
    store_id, email = membership.store_id, membership.user.email
    membership.user.memberships.remove(membership)
    db.session.flush()
    audit.note(store_id, who, f"{email} was removed", event="person.removed")


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise Refused(f"Role: give one of {', '.join(reversed(ROLES))}.")


def _keep_an_owner(membership: Membership) -> None:
    if membership.role != OWNER:
        return
    store = db.session.get_one(Store, membership.store_id, with_for_update=True)  # two at once wait here
    owners = select(func.count()).where(Membership.store_id == store.id, Membership.role == OWNER)
    if (db.session.scalar(owners) or 0) < 2:
        raise Refused(f"{membership.user.email} is the only owner. Make somebody else an owner first.")
