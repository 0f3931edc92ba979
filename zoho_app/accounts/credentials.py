"""Accounts and their passwords: how an account is made, and how it gets another password."""

from zoho_app.accounts import passwords, people, sign_ins, strength
from zoho_app.accounts.models import User
from zoho_app.accounts.people import Refused
from zoho_app.extensions import alone, db
from zoho_app.logs import events


def hashed(password: str, email: str) -> str:
    """What is kept of a new password; raises Refused for one that can't be taken.

    It takes a while, so it is done before a transaction begins where others would wait for that.
    """
    if problem := strength.problem(password, email):
        raise Refused(problem)
    return passwords.hash_password(password)


def create_user(email: str, password: str) -> User:
    """Make a user who can sign in; raises Refused."""
    email = people.tidy_email(email)
    return add_user(email, hashed(password, email))


def add_user(email: str, password_hash: str) -> User:
    """Make the account of an address that has none; raises Refused."""
    alone("account", email)
    if people.find(email) is not None:
        raise Refused(f"Email: {email} is already a user.")
    user = User(email=email, password_hash=password_hash)
    db.session.add(user)
    db.session.flush()
    return user


def set_password(user: User, password: str) -> None:
    """Give the user a new password and sign them out everywhere; raises Refused."""
    replace_hash(user, hashed(password, user.email))


def replace_hash(user: User, password_hash: str) -> None:
    """Replace the password's hash and sign the user out everywhere."""
    user.password_hash = password_hash
    db.session.flush()
    events.note_after_commit("password.changed", of=user.email)
    sign_ins.end_all(user)
