"""What Zoho Books will make of a sales order. Pure: no database, no network."""

from decimal import ROUND_HALF_UP, Decimal

from zoho_app.zoho_books.payload.sales_order import Draft


def expected_total(draft: Draft, tax: Decimal, precision: int) -> Decimal:
    """What Zoho Books will make of the draft: each line rounded by itself to `precision` decimals, then summed up.

    Zoho works out the tax itself, and only for lines that name a tax_id; for those, the order's own `tax` is taken.
    """
    smallest = Decimal(1).scaleb(-precision)
    lines = sum((_rounded(line.rate * line.quantity, smallest) for line in draft.lines), Decimal(0))
    taxes = tax if any(line.tax_id for line in draft.lines) else Decimal(0)
    total = lines + taxes + draft.shipping_charge + draft.handling - _rounded(draft.discount, smallest)
    return _rounded(total, smallest)


def _rounded(amount: Decimal, smallest: Decimal) -> Decimal:
    return amount.quantize(smallest, ROUND_HALF_UP)
