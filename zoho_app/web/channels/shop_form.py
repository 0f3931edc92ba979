"""The settings that shops of every kind have."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import g
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from zoho_app.channels.shops.models import AUTHORIZED, PAID, PENDING, Shop
from zoho_app.clock import now
from zoho_app.orders.models import Folder
from zoho_app.web.forms.conflicts import SeenForm
from zoho_app.web.forms.fields import choose_one

FIRST_FOLDER = "The first folder"
INTERVALS = {1: "Every minute", 5: "Every 5 minutes", 15: "Every 15 minutes", 60: "Every hour"}
PAYMENTS = {"comes_in_paid": PAID, "comes_in_authorized": AUTHORIZED, "comes_in_pending": PENDING}


def _number(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isdecimal() else None


class _DayField(DateField):
    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a day as browsers send it. Raises ValueError in words for people."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Orders placed since: give a day, such as 2026-11-29.") from error


class ShopForm(SeenForm):
    name = StringField(
        "Name",
        filters=[lambda value: value.strip() if value else value],
        validators=[
            InputRequired("Name: give the name that orders of this shop have as their source."),
            Length(max=100, message="Name: at most 100 characters."),
        ],
        description="The source name of its orders. Orders that are here keep the name they came with.",
    )
    folder_id = SelectField("Folder for new orders", coerce=_number, **choose_one("Folder for new orders"))
    comes_in_paid = BooleanField("Paid", description="Also partly and fully refunded orders.")
    comes_in_authorized = BooleanField("Authorized", description="The payment is reserved, but not captured yet.")
    comes_in_pending = BooleanField("Payment pending", description="Such as orders that are paid by bank transfer.")
    since = _DayField(
        "Orders placed since",
        validators=[InputRequired("Orders placed since: give a date.")],
        description="Older orders stay out, so that sales that are in your books already do not come in twice.",
    )
    number_prefix = StringField(
        "Order number prefix",
        filters=[lambda value: value.strip() if value else ""],
        validators=[Length(max=20, message="Order number prefix: at most 20 characters.")],
        description="Goes before the shop's order number. Tells shops apart whose numbers are alike.",
    )
    read_minutes = SelectField("Read orders", coerce=int, choices=INTERVALS, **choose_one("Read orders"))
    sync_tracking_numbers = BooleanField(
        "Sync Tracking Numbers", description="Send the tracking numbers of shipments back to the shop."
    )
    notify_customer = BooleanField(
        "Notify the customer", description="The shop e-mails the customer when a tracking number arrives."
    )

    def offer(self, folders: list[Folder]) -> None:
        """Set the folders to choose from."""
        self.folder_id.choices = {"": FIRST_FOLDER, **{str(folder.id): folder.name for folder in folders}}

    def validate_since(self, field: DateField) -> None:
        """A cut-over date in the future would keep out what nobody expects."""
        if field.data and field.data > now().astimezone(_zone()).date():
            raise ValidationError("Orders placed since: this day has not come yet. Choose today or an earlier day.")

    def validate_comes_in_paid(self, field: BooleanField) -> None:
        """A shop without any state lets nothing in; pausing it says so."""
        if not any(self[name].data for name in PAYMENTS):
            raise ValidationError("Choose at least one state, or pause the shop.")

    def values(self, shop: Shop) -> dict[str, Any]:
        """The settings as they are kept."""
        kept = ("name", "folder_id", "number_prefix", "read_minutes", "sync_tracking_numbers", "notify_customer")
        return {
            **{name: self[name].data for name in kept},
            "payments": [payment for name, payment in PAYMENTS.items() if self[name].data],
            "since": _since(shop, self.since.data),
        }


def stored(shop: Shop, folders: list[Folder], **given: Any) -> ShopForm:
    """The form with the shop's settings; `given` as FlaskForm takes it."""
    kept = ("name", "folder_id", "number_prefix", "read_minutes", "sync_tracking_numbers", "notify_customer")
    values = {name: getattr(shop, name) for name in kept}
    values |= {name: payment in shop.payments for name, payment in PAYMENTS.items()}
    form = ShopForm(data={**values, "since": shop.since.astimezone(_zone()).date()}, **given)
    form.offer(folders)
    return form


def _since(shop: Shop, day: date) -> datetime:
    """The start of the day, or the very moment that was kept, where the day is its own."""
    if day == shop.since.astimezone(_zone()).date():
        return shop.since
    return datetime.combine(day, time(), _zone())


def _zone() -> ZoneInfo:
    return ZoneInfo(g.store.time_zone)
