"""Consents at a shop that were started and not finished, with the keys that the shop has posted meanwhile."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from zoho_app.columns import SecretJson, UtcDateTime
from zoho_app.extensions import Model


class ShopConsent(Model):
    """Somebody is on the way to a shop's consent page; coming back uses it up."""

    __tablename__ = "shop_consents"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    sign_in_id: Mapped[int] = mapped_column(ForeignKey("sign_ins.id", ondelete="CASCADE"), index=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"))
    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(String(300))  # where the person was sent, and nowhere else
    credentials: Mapped[dict[str, str] | None] = mapped_column(SecretJson)  # as posted; nobody has tried them yet
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
