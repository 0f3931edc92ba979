"""An address that is only written otherwise is the same: no second address, no second call."""

from typing import Any

import pytest

from harness.books import Books
from harness.desk import Desk
from tests.support.submit import send
from zoho_app import jobs

AMERICA = ("US", "USA", "U.S.A.", "United States")
STREET = {"first_name": "Ada", "last_name": "Lovelace", "address1": "1 Way", "city": "Fresno", "postal_code": "93650"}


def _address(country: str, state: str) -> dict[str, Any]:
    return {"shipping": {**STREET, "country": country, "state": state}}


@pytest.mark.parametrize("returned", ["as_given", "names", "names_only"])
@pytest.mark.parametrize("first", [("US", "CA"), ("United States", "California")])
def test_a_country_written_otherwise_adds_no_second_address(
    desk: Desk, books: Books, returned: str, first: tuple[str, str]
) -> None:
    books.set_edition(returned_countries=returned)
    jobs.schedule_readings()
    desk.work()
    books.count_from_here()
    send(desk, "new", "grace@example.com", **_address(*first))
    assert books.desk_calls() == ["POST /contacts", "POST /salesorders"]
    books.count_from_here()
    for country in AMERICA:
        for state in ("CA", "California", "california"):
            send(desk, f"{country} {state}", "grace@example.com", **_address(country, state))
    assert books.desk_calls() == ["POST /salesorders"] * 12
    (contact,) = [one for one in books.contacts() if one["email"] == "grace@example.com"]
    assert contact["addresses"] == []


def test_an_address_that_was_read_with_names_and_codes_is_recognized(desk: Desk, books: Books) -> None:
    books.set_edition(returned_countries="names")
    address = {"attention": "Ada Lovelace", "address": "1 Way", "city": "Fresno", "zip": "93650"}
    both = {name: {**address, "state": "CA", "country": "USA"} for name in ("billing_address", "shipping_address")}
    books.add_contact("Ada", "ada@example.com", **both)
    send(desk, "1", **_address("United States", "California"))
    (contact,) = [one for one in books.contacts() if one["email"] == "ada@example.com"]
    assert contact["addresses"] == []
    (sent,) = books.sales_orders()
    assert sent["shipping_address"]["country_code"] == "US"


def test_another_state_is_another_address(desk: Desk, books: Books) -> None:
    send(desk, "1", **_address("US", "CA"))
    send(desk, "2", **_address("US", "Nevada"))
    (contact,) = [one for one in books.contacts() if one["email"] == "ada@example.com"]
    assert [one["state"] for one in contact["addresses"]] == ["Nevada"]


def test_what_is_no_country_is_compared_as_text(desk: Desk, books: Books) -> None:
    send(desk, "1", **_address("Atlantis", "Deep"))
    send(desk, "2", **_address("ATLANTIS", "deep"))
    send(desk, "3", **_address("Mu", "deep"))
    (contact,) = [one for one in books.contacts() if one["email"] == "ada@example.com"]
    assert [one["country"] for one in contact["addresses"]] == ["Mu"]
