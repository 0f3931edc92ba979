"""An order and the settings become the JSON that Zoho Books wants. Pure: no database, no network.

The page that previews an order calls the very functions that the submission calls.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from zoho_app.orders.input import tax_facts
from zoho_app.orders.input import text as texts
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.models import Order, OrderItem
from zoho_app.zoho_books.errors import (
    BAD_TAX,
    CONTACT_CURRENCY,
    NO_SKU,
    CannotSubmit,
    InvalidSku,
    NoProductsAvailable,
)
from zoho_app.zoho_books.models import TAX_INCLUDED, WITHOUT_TAX, ZohoBooksSettings
from zoho_app.zoho_books.payload import discounts, item_taxes, line_items, line_names
from zoho_app.zoho_books.payload.adjustments import HANDLING, Adjustment
from zoho_app.zoho_books.payload.discounts import Charges
from zoho_app.zoho_books.payload.line_items import detail
from zoho_app.zoho_books.payload.line_names import LineNames
from zoho_app.zoho_books.payload.organization import Organization

# Zoho Books: "Please ensure that the reference_number has less than 50 characters" (seen in the wild).
LONGEST_REFERENCE = 50
LONGEST_DELIVERY_METHOD = 100
# Zoho Books API docs, items: at most 2,000 characters; seen in the wild for notes.
LONGEST_DESCRIPTION, LONGEST_NOTES = 2_000, 5_000

Address = Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """One line to be: either an item id that the order names itself, or a SKU that Zoho's items tell."""

    item_id: str
    sku: str
    name: str
    description: str
    rate: Decimal
    quantity: int
    tax_id: str


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


def draft(
    order: Order,
    settings: ZohoBooksSettings,
    salesorder_number: str,
    organization: Organization,
    location_of: Callable[[str], str],
    names: LineNames = line_names.NONE,
    account: Account | None = None,
) -> Draft:
    """Read from the order what is sent; `location_of` gives the inventory location of a SKU.

    `names` says what lines without a SKU mean, `account` whose order it is when its e-mail address does not.

    Raises CannotSubmit, NoTax, TaxesNotRead, InvalidSku (items without a SKU) or NoProductsAvailable; nothing in the
    order changes.
    """
    plan, charges = check_content(order, settings, location_of, names, organization.unit)
    lines = [_line(line, order, settings, organization) for line in plan.lines]
    notes, contains_tax = _notes(order, settings), _contains_tax(order, settings)
    method = order.shipping_method.strip()
    long = {f"the description of “{line.name}”": line.description for line in lines}
    return Draft(
        order_id=order.id,
        email=order.email.strip(),
        customer=order.customer,
        shipping=order.shipping,
        salesorder_number=salesorder_number,
        reference_number=reference(order.source_id),
        date=order.day_added or order.date_added.astimezone(ZoneInfo(organization.time_zone)).date(),
        lines=tuple(replace(line, description=texts.cut(line.description, LONGEST_DESCRIPTION)) for line in lines),
        notes=texts.cut(notes, LONGEST_NOTES),
        discount=charges.discount,
        shipping_charge=charges.shipping,
        adjustments=(Adjustment(HANDLING, charges.handling),) if charges.handling else (),
        delivery_method=texts.cut(method, LONGEST_DELIVERY_METHOD),
        tax=order.tax_total,
        total=order.total_without_tax if contains_tax else order.order_total,
        contains_tax=contains_tax,
        organization=organization,
        cuts=(
            *(what for what, text in long.items() if len(text) > LONGEST_DESCRIPTION),
            *(["the notes"] if len(notes) > LONGEST_NOTES else []),
            *(["the shipping method"] if len(method) > LONGEST_DELIVERY_METHOD else []),
        ),
        account=account,
    )


def check_content(
    order: Order,
    settings: ZohoBooksSettings,
    location_of: Callable[[str], str],
    names: LineNames = line_names.NONE,
    unit: Decimal = line_items.CENT,
) -> tuple[line_items.Plan, Charges]:
    """The lines to send and what goes on and off them. Raises as `draft`."""
    plan = line_items.plan_lines(order.items, settings, location_of, names, unit)
    _check_items(order, plan, settings)
    return plan, _charges(order, plan, settings)


def skus_of(plan: line_items.Plan, settings: ZohoBooksSettings) -> list[str]:
    """The SKUs of the planned lines; those of lines that name an item of Zoho Books by its id play no part."""
    return [_sku(line, settings) for line in plan.lines if not _item_id(line)]


