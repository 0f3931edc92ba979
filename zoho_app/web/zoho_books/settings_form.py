"""The settings form of the Zoho Books integration. Its labels are the guide's words."""

from collections.abc import Sequence
from typing import Any, Protocol

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, StopValidation, ValidationError

from zoho_app.orders.models import Folder
from zoho_app.web.forms.fields import ExplainedRadioField, choose_one
from zoho_app.web.zoho_books import prices_of_sources
from zoho_app.web.zoho_books.prices_of_sources import PricesOfSources
from zoho_app.web.zoho_books.totals_form import TotalsSettings, stripped
from zoho_app.zoho_books.models import (
    AS_THE_ORDER_SAYS,
    TAX_AS_ZOHO_DECIDES,
    TAX_FROM_THE_ORDER,
)
from zoho_app.zoho_books.payload import line_items
from zoho_app.zoho_books.taxes import tax_match

DONT_MOVE = "Don't move"
SHOWN_PROBLEMS = 20
INTERVALS = {
    15: "15 minutes",
    30: "30 minutes",
    60: "1 hour",
    120: "2 hours",
    180: "3 hours",
    360: "6 hours",
    720: "12 hours",
    1440: "24 hours",
}


def _with_plain_line_ends(value: Any) -> Any:
    """Browsers send CRLF; the same text typed, saved and loaded again has to be the same text."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


class FolderField(SelectField):
    """A folder's id, or None for "Don't move"."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, coerce=_folder_id, **kwargs)

    def offer(self, folders: list[Folder]) -> None:
        """Set the choices."""
        self.choices = {"": DONT_MOVE, **{str(folder.id): folder.name for folder in folders}}

    def pre_validate(self, form: FlaskForm) -> None:
        if self.data not in map(_folder_id, self.choices):
            raise StopValidation(f"{self.label.text}: this folder no longer exists. Choose another.")


def _folder_id(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isdecimal() else None


class Typed(TextAreaField):
    """A text of any length of which no character is lost."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, filters=[_with_plain_line_ends], **kwargs)


class LineProblem(Protocol):
    """What can't be read in a setting of several lines."""

    @property
    def line(self) -> int: ...

    @property
    def words(self) -> str: ...


def _name_lines(field: Field, problems: Sequence[LineProblem]) -> None:
    """Say at the field what is wrong with which line. Raises ValidationError about those that are too many."""
    field.errors.extend(f"{field.label.text}, line {one.line}: {one.words}" for one in problems[:SHOWN_PROBLEMS])
    if len(problems) > SHOWN_PROBLEMS:
        raise ValidationError(f"{field.label.text}: {len(problems) - SHOWN_PROBLEMS} more lines can't be read.")


class SettingsForm(TotalsSettings):
    after_import_folder_id = FolderField(
        "After Import, Move To",
        description="Once the sales order exists in Zoho Books.",
    )
    after_shipment_folder_id = FolderField(
        "After Shipment, Move To",
        description="Once a tracking number has come back.",
    )
    if_canceled_folder_id = FolderField(
        "If Canceled, Move To", description="Once the sales order is void in Zoho Books."
    )
    create_contact_if_missing = BooleanField(
        "Create Contact If Missing",
        description="When no contact has the order's e-mail address. If off, such an order waits for you.",
    )
    submit_imported = BooleanField(
        "Submit imported orders automatically",
        description="No rule needed. Orders with a problem wait in Needs Attention.",
    )
    salesorder_prefix = StringField(
        "Sales order number prefix",
        filters=[stripped],
        validators=[
            DataRequired("Sales order number prefix: type a few characters for this store, such as ACME-."),
            Length(max=40, message="Sales order number prefix: use at most 40 characters."),
        ],
        description="Order 4182 becomes ACME-4182 with the prefix ACME-.",
    )
    mark_open = ExplainedRadioField(
        "New sales orders in Zoho Books",
        choices={"draft": "Leave as draft", "open": "Mark as open"},
        coerce=lambda value: value in (True, "open"),
        default=False,
        explanations={
            "draft": "Someone confirms each one in Zoho Books.",
            "open": "They are confirmed at once, and stock is committed.",
        },
    )
    default_sku = StringField(
        "Default item SKU",
        filters=[stripped],
        validators=[Length(max=200, message="Default item SKU: use at most 200 characters.")],
        description="Stands in for SKUs that Zoho Books lacks. If empty, such an order waits for you.",
    )
    discount_pays_shipping = BooleanField(
        "Let a discount pay the shipping, too",
        description="When a discount or gift card exceeds the items. If off, such an order waits for you.",
    )
    separate_same_names = BooleanField(
        "Make separate accounts for equal names",
        description="Named “Name (e-mail address)”. If off, Bookdesk asks you once whether they are the same.",
    )
    product_code_match = Typed(
        "Product Code Match",
        description=(
            "One a line: your SKU, an equals sign, the SKU in Zoho Books. Commas unpack a bundle: "
            "SET=MUG,SPOON,SPOON. The order itself keeps its SKUs."
        ),
    )
    product_code_skip = Typed(
        "Product Code Skip",
        description="SKUs that are left out of the sales order, separated by commas or line breaks.",
    )
    inventory_location_match = StringField(
        "Inventory Location Match",
        filters=[stripped],
        description="Only items at these locations are sent. Separate several with commas. If empty, all are sent.",
    )
    gift_message_field = StringField(
        "Gift Message Field",
        filters=[stripped],
        description="The checkout data field that holds the gift message.",
    )
    picklist_message_field = StringField(
        "Picklist Message Field",
        filters=[stripped],
        description="The checkout data field that holds the message for the picklist.",
    )
    prices_in_orders = SelectField(
        "Prices in orders",
        choices=prices_of_sources.CHOICES,
        default=AS_THE_ORDER_SAYS,
        description="Prices, shipping and discounts. An order says it by its metadata taxes_included (yes or no).",
        **choose_one("Prices in orders"),
    )
    prices_of_sources = PricesOfSources(
        "Prices in orders of single sources",
        description="For a source whose prices are not like those of all orders.",
    )
    tax_on_items = SelectField(
        "Tax on items",
        choices={TAX_AS_ZOHO_DECIDES: "As Zoho Books decides", TAX_FROM_THE_ORDER: "From the order"},
        default=TAX_AS_ZOHO_DECIDES,
        description=(
            "From the order: an item's metadata tax_rate (percent) and tax_name choose it. Its tax_id goes first."
        ),
        **choose_one("Tax on items"),
    )
    tax_match = Typed(
        "Tax Match",
        description=(
            "One line each: a rate or a tax name of orders, “=”, and the tax in Zoho Books: 20 = Standard Rate. "
            "A place may stand in front: DE: 19 = USt 19, or CA-ON: 13 = HST ON."
        ),
    )
    poll_minutes = SelectField(
        "Check for shipments every",
        coerce=int,
        choices=INTERVALS,
        description="A check costs one call for 200 changed sales orders.",
        **choose_one("Check for shipments every"),
    )

    def validate_product_code_match(self, field: Field) -> None:
        _name_lines(field, line_items.parse_match(field.data or "").problems)

    def validate_tax_match(self, field: Field) -> None:
        _name_lines(field, tax_match.parse(field.data or "").problems)

    def offer(self, folders: list[Folder]) -> None:
        """Set the folders to choose from."""
        for field in (self.after_import_folder_id, self.after_shipment_folder_id, self.if_canceled_folder_id):
            field.offer(folders)

    def values(self) -> dict[str, Any]:
        """The checked values, by the attributes of the stored settings."""
        return {field.name: field.data for field in self if field.name not in ("seen", "csrf_token")}
