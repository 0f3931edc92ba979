"""Everything of an order that its sales order is made of. Pure: no database, no network."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from zoho_app.zoho_books.editions.tax_fields import TaxFields
from zoho_app.zoho_books.payload.adjustments import Adjustment
from zoho_app.zoho_books.payload.organization import Organization

Address = Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """One line to be: either an item id that the order names itself, or a SKU that Zoho's items tell.

    `kind` is "" for what is sold, else as in charge_lines.py; `discount` is what goes off this line alone.
    """

    item_id: str
    sku: str
    name: str
    description: str
    rate: Decimal
    quantity: int
    tax_id: str
    kind: str = ""
    discount: Decimal = Decimal(0)


@dataclass(frozen=True)
class Account:
    """The contact that orders of a source belong to; `contact_id` is empty until it is found or made."""

    source_key: str
    source_name: str
    contact_name: str
    contact_id: str


@dataclass(frozen=True)
class Draft:
    """Everything of an order that its sales order is made of.

    `account` is its contact where a person has said so for its source; otherwise the e-mail address tells.
    """

    order_id: int
    email: str
    customer: Address
    shipping: Address
    salesorder_number: str
    reference_number: str
    date: date
    lines: tuple[Line, ...]
    notes: str
    discount: Decimal
    shipping_charge: Decimal
    adjustments: tuple[Adjustment, ...]
    delivery_method: str
    tax: Decimal  # that the order says, on top of its prices or in them
    total: Decimal  # what the customer paid
    contains_tax: bool | None  # whether the prices include tax; None: neither the order nor a setting says
    organization: Organization
    cuts: tuple[str, ...] = ()  # which texts are longer than Zoho Books takes; all of them stays in the desk
    account: Account | None = None
    tax_fields: TaxFields = field(default_factory=TaxFields)
    exemption: Mapping[str, str] = field(default_factory=dict)  # the field that says that the order is free of tax
    shipping_tax_rate: Decimal | None = None  # in percent, as the order says
    is_discount_before_tax: bool | None = None  # None leaves it to the organization
    is_net: bool = False  # whether prices that include tax were made net, as the edition has none that do
    remarks: tuple[str, ...] = ()  # what is worth knowing, in sentences

    @property
    def is_inclusive(self) -> bool | None:
        """Whether Zoho Books is told that the prices include tax; not all of its editions can be."""
        return self.contains_tax if self.organization.has_inclusive_tax else None

    @property
    def adjustment(self) -> Decimal:
        """All adjustments together."""
        return sum((one.amount for one in self.adjustments), Decimal(0))

    @property
    def skus(self) -> list[str]:
        """The SKUs that have to be found in Zoho Books."""
        return [line.sku for line in self.lines if not line.item_id]


@dataclass(frozen=True)
class Customer:
    """The contact that the sales order is for; empty address ids mean the contact's own addresses."""

    contact_id: str
    billing_address_id: str = ""
    shipping_address_id: str = ""
