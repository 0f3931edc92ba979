"""Tax Match as typed: which tax of Zoho Books a rate or a tax name of orders is."""

from decimal import Decimal

import pytest

from harness.desk import Desk
from harness.walker import Walker
from zoho_app.zoho_books.errors import NoTax
from zoho_app.zoho_books.taxes.choice import choose
from zoho_app.zoho_books.taxes.organization_taxes import Tax
from zoho_app.zoho_books.taxes.tax_match import TaxMatch, parse

TAXES = (
    Tax("1", "Standard Rate", Decimal(20)),
    Tax("2", "Reduced", Decimal(5)),
    Tax("3", "USt 19", Decimal(19)),
    Tax("4", "Import 19", Decimal(19)),
    Tax("5", "Old Rate", Decimal("17.5"), is_active=False),
)
TYPED = "20 = Standard Rate\n VAT 5% =  reduced \n\nDE: 19 = USt 19\nUS: 7% = Reduced\nAU: GST = Standard Rate"


def chosen(rate: str | None, name: str = "", places: tuple[str, ...] = (), match: TaxMatch | None = None) -> str:
    tax = choose(TAXES, match or parse(TYPED), None if rate is None else Decimal(rate), name, places)
    return tax.name if tax else ""


@pytest.mark.parametrize(
    ("rate", "name", "places", "expected"),
    [
        ("20", "", (), "Standard Rate"),
        ("20.00", "", (), "Standard Rate"),
        ("5", "vat  5%", (), "Reduced"),
        ("19", "", ("", "de"), "USt 19"),
        ("7", "", ("CA", "US"), "Reduced"),
        (None, "GST", ("NSW", "AU"), "Standard Rate"),
        (None, "Reduced", (), "Reduced"),  # no line says, and Zoho Books has a tax of this name
        ("5", "", (), "Reduced"),  # no line says, and it is the only tax of 5%
        ("0", "", (), ""),  # no tax, though Zoho Books has none of 0%
    ],
)
def test_name_goes_before_rate_and_place_before_everywhere(
    rate: str | None, name: str, places: tuple[str, ...], expected: str
) -> None:
    assert chosen(rate, name, places) == expected


def test_the_state_goes_before_the_country() -> None:
    match = parse("CA: 13 = Reduced\nON: 13 = Standard Rate")
    assert chosen("13", "", ("ON", "CA"), match) == "Standard Rate"
    assert chosen("13", "", ("QC", "CA"), match) == "Reduced"


@pytest.mark.parametrize(
    ("rate", "name", "words", "subject"),
    [
        ("19", "", "Zoho Books has several taxes of 19%: “USt 19”, “Import 19”.", "19%"),
        ("17.5", "", "Zoho Books has no active tax of 17.5%.", "17.5%"),
        (None, "Luxury", "Zoho Books has no active tax of “Luxury”.", "“Luxury”"),
    ],
)
def test_without_exactly_one_tax_nothing_is_guessed(rate: str | None, name: str, words: str, subject: str) -> None:
    with pytest.raises(NoTax) as refused:
        chosen(rate, name)
    assert words in refused.value.words
    assert refused.value.details == [subject]


def test_a_tax_that_zoho_books_has_not_is_named() -> None:
    with pytest.raises(NoTax, match="Tax Match names “Old Rate”, and Zoho Books has no active tax of that name"):
        chosen("17.5", match=parse("17.5 = Old Rate"))


@pytest.mark.parametrize(
    ("rule", "places"),
    [
        ("Germany: 20", ("DE", "DE")),
        ("Österreich: 20", ("Austria", "AT")),
        ("CA-Ontario: 20", ("CA-ON", "ON", "ON", "CA", "CA")),
        ("Canada-ON: 20", ("CA-ON", "CA-Ontario", "Ontario", "ON", "Canada", "CA")),
        ("Georgia: 20", ("US-GA", "US-Georgia", "Georgia", "GA", "US", "US")),
    ],
)
def test_a_place_is_the_same_by_name_and_by_code(rule: str, places: tuple[str, ...]) -> None:
    assert parse(f"{rule} = Here\n20 = Elsewhere").by_rate(Decimal(20), places) == "Here"


def test_a_state_is_not_taken_for_the_country_of_that_code() -> None:
    california = ("US-CA", "US-CA", "CA", "CA", "US", "US")
    assert parse("Canada: 20 = Here\n20 = Elsewhere").by_rate(Decimal(20), california) == "Elsewhere"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("20", "“20” has no “=”."),
        ("= Standard", "“= Standard” has no rate or tax name before the “=”."),
        ("DE: = Standard", "“DE: = Standard” has no rate or tax name before the “=”."),
        ("20 =", "“20 =” has no tax of Zoho Books after the “=”."),
        ("DE: 19,5 = Standard", "“19,5” is no rate. Write a number with a point, such as 19.5."),
        ("-5 % = Standard", "“-5 %” is no rate."),
        ("20 = A\n20.0% = B", "“20.0%” is already matched in line 1."),
    ],
)
def test_a_line_that_can_not_be_read_is_named(text: str, problem: str) -> None:
    assert parse(text).problems[-1].words.startswith(problem)


@pytest.mark.once
def test_the_page_names_the_line_and_keeps_every_character(desk: Desk, books: object, walker: Walker) -> None:
    typed = "20 = Standard Rate\n19 USt"
    walker.open("/integrations/zoho-books").type("Tax Match", typed).press("Save settings")
    walker.see("Tax Match, line 2: “19 USt” has no “=”.")
    assert walker.value("Tax Match").strip() == typed
