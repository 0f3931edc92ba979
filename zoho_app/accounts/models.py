"""Stores, the people who work in them, and how they get in."""

from datetime import datetime
from typing import Any

from flask_login import UserMixin
from sqlalchemy import JSON, Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zoho_app.clock import now
from zoho_app.columns import UtcDateTime, partial_index
from zoho_app.extensions import Model

OWNER, OPERATOR, VIEWER = "owner", "operator", "viewer"
# Each role may do what the ones before it may.
ROLES = (VIEWER, OPERATOR, OWNER)
# What becomes of an invitation.
OPEN, ACCEPTED, DECLINED, REMOVED = "open", "accepted", "declined", "removed"


class Store(Model):
    """One merchant's desk; everything else belongs to exactly one store."""

    __tablename__ = "stores"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    currency_code: Mapped[str] = mapped_column(String(3), default="USD")
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    add_inventory_details: Mapped[bool] = mapped_column(default=True)
    same_sources: Mapped[str] = mapped_column(Text, default="")  # one group of source names a line, with commas
    shows_guide: Mapped[bool | None]  # the setup guide on Home; none: until all of it is done
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    memberships: Mapped[list["Membership"]] = relationship(back_populates="store")


class ApiKey(Model):
    """What opens one store's API for a program; see api_keys.py."""

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    scope: Mapped[str] = mapped_column(String(10))  # a key of api_keys.SCOPES
    key_hash: Mapped[str] = mapped_column(String(64))
    ending: Mapped[str] = mapped_column(String(4))  # its last characters, by which people know it
    made_by: Mapped[str] = mapped_column(String(254), default="")  # "": it is older than its row
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by: Mapped[str] = mapped_column(String(254), default="")
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    store: Mapped[Store] = relationship()


class User(Model):
    """A person who signs in with an e-mail address and a password; an invited person is not a user yet."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # kept in lower case
    password_hash: Mapped[str] = mapped_column(String(200))
    preferences: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # see preferences.py
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", lazy="selectin"
    )

    def role_in(self, store_id: int) -> str | None:
        """The user's role in a store, or None for a stranger."""
        return next((m.role for m in self.memberships if m.store_id == store_id), None)

    def may(self, role: str, store_id: int) -> bool:
        """Whether the user may do in that store what `role` may do."""
        own = self.role_in(store_id)
        return own is not None and ROLES.index(own) >= ROLES.index(role)


class Membership(Model):
    """A user's role in one store."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("user_id", "store_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))

    user: Mapped[User] = relationship(back_populates="memberships")
    store: Mapped[Store] = relationship(back_populates="memberships")


class Invitation(Model):
    """A store's offer of a role to an e-mail address, opened by one link; only its acceptance makes a member."""

    __tablename__ = "invitations"
    __table_args__ = (partial_index("uq_invitations_open", "store_id", "email", where="state = 'open'", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))  # kept in lower case
    role: Mapped[str] = mapped_column(String(20))
    invited_by: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(20), default=OPEN)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)

    store: Mapped[Store] = relationship()

    @property
    def is_expired(self) -> bool:
        """Whether its link has become too old."""
        return self.expires_at <= now()


class SignIn(UserMixin, Model):
    """One browser signed in as one user; ended on the server, not only in the cookie.

    Flask-Login's "user" is this row, so that a sign-out, a password change or an owner can end it at once.
    """

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    user_agent: Mapped[str] = mapped_column(String(300), default="")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship(lazy="joined")

    token = ""  # known only while a request of that browser is answered; the table keeps its hash

    def get_id(self) -> str:
        """What Flask-Login keeps in the browser's cookie."""
        return self.token


class Guessing(Model):
    """How many wrong guesses there were lately, and when the next guess is allowed."""

    __tablename__ = "guessing"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)  # a fingerprint of what is guessed, and from where
    level: Mapped[float] = mapped_column(Float)  # wrong guesses at `at`; the number decays with time
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    gone_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)  # when the row no longer says anything


class OneTimeLink(Model):
    """A link that works once: to set up the first owner, or to let an owner past wrong guesses. Its hash is kept."""

    __tablename__ = "one_time_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))  # "set-up" or "unlock"
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuditEntry(Model):
    """Who changed what in a store's settings, connection, rules or people; append-only, never a secret."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_store", "store_id", "id"),
        Index("ix_audit_entries_who", "store_id", "who", "id"),
        Index("ix_audit_entries_kind", "store_id", "kind", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int | None] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    who: Mapped[str] = mapped_column(String(254))
    kind: Mapped[str] = mapped_column(String(20), default="settings")  # a key of audit.KINDS
    address: Mapped[str] = mapped_column(String(45), default="")  # where the request came from; "": a worker did it
    what: Mapped[str] = mapped_column(Text)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # {field: [before, after]}