def _check_items(order: Order, plan: line_items.Plan, settings: ZohoBooksSettings) -> None:
    """Raise InvalidSku naming every item without a SKU, or NoProductsAvailable."""
    if not order.items:
        raise NoProductsAvailable("The order has no items. Add one, then submit again.")
    if bare := [line.order_item.name for line in plan.lines if not _item_id(line) and not _sku(line, settings)]:
        raise _no_sku(list(dict.fromkeys(bare)))
    if not plan.lines:
        reasons = ", ".join(f"“{item.code or item.name}” ({setting})" for item, setting in plan.skipped)
        raise NoProductsAvailable(f"The Product Settings leave no item to send: {reasons}.")


def _no_sku(names: list[str]) -> InvalidSku:
    quoted = [f"“{name}”" for name in names]
    listed = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
    words = f"The item {listed} has no SKU." if len(names) == 1 else f"The items {listed} have no SKU."
    which = "it" if len(names) == 1 else "each of them"
    return InvalidSku(
        f"{words} Choose an item for {which}, leave {which} out, or give {which} a SKU or a zohobooks_item_id, then "
        "submit again.",
        names,
        NO_SKU,
    )


def _charges(order: Order, plan: line_items.Plan, settings: ZohoBooksSettings) -> Charges:
    """What comes on top of the lines and what goes off. Raises CannotSubmit when more goes off than they come to."""
    lines = sum((line.rate * line.quantity for line in plan.lines), Decimal(0))
    off = sum((-item.price * item.quantity for item in plan.discounts), order.discount_total)
    asked = Charges(off, order.shipping_total, order.handling_total)
    return discounts.share(lines, asked, settings.discount_pays_shipping)


def without_sku(items: Sequence[OrderItem], settings: ZohoBooksSettings, names: LineNames) -> list[OrderItem]:
    """Those of the items that would be sent but for the SKU that nothing tells; for these `draft` refuses."""
    bare = [item for item in items if not item.code.strip()]
    plan = line_items.plan_lines(bare, settings, lambda sku: "", names)
    return [line.order_item for line in plan.lines if not _item_id(line) and not _sku(line, settings)]


def reference(source_id: str) -> str:
    """The channel's order number; one that is too long for Zoho keeps its beginning and stays distinct."""
    if len(source_id) <= LONGEST_REFERENCE:
        return source_id
    return f"{source_id[: LONGEST_REFERENCE - 9]}-{sha256(source_id.encode()).hexdigest()[:8]}"


def _contains_tax(order: Order, settings: ZohoBooksSettings) -> bool | None:
    try:
        told = tax_facts.prices_include_tax(order.order_metadata)
    except tax_facts.Unreadable as problem:
        words = f"The order's metadata {problem}, then submit again."
        raise CannotSubmit(words, BAD_TAX, [tax_facts.TAXES_INCLUDED]) from problem
    return {WITHOUT_TAX: False, TAX_INCLUDED: True}.get(settings.prices_in_orders, told)


def _line(line: line_items.Line, order: Order, settings: ZohoBooksSettings, organization: Organization) -> Line:
    item = line.order_item
    return Line(
        item_id=_item_id(line),
        sku=_sku(line, settings),
        name=item.name,
        description=detail(item, "description") or item.name,
        rate=line.rate,
        quantity=line.quantity,
        tax_id=item_taxes.tax_id_of(item, order, settings, organization),
    )


def _item_id(line: line_items.Line) -> str:
    """The item of Zoho Books that the order names; a bundle's parts are other products than that one."""
    return "" if line.is_part else detail(line.order_item, "zohobooks_item_id")


def _sku(line: line_items.Line, settings: ZohoBooksSettings) -> str:
    return line.sku or settings.default_sku.strip()


def _notes(order: Order, settings: ZohoBooksSettings) -> str:
    """The order's notes (metadata before checkout data), then the messages that the settings name."""
    parts = [_value(order.order_metadata, "notes") or _value(order.checkout_data, "notes")]
    for title, field in (
        ("Gift message", settings.gift_message_field),
        ("Picklist message", settings.picklist_message_field),
    ):
        message = _value(order.checkout_data, text_key(field)) if field.strip() else ""
        parts.append(message and f"{title}: {message}")
    return "\n\n".join(part for part in parts if part)


def _value(values: Mapping[str, Any], name: str) -> str:
    return next((str(value).strip() for key, value in values.items() if text_key(key) == name), "")


def check_currency(store_currency: str, contact_currency: str, contact_name: str, email: str) -> None:
    """Raise CannotSubmit about the e-mail address when Zoho would read the order's amounts in another currency."""
    if contact_currency and contact_currency != store_currency:
        raise CannotSubmit(
            f"The order is in {store_currency}, but the contact “{contact_name}” in Zoho Books is in "
            f"{contact_currency}. Give the e-mail address to a contact in {store_currency}, or correct the "
            "currency in the store settings.",
            CONTACT_CURRENCY,
            [text_key(email)],
        )
