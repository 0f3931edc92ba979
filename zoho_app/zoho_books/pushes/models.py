"""Tables of pushes: a store's door for them, and the hints that wait to be read."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from zoho_app.clock import now
from zoho_app.columns import Secret, UtcDateTime
from zoho_app.extensions import Model


class PushDoor(Model):
    """Where Zoho Books may knock for one store; the row exists while the store has a webhook address."""

    __tablename__ = "zoho_books_push_doors"

    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"), primary_key=True)
    public_id: Mapped[str] = mapped_column(String(40), unique=True)  # in the address; tells nobody which store it is
    secret: Mapped[str] = mapped_column(Secret)
    former_secret: Mapped[str | None] = mapped_column(Secret)
    former_until: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the former secret is good till then
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    first_push_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_push_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    level: Mapped[float] = mapped_column(default=0.0)  # how full its bucket was; see pace.py
    level_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    told: Mapped[str] = mapped_column(String(60), default="")  # see reliability.py
    test_until: Mapped[datetime | None] = mapped_column(UtcDateTime)  # somebody waits for a test till then
    test_found: Mapped[str] = mapped_column(Text, default="")  # what came, in words
    test_is_good: Mapped[bool] = mapped_column(default=False)


class PushHint(Model):
    """A sales order that a push has named and that has not been read since; one row however many pushes there are."""

    __tablename__ = "zoho_books_push_hints"

    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"), primary_key=True)
    salesorder_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    pushes: Mapped[int] = mapped_column(default=1)  # so that one which comes while it is read is noticed
    last_modified_time: Mapped[datetime | None] = mapped_column(
        UtcDateTime
    )  # the latest that was told, a hint as well
    digest: Mapped[str] = mapped_column(String(64), default="")  # of what was told last; "": too little
    came_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
