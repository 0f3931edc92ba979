"""Check everything says at once when Tax Match names a tax that Zoho Books does not have any more."""

import pytest

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker

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
