"""Discounts and gift cards: what they pay, when they are taken, and that they reach nothing but what is sold."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.editions import address, foreseen, line, made, move_to, ordered
from tests.support.submit import change_settings, reloaded, submit
from zoho_app.zoho_books.models import TAX_FROM_THE_ORDER
from zoho_app.zoho_books.payload import discounts

pytestmark = pytest.mark.once

WITHOUT = {"taxes_included": "no"}
HERE = address("US", "TX")


def gift_card(amount: float) -> dict[str, Any]:
    return {"discount_list": [{"name": "Gift Card", "code": "GC-1", "amount": amount}], "order_metadata": WITHOUT}


def test_a_gift_card_larger_than_the_items_pays_the_shipping(desk: Desk, books: Books, walker: Walker) -> None:
    """Two mugs are 25.00 and shipping 8.00: a gift card of 33.00 pays all of it."""
    move_to(desk, books, "us")
    order_id = ordered(desk, "T05", HERE, line(12.5, quantity=2), shipping_total=8, **gift_card(33))
    words = "The discount of 33.00 is more than the items' 25.00: 8.00 of it pays the shipping."
    walker.open(f"/orders/{order_id}/preview").see("Its total would be $0.00 , the same as the order's.", words)
    submit(desk, reloaded(order_id))
    found = made(books)
    assert (found["discount"], found["shipping_charge"], found["total"]) == (25, 0, 0)
    assert words in "\n".join(desk.history(order_id))


def test_what_pays_the_tax_is_an_adjustment(desk: Desk, books: Books) -> None:
    """25.00, 8.25% of it 2.06, shipping 8.00: 35.06. Of a gift card of 35.06, 2.06 are left for the tax."""
    move_to(desk, books, "us")
    change_settings(desk, tax_on_items=TAX_FROM_THE_ORDER)
    items = line(12.5, 8.25, quantity=2)
    order_id = ordered(desk, "1", HERE, items, shipping_total=8, tax_total=2.06, **gift_card(35.06))
    assert foreseen(desk, order_id).difference == 0
    submit(desk, reloaded(order_id))
    found = made(books)
    assert (found["tax_total"], found["adjustment"], found["adjustment_description"]) == (2.06, -2.06, "Gift card")
    assert found["total"] == 0


@pytest.mark.parametrize(("tax", "total"), [(7.43, 97.43), (8.25, 98.25)])
def test_a_discount_is_taken_before_or_after_tax_as_the_shop_did(
    desk: Desk, books: Books, tax: float, total: float
) -> None:
    """100.00 less 10.00 with 8.25%: on 90.00 that is 7.43, on 100.00 it is 8.25."""
    move_to(desk, books, "us")
    change_settings(desk, tax_on_items=TAX_FROM_THE_ORDER)
    coupon = {"discount_list": [{"name": "Coupon", "amount": 10}], "order_metadata": WITHOUT}
    order_id = ordered(desk, "1", HERE, line(100, 8.25), tax_total=tax, **coupon)
    assert foreseen(desk, order_id).difference == 0
    submit(desk, reloaded(order_id))
    assert made(books)["total"] == total


@pytest.mark.parametrize(("tax", "booked"), [(19, 19), (20, 20)])
def test_the_tax_in_prices_tells_it_too(desk: Desk, books: Books, tax: float, booked: float) -> None:
    """120.00 with 20% inside less 6.00: 114.00, in which the shop saw 19.00 of tax, or 20.00 before it."""
    move_to(desk, books, "uk")
    change_settings(desk, tax_on_items=TAX_FROM_THE_ORDER)
    coupon = [{"name": "Coupon", "amount": 6}]
    order_id = ordered(desk, "1", address("GB"), line(120, 20), discount_list=coupon, tax_total=tax)
    submit(desk, reloaded(order_id))
    assert (made(books)["total"], made(books)["tax_total"]) == (114, booked)


def test_where_the_order_tells_nothing_the_organization_decides(desk: Desk, books: Books) -> None:
    """100.00 less 10.00 and 8.25% of 100.00: the first answer teaches that discounts are taken after tax there."""
    move_to(desk, books, "us", item_tax="Sales Tax", is_discount_before_tax=False)
    coupon = {"discount_list": [{"name": "Coupon", "amount": 10}], "order_metadata": WITHOUT}
    submit(desk, reloaded(ordered(desk, "1", HERE, line(100), **coupon)))
    assert made(books)["total"] == 98.25
    assert str(foreseen(desk, ordered(desk, "2", HERE, line(100), **coupon)).total) == "98.25"


@pytest.mark.parametrize(
    ("amount", "over", "shares"),
    [
        ("10", ["120", "21"], ["8.51", "1.49"]),
        ("0.01", ["1", "1", "1"], ["0.01", "0", "0"]),
        ("5", ["10", "-3", "0"], ["5", "0", "0"]),
        ("1", [], []),
    ],
)
def test_shares_are_in_proportion_and_exact(amount: str, over: list[str], shares: list[str]) -> None:
    found = discounts.spread(Decimal(amount), [Decimal(one) for one in over], Decimal("0.01"))
    assert found == [Decimal(one) for one in shares]


AMOUNTS = st.lists(st.integers(0, 10_000), min_size=1, max_size=12)


@given(AMOUNTS, st.integers(0, 100), st.sampled_from(["1", "0.01", "0.001"]))
def test_shares_sum_to_the_discount_and_no_line_becomes_negative(over: list[int], percent: int, unit: str) -> None:
    amounts = [one * Decimal(unit) for one in over]
    discount = (sum(amounts) * percent / 100).quantize(Decimal(unit))
    shares = discounts.spread(discount, amounts, Decimal(unit))
    assert sum(shares) == discount
    assert all(0 <= share <= amount for share, amount in zip(shares, amounts, strict=True))
