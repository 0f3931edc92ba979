"""What is kept of a deleted order: its numbers, total and history, and who deleted it when."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Select, String, Text, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from zoho_app.accounts import audit, currencies
from zoho_app.accounts.models import Store
from zoho_app.clock import now
from zoho_app.columns import Money, UtcDateTime
from zoho_app.extensions import Model, db
from zoho_app.orders.input import source
from zoho_app.orders.input.timestamps import to_text
from zoho_app.orders.models import HistoryEntry, Order

# The newest lines of a history that are kept; hardly any order has more.
LINES_KEPT = 1_000


class DeletedOrder(Model):
    """An order that is no more. What it says of its customer goes when the customer is erased."""

    __tablename__ = "deleted_orders"
    __table_args__ = (
        Index("ix_deleted_orders_store", "store_id", "id"),
        Index("ix_deleted_orders_order", "store_id", "order_id"),
        Index("ix_deleted_orders_source", "store_id", "source_id"),
        Index("ix_deleted_orders_email", "store_id", "email_key"),
        Index("ix_deleted_orders_at", "store_id", "deleted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    order_id: Mapped[int]  # the number that it had in the desk
    source_name: Mapped[str] = mapped_column(String(100))
    source_id: Mapped[str] = mapped_column(String(200))
    email_key: Mapped[str] = mapped_column(Text, default="")  # trimmed, case-folded; "" once the customer is erased
    total: Mapped[Any] = mapped_column(Money)
    currency_code: Mapped[str] = mapped_column(String(3))
    sales_orders: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)  # [{number, id, status}]
    history: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)  # [{at, who, note}], newest first
    history_lines: Mapped[int] = mapped_column(default=0)  # how many there were
    deleted_by: Mapped[str] = mapped_column(String(254))
    deleted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


# What other packages know of an order, as {number, id, status} each; registry.py lists who knows it.
KnownElsewhere = Callable[[Order], list[dict[str, str]]]
_readers: list[KnownElsewhere] = []


def install(readers: Iterable[KnownElsewhere]) -> None:
    """Let accounting integrations say under which numbers they have an order that is about to be deleted."""
    _readers[:] = readers


def keep(order: Order, who: str) -> DeletedOrder:
    """Keep what stays of an order that is deleted in this transaction, and say so in the audit log."""
    lines = select(HistoryEntry).where(HistoryEntry.order_id == order.id)
    newest = db.session.scalars(lines.order_by(HistoryEntry.id.desc()).limit(LINES_KEPT)).all()
    store = db.session.get_one(Store, order.store_id)
    kept = DeletedOrder(
        store_id=order.store_id,
        order_id=order.id,
        source_name=order.source_name,
        source_id=order.source_id,
        email_key=order.email_key,
        total=order.order_total,
        currency_code=store.currency_code,
        sales_orders=[row for read in _readers for row in read(order)],
        history=[{"at": to_text(line.at), "who": line.who, "note": line.note} for line in newest],
        history_lines=db.session.scalar(select(func.count()).select_from(lines.subquery())) or 0,
        deleted_by=who,
    )
    db.session.add(kept)
    audit.note(order.store_id, who, in_words(kept), event="order.deleted")
    return kept


def in_words(kept: DeletedOrder) -> str:
    """The sentence of the audit log: which order it was, and nothing of its customer."""
    numbers = ", ".join(row["number"] for row in kept.sales_orders) or "none"
    channel = source.shown(kept.store_id, kept.source_name)
    return (
        f"Deleted order {kept.order_id} ({channel} {kept.source_id}), total "
        f"{currencies.written(kept.total, kept.currency_code)}, sales order in Zoho Books: {numbers}"
    )


def page(store_id: int, text: str, most: int, before: int | None = None) -> list[DeletedOrder]:
    """The deleted orders, the newest first; with a text those of that order number, source id or sales order."""
    wanted = _named(text) if text else select(DeletedOrder)
    wanted = wanted.where(DeletedOrder.store_id == store_id)
    if before is not None:
        wanted = wanted.where(DeletedOrder.id < before)
    return list(db.session.scalars(wanted.order_by(DeletedOrder.id.desc()).limit(most)))


def _named(text: str) -> Select[DeletedOrder]:
    named = [DeletedOrder.source_id == text]
    number = text.removeprefix("#")
    if number.isascii() and number.isdecimal() and len(number) < 10:
        named.append(DeletedOrder.order_id == int(number))
    return select(DeletedOrder).where(or_(*named))


def get(store_id: int, deleted_id: int) -> DeletedOrder | None:
    """The deleted order, if it was the store's."""
    return db.session.scalar(
        select(DeletedOrder).where(DeletedOrder.store_id == store_id, DeletedOrder.id == deleted_id)
    )
