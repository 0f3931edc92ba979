"""The total that Zoho Books will make of a draft, and why it differs from what the customer paid."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from zoho_app.accounts import currencies
from zoho_app.orders.input.keys import sku_key
from zoho_app.zoho_books.payload.adjustments import ROUNDING, Adjustment
from zoho_app.zoho_books.payload.sales_order import Draft, Line
from zoho_app.zoho_books.taxes import totals
from zoho_app.zoho_books.taxes.known import Tax, rate_text

ZERO = Decimal(0)


@dataclass(frozen=True)
class Expected:
    """`difference` is how much more than the customer paid; `words` say why, "" when it is nothing."""

    total: Decimal
    difference: Decimal
    words: str = ""


def expect(draft: Draft, default_taxes: Mapping[str, Tax]) -> Expected:
    """Predict the total; `default_taxes` are those of the items in Zoho Books, by `sku_key`.

    A tax that the desk has not read yet is taken to be what the order says.
    """
    taxes = [_tax(line, draft, default_taxes) for line in draft.lines]
    lines = [totals.Line(line.rate, line.quantity, tax) for line, tax in zip(draft.lines, taxes, strict=True)]
    charges = draft.shipping_charge + draft.adjustment
    found = totals.compute(lines, draft.discount, charges, bool(draft.is_inclusive), draft.organization.rules)
    total, tax = found.total, found.tax
    if _is_unread(draft) and not draft.is_inclusive:
        total, tax = total - tax + draft.tax, draft.tax
    if total == draft.total:
        return Expected(total, ZERO)
    return Expected(total, total - draft.total, _why(draft, tax, default_taxes))


def with_rounding(draft: Draft, default_taxes: Mapping[str, Tax], limit: Decimal) -> Draft:
    """The draft with a difference of at most `limit` booked as adjustment, so that the customer's total comes out.

    Nothing is booked as long as a tax is not known for certain.
    """
    if not limit or _is_unread(draft):
        return draft
    difference = expect(draft, default_taxes).difference
    if not 0 < abs(difference) <= limit:
        return draft
    return replace(draft, adjustments=(*draft.adjustments, Adjustment(ROUNDING, -difference)))


def _is_unread(draft: Draft) -> bool:
    return any(line.tax_id and draft.organization.tax(line.tax_id) is None for line in draft.lines)


def _tax(line: Line, draft: Draft, default_taxes: Mapping[str, Tax]) -> Tax | None:
    if line.tax_id:
        return draft.organization.tax(line.tax_id)
    return None if line.item_id else default_taxes.get(sku_key(line.sku))


def _why(draft: Draft, tax: Decimal, default_taxes: Mapping[str, Tax]) -> str:
    code = draft.organization.currency_code
    told = f"{currencies.text(draft.tax, code)} {code}".strip()
    if draft.contains_tax and not draft.is_inclusive and tax:
        amount = f"{currencies.text(tax, code)} {code}".strip()
        return f"Its prices include tax, but Zoho Books of this country adds {amount} of tax to them."
    if draft.is_inclusive:
        return "Zoho Books rounds the lines or the discount otherwise."
    if not tax and draft.tax:
        return f"The order has {told} of tax, but none of its items has a tax_id, so Zoho Books will add no tax."
    ours = [line for line in draft.lines if not line.tax_id and _tax(line, draft, default_taxes)]
    if tax != draft.tax and ours:
        default = default_taxes[sku_key(ours[0].sku)]
        return f"Zoho Books adds the item's own tax of {rate_text(default.rate)} to SKU {ours[0].sku}."
    if tax != draft.tax:
        return f"Zoho Books computes {currencies.text(tax, code)} {code} of tax, the order says {told}."
    return "Zoho Books rounds the lines or the discount otherwise."
