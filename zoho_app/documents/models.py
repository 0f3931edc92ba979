"""What a store's documents look like."""

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from zoho_app.extensions import Model

A4, LETTER = "A4", "Letter"
PAPERS = (A4, LETTER)
GIFT_MESSAGE, PACKING_NOTE = "Gift Message", "Packing Note"


class PrintSettings(Model):
    """The print settings of one store; a store without a row has the defaults."""

    __tablename__ = "print_settings"

    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id", ondelete="CASCADE"), primary_key=True)
    address: Mapped[str] = mapped_column(Text, default="")  # the store's, one line each
    contact: Mapped[str] = mapped_column(Text, default="")  # whom customers may ask, one line each
    paper: Mapped[str] = mapped_column(String(10), default=A4)
    show_prices: Mapped[bool] = mapped_column(default=False)  # never on an order with a gift message
    show_notes: Mapped[bool] = mapped_column(default=False)  # the notes that people wrote at the order
    gift_message_field: Mapped[str] = mapped_column(String(200), default=GIFT_MESSAGE)  # a name in checkout data
    packing_note_field: Mapped[str] = mapped_column(String(200), default=PACKING_NOTE)  # the same
    template: Mapped[str] = mapped_column(Text, default="")  # of the packing slip; "": the standard one
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # PNG
    logo_width: Mapped[int] = mapped_column(default=0)  # in pixels; 0: there is no logo
    logo_height: Mapped[int] = mapped_column(default=0)
    logo_digest: Mapped[str] = mapped_column(String(64), default="")
