"""The table of refused orders."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zoho_app.clock import now
from zoho_app.columns import UtcDateTime
from zoho_app.extensions import Model

OPEN, IMPORTED, DISMISSED = "open", "imported", "dismissed"


class RefusedOrder(Model):
    """An order that could not come in, as it was sent, until it comes in after all or a person dismisses it."""

    __tablename__ = "refused_orders"
    __table_args__ = (
        UniqueConstraint("store_id", "digest"),
        Index("ix_refused_orders_state", "store_id", "state", "id"),
        Index("ix_refused_orders_at", "store_id", "last_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64))  # of the body: who sends it again adds no row
    source_name: Mapped[str] = mapped_column(String(100), default="")
    source_id: Mapped[str] = mapped_column(String(200), default="")
    key_ending: Mapped[str] = mapped_column(String(8), default="")  # the last characters of the API key
    words: Mapped[str] = mapped_column(Text)  # what was wrong, for people
    fields: Mapped[list[str]] = mapped_column(JSON, default=list)  # the names of the wrong fields
    body: Mapped[str] = mapped_column(Text)
    is_whole: Mapped[bool] = mapped_column(default=True)  # whether `body` is all that was sent
    times: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(20), default=OPEN)
    order_id: Mapped[int | None]  # the order that it became
    first_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    settled_by: Mapped[str] = mapped_column(String(254), default="")
