"""A few orders of every edition, by chance, go the whole way: worth what was paid, or foreseen with a reason.

`script/bench money` does the same with thousands.
"""

from dataclasses import replace

import pytest

from benchmarks.money import Result, outcomes
from harness.books import Books
from harness.desk import Desk
from harness.priced_orders import COUNTRIES, Line, PricedOrder, Shop, can_be_represented, shops
from zoho_app.zoho_books.api import rate_limit

pytestmark = pytest.mark.once

ORDERS = 20


@pytest.mark.slow(4)
@pytest.mark.parametrize("edition", COUNTRIES)
def test_every_order_is_worth_what_was_paid_or_says_before_why_not(
    desk: Desk, books: Books, monkeypatch: pytest.MonkeyPatch, edition: str
) -> None:
    monkeypatch.setattr(rate_limit, "CALLS_A_MINUTE", 1_000_000)
    result = Result()
    for outcome in outcomes(desk, books, edition, ORDERS):
        result.add(outcome)
    assert result.orders == ORDERS
    assert result.representable > 0
    assert [str(one) for one in (*result.wrong, *result.unexplained, *result.surprising)] == []


def bought(shop: Shop, *lines: Line, includes_tax: bool = False, discount: int = 0, shipping: int = 0) -> PricedOrder:
    return PricedOrder(shop, 0, lines, includes_tax, discount, True, shipping, shop.country.rates[0], 0, False)


def test_a_shop_that_rounds_each_line_takes_a_cent_more_than_one_that_rounds_each_rate() -> None:
    """8.25% of 12.43 is 1.025475: on each of three lines 1.03, together 3.076425 and so 3.08."""
    each_rate, _, each_line, _ = shops("us")
    lines = [Line("BD-BAG-01", 1243, 1, "8.25")] * 3
    assert bought(each_rate, *lines).paid == 3729 + 308
    assert bought(each_line, *lines).paid == 3729 + 309
    assert can_be_represented(bought(each_rate, *lines))
    assert can_be_represented(bought(each_line, *lines)), "the cent is booked"
    assert not can_be_represented(bought(replace(each_line, books_up_to=0), *lines))


def test_a_shop_takes_the_discount_before_tax_and_taxes_shipping() -> None:
    """2.97 and 2.50 less 0.47 of 5.47: 20% of 2.97 x 500/547 is 0.543, 5% of 2.50 x 500/547 is 0.114, 20% of 1.00."""
    each_line = shops("uk")[1]
    order = bought(each_line, Line("A", 99, 3, "20"), Line("B", 250, 1, "5"), discount=47, shipping=100)
    assert (order.tax, order.paid) == (54 + 11 + 20, 500 + 100 + 85)


def test_a_total_that_is_rounded_off_is_what_was_paid_only_by_luck() -> None:
    rounded_off = shops("in")[3]
    assert can_be_represented(bought(rounded_off, Line("A", 118000, 1, "18"), includes_tax=True))
    assert not can_be_represented(bought(rounded_off, Line("A", 118040, 1, "18"), includes_tax=True))
