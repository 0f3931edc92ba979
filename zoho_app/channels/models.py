"""Sales channels with their webhook addresses, and the messages to deliver."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zoho_app.clock import now
from zoho_app.columns import Secret, UtcDateTime
from zoho_app.extensions import Model


class Channel(Model):
    """How the sales channel named `source_name` is told about shipments."""

    __tablename__ = "channels"
    __table_args__ = (UniqueConstraint("store_id", "source_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    source_name: Mapped[str] = mapped_column(String(100))
    sync_tracking_numbers: Mapped[bool] = mapped_column(default=True)
    url: Mapped[str] = mapped_column(Secret)  # it may hold a secret itself
    signing_secret: Mapped[str] = mapped_column(Secret)


class Delivery(Model):
    """One message for one address; an appointment delivers it. Its id is the receiver's idempotency key."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("message_key"),
        Index("ix_deliveries_channel", "store_id", "channel_id", "id"),
        Index("ix_deliveries_created", "store_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    order_id: Mapped[int | None] = mapped_column(
        ForeignKey("orders.id", ondelete="CASCADE"), index=True
    )  # none: a test
    message_key: Mapped[str] = mapped_column(String(120))  # such as "shipment:7:channel:2": told once
    format: Mapped[str] = mapped_column(String(30))  # what it is: "webhook", "ship_notify", "order_json"
    signature: Mapped[str] = mapped_column(
        String(20), default="standard"
    )  # see signatures.py; a channel's is always that
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channels.id", ondelete="SET NULL"))
    recipient: Mapped[str] = mapped_column(String(300))  # who is told, in the words of the order's history
    subject: Mapped[str] = mapped_column("about", String(300))  # what they are told about, such as "shipment 1Z999"
    url: Mapped[str] = mapped_column(Secret)
    body: Mapped[str] = mapped_column(Text)  # JSON, exactly as it is sent each time
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Posting(Model):
    """How a store signs what goes to addresses that orders and rules name."""

    __tablename__ = "postings"

    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"), primary_key=True)
    signing_secret: Mapped[str] = mapped_column(Secret)
    ship_notify_signature: Mapped[str] = mapped_column(String(20), default="standard")
    # The API key that signed before there was a secret, where receivers may still rely on it.
    old_key: Mapped[str | None] = mapped_column(Secret)
