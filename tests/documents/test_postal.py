"""Addresses as the post of their country wants them."""

import pytest

from zoho_app.documents import postal

pytestmark = pytest.mark.once

STREET = {"first_name": "Ada", "last_name": "Lovelace", "address1": "Invalidenstr. 1", "address2": "2. Hof"}


@pytest.mark.parametrize(
    ("place", "lines"),
    [
        ({"country": "DE", "city": "Berlin", "postal_code": "10115"}, ["10115 BERLIN", "GERMANY"]),
        ({"country": "Germany", "city": "Berlin", "postal_code": "10115"}, ["10115 BERLIN", "GERMANY"]),
        (
            {"country": "US", "city": "Portland", "state": "OR", "postal_code": "97201"},
            ["PORTLAND, OR 97201", "UNITED STATES"],
        ),
        ({"country": "GB", "city": "London", "postal_code": "SW1Y 4JH"}, ["LONDON", "SW1Y 4JH", "UNITED KINGDOM"]),
        ({"country": "Atlantis", "city": "Port", "postal_code": "1"}, ["Port, 1", "Atlantis"]),
    ],
)
def test_the_order_of_the_lines_is_that_of_the_country(place: dict[str, str], lines: list[str]) -> None:
    assert postal.lines({**STREET, **place}) == ["Ada Lovelace", "Invalidenstr. 1", "2. Hof", *lines]


def test_company_and_phone() -> None:
    address = {
        **STREET,
        "company": "Analytical",
        "country": "FR",
        "city": "Paris",
        "postal_code": "75001",
        "phone": "7",
    }
    assert postal.lines(address)[:2] == ["Analytical", "Ada Lovelace"]
    assert postal.lines(address)[-2:] == ["FRANCE", "7"]
    assert postal.lines({}) == []
