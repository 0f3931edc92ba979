"""How a store reads its files; apart from the code that reads them, so that no worker loads it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zoho_app.clock import now
from zoho_app.columns import UtcDateTime
from zoho_app.extensions import Model


class FileColumns(Model):
    """How a store reads files with these titles."""

    __tablename__ = "file_columns"
    __table_args__ = (UniqueConstraint("store_id", "titles_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    titles_key: Mapped[str] = mapped_column(String(64))  # a digest of the titles, in any order
    name: Mapped[str] = mapped_column(String(100))
    titles: Mapped[list[str]] = mapped_column(JSON)
    choices: Mapped[dict[str, Any]] = mapped_column(JSON)  # see columns.py
    changed_by: Mapped[str] = mapped_column(String(254))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)
