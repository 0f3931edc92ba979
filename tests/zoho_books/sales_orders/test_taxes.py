"""Which tax the items of an order get in Zoho Books, and what an order does that waits for one."""

from typing import Any

import pytest

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.british import move_to_britain, sales_orders, vat
from tests.support.submit import appointment, change_settings, reloaded, submit
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books.models import TAX_FROM_THE_ORDER, Connection

pytestmark = pytest.mark.once


@pytest.fixture
def british(desk: Desk, books: Books) -> Books:
    move_to_britain(desk, books)
    change_settings(desk, tax_on_items=TAX_FROM_THE_ORDER)
    return books


def order_of(desk: Desk, source_id: str = "1", price: float = 120, **metadata: Any) -> Order:
    """One bag whose price includes tax, as its metadata say; nothing else."""
    item = {"name": "Bag", "code": "BD-BAG-01", "price": price, "metadata": metadata}
    included = {"taxes_included": True}
    return desk.order(source_id, order_items=[item], order_metadata=included, shipping_total=0, tax_total=0)


def taxes_sent(books: Books) -> list[tuple[str, float]]:
    return [(line["tax_name"], made["total"]) for made in sales_orders(books) for line in made["line_items"]]


def test_the_rate_of_an_item_chooses_the_only_tax_of_that_rate(desk: Desk, british: Books) -> None:
    submit(desk, order_of(desk, tax_rate="20%"))
    submit(desk, order_of(desk, "2", price=50, tax_rate=0))
    assert taxes_sent(british) == [("Standard VAT", 120), ("Zero VAT", 50)]


def test_tax_match_chooses_by_the_name_that_the_shop_uses(desk: Desk, british: Books) -> None:
    change_settings(desk, tax_match="VAT at checkout = Standard VAT")
    submit(desk, order_of(desk, tax_name="VAT at checkout", tax_rate="17"))
    assert taxes_sent(british) == [("Standard VAT", 120)]


def test_the_tax_id_of_an_item_goes_first(desk: Desk, british: Books) -> None:
    submit(desk, order_of(desk, tax_id=vat(british, 0), tax_rate="20"))
    assert taxes_sent(british) == [("Zero VAT", 120)]


def test_as_zoho_books_decides_sends_no_tax(desk: Desk, british: Books) -> None:
    change_settings(desk, tax_on_items="zoho")
    submit(desk, order_of(desk, tax_rate="20"))
    assert taxes_sent(british) == [("", 120)]


def test_taxes_are_read_once(desk: Desk, british: Books) -> None:
    for source_id in ("1", "2"):
        submit(desk, order_of(desk, source_id, tax_rate="20"))
    assert british.desk_calls().count("GET /settings/taxes") == 1
    assert british.desk_calls()[-1] == "POST /salesorders"


def test_orders_wait_for_their_tax_together_until_tax_match_says_which(
    desk: Desk, british: Books, walker: Walker
) -> None:
    first = submit(desk, order_of(desk, "1", tax_rate="19"))
    second = submit(desk, order_of(desk, "2", tax_rate="19"))
    assert appointment(first).cause == "no_tax"
    assert sales_orders(british) == []
    walker.open("/attention").see(
        "2 orders No tax in Zoho Books is chosen for 19%", "Choose the tax of Zoho Books for it once"
    )
    walker.click("Choose the tax").type("Tax in Zoho Books", "Standard VAT (20%)").press("Use this tax")
    walker.see("A tax of 19% is “Standard VAT” in Zoho Books.").press("Send these 2 orders again")
    desk.work()
    assert walker.open("/integrations/zoho-books").value("Tax Match") == "19 = Standard VAT"
    assert taxes_sent(british) == [("Standard VAT", 120)] * 2
    assert reloaded(first).fulfillment_id and reloaded(second).fulfillment_id


def test_a_line_of_tax_match_that_names_no_tax_any_more_is_corrected_where_the_orders_wait(
    desk: Desk, british: Books, walker: Walker
) -> None:
    """The line for the place goes first, so that one is corrected; nothing else of the setting changes."""
    before = "5 = Reduced VAT\n\nGB: 20=Old VAT \nVAT = Standard VAT"
    change_settings(desk, tax_match=before)
    order_id = submit(desk, order_of(desk, tax_rate="20"))
    walker.open("/attention").click("Another tax").type("Tax in Zoho Books", "Standard VAT (20%)")
    walker.press("Use this tax").press("Send this order again")
    desk.work()
    assert reloaded(order_id).fulfillment_id
    after = "5 = Reduced VAT\n\nGB: 20 = Standard VAT\nVAT = Standard VAT\n20 = Standard VAT"
    assert walker.open("/integrations/zoho-books").value("Tax Match") == after


def test_a_tax_may_be_chosen_for_one_country(desk: Desk, british: Books, walker: Walker) -> None:
    submit(desk, order_of(desk, tax_rate="19"))
    walker.open("/attention").click("Choose the tax")
    assert walker.options("For orders to") == ["Everywhere", "GB"]
    walker.type("For orders to", "GB").type("Tax in Zoho Books", "Zero VAT (0%)").press("Use this tax")
    walker.see("A tax of 19% is “Zero VAT” for orders to GB in Zoho Books.")
    assert walker.open("/integrations/zoho-books").value("Tax Match") == "GB: 19 = Zero VAT"


def test_a_rate_that_can_not_be_read_is_named_with_its_item(desk: Desk, british: Books, walker: Walker) -> None:
    order_id = order_of(desk, tax_rate="standard").id
    walker.open(f"/orders/{order_id}/preview").see(
        "Metadata of the item “Bag”, tax_rate: “standard” is not a percentage. Write a number such as 19, then submit"
    )


def test_a_tax_that_is_new_in_zoho_books_is_found_without_a_person(desk: Desk, british: Books) -> None:
    """The desk has read the taxes before the tax was made."""
    db.session.get_one(Connection, desk.store_id).taxes = []
    db.session.commit()
    submit(desk, order_of(desk, tax_rate="20"))
    assert taxes_sent(british) == [("Standard VAT", 120)]


def test_the_settings_name_the_taxes_of_zoho_books(desk: Desk, british: Books, walker: Walker) -> None:
    submit(desk, order_of(desk, tax_rate="20"))
    walker.open("/integrations/zoho-books").see(
        "Taxes in Zoho Books: Reduced VAT (5%), Standard VAT (20%), Zero VAT (0%)."
    )
