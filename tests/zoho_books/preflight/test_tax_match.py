"""Check everything says at once when Tax Match names a tax that Zoho Books does not have any more."""

import pytest

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.submit import change_settings
from zoho_app.zoho_books.models import TAX_AS_ZOHO_DECIDES, TAX_FROM_THE_ORDER

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("8.25 = sales tax", "Taxes in use: 1. All are in Zoho Books."),
        ("8.25 = Sales Tax\n19 = USt 19", "Tax Match names “USt 19”, which is no active tax."),
    ],
)
def test_a_tax_that_tax_match_names_has_to_be_active(
    desk: Desk, books: Books, walker: Walker, typed: str, words: str
) -> None:
    walker.choose("Tax Match", typed)
    walker.press("Check everything")
    desk.work()
    walker.open("/integrations/zoho-books/preflight").see(words)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (TAX_AS_ZOHO_DECIDES, "No product and no new order has a tax_id, so Zoho Books decides the tax."),
        (TAX_FROM_THE_ORDER, "No product and no new order has a tax_id, so the tax rates of orders choose the tax."),
    ],
)
def test_it_says_who_chooses_the_tax(desk: Desk, books: Books, walker: Walker, chosen: str, words: str) -> None:
    change_settings(desk, tax_on_items=chosen)
    walker.open("/integrations/zoho-books").press("Check everything")
    desk.work()
    walker.open("/integrations/zoho-books/preflight").see(words)
