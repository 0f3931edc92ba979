"""Prices that include tax: the sales order comes to what the customer paid."""

from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.books import Books
from harness.desk import Desk, hidden_fields
from harness.walker import Walker
from tests.support.british import move_to_britain, sales_orders, vat
from tests.support.submit import change_settings, submit
from zoho_app import jobs
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books.models import AS_THE_ORDER_SAYS, TAX_INCLUDED, WITHOUT_TAX, SalesOrder, ZohoBooksSettings

pytestmark = pytest.mark.once

YES, NO, SILENT = {"taxes_included": "yes"}, {"taxes_included": "no"}, dict[str, str]()


@pytest.fixture
def british(desk: Desk, books: Books) -> Books:
    move_to_britain(desk, books)
    return books


def order_of(desk: Desk, books: Books, metadata: dict[str, str]) -> Order:
    """A bag of 120.00, of which 20.00 are VAT or on which 24.00 come, and nothing else."""
    item = {"name": "Bag", "code": "BD-BAG-01", "price": 120, "metadata": {"tax_id": vat(books)}}
    tax = 20 if metadata == YES else 24
    return desk.order("1", order_items=[item], order_metadata=metadata, shipping_total=0, tax_total=tax)


@pytest.mark.parametrize(
    ("setting", "metadata", "total"),
    [
        (AS_THE_ORDER_SAYS, YES, 120),
        (TAX_INCLUDED, SILENT, 120),
        (AS_THE_ORDER_SAYS, NO, 144),
        (AS_THE_ORDER_SAYS, SILENT, 144),
        (WITHOUT_TAX, SILENT, 144),
    ],
)
def test_zoho_adds_tax_only_to_prices_without_tax(
    desk: Desk, british: Books, setting: str, metadata: dict[str, str], total: int
) -> None:
    change_settings(desk, prices_in_orders=setting)
    submit(desk, order_of(desk, british, metadata))
    (made,) = sales_orders(british)
    assert made["total"] == total
    assert db.session.scalars(select(SalesOrder)).one().expected_total == Decimal(total)


def test_a_setting_that_overrules_the_order_says_so_before_it_is_sent(
    desk: Desk, british: Books, walker: Walker
) -> None:
    """The order says that 100.00 include 20.00 of tax, the setting that they come on top: 120.00."""
    jobs.schedule_readings()
    desk.work()
    change_settings(desk, prices_in_orders=WITHOUT_TAX)
    item = {"name": "Bag", "code": "BD-BAG-01", "price": 100, "metadata": {"tax_id": vat(british)}}
    order_id = desk.order("1", order_items=[item], order_metadata=YES, shipping_total=0, tax_total=20).id
    walker.open(f"/orders/{order_id}/preview").see(
        "Its total would be £120.00 , the same as the order's.",
        "By the setting “Prices in orders” its total is £120.00. Its page shows £100.00, because of its own "
        "metadata taxes_included: correct the one that is wrong.",
    )
    submit(desk, db.session.get_one(Order, order_id))
    walker.open("/attention").see("Nothing needs your attention")


def test_the_setting_is_chosen_on_the_page_and_the_preview_follows(
    desk: Desk, british: Books, walker: Walker
) -> None:
    order_id = order_of(desk, british, SILENT).id
    walker.open("/integrations/zoho-books").type("Prices in orders", "With tax included").press("Save settings")
    walker.see("Settings saved.")
    walker.open(f"/orders/{order_id}/preview").see('"is_inclusive_tax": true')


def test_a_word_that_is_neither_yes_nor_no_is_not_guessed(desk: Desk, british: Books, walker: Walker) -> None:
    order_id = order_of(desk, british, {"taxes_included": "perhaps"}).id
    walker.open(f"/orders/{order_id}/preview").see(
        "taxes_included: “perhaps” is neither yes nor no. Write yes or no, then submit again."
    )


def test_a_source_may_have_its_own_prices(desk: Desk, british: Books, walker: Walker) -> None:
    """Shopify's orders say 120.00 with 20% in it: 120.00. The file's say 120.00 without: 24.00 comes on top."""
    item = {"name": "Bag", "code": "BD-BAG-01", "price": 120, "metadata": {"tax_id": vat(british)}}
    plain = {"order_items": [item], "shipping_total": 0}
    sources = {"Shopify": 20, "CSV": 24, "Etsy": 24}
    ids = [desk.order("1", **plain, tax_total=tax, source_name=name).id for name, tax in sources.items()]
    walker.open("/integrations/zoho-books").type("Shopify", "With tax included").type("CSV", "Without tax")
    walker.type("Prices in orders", "As the order says").press("Save settings").see("Settings saved.")
    assert [walker.value(name) for name in ("CSV", "Etsy", "Shopify")] == [
        "Without tax",
        "As all orders",
        "With tax included",
    ]
    for order_id in ids:
        submit(desk, db.session.get_one(Order, order_id))
    assert [made["total"] for made in sales_orders(british)] == [120, 144, 144]


def test_a_source_that_has_sent_nothing_yet_is_typed_and_given_back(desk: Desk, books: Books, walker: Walker) -> None:
    page = walker.open("/integrations/zoho-books").type("Another source", " Etsy ")
    page.type("Prices in its orders", "With tax included").press("Save settings").see("Settings saved.")
    assert walker.value("Etsy") == "With tax included"
    order = desk.order("1", source_name="ETSY", order_metadata=NO)
    walker.open(f"/orders/{order.id}/preview")
    assert db.session.query(ZohoBooksSettings).one().prices_in_orders_of("etsy") == TAX_INCLUDED
    walker.open("/integrations/zoho-books").type("Etsy", "As all orders").press("Save settings")
    assert db.session.query(ZohoBooksSettings).one().prices_of_sources == {}


def test_a_source_is_given_only_what_is_offered(desk: Desk, books: Books, owner: FlaskClient) -> None:
    page = f"{desk.address}/integrations/zoho-books"
    data = {
        **hidden_fields(owner, page),
        "prices_of_sources-0-source": "Etsy",
        "prices_of_sources-0-value": "perhaps",
    }
    answer = owner.post(page, data=data)
    assert "Prices in orders of “Etsy”: choose one from the list." in answer.text
    assert db.session.query(ZohoBooksSettings).one().prices_of_sources == {}
