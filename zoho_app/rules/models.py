"""A rule of the Rule Builder: when an event happens and the filters agree, its actions run."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from zoho_app.clock import now
from zoho_app.columns import SecretJson, UtcDateTime
from zoho_app.extensions import Model


class Rule(Model):
    """One rule of one store, in the order in which the store runs them."""

    __tablename__ = "rules"
    __table_args__ = (Index("ix_rules_store_event", "store_id", "event", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(200))
    enabled: Mapped[bool] = mapped_column(default=True)
    event: Mapped[str] = mapped_column(String(120))  # the event's name, word for word
    match_all: Mapped[bool] = mapped_column(default=True)  # AND; otherwise OR
    filters: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # see rules/filters.py
    # [{action, values}]; encrypted, because addresses among the values may hold secrets.
    actions: Mapped[list[dict[str, Any]]] = mapped_column(SecretJson, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)
