"""What an order tells of its customer's tax: places as people write them, and what the order itself says."""

import pytest

from zoho_app.orders.places import country_code
from zoho_app.zoho_books.editions import places, table
from zoho_app.zoho_books.editions.tax_fields import TaxFields, tax_fields
from zoho_app.zoho_books.errors import CannotSubmit

pytestmark = pytest.mark.once

Texts = dict[str, str]
REGISTERED = {"tax_treatment": "vat_registered"}
NUMBER = {"tax_reg_no": "123456789012345"}


def fields(home: str, metadata: Texts, ships_to: Texts, customer: Texts | None = None) -> TaxFields:
    return tax_fields(table.by_country(home), home, metadata, ships_to, ships_to if customer is None else customer)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("IN", "IN"),
        (" india ", "IN"),
        ("U.S.A.", "US"),
        ("United Kingdom", "GB"),
        ("uae", "AE"),
        ("Narnia", ""),
        ("", ""),
    ],
)
def test_a_country_is_known_by_its_code_and_by_its_names(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("TN", "TN"), ("tamil nadu", "TN"), ("IN-GJ", "GJ"), ("Orissa", "OD"), ("New Delhi", "DL"), ("Texas", "")],
)
def test_a_state_of_india_is_known_by_its_codes_and_names(text: str, code: str) -> None:
    assert places.indian_state(text) == code


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("Dubai",), "DU"),
        (("", "Abu Dhabi"), "AB"),
        (("AE-SH",), "SH"),
        (("Ras Al Khaimah",), "RA"),
        (("Desert",), ""),
    ],
)
def test_an_emirate_is_known_by_its_codes_and_names(texts: tuple[str, ...], code: str) -> None:
    assert places.emirate(*texts) == code


@pytest.mark.parametrize(
    ("home", "metadata", "ships_to", "order"),
    [
        ("IN", {}, {"country": "DE", "state": "Bavaria"}, {"gst_treatment": "overseas"}),
        ("IN", {"Place_Of_Supply": "gujarat"}, {"country": "IN", "state": "TN"}, {"place_of_supply": "GJ"}),
        ("IN", {"gst_treatment": "consumer"}, {"country": "IN"}, {"gst_treatment": "consumer"}),
        ("AE", {"tax_treatment": "VAT_registered"}, {"country": "SA"}, {"place_of_supply": "SA", **REGISTERED}),
        ("SA", {}, {"country": "FR"}, {"place_of_supply": "SA", "tax_treatment": "non_gcc"}),
        ("GB", {"vat_treatment": "eu_vat_registered"}, {"country": "IE"}, {"vat_treatment": "eu_vat_registered"}),
        ("GB", {}, {"country": "England"}, {}),
        ("DE", {"vat_treatment": "overseas"}, {"country": "US"}, {}),
        ("MX", {"tax_treatment": "anything"}, {"country": "US"}, {}),
    ],
)  # fmt: skip
def test_the_order_itself_goes_before_its_address(home: str, metadata: Texts, ships_to: Texts, order: Texts) -> None:
    assert fields(home, metadata, ships_to).order == order


@pytest.mark.parametrize(
    ("home", "metadata", "ships_to", "words"),
    [
        ("IN", {"place_of_supply": "XX"}, {"country": "IN"}, "place_of_supply: “XX” is no state of India"),
        ("AE", {"place_of_supply": "Paris"}, {"country": "AE"}, "“PARIS” is neither an emirate nor a country"),
        ("AE", {"tax_treatment": "none"}, {"country": "SA"}, "tax_treatment: “none” is none of vat_registered"),
        ("AE", {}, {"country": "Narnia"}, "Bookdesk knows no country “Narnia”"),
        ("GB", {"vat_treatment": "eu"}, {"country": "FR"}, "vat_treatment: “eu” is none of uk, eu_vat_registered"),
    ],
)
def test_what_can_not_be_read_is_named(home: str, metadata: Texts, ships_to: Texts, words: str) -> None:
    with pytest.raises(CannotSubmit, match=words):
        fields(home, metadata, ships_to)


@pytest.mark.parametrize(
    ("home", "metadata", "customer", "contact"),
    [
        ("IN", {}, {"country": "IN", "state": "KL"}, {"gst_treatment": "consumer", "place_of_contact": "KL"}),
        ("IN", {}, {"country": "US"}, {"gst_treatment": "overseas"}),
        ("AE", NUMBER, {"country": "AE"}, {**REGISTERED, **NUMBER, "country_code": "DU"}),
        ("AE", {}, {"country": "SA"}, {"tax_treatment": "gcc_vat_not_registered", "country_code": "DU"}),
        ("GB", {}, {"country": "GB"}, {}),
        ("GB", {}, {"country": "NO"}, {"vat_treatment": "overseas"}),
    ],
)  # fmt: skip
def test_a_new_contact_is_told_where_it_lives(home: str, metadata: Texts, customer: Texts, contact: Texts) -> None:
    ships_to = {"country": home, "state": "Dubai"} if home == "AE" else {"country": home}
    assert fields(home, metadata, ships_to, customer).contact == contact
