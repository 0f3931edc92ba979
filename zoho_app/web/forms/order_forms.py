"""The forms in which an order's parts are typed; the verbs of orders/ read and check what they hold."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from zoho_app.orders.input.choices import PAYMENT_STATUSES, TAG_COLORS
from zoho_app.web.forms.fields import choose_one
from zoho_app.web.forms.order_fields import PAIRS_HELP, AmountField, PairsField

DELIVERY_TYPES = (
    ("ship", "Ship"),
    ("noship", "Don't ship"),
    ("download", "Download"),
    ("future", "Ship later"),
)


def choices(pairs: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """What a select offers, from (value, label) pairs."""
    return [SelectChoice(value, label) for value, label in pairs]


class OpenSelectField(SelectField):
    """A select that also offers the value that the order already has, wherever it came from."""

    choices: list[SelectChoice]

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **choose_one(label), **kwargs)
        self.type = "SelectField"  # drawn like one

    def process_data(self, value: Any) -> None:
        super().process_data(value)
        if value and value not in [choice.value for choice in self.choices]:
            self.choices = [*self.choices, SelectChoice(value, value)]


class VersionedForm(FlaskForm):
    """A form that knows which version of the order it was filled from, so that nobody overwrites another."""

    version = HiddenField()


class DetailsForm(VersionedForm):
    shipping_method = StringField("Shipping method")
    payment_type = StringField("Payment type")
    payment_status = OpenSelectField(
        "Payment status", choices=choices((status, status) for status in PAYMENT_STATUSES)
    )
    tag_name = StringField("Tag", description="A short word that makes this order easy to spot.")
    tag_color = OpenSelectField("Tag color", choices=choices(TAG_COLORS))


# Parts of addresses; a form shows its fields in the order in which they are made here.
class _Title(Form):
    title = StringField("Title", description="A name for this address.")
    name = StringField("Name")


class _Person(Form):
    first_name = StringField("First name")
    last_name = StringField("Last name")


class _Street(Form):
    company = StringField("Company")
    address1 = StringField("Address line 1")
    address2 = StringField("Address line 2")


class _FurtherLines(Form):
    address3 = StringField("Address line 3")
    address4 = StringField("Address line 4")


class _Town(Form):
    city = StringField("City")
    state = StringField("State or province")
    postal_code = StringField("Postal code")
    country = StringField("Country")
    phone = StringField("Phone")


class AddressPart(_Person, _Street, _Town):
    """A customer's address."""


class ShippingPart(_Person, _Street, _FurtherLines, _Town):
    """Where an order goes."""


class ReturnPart(_Title, _Street, _Town):
    """Where an order comes back to."""


class ReturnAddressForm(VersionedForm):
    return_address = FormField(ReturnPart, "Return address")


class AddressesForm(VersionedForm):
    email = StringField("Email")
    customer_id = StringField("Customer ID")
    shipping = FormField(ShippingPart, "Shipping address")
    customer = FormField(AddressPart, "Billing address")


class ItemForm(VersionedForm):
    code = StringField("SKU")
    name = StringField("Name")
    price = AmountField("Price each")
    quantity = StringField("Quantity", default="1")
    weight = AmountField("Weight each")
    delivery_type = OpenSelectField("Delivery", choices=choices(DELIVERY_TYPES))
    category_code = StringField("Category")
    variation_list = PairsField("Variations", description=f"What the customer chose, such as Size = L. {PAIRS_HELP}")
    metadata = PairsField(
        "Metadata",
        description="Hidden from the customer. Zoho Books gets description, tax_id and zohobooks_item_id from here. "
        + PAIRS_HELP,
    )


class CheckoutDataForm(VersionedForm):
    checkout_data = PairsField("Checkout data", description=PAIRS_HELP)


class OrderMetadataForm(VersionedForm):
    order_metadata = PairsField(
        "Order metadata",
        description=(
            "Zoho Books gets “notes” as the notes of the sales order. Bookdesk notifies the address in "
            f"“ship_notify_url” of each shipment. {PAIRS_HELP}"
        ),
    )


class DiscountPart(Form):
    name = StringField("Name")
    code = StringField("Code")
    amount = AmountField("Amount")


class ItemRow(Form):
    """One item as its row shows it; the rest of it has a page."""

    id = HiddenField()
    code = StringField("SKU")
    name = StringField("Name")
    quantity = StringField("Quantity")
    price = AmountField("Price each")


class ItemsForm(VersionedForm):
    order_items = FieldList(FormField(ItemRow), "Items")
    discount_list = FieldList(FormField(DiscountPart), "Discounts")
    shipping_total = AmountField("Shipping")
    handling_total = AmountField("Handling")
    tax_total = AmountField("Tax")
    refund_total = AmountField("Refunded")


class NewItemPart(Form):
    code = StringField("SKU")
    name = StringField("Name")
    price = AmountField("Price each")
    quantity = StringField("Quantity")


class NewOrderForm(FlaskForm):
    email = StringField("Email")
    source_id = StringField(
        "Order number", description="Your shop's number or your own. Leave it empty to get the next one."
    )
    folder_id = SelectField("Folder", coerce=int, **choose_one("Folder"))
    shipping = FormField(AddressPart, "Shipping address")
    customer = FormField(AddressPart, "Customer address")
    order_items = FieldList(FormField(NewItemPart), "Items", min_entries=3)
    shipping_method = StringField("Shipping method")
    shipping_total = AmountField("Shipping")
    handling_total = AmountField("Handling")
    tax_total = AmountField("Tax")
    checkout_data = PairsField("Checkout data", description=PAIRS_HELP)
    order_metadata = PairsField("Order metadata", description=PAIRS_HELP)


class NoteForm(FlaskForm):
    content = TextAreaField("Note", id="note-content")  # the page itself is called "content"


class ShipmentFields(Form):
    tracking_number = StringField("Tracking number")
    carrier_code = StringField("Carrier")
    shipment_method = StringField("Shipping method")
    date_shipped = StringField("Date shipped")
    tracking_url = StringField(
        "Tracking link", description="If empty, Bookdesk builds it from the carrier and the number."
    )


class ShipmentForm(FlaskForm, ShipmentFields):
    """A shipment that is added."""


class EditShipmentForm(VersionedForm, ShipmentFields):
    """A shipment that is there."""
