"""The last decisions about a draft, once the default taxes of its items are known.

Prices that include tax are made net where the edition has no such prices; a discount goes where and when the shop
took it; a small difference that is left becomes an adjustment, as far as the settings let it.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from zoho_app.zoho_books.payload import expected
from zoho_app.zoho_books.payload.adjustments import ROUNDING, Adjustment
from zoho_app.zoho_books.payload.discounts import ZERO, spread
from zoho_app.zoho_books.payload.draft import Draft
from zoho_app.zoho_books.payload.line_taxes import Taxes, compute, is_unread, taxes_of, told_on_shipping
from zoho_app.zoho_books.taxes import totals
from zoho_app.zoho_books.taxes.organization_taxes import Tax

NET_REMARK = "Its prices include tax, and Zoho Books has no such prices in this country: they are sent without it."


def settle(draft: Draft, default_taxes: Mapping[str, Tax], limit: Decimal) -> Draft:
    """The draft as it is sent; `limit` is the largest difference that is booked as an adjustment.

    Nothing is decided as long as a tax is not known for certain.
    """
    if is_unread(draft):
        return draft
    taxes = taxes_of(draft, default_taxes)
    if draft.contains_tax and draft.is_inclusive is None:
        draft = _net(draft, taxes)
    elif draft.discount:
        draft = _with_discount(draft, taxes)
    difference = expected.expect(draft, default_taxes).difference
    if not 0 < abs(difference) <= limit:
        return draft
    return replace(draft, adjustments=(*draft.adjustments, Adjustment(ROUNDING, -difference)))


def _net(draft: Draft, taxes: Taxes) -> Draft:
    """Prices, discount and shipping without the tax that is on them, each in whole units of the currency."""
    if not any(taxes.of_lines) and taxes.of_shipping is None:
        return draft
    draft = replace(draft, is_net=True, remarks=(*draft.remarks, NET_REMARK))
    if draft.discount:
        draft = _on_lines(draft)
    unit = draft.organization.unit
    lines = tuple(
        replace(line, rate=totals.net(line.rate, tax, unit), discount=totals.net(line.discount, tax, unit))
        for line, tax in zip(draft.lines, taxes.of_lines, strict=True)
    )
    return replace(draft, lines=lines, shipping_charge=totals.net(draft.shipping_charge, taxes.of_shipping, unit))


def _with_discount(draft: Draft, taxes: Taxes) -> Draft:
    """The discount before or after tax, as the order's tax tells, and on the goods alone where that matters."""
    before = _on_lines(draft) if any(line.kind for line in draft.lines) else draft
    if not draft.tax or not any(taxes.of_lines):
        return before
    after = replace(draft, is_discount_before_tax=False)
    if before is draft:
        before = replace(draft, is_discount_before_tax=True)
    near, far = sorted((before, after), key=lambda one: _away(one, taxes))
    is_certain = _away(near, taxes) <= draft.organization.unit * len(draft.lines) < _away(far, taxes)
    if is_certain:
        return near
    return before if before.discount == ZERO else draft


def _away(draft: Draft, taxes: Taxes) -> Decimal:
    """How far the tax that Zoho Books would compute is from the order's own."""
    computed = compute(draft, taxes)
    told = computed.tax + (ZERO if taxes.of_shipping else told_on_shipping(draft))
    return abs(told - draft.tax)


def _on_lines(draft: Draft) -> Draft:
    """The whole discount shared out over what is sold, so that it reaches neither shipping nor handling."""
    amounts = [ZERO if line.kind else line.rate * line.quantity for line in draft.lines]
    shares = spread(draft.discount, amounts, draft.organization.unit)
    if sum(shares, ZERO) != draft.discount:  # nothing is sold, or it has more digits than the currency
        return draft
    lines = tuple(replace(line, discount=one) for line, one in zip(draft.lines, shares, strict=True))
    return replace(draft, lines=lines, discount=ZERO)
