"""The arithmetic of a sales order, to the smallest unit of its currency."""

from decimal import Decimal
from typing import Any

import pytest

from zoho_app.sandbox.books.totals import Line, Order, Rounding, Tax, compute

STATE = Tax("1", "Sales Tax", Decimal("8.25"))
VAT = Tax("2", "Standard Rate", Decimal(20))
CGST = Tax("3", "CGST9", Decimal(9))
SGST = Tax("4", "SGST9", Decimal(9))
GST = Tax("5", "GST18", Decimal(18), (CGST, SGST))
YEN = Tax("6", "Consumption Tax", Decimal(10))


def line(rate: str, quantity: str = "1", discount: str = "0", tax: Tax | None = None) -> Line:
    return Line(Decimal(rate), Decimal(quantity), discount, tax)


def order(*lines: Line, **changes: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "discount": "",
        "discount_before_tax": True,
        "inclusive_tax": False,
        "shipping_charge": Decimal(0),
        "shipping_tax": None,
        "adjustment": Decimal(0),
    }
    return compute(Order(lines=list(lines), **{**plain, **changes}))


def amounts(found: dict[str, Any]) -> dict[str, float]:
    return {tax["tax_name"]: tax["tax_amount"] for tax in found["taxes"]}


def test_shipping_and_a_negative_adjustment_reach_the_total_but_not_the_subtotal() -> None:
    found = order(line("14.50", "2"), shipping_charge=Decimal("5"), adjustment=Decimal("-1.01"))
    assert (found["sub_total"], found["total"]) == (29.0, 32.99)


@pytest.mark.parametrize(("discount", "off"), [("10%", 10.0), ("2.50", 2.5)])
def test_an_order_discount_before_tax_lowers_the_tax(discount: str, off: float) -> None:
    found = order(line("100", tax=STATE), discount=discount)
    assert found["discount_total"] == off
    assert found["tax_total"] == round((100 - off) * 0.0825, 2)
    assert found["total"] == round(100 - off + found["tax_total"], 2)


def test_an_order_discount_after_tax_leaves_the_tax_alone() -> None:
    found = order(line("100", tax=STATE), discount="10%", discount_before_tax=False)
    assert found["tax_total"] == 8.25
    assert found["discount_total"] == 10.83
    assert found["total"] == 97.42


@pytest.mark.parametrize(("each_line", "tax", "total"), [(False, 3.74, 41.09), (True, 3.75, 41.1)])
def test_tax_is_rounded_once_for_the_order_or_on_each_line(each_line: bool, tax: float, total: float) -> None:
    # 10% of 12.45 is 1.245: three times 1.25 is 3.75; 10% of 37.35 is 3.735, which makes 3.74.
    ten = Tax("7", "Ten", Decimal(10))
    found = order(*[line("12.45", tax=ten)] * 3, rounding=Rounding(each_line=each_line))
    assert (found["tax_total"], found["total"]) == (tax, total)
    assert [one["tax_name"] for one in found["taxes"]] == ["Ten"]


def test_line_discounts_come_off_each_line() -> None:
    found = order(line("10", "3", "10%"), line("10", "1", "2.5"))
    assert found["sub_total"] == 34.5


def test_taxed_shipping_adds_its_tax() -> None:
    found = order(line("10"), shipping_charge=Decimal(5), shipping_tax=VAT)
    assert (found["tax_total"], found["total"]) == (1.0, 16.0)
    assert (found["shipping_charge_exclusive_of_tax"], found["shipping_charge_inclusive_of_tax"]) == (5, 6)


def test_inclusive_tax_is_taken_out_of_the_price_and_not_added() -> None:
    found = order(line("120", tax=VAT), inclusive_tax=True)
    assert (found["sub_total"], found["tax_total"], found["total"]) == (100.0, 20.0, 120.0)


@pytest.mark.parametrize(("includes", "shipping", "total"), [(True, (5, 6), 126), (False, (6, 7.2), 127.2)])
def test_shipping_of_an_inclusive_order_includes_its_tax_or_not(
    includes: bool, shipping: tuple[float, float], total: float
) -> None:
    found = order(
        line("120", tax=VAT),
        inclusive_tax=True,
        shipping_charge=Decimal(6),
        shipping_tax=VAT,
        shipping_includes_tax=includes,
    )
    assert (found["shipping_charge_exclusive_of_tax"], found["shipping_charge_inclusive_of_tax"]) == shipping
    assert (found["sub_total"], found["total"]) == (100, total)


def test_the_parts_of_a_tax_group_are_taxes_of_their_own() -> None:
    # 9% of 99.50 is 8.955, which makes 8.96, twice; 18% in one would be 17.91.
    found = order(line("99.50", tax=GST))
    assert amounts(found) == {"CGST9": 8.96, "SGST9": 8.96}
    assert (found["tax_total"], found["total"]) == (17.92, 117.42)


def test_a_tax_group_that_a_price_includes_is_taken_out_of_it() -> None:
    found = order(line("118", tax=GST), inclusive_tax=True)
    assert amounts(found) == {"CGST9": 9, "SGST9": 9}
    assert (found["sub_total"], found["total"]) == (100, 118)


@pytest.mark.parametrize(
    ("step", "total", "difference"), [("0", 117.42, 0), ("1", 117, -0.42), ("0.05", 117.4, -0.02)]
)
def test_a_total_is_rounded_to_the_step_and_the_difference_told(step: str, total: float, difference: float) -> None:
    found = order(line("99.50", tax=GST), rounding=Rounding(step=Decimal(step)))
    assert (found["total"], found["roundoff_value"]) == (total, difference)


def test_yen_have_no_decimals_and_dinars_have_three() -> None:
    # 10% of 1,205 is 120.5 yen, which makes 121; 20% of 1.005 is 0.201 dinars.
    found = order(line("1205", tax=YEN), rounding=Rounding(digits=0))
    assert (found["tax_total"], found["total"]) == (121, 1326)
    found = order(line("1.005", tax=VAT), rounding=Rounding(digits=3))
    assert (found["tax_total"], found["total"]) == (0.201, 1.206)
