"""Alerts, their recipients and settings."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zoho_app.clock import now
from zoho_app.columns import Secret, UtcDateTime, partial_index
from zoho_app.extensions import Model

_OPEN = "cleared_at IS NULL"
# The defaults.
FAILURES_THRESHOLD, QUOTA_PERCENT = 10, 90


class AlertSettings(Model):
    """Who gets a store's alerts, and at which thresholds."""

    __tablename__ = "alert_settings"

    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"), primary_key=True)
    emails: Mapped[str] = mapped_column(Text, default="")  # one a line
    webhook_url: Mapped[str] = mapped_column(Secret, default="")  # it may hold a secret itself
    signing_secret: Mapped[str | None] = mapped_column(Secret)
    failures_threshold: Mapped[int] = mapped_column(default=FAILURES_THRESHOLD)  # this many open failures
    quota_percent: Mapped[int] = mapped_column(default=QUOTA_PERCENT)  # this share of the day's quota


class AlertRecipient(Model):
    """Whether the person behind an e-mail address wants a store's alerts. No row: they were not asked yet."""

    __tablename__ = "alert_recipients"
    __table_args__ = (UniqueConstraint("store_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    nonce: Mapped[str | None] = mapped_column(String(64))  # of the link that confirms; none: used up, or never sent
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # by that person; nothing is sent from then on


class Alert(Model):
    """Something that opened, and perhaps cleared; a store has at most one open alert of a kind."""

    __tablename__ = "alerts"
    __table_args__ = (
        partial_index("uq_alerts_open", "store_id", "kind", where=_OPEN, unique=True),
        Index("ix_alerts_store", "store_id", "id"),
        Index("ix_alerts_cleared", "store_id", "cleared_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(30))  # one of kinds.py
    words: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    cleared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AlertMessage(Model):
    """One message about an alert to one receiver; an appointment of the queue "channels" sends it."""

    __tablename__ = "alert_messages"
    __table_args__ = (
        Index("uq_alert_messages", "alert_id", "event", "receiver", unique=True),
        Index("ix_alert_messages_store", "store_id", "id"),
        Index("ix_alert_messages_created", "store_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alerts.id", ondelete="CASCADE"))  # none: a test
    event: Mapped[str] = mapped_column(String(20))  # "opened", "cleared", "test", "confirm"
    receiver: Mapped[str] = mapped_column(Text)  # an e-mail address, or "webhook": that of the settings of the day
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
