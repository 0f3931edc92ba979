"""The settings of the integration about shipping, handling and differences of totals."""

from decimal import Decimal
from typing import Any

from wtforms import Field, SelectField, StringField
from wtforms.validators import Length, ValidationError

from zoho_app.web.forms.conflicts import SeenForm
from zoho_app.web.forms.fields import AmountUpTo, choose_one
from zoho_app.zoho_books.models import SHIPPING_AS_CHARGE, SHIPPING_AS_LINE


def stripped(value: Any) -> Any:
    """A text without blanks around it."""
    return value.strip() if isinstance(value, str) else value


class TotalsSettings(SeenForm):
    adjustment_up_to = AmountUpTo(
        "Book small differences as adjustment up to",
        most=Decimal(10),
        description="The difference becomes the adjustment “Rounding” of the sales order. 0 is never.",
    )
    accept_up_to = AmountUpTo(
        "Accept differences of totals up to",
        most=Decimal(10),
        description="Such a difference is told in the order's history and needs no attention. 0 is none.",
    )
    send_shipping_as = SelectField(
        "Send shipping as",
        choices={SHIPPING_AS_CHARGE: "Shipping charge", SHIPPING_AS_LINE: "Line item"},
        default=SHIPPING_AS_CHARGE,
        description=(
            "Zoho Books decides the tax on a shipping charge. A line item gets that of the order's metadata "
            "shipping_tax_rate (percent) and shipping_tax_name."
        ),
        **choose_one("Send shipping as"),
    )
    shipping_sku = StringField(
        "Shipping item SKU",
        filters=[stripped],
        validators=[Length(max=200, message="Shipping item SKU: use at most 200 characters.")],
        description="The item in Zoho Books that stands for shipping as a line item.",
    )
    handling_sku = StringField(
        "Handling item SKU",
        filters=[stripped],
        validators=[Length(max=200, message="Handling item SKU: use at most 200 characters.")],
        description="The same for handling. If empty, handling is an adjustment, without tax.",
    )

    def validate_shipping_sku(self, field: Field) -> None:
        if self.send_shipping_as.data == SHIPPING_AS_LINE and not field.data:
            raise ValidationError("Shipping item SKU: type the SKU of the item that stands for shipping.")
