"""Currencies are those of ISO 4217, with its digits."""

from decimal import Decimal

import pytest
from iso4217 import Currency

from zoho_app.accounts import currencies

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("code", "digits"),
    [("USD", 2), ("JPY", 0), ("KWD", 3), ("IQD", 3), ("RSD", 2), ("ISK", 0), ("XPF", 0), ("INR", 2), ("TND", 3)],
)
def test_a_currency_has_the_digits_of_the_standard(code: str, digits: int) -> None:
    assert currencies.digits(code) == digits


def test_the_table_is_read_as_the_package_reads_it() -> None:
    theirs = {one.code: one.exponent for one in Currency}
    assert len(currencies.CODES) > 150
    assert {code: currencies.digits(code) for code in currencies.CODES} == {
        code: theirs[code] for code in currencies.CODES
    }


def test_funds_and_metals_are_not_offered() -> None:
    assert not {"CLF", "USN", "CHE", "XAU", "XDR", "XTS", "XXX"} & set(currencies.CODES)


def test_an_amount_has_its_currencys_digits() -> None:
    assert [currencies.text(Decimal("1234.5"), code) for code in ("USD", "KWD")] == ["1,234.50", "1,234.500"]
    assert currencies.text(Decimal(1234), "JPY") == "1,234"
