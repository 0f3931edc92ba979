"""The total that Zoho Books will make of a draft, and why it differs from what the customer paid.

Dry run, preview, side-by-side and the check after sending all ask this one function.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from zoho_app.accounts import currencies
from zoho_app.orders.input.keys import sku_key
from zoho_app.zoho_books.payload import causes
from zoho_app.zoho_books.payload.draft import Draft
from zoho_app.zoho_books.payload.line_taxes import Taxes, compute, is_unread, taxes_of, told_on_shipping
from zoho_app.zoho_books.taxes.organization_taxes import Tax, rate_text
from zoho_app.zoho_books.taxes.totals import Sum

ZERO = Decimal(0)


@dataclass(frozen=True)
class Expected:
    """`difference` is how much more than the customer paid, before the organization rounds its totals off.

    `words` and `cause` (see causes.py) say why; both are "" when the total is the customer's.
    """

    total: Decimal
    difference: Decimal
    words: str = ""
    cause: str = ""


def expect(draft: Draft, default_taxes: Mapping[str, Tax]) -> Expected:
    """Predict the total; `default_taxes` are those of the items in Zoho Books, by `sku_key`.

    A tax that the desk has not read yet is taken to be what the order says.
    """
    taxes = taxes_of(draft, default_taxes)
    found = compute(draft, taxes)
    if is_unread(draft) and not draft.is_inclusive:
        total = found.exact - found.tax + draft.tax
        found = Sum(total, draft.tax, ZERO, ZERO)
    difference = found.exact - draft.total
    if not difference:
        return Expected(found.total, ZERO, *_round_off(found, draft))
    cause, words = _why(draft, found, taxes, default_taxes)
    return Expected(found.total, difference, words, cause)


def _round_off(found: Sum, draft: Draft) -> tuple[str, str]:
    if not found.round_off:
        return "", ""
    exact, total = _money(found.exact, draft), _money(found.total, draft)
    return f"Zoho Books rounds the total off from {exact} to {total}.", causes.ROUND_OFF


def _why(draft: Draft, found: Sum, taxes: Taxes, default_taxes: Mapping[str, Tax]) -> tuple[str, str]:
    tax, told = _money(found.tax, draft), _money(draft.tax, draft)
    rounding = "Zoho Books rounds the lines or the discount otherwise."
    if draft.contains_tax and not draft.is_inclusive:
        if draft.is_net:
            return causes.TAX_ROUNDING, "Its prices without tax are rounded, and the tax on them is another amount."
        if found.tax:
            words = f"Its prices include tax, but Zoho Books of this country adds {tax} of tax to them."
            return causes.ITEM_TAX, words
    on_top = ZERO if draft.is_inclusive and draft.organization.rules.shipping_includes_tax else found.shipping_tax
    if on_top and draft.contains_tax:
        return causes.SHIPPING_TAX, f"Zoho Books adds {_money(on_top, draft)} of tax to the shipping."
    if draft.is_inclusive:
        return causes.TAX_ROUNDING, rounding
    if not found.tax and draft.tax:
        words = f"The order has {told} of tax, but none of its items has a tax_id, so Zoho Books will add no tax."
        return causes.MISSING_TAX, words
    ours = [line for line, one in zip(draft.lines, taxes.of_lines, strict=True) if one and not line.tax_id]
    if found.tax != draft.tax and ours:
        line = ours[0]
        default = default_taxes[sku_key(line.sku)]
        words = f"Zoho Books adds the item's own tax of {rate_text(default.rate)} to SKU {line.sku}."
        return causes.ITEM_TAX, words
    return _why_taxes(draft, found, taxes) if found.tax != draft.tax else (causes.TAX_ROUNDING, rounding)


def _why_taxes(draft: Draft, found: Sum, taxes: Taxes) -> tuple[str, str]:
    missing = told_on_shipping(draft)
    words = f"Zoho Books computes {_money(found.tax, draft)} of tax, the order says {_money(draft.tax, draft)}."
    few = draft.organization.unit * len(draft.lines)
    if missing and not taxes.of_shipping and abs(found.tax + missing - draft.tax) <= few:
        return (
            causes.SHIPPING_TAX,
            f"The order has {_money(missing, draft)} of tax on shipping, Zoho Books adds none.",
        )
    if found.shipping_tax and abs(found.tax - found.shipping_tax - draft.tax) <= few:
        words = f"Zoho Books adds {_money(found.shipping_tax, draft)} of tax to the shipping, the order none."
        return causes.SHIPPING_TAX, words
    if abs(found.tax - draft.tax) <= few:
        return causes.TAX_ROUNDING, words
    return (causes.DISCOUNT_ORDER if draft.discount else causes.OTHER_TAX), words


def _money(amount: Decimal, draft: Draft) -> str:
    return currencies.written(amount, draft.organization.currency_code)
