"""An appointment: one thing that has to be done outside the desk, and how far it has come."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, Text, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from zoho_app.clock import now
from zoho_app.columns import UtcDateTime, partial_index
from zoho_app.extensions import Model

SCHEDULED, RUNNING, UNKNOWN = "scheduled", "running", "unknown"
DONE, FAILED, CANCELED = "done", "failed", "canceled"
# An appointment in one of these still has something to do; a subject has at most one such of a kind.
OPEN_STATES = (SCHEDULED, RUNNING, UNKNOWN)

# The cause of one whose worker has died.
INTERRUPTED = "interrupted"

# Smaller goes first: people's clicks, then rules, then bulk work.
PEOPLE, RULES, BULK = 0, 10, 20

_OPEN_FAILURE = "state = 'failed' AND NOT is_settled"
_OPEN = "state IN ('scheduled', 'running', 'unknown')"
WAITING = "state IN ('scheduled', 'unknown')"


def waiting(row: Any) -> ColumnElement[bool]:
    """Which appointments wait; spelled as in the index ix_appointments_next, or SQLite does not take it."""
    return row.state.in_([literal_column(f"'{state}'") for state in (SCHEDULED, UNKNOWN)])


class Appointment(Model):
    """One unit of background work, written in the transaction that caused it."""

    __tablename__ = "appointments"
    __table_args__ = (
        partial_index("uq_appointments_open", "kind", "subject_id", where=_OPEN, unique=True),
        Index("ix_appointments_due", "lane", "state", "priority", "due_at"),
        partial_index(
            "ix_appointments_next", "lane", "store_id", "priority", "due_at", "id", "receiver", where=WAITING
        ),
        partial_index("ix_appointments_turns", "lane", "store_id", "claimed_at", where="claimed_at IS NOT NULL"),
        Index("ix_appointments_store", "store_id", "id"),
        Index("ix_appointments_subject", "subject_id", "kind"),
        partial_index("ix_appointments_attention", "store_id", "kind", "cause", where=_OPEN_FAILURE),
        Index("ix_appointments_finished", "store_id", "state", "finished_at", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(60))  # such as kinds.SUBMIT.name; a handler is registered for it
    queue: Mapped[str] = mapped_column("lane", String(40))  # the queue whose workers do it
    subject_id: Mapped[int]  # what it is about: an order, a store, a delivery - the kind knows
    receiver: Mapped[str] = mapped_column(String(60), default="")  # whom it calls, where each has its own breaker
    priority: Mapped[int] = mapped_column(default=PEOPLE)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # ids only, never a secret
    asked_by: Mapped[str] = mapped_column(String(254))  # a person's e-mail, "Auto", or "Bookdesk"

    state: Mapped[str] = mapped_column(String(20), default=SCHEDULED)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # by a worker, the last time
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    first_tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cause: Mapped[str] = mapped_column(String(60), default="")  # a short code: why it failed or waits
    answer: Mapped[str] = mapped_column(Text, default="")  # the last answer in plain words, no secrets
    details: Mapped[list[str]] = mapped_column(
        "about", JSON, default=list
    )  # what it failed for: SKUs, an e-mail address
    is_dismissed: Mapped[bool] = mapped_column(
        "is_settled", default=False
    )  # failed, and since begun anew or dismissed


class Gate(Model):
    """Why a store's work in a queue has to wait. It fails nothing, and opens at a time or by a person's action."""

    __tablename__ = "gates"

    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"), primary_key=True)
    queue: Mapped[str] = mapped_column("lane", String(40), primary_key=True)
    cause: Mapped[str] = mapped_column(String(60), primary_key=True)  # such as "connection", "quota", "outage"
    words: Mapped[str] = mapped_column(Text, default="")  # for people
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    closed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)  # none: until somebody opens it
    from_priority: Mapped[int] = mapped_column(default=PEOPLE)  # more urgent work than this passes
    is_breaker: Mapped[bool] = mapped_column(default=False)  # lets one appointment through when its time is up
    failures: Mapped[int] = mapped_column("strikes", default=0)  # troubles in a row
    of_receiver: Mapped[bool] = mapped_column(default=False)  # holds back only what calls the receiver `cause`
