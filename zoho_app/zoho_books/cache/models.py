"""The cache of an organization's items and contacts, so that most orders cost a single call.

The cache only saves calls: whatever an answer of Zoho contradicts is dropped and read again.
"""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zoho_app.clock import now
from zoho_app.columns import Money, UtcDateTime
from zoho_app.extensions import Model

ZERO = Decimal(0)


class CachedItem(Model):
    """An item as last seen. Zoho can't list items by change."""

    __tablename__ = "zoho_books_items"
    __table_args__ = (
        UniqueConstraint("store_id", "item_id"),
        Index("ix_zoho_books_items_sku", "store_id", "sku_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    item_id: Mapped[str] = mapped_column(String(40))
    sku: Mapped[str] = mapped_column(Text, default="")
    sku_key: Mapped[str] = mapped_column(Text, default="")  # trimmed, case-folded
    name: Mapped[str] = mapped_column(String(500), default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    rate: Mapped[Decimal | None] = mapped_column(Money)  # its price; none: not read yet
    tax_id: Mapped[str] = mapped_column(String(40), default="")  # its default tax
    tax_rate: Mapped[Decimal] = mapped_column(Money, default=ZERO)  # in percent
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class CachedContact(Model):
    """A customer as last seen."""

    __tablename__ = "zoho_books_contacts"
    __table_args__ = (UniqueConstraint("store_id", "contact_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    contact_id: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200), default="")
    company: Mapped[str] = mapped_column(String(200), default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    currency_code: Mapped[str] = mapped_column(String(3), default="")
    addresses: Mapped[dict[str, str] | None] = mapped_column(JSON)  # {address key: address_id}; none: not read yet
    modified_time: Mapped[str] = mapped_column(Text, default="")  # as Zoho wrote it
    is_final: Mapped[bool] = mapped_column(
        "is_settled", default=False
    )  # no later change can have the same `modified_time`
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class CachedEmail(Model):
    """An e-mail address of one of a customer's contact persons."""

    __tablename__ = "zoho_books_emails"
    __table_args__ = (UniqueConstraint("store_id", "email_key", "contact_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    email_key: Mapped[str] = mapped_column(Text)  # trimmed, case-folded
    contact_id: Mapped[str] = mapped_column(String(40), index=True)


class EmailLease(Model):
    """The lease on an e-mail address while its contact is looked up or created, so that it is created once."""

    __tablename__ = "zoho_books_email_leases"

    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"), primary_key=True)
    email_key: Mapped[str] = mapped_column(Text, primary_key=True)
    holder_id: Mapped[int | None]  # the appointment that does it; none: it is over, and its outcome is not known
    holder_attempt: Mapped[int | None]
    busy_until: Mapped[datetime] = mapped_column(UtcDateTime)  # where there is no holder


class ChosenContact(Model):
    """What a person chose for an e-mail address: a contact, or to make one of its own under another name."""

    __tablename__ = "zoho_books_chosen_contacts"

    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"), primary_key=True)
    email_key: Mapped[str] = mapped_column(String(320), primary_key=True)
    contact_id: Mapped[str] = mapped_column(String(40))  # empty: it gets one of its own
    own_name: Mapped[str] = mapped_column(String(200), default="")  # of that one
    chosen_by: Mapped[str] = mapped_column(String(254))
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
