"""The taxes that Zoho Books will compute with, for the lines and the shipping of a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from zoho_app.orders.input.keys import sku_key
from zoho_app.zoho_books.payload.draft import Draft, Line
from zoho_app.zoho_books.taxes import totals
from zoho_app.zoho_books.taxes.organization_taxes import Tax
from zoho_app.zoho_books.taxes.totals import Bill, Sum


@dataclass(frozen=True)
class Taxes:
    """The tax of each line, in their order, and that of the shipping charge; None is no tax."""

    of_lines: tuple[Tax | None, ...]
    of_shipping: Tax | None


def taxes_of(draft: Draft, default_taxes: Mapping[str, Tax]) -> Taxes:
    """Those that the lines name, else the items' own (by `sku_key`), and what answers taught of shipping."""
    place = draft.tax_fields.place
    return Taxes(
        tuple(_tax(line, draft, default_taxes, place) for line in draft.lines),
        draft.organization.shipping_tax(place) if draft.shipping_charge else None,
    )


def _tax(line: Line, draft: Draft, default_taxes: Mapping[str, Tax], place: str) -> Tax | None:
    if draft.exemption:
        return None
    if line.tax_id:
        return draft.organization.tax(line.tax_id)
    default = None if line.item_id else default_taxes.get(sku_key(line.sku))
    return draft.organization.specified(default, place) if default else None


def compute(draft: Draft, taxes: Taxes) -> Sum:
    """What the draft comes to with these taxes."""
    lines = [
        totals.Line(line.rate, line.quantity, tax, line.discount)
        for line, tax in zip(draft.lines, taxes.of_lines, strict=True)
    ]
    bill = Bill(
        lines=lines,
        discount=draft.discount,
        is_discount_before_tax=draft.is_discount_before_tax,
        is_inclusive=bool(draft.is_inclusive),
        shipping=draft.shipping_charge,
        shipping_tax=taxes.of_shipping,
        adjustment=draft.adjustment,
    )
    return totals.compute(bill, draft.organization.rules)


def is_unread(draft: Draft) -> bool:
    """Whether a line names a tax that the desk has not read."""
    return any(line.tax_id and draft.organization.tax(line.tax_id) is None for line in draft.lines)


def told_on_shipping(draft: Draft) -> Decimal:
    """The tax that the order's own rate tells of its shipping charge, on top of it or in it; 0 when it tells none."""
    rate = draft.shipping_tax_rate or Decimal(0)
    whole = 100 + rate if draft.contains_tax else Decimal(100)
    return totals.rounded(draft.shipping_charge * rate / whole, draft.organization.unit)
