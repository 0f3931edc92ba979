"""What limits how often somebody outside is reached."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from zoho_app.clock import now
from zoho_app.columns import UtcDateTime
from zoho_app.extensions import Model


class Use(Model):
    """That something was done of which a store may do only so much in a while; see rates.py."""

    __tablename__ = "uses"
    __table_args__ = (Index("ix_uses_what", "what", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
