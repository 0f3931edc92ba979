"""The arithmetic of a sales order, to the cent."""

from decimal import Decimal
from typing import Any

import pytest

from zoho_app.sandbox.books.totals import Line, Order, Tax, compute

STATE = Tax("1", "Sales Tax", Decimal("8.25"))
VAT = Tax("2", "Standard VAT", Decimal(20))


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


def test_tax_is_rounded_once_per_tax_not_once_per_line() -> None:
    found = order(line("0.06", tax=STATE), line("0.06", tax=STATE), line("0.06", tax=STATE))
    assert found["tax_total"] == 0.01
    assert [tax["tax_name"] for tax in found["taxes"]] == ["Sales Tax"]


def test_line_discounts_come_off_each_line() -> None:
    found = order(line("10", "3", "10%"), line("10", "1", "2.5"))
    assert found["sub_total"] == 34.5


def test_taxed_shipping_adds_its_tax() -> None:
    found = order(line("10"), shipping_charge=Decimal(5), shipping_tax=VAT)
    assert (found["tax_total"], found["total"]) == (1.0, 16.0)


def test_inclusive_tax_is_taken_out_of_the_price_and_not_added() -> None:
    found = order(line("120", tax=VAT), inclusive_tax=True)
    assert (found["sub_total"], found["tax_total"], found["total"]) == (100.0, 20.0, 120.0)
