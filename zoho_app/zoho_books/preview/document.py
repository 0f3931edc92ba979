"""What would be sent for an order, as a sales order that people can read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from zoho_app.orders import addresses
from zoho_app.zoho_books.cache import items as cached_items
from zoho_app.zoho_books.models import SalesOrder
from zoho_app.zoho_books.payload import line_taxes
from zoho_app.zoho_books.payload.draft import Draft
from zoho_app.zoho_books.payload.line_taxes import Taxes
from zoho_app.zoho_books.sales_orders.prepare import Prepared
from zoho_app.zoho_books.taxes.organization_taxes import Tax

ZERO = Decimal(0)


class Line(NamedTuple):
    """One line of the sales order; `code` is the item's SKU, "" where only Zoho Books knows it."""

    name: str
    code: str
    description: str
    quantity: Decimal
    rate: Decimal
    tax: str
    amount: Decimal


class Sum(NamedTuple):
    """One line of the column of money below them."""

    words: str
    amount: Decimal
    is_total: bool = False


@dataclass(frozen=True)
class Document:
    """A sales order; what the desk does not know of it is blank."""

    number: str
    reference: str
    date: date
    customer: Sequence[str]  # lines
    ships_to: Sequence[str]
    lines: Sequence[Line]
    sums: Sequence[Sum]
    delivery_method: str = ""
    notes: str = ""


def from_prepared(prepared: Prepared) -> Document:
    """What would be sent now, with the taxes and the total that Zoho Books is expected to make of it."""
    draft, defaults = prepared.draft, cached_items.default_taxes(prepared.items)
    taxes = line_taxes.taxes_of(draft, defaults)
    tax = draft.tax if line_taxes.is_unread(draft) else line_taxes.compute(draft, taxes).tax
    customer = [draft.account.contact_name] if draft.account else addresses.lines(draft.customer)
    return Document(
        number=draft.salesorder_number,
        reference=draft.reference_number,
        date=draft.date,
        customer=[*customer, *([draft.email] if draft.email else [])],
        ships_to=addresses.lines(draft.shipping),
        lines=_lines(draft, taxes),
        sums=[*_charges(draft), *_tax(draft, tax), Sum("Total", prepared.expected.total, is_total=True)],
        delivery_method=draft.delivery_method,
        notes=draft.notes,
    )


def from_sent(row: SalesOrder) -> Document:
    """What was sent, as far as it is kept: the customer and the items are only ids in it."""
    sent = row.payload or {}
    lines = [_sent_line(line) for line in sent.get("line_items", [])]
    named = (("Discount", "discount", -1), ("Shipping", "shipping_charge", 1), ("Adjustment", "adjustment", 1))
    charges = [Sum(words, sign * _amount(sent, name)) for words, name, sign in named if _amount(sent, name)]
    total = [Sum("Total in Zoho Books", row.total, is_total=True)] if row.total is not None else []
    return Document(
        number=row.salesorder_number,
        reference=str(sent.get("reference_number") or ""),
        date=date.fromisoformat(sent["date"]),
        customer=[],
        ships_to=[],
        lines=lines,
        sums=[Sum("Items", sum((line.amount for line in lines), ZERO)), *charges, *total],
        delivery_method=str(sent.get("delivery_method") or ""),
        notes=str(sent.get("notes") or ""),
    )


def _lines(draft: Draft, taxes: Taxes) -> list[Line]:
    return [
        Line(
            line.name,
            line.sku,
            "" if line.description == line.name else line.description,
            Decimal(line.quantity),
            line.rate,
            _label(tax),
            line.rate * line.quantity - line.discount,
        )
        for line, tax in zip(draft.lines, taxes.of_lines, strict=True)
    ]


def _label(tax: Tax | None) -> str:
    return tax.label if tax else ""


def _charges(draft: Draft) -> list[Sum]:
    found = [Sum("Items", sum((line.rate * line.quantity - line.discount for line in draft.lines), ZERO))]
    if draft.discount and not any(line.discount for line in draft.lines):
        found.append(Sum("Discount", -draft.discount))
    if draft.shipping_charge:
        found.append(Sum("Shipping", draft.shipping_charge))
    return [*found, *(Sum(one.what, one.amount) for one in draft.adjustments)]


def _tax(draft: Draft, tax: Decimal) -> list[Sum]:
    return [Sum("Tax included" if draft.is_inclusive else "Tax", tax)] if tax else []


def _sent_line(line: dict[str, Any]) -> Line:
    quantity, rate = _amount(line, "quantity"), _amount(line, "rate")
    description = str(line.get("description") or "")
    return Line(description, "", "", quantity, rate, "", quantity * rate - _amount(line, "discount"))


def _amount(values: dict[str, Any], name: str) -> Decimal:
    return Decimal(str(values.get(name) or 0))
