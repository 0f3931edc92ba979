"""A bulk run: one action for many orders, with the result for each."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from zoho_app.clock import now
from zoho_app.columns import UtcDateTime
from zoho_app.extensions import Model

# The states of a run.
RUNNING, STOPPED, FINISHED = "running", "stopped", "finished"
# What became of an order of a run; LEFT: the run was stopped before its turn.
WAITING, DONE, REFUSED, LEFT = "waiting", "done", "refused", "left"


class BulkRun(Model):
    """One action for many orders, requested by one person; an appointment of the queue "bulk" does it."""

    __tablename__ = "bulk_runs"
    __table_args__ = (
        Index("ix_bulk_runs_store", "store_id", "id"),
        Index("ix_bulk_runs_finished", "store_id", "finished_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    action: Mapped[str] = mapped_column("deed", String(30))  # the key of one of actions/
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # such as the folder to move to
    asked_by: Mapped[str] = mapped_column(String(254))
    state: Mapped[str] = mapped_column(String(20), default=RUNNING)
    total: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_by: Mapped[str] = mapped_column(String(254), default="")
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("bulk_runs.id", ondelete="SET NULL"))


class BulkItem(Model):
    """One order of a run."""

    __tablename__ = "bulk_items"
    __table_args__ = (Index("ix_bulk_items_state", "run_id", "state", "order_id"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("bulk_runs.id", ondelete="CASCADE"), primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True, index=True)
    state: Mapped[str] = mapped_column(String(20), default=WAITING)
    words: Mapped[str] = mapped_column(Text, default="")  # what became of it, for people
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # such as the folder it came from
