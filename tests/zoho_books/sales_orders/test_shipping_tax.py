"""Shipping: as a charge, whose tax Zoho Books decides and answers teach, or as a line with the order's own tax."""

import pytest

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.editions import address, foreseen, line, made, move_to, ordered
from tests.support.submit import change_settings, reloaded, submit
from zoho_app.zoho_books.models import TAX_FROM_THE_ORDER

pytestmark = pytest.mark.once

WITHOUT = {"taxes_included": "no"}
HERE = address("DE")


def test_the_tax_on_a_shipping_charge_is_learned_from_the_first_answer(
    desk: Desk, books: Books, walker: Walker
) -> None:
    """19% on 5.00 are 0.95, which the order does not know."""
    move_to(desk, books, "eu", shipping_tax="USt 19")
    first = ordered(desk, "1", HERE, line(10), shipping_total=5, order_metadata=WITHOUT)
    assert str(foreseen(desk, first).total) == "15.00"
    submit(desk, reloaded(first))
    assert made(books)["total"] == 15.95
    told = "Its total €15.95 is €0.95 more than the order's €15.00. Tax on shipping."
    assert told in "\n".join(desk.history(first))
    second = ordered(desk, "2", HERE, line(20), shipping_total=5, order_metadata=WITHOUT)
    walker.open(f"/orders/{second}/preview").see(
        "Its total would be €25.95 , €0.95 more than the order's.",
        "Zoho Books adds €0.95 of tax to the shipping, the order none.",
    )
    submit(desk, reloaded(second))
    assert made(books)["total"] == 25.95


def test_a_charge_that_contains_its_tax_changes_no_total(desk: Desk, books: Books) -> None:
    move_to(desk, books, "eu", shipping_tax="USt 19")
    for source_id in ("1", "2"):
        order_id = ordered(desk, source_id, HERE, line(10), shipping_total=5.95)
        assert foreseen(desk, order_id).difference == 0
        submit(desk, reloaded(order_id))
        assert (made(books)["total"], made(books)["tax_total"]) == (15.95, 0.95)


def test_shipping_and_handling_go_out_as_lines(desk: Desk, books: Books, walker: Walker) -> None:
    """Shipping 10.00 and 19% are 11.90; handling 2.00 names no tax. 100 + 19 + 11.90 + 2 = 132.90."""
    move_to(desk, books, "eu", sku="SHIP")
    change_settings(desk, tax_on_items=TAX_FROM_THE_ORDER)
    walker.open("/integrations/zoho-books").type("Send shipping as", "Line item").press("Save settings")
    walker.see("Shipping item SKU: type the SKU of the item that stands for shipping.")
    walker.type("Shipping item SKU", "SHIP").type("Handling item SKU", "SHIP").press("Save settings")
    order_id = ordered(
        desk,
        "1",
        HERE,
        line(100, 19),
        shipping_total=10,
        handling_total=2,
        tax_total=20.9,
        shipping_method="DHL Paket",
        order_metadata={**WITHOUT, "shipping_tax_name": "ust 19"},
    )
    submit(desk, reloaded(order_id))
    found = made(books)
    assert [(row["sku"], row["description"], row["tax_name"]) for row in found["line_items"]] == [
        ("BD-BAG-01", "Bag", "USt 19"),
        ("SHIP", "DHL Paket", "USt 19"),
        ("SHIP", "Handling", ""),
    ]
    assert (found["total"], found["shipping_charge"], found["adjustment"]) == (132.9, 0, 0)
    walker.open("/attention").see("Nothing needs your attention")


def test_an_item_for_shipping_that_zoho_lacks_is_told_by_check_everything(
    desk: Desk, books: Books, walker: Walker
) -> None:
    move_to(desk, books, "eu")
    change_settings(desk, send_shipping_as="line", shipping_sku="GONE")
    walker.open("/integrations/zoho-books/preflight").see("Zoho Books has no active item with the SKU GONE.")
    order_id = ordered(desk, "1", HERE, line(100), shipping_total=10)
    walker.open(f"/orders/{order_id}/preview").see("Zoho Books has no item with the SKU “GONE”")
