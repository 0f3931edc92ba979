"""A small difference between Zoho's total and the customer's can be booked as an adjustment."""

import pytest

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.submit import change_settings, submit

pytestmark = pytest.mark.once


def cent_of_tax(desk: Desk, books: Books) -> int:
    """8.25% of 3 x 12.43 is 3.076425, in Zoho 3.08; the shop rounded 1.025 on each line to 1.03 and says 3.09."""
    tax = next(tax for tax in books.call("GET", "/settings/taxes")["taxes"] if tax["tax_percentage"] == 8.25)
    metadata = {"tax_id": tax["tax_id"]}
    items = [{"name": "Mug", "code": "BD-MUG-01", "price": 12.43, "metadata": metadata}] * 3
    return submit(desk, desk.order("T03", tax_total=3.09, shipping_total=0, order_items=items))


def know_everything(books: Books, walker: Walker, desk: Desk) -> None:
    walker.open("/integrations/zoho-books").press("Read them now")
    desk.work()


def test_a_small_difference_is_booked_as_rounding_only_when_the_setting_says_so(
    desk: Desk, books: Books, walker: Walker
) -> None:
    know_everything(books, walker, desk)
    walker.choose("Book small differences as adjustment up to", "0.05")
    order_id = cent_of_tax(desk, books)
    (made,) = books.sales_orders()
    assert (made["total"], made["adjustment"], made["adjustment_description"]) == (40.38, 0.01, "Rounding")
    assert "Its total" not in "\n".join(desk.history(order_id))
    walker.open(f"/orders/{order_id}").see("$40.38")


@pytest.mark.parametrize("limit", [0, "0.009"])
def test_a_larger_difference_is_told_and_not_booked(desk: Desk, books: Books, walker: Walker, limit: object) -> None:
    know_everything(books, walker, desk)
    change_settings(desk, adjustment_up_to=limit)
    order_id = cent_of_tax(desk, books)
    (made,) = books.sales_orders()
    assert (made["total"], made["adjustment"]) == (40.37, 0)
    assert "Its total $40.37 is $0.01 less than the order's $40.38." in "\n".join(desk.history(order_id))


@pytest.mark.parametrize("typed", ["-1", "11", "a cent"])
def test_an_amount_that_can_not_be_is_named(desk: Desk, books: Books, walker: Walker, typed: str) -> None:
    label = "Book small differences as adjustment up to"
    walker.open("/integrations/zoho-books").type(label, typed).press("Save settings")
    walker.see(f"{label}: give an amount from 0 to 10, such as 0.05.")
    assert walker.value(label) == typed
