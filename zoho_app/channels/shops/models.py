"""Connected shops, what was read of each of their orders, what they told, and what was sent to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zoho_app.clock import now
from zoho_app.columns import Secret, SecretJson, UtcDateTime, partial_index
from zoho_app.extensions import Model

# States of the connection.
NEW, CONNECTED, LOST, DISCONNECTED = "new", "connected", "lost", "disconnected"
# What became of a shop's order.
IMPORTED, REFUSED, WAITING, PASSED_OVER, ERASED = "imported", "refused", "waiting", "passed over", "erased"
# Which orders come in, by how far they are paid.
PAID, AUTHORIZED, PENDING = "paid", "authorized", "pending"
PAYMENTS = (PAID, AUTHORIZED, PENDING)
# How far the shop was told of a shipment: it waits, a call is under way or its outcome unknown, and so on.
PARCEL_WAITS, SENDING, TOLD, FAILED, REMOVED = "waiting", "sending", "told", "failed", "removed"
READ_MINUTES = 5
# Two workers serve the shops: one store never has both, however slow its shops are.
MOST_OF_A_STORE = 1


class Shop(Model):
    """One shop of a store: how it is reached, what of it comes in, and how far it has been read."""

    __tablename__ = "shops"
    __table_args__ = (Index("ix_shops_store", "store_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))  # the key of one of kinds.py
    public_id: Mapped[str] = mapped_column(String(40), unique=True)  # in the address of its webhooks
    name: Mapped[str] = mapped_column(String(100))  # the source name of its orders
    address: Mapped[str] = mapped_column(String(300), default="")  # such as acme.myshopify.com
    is_sandbox: Mapped[bool] = mapped_column(default=False)  # the pretend shop on this machine

    state: Mapped[str] = mapped_column(String(20), default=NEW)
    problem: Mapped[str] = mapped_column(Text, default="")  # why the last look failed, for people
    problem_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    credentials: Mapped[dict[str, str] | None] = mapped_column(SecretJson)
    access_token: Mapped[str | None] = mapped_column(Secret)  # of kinds that give one for a while
    token_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    token_version: Mapped[int] = mapped_column(default=0)
    renewing_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    connected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    connected_by: Mapped[str] = mapped_column(String(254), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # what the last check found
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    folder_id: Mapped[int | None] = mapped_column(ForeignKey("folders.id", ondelete="SET NULL"))
    payments: Mapped[list[str]] = mapped_column(JSON, default=lambda: list(PAYMENTS))
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=now)  # older orders stay out
    number_prefix: Mapped[str] = mapped_column(String(20), default="")
    sync_tracking_numbers: Mapped[bool] = mapped_column(default=True)
    notify_customer: Mapped[bool] = mapped_column(default=False)
    read_minutes: Mapped[int] = mapped_column(default=READ_MINUTES)
    options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # settings of its kind alone
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_by: Mapped[str] = mapped_column(String(254), default="")
    version: Mapped[int] = mapped_column(default=1)  # counts saved settings, so that nobody overwrites another

    watermark: Mapped[datetime | None] = mapped_column(UtcDateTime)  # in the shop's time: read whole up to here
    last_read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_read_found: Mapped[str] = mapped_column(String(200), default="")


class ShopOrder(Model):
    """What was last seen of one of a shop's orders; the unique key keeps it from coming in twice."""

    __tablename__ = "shop_orders"
    __table_args__ = (
        UniqueConstraint("shop_id", "key"),
        Index("ix_shop_orders_order", "order_id"),
        partial_index("ix_shop_orders_news", "store_id", "id", where="news <> ''"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(100))  # the shop's own id of the order
    number: Mapped[str] = mapped_column(String(100))  # what people call it there
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(20))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)  # as the shop said
    read_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    said: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # a digest of each part, as said last
    news: Mapped[str] = mapped_column(Text, default="")  # what has changed there after it was sent, until seen to


class ShopHint(Model):
    """A shop's message that something happened to one of its orders; its text is neither believed nor kept."""

    __tablename__ = "shop_hints"
    __table_args__ = (
        UniqueConstraint("shop_id", "message_id"),
        partial_index("ix_shop_hints_unread", "shop_id", "due_at", where="read_at IS NULL"),
        Index("ix_shop_hints_came", "shop_id", "came_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"))
    message_id: Mapped[str] = mapped_column(String(100))  # the same when the shop sends it again
    topic: Mapped[str] = mapped_column(String(60), default="")
    key: Mapped[str] = mapped_column(String(100), default="")  # the order's id in the shop
    came_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ShopParcel(Model):
    """What a shop was told of a shipment: one row a shipment, kept when the shipment is removed."""

    __tablename__ = "shop_parcels"
    __table_args__ = (
        UniqueConstraint("shop_order_id", "shipment_key"),
        Index("ix_shop_parcels_shipment", "shipment_id"),
        partial_index("ix_shop_parcels_open", "shop_order_id", where="state IN ('waiting', 'sending')"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"), index=True)
    shop_order_id: Mapped[int] = mapped_column(ForeignKey("shop_orders.id", ondelete="CASCADE"))
    shipment_id: Mapped[int | None] = mapped_column(ForeignKey("shipments.id", ondelete="SET NULL"))
    shipment_key: Mapped[str] = mapped_column(String(64))  # the shipment's own, which outlives its row
    state: Mapped[str] = mapped_column(String(20), default=PARCEL_WAITS)
    attempt: Mapped[int] = mapped_column(default=0)
    tracking_number: Mapped[str] = mapped_column(String(200), default="")  # as the shop was told it
    remote_ids: Mapped[list[str]] = mapped_column(JSON, default=list)  # of the shop's fulfillments
    told: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # what else the shop was told
    words: Mapped[str] = mapped_column(Text, default="")  # the outcome, for people
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)
