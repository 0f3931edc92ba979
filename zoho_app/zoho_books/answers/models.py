"""The answers that hold for later orders, too."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zoho_app.clock import now
from zoho_app.columns import UtcDateTime
from zoho_app.extensions import Model


class SourceContact(Model):
    """The contact that orders of a source belong to: those without an e-mail address, or all of them."""

    __tablename__ = "zoho_books_source_contacts"

    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"), primary_key=True)
    source_key: Mapped[str] = mapped_column(String(320), primary_key=True)  # trimmed, case-folded
    source_name: Mapped[str] = mapped_column(String(100))
    contact_name: Mapped[str] = mapped_column(String(200))  # unique in Zoho Books
    contact_id: Mapped[str] = mapped_column(String(40), default="")  # empty: not found or made yet
    is_for_all: Mapped[bool] = mapped_column(default=False)  # otherwise only for orders without an e-mail address
    chosen_by: Mapped[str] = mapped_column(String(254))
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class LineName(Model):
    """What lines of a name mean that have no SKU of their own."""

    __tablename__ = "zoho_books_line_names"
    __table_args__ = (UniqueConstraint("store_id", "name_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    name_key: Mapped[str] = mapped_column(Text)  # trimmed, case-folded
    name: Mapped[str] = mapped_column(String(500))  # "*" stands for any text
    meaning: Mapped[str] = mapped_column(String(20))  # one of payload/line_names.py
    sku: Mapped[str] = mapped_column(String(200), default="")  # in Zoho Books, when it means an item
    chosen_by: Mapped[str] = mapped_column(String(254))
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
