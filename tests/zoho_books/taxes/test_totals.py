"""The total that is foreseen is the sandbox's, which was written apart from it, whatever is added up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoho_app.sandbox.books import totals as zoho
from zoho_app.zoho_books.taxes.organization_taxes import Tax
from zoho_app.zoho_books.taxes.totals import Bill, Line, Rules, compute, net

pytestmark = pytest.mark.once

VAT, REDUCED, ZERO = (Tax(rate, rate, Decimal(rate)) for rate in ("20", "5.5", "0"))
GST, QST = Tax("gst", "GST", Decimal(5)), Tax("qst", "QST", Decimal("9.975"))
QUEBEC = Tax("quebec", "GST + QST", Decimal("14.975"), parts=(GST, QST))
TAXES = st.sampled_from([None, VAT, REDUCED, ZERO, QUEBEC])
STEPS = st.sampled_from(["0", "1", "0.05"])


def theirs(tax: Tax | None) -> zoho.Tax | None:
    """The same tax as the sandbox has it."""
    if tax is None:
        return None
    parts = tuple(zoho.Tax(part.tax_id, part.name, part.rate) for part in tax.parts)
    return zoho.Tax(tax.tax_id, tax.name, tax.rate, parts)


@st.composite
def bills(draw: st.DrawFn) -> tuple[Bill, Rules]:
    """Up to eight lines, a discount of the order or of the lines, shipping with or without tax, and an adjustment."""
    unit = Decimal(draw(st.sampled_from(["1", "0.01", "0.001"])))
    amounts = st.integers(0, 200_000).map(lambda one: one * unit)
    lines = [
        Line(draw(amounts), draw(st.integers(1, 9)), draw(TAXES))
        for _ in range(draw(st.integers(min_value=1, max_value=8)))
    ]
    smallest = min(line.rate * line.quantity for line in lines)
    is_by_line = draw(st.booleans())
    if is_by_line:
        part = (smallest / 3).quantize(unit)
        lines = [Line(line.rate, line.quantity, line.tax, part) for line in lines]
    bill = Bill(
        lines=lines,
        discount=Decimal(0) if is_by_line else smallest,
        is_discount_before_tax=draw(st.booleans()),
        is_inclusive=draw(st.booleans()),
        shipping=draw(amounts),
        shipping_tax=draw(TAXES),
        adjustment=draw(st.integers(-5, 5)) * unit,
    )
    rounding = draw(st.sampled_from(["item_level", "entity_level"]))
    return bill, Rules(unit, rounding, True, Decimal(draw(STEPS)), draw(st.booleans()))


@given(bills())
def test_the_sandbox_comes_to_the_same(given_: tuple[Bill, Rules]) -> None:
    bill, rules = given_
    found = zoho.compute(
        zoho.Order(
            lines=[
                zoho.Line(one.rate, Decimal(one.quantity), str(one.discount), theirs(one.tax)) for one in bill.lines
            ],
            discount=str(bill.discount),
            discount_before_tax=bool(bill.is_discount_before_tax),
            inclusive_tax=bill.is_inclusive,
            shipping_charge=bill.shipping,
            shipping_tax=theirs(bill.shipping_tax),
            adjustment=bill.adjustment,
            shipping_includes_tax=rules.shipping_includes_tax,
            rounding=zoho.Rounding(
                -int(rules.unit.as_tuple().exponent), rules.tax_rounding == "item_level", rules.round_off_step
            ),
        )
    )
    ours = compute(bill, rules)
    assert [float(ours.total), float(ours.tax), float(ours.round_off)] == [
        pytest.approx(found[name], abs=1e-6) for name in ("total", "tax_total", "roundoff_value")
    ]


@pytest.mark.parametrize(
    ("gross", "rate", "unit", "price"),
    [
        ("108.25", "8.25", "0.01", "100.00"),
        ("10", "8.25", "0.01", "9.24"),
        ("1980", "10", "1", "1800"),
        ("5", "", "1", "5"),
    ],
)
def test_a_price_without_its_tax_has_the_digits_of_the_currency(gross: str, rate: str, unit: str, price: str) -> None:
    tax = Tax("1", "Tax", Decimal(rate)) if rate else None
    assert net(Decimal(gross), tax, Decimal(unit)) == Decimal(price)
