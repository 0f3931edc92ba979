"""The total that a dry run foresees is the total in Zoho Books, and a difference is told with its reason."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.british import BRITISH, move_to_britain, sales_orders, vat
from tests.support.submit import submit
from zoho_app import jobs
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books.models import SalesOrder
from zoho_app.zoho_books.preview import dry_run

pytestmark = pytest.mark.once

ADA = "ada@example.com"


@pytest.fixture
def british(desk: Desk, books: Books) -> Books:
    """Everything in Zoho Books is known to the desk."""
    move_to_britain(desk, books)
    person = {"email": ADA, "is_primary_contact": True}
    books.call("POST", "/contacts", {"contact_name": "Ada Lovelace", "contact_persons": [person]}, **BRITISH)
    return books


def read_everything(desk: Desk) -> None:
    jobs.schedule_readings()
    desk.work()


def foreseen(desk: Desk, order_id: int) -> dry_run.Verdict:
    db.session.remove()
    (verdict,) = dry_run.list_verdicts(desk.store_id, [db.session.get_one(Order, order_id)])
    return verdict


def mugs(books: Books, count: int, price: float, tax: int = 20) -> list[dict[str, Any]]:
    """So many lines of one mug each."""
    return [
        {"name": "Mug", "code": "BD-MUG-01", "price": price, "metadata": {"tax_id": vat(books, tax)}}
        for _ in range(count)
    ]


def test_a_cent_of_tax_is_told_before_sending_and_once_after_it(desk: Desk, british: Books, walker: Walker) -> None:
    """20% of 3 x 12.43 is 7.458, in Zoho 7.46; the shop rounded 2.486 on each line to 2.49 and says 7.47."""
    read_everything(desk)
    order = desk.order("T03", tax_total=7.47, shipping_total=0, order_items=mugs(british, 3, 12.43))
    order_id = order.id
    walker.open(f"/orders/{order_id}/preview").see(
        "Its total would be £44.75 , £0.01 less than the order's.",
        "Zoho Books computes £7.46 of tax, the order says £7.47.",
    )
    submit(desk, db.session.get_one(Order, order_id))
    assert sales_orders(british)[0]["total"] == 44.75
    assert "Its total £44.75 is £0.01 less than the order's £44.76." in "\n".join(desk.history(order_id))


def test_the_default_tax_of_an_item_is_foreseen(desk: Desk, british: Books, walker: Walker) -> None:
    """The lamp is 10.00, and Zoho Books adds 20% to it, which the order does not know."""
    lamp = {"name": "Lamp", "sku": "LAMP", "rate": 10, "tax_id": vat(british)}
    british.call("POST", "/items", lamp, **BRITISH)
    read_everything(desk)
    order = desk.order("1", shipping_total=0, order_items=[{"name": "Lamp", "code": "LAMP", "price": 10}])
    order_id = order.id
    walker.open(f"/orders/{order_id}/preview").see(
        "Its total would be £12.00 , £2.00 more than the order's.",
        "Zoho Books adds the item's own tax of 20% to SKU LAMP.",
    )
    walker.open("/orders").press("Dry run of all").see("Zoho Books adds the item's own tax of 20% to SKU LAMP.")
    submit(desk, db.session.get_one(Order, order_id))
    assert sales_orders(british)[0]["total"] == 12


def test_an_order_with_tax_for_which_zoho_adds_none_says_so(desk: Desk, british: Books, walker: Walker) -> None:
    read_everything(desk)
    order_id = desk.order("1", tax_total=9.98).id
    walker.open(f"/orders/{order_id}/preview").see(
        "£9.98 less than the order's.",
        "The order has £9.98 of tax, but none of its items has a tax_id, so Zoho Books will add no tax.",
    )


def test_each_total_that_is_foreseen_comes_true(desk: Desk, british: Books) -> None:
    """Any mix of lines with and without tax, prices with and without tax, discounts, shipping and handling."""
    british.lift_limits()
    read_everything(desk)
    rates, chance = [{"tax_id": vat(british)}, {"tax_id": vat(british, 0)}, {}], Random(18)
    ids = []
    for number in range(20):
        items = [
            {
                "name": "Mug",
                "code": "BD-MUG-01",
                "price": str(Decimal(chance.randint(100, 9999)) / 100),
                "quantity": chance.randint(1, 7),
                "metadata": chance.choice(rates),
            }
            for _ in range(chance.randint(1, 6))
        ]
        coupon = [{"name": "Coupon", "amount": str(Decimal(chance.randint(1, 99)) / 100)}]
        order = desk.order(
            str(number),
            email=ADA,
            order_items=items,
            discount_list=chance.choice([[], coupon]),
            shipping_total=chance.choice([0, 4.95]),
            handling_total=chance.choice([0, 1.25]),
            order_metadata={"taxes_included": chance.choice([True, False])},
        )
        ids.append(order.id)
    totals = {order_id: foreseen(desk, order_id).total for order_id in ids}
    for order_id in ids:
        submit(desk, db.session.get_one(Order, order_id))
    rows = {row.order_id: row.total for row in db.session.query(SalesOrder)}
    assert {order_id: str(total) for order_id, total in totals.items()} == {
        order_id: f"{rows[order_id]:.2f}" for order_id in ids
    }


def test_where_zoho_has_no_prices_with_tax_they_are_sent_without_it(desk: Desk, books: Books, walker: Walker) -> None:
    """In the United States: of 100.00, 92.38 is the price and 8.25% of that, 7.62, the tax."""
    walker.open("/integrations/zoho-books").press("Check everything")
    read_everything(desk)
    tax = next(tax for tax in books.call("GET", "/settings/taxes")["taxes"] if tax["tax_percentage"] == 8.25)
    item = {"name": "Bag", "code": "BD-BAG-01", "price": 100, "metadata": {"tax_id": tax["tax_id"]}}
    order = desk.order("1", shipping_total=0, order_items=[item], order_metadata={"taxes_included": True})
    order_id = order.id
    walker.open(f"/orders/{order_id}/preview").see(
        "Its total would be $100.00 , the same as the order's.",
        "Its prices include tax, and Zoho Books has no such prices in this country: they are sent without it.",
    )
    submit(desk, db.session.get_one(Order, order_id))
    (made,) = books.sales_orders()
    assert (made["line_items"][0]["rate"], made["tax_total"], made["total"]) == (92.38, 7.62, 100)
