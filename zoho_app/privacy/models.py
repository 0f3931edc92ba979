"""Retention settings of a store, and proofs that a customer was erased."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from zoho_app.clock import now
from zoho_app.columns import Secret, UtcDateTime
from zoho_app.extensions import Model

# What holds for a store that has set nothing; 0 keeps for good.
APPOINTMENTS_DAYS, MESSAGES_DAYS, RUNS_DAYS, DELETED_ORDERS_DAYS, PAYLOADS_DAYS, CONTACTS_DAYS = (
    *(180, 180, 180),
    *(365, 0, 30),
)


class Retention(Model):
    """After how many days a store forgets what; 0 keeps it for good."""

    __tablename__ = "retention"

    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"), primary_key=True)
    appointments_days: Mapped[int] = mapped_column(default=APPOINTMENTS_DAYS)  # ended ones, without open failures
    messages_days: Mapped[int] = mapped_column(default=MESSAGES_DAYS)  # to channels, and alerts with theirs
    runs_days: Mapped[int] = mapped_column(default=RUNS_DAYS)  # bulk runs that have ended
    deleted_orders_days: Mapped[int] = mapped_column(default=DELETED_ORDERS_DAYS)  # with their history
    payloads_days: Mapped[int] = mapped_column(default=PAYLOADS_DAYS)  # what was sent to Zoho Books, word for word
    contacts_days: Mapped[int] = mapped_column(default=CONTACTS_DAYS)  # Zoho's, after the store was disconnected
    payloads_emptied_to: Mapped[datetime | None] = mapped_column(UtcDateTime)  # those sent before hold nothing more


class ProofKey(Model):
    """The key under which a store's erased addresses are told again, if somebody asks for one of them."""

    __tablename__ = "erasure_keys"

    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(Secret)


class Erasure(Model):
    """The record of an erasure: when, by whom, how much; not who it was."""

    __tablename__ = "erasures"
    __table_args__ = (Index("ix_erasures_store", "store_id", "id"), Index("ix_erasures_proof", "store_id", "proof"))

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    proof: Mapped[str] = mapped_column(String(64))  # a keyed hash of the address
    asked_by: Mapped[str] = mapped_column(String(254))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # none: it was interrupted
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # {what: how many}
