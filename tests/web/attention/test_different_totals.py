"""Totals that differ are grouped by their cause; what the settings call small needs nobody's attention."""

from decimal import Decimal
from json import loads

import pytest

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.editions import address, line, made, move_to, ordered
from tests.support.submit import change_settings, reloaded, submit
from zoho_app.extensions import db
from zoho_app.zoho_books.models import TAX_FROM_THE_ORDER

pytestmark = pytest.mark.once

WITHOUT = {"taxes_included": "no"}
HERE = address("US", "TX")


def cent_of_tax(desk: Desk, source_id: str) -> int:
    """8.25% of 3 x 12.43 is 3.076425, in Zoho 3.08; the shop rounded 1.025 on each line to 1.03 and says 3.09."""
    lines = [line(12.43, 8.25) for _ in range(3)]
    order_id = ordered(desk, source_id, HERE, *lines, tax_total=3.09, order_metadata=WITHOUT)
    submit(desk, reloaded(order_id))
    return order_id


def test_a_rate_of_0_that_zoho_books_does_not_have_is_told(desk: Desk, books: Books, walker: Walker) -> None:
    """The order says 0%, the item has 8.25% in Zoho Books, which has no tax of 0%: 100.00 become 108.25."""
    move_to(desk, books, "us", item_tax="Sales Tax")
    change_settings(desk, tax_on_items=TAX_FROM_THE_ORDER)
    submit(desk, reloaded(ordered(desk, "1", HERE, line(100, 0), order_metadata=WITHOUT)))
    walker.open("/attention").see(
        "is $8.25 higher than the customer paid",
        "The item's own tax is added.",
        "The order names no tax, or 0% where Zoho Books has no such tax",
        "add a tax of 0% in Zoho Books",
    )


def test_each_cause_is_a_group_of_its_own(desk: Desk, books: Books, walker: Walker) -> None:
    move_to(desk, books, "us")
    change_settings(desk, tax_on_items=TAX_FROM_THE_ORDER)
    cents = [cent_of_tax(desk, "1"), cent_of_tax(desk, "2")]
    submit(desk, reloaded(ordered(desk, "3", HERE, line(50), tax_total=4, order_metadata=WITHOUT)))
    walker.open("/attention").see(
        "2 totals differ: tax is rounded otherwise",
        "is $4.00 lower than the customer paid",
        "Set “Tax on items” to “From the order”",
    )
    rows = loads(walker.client.get(f"{desk.address}/exports/attention/totals.json").text)
    assert [row["cause"] for row in rows] == ["the tax is missing", *["tax is rounded otherwise"] * 2]
    walker.click("Review the totals : 2 totals differ: tax is rounded otherwise").see(
        "2 totals differ: tax is rounded otherwise"
    )
    walker.press("Accept all 2 differences").see("2 differences accepted.")
    assert "was accepted" in "\n".join(desk.history(cents[0]))
    walker.open("/attention").see("is $4.00 lower than the customer paid")


def test_a_small_difference_is_told_once_and_accepted_by_the_setting(
    desk: Desk, books: Books, walker: Walker
) -> None:
    move_to(desk, books, "us")
    change_settings(desk, tax_on_items=TAX_FROM_THE_ORDER)
    walker.choose("Accept differences of totals up to", "0.02")
    order_id = cent_of_tax(desk, "1")
    assert made(books)["total"] == 40.37
    told = "Its total $40.37 is $0.01 less than the order's $40.38. Tax is rounded otherwise."
    assert told in "\n".join(desk.history(order_id))
    walker.open("/attention").see("Nothing needs your attention")


def test_the_order_beside_its_sales_order_has_the_total_that_was_foreseen(
    desk: Desk, books: Books, walker: Walker
) -> None:
    """A cent of tax is no change of the order; a coupon that is added later is."""
    move_to(desk, books, "us")
    change_settings(desk, tax_on_items=TAX_FROM_THE_ORDER)
    order_id = cent_of_tax(desk, "1")
    page = walker.open(f"/orders/{order_id}").words
    assert "$40.37" in page
    order = reloaded(order_id)
    order.shipping_total = Decimal(5)
    db.session.commit()
    walker.open(f"/orders/{order_id}").see("$45.37")
