"""What nobody outside of Zoho knows is a switch of the stand-in; each of its answers is tried."""

from typing import Any

import pytest

from harness.sandbox import InsideZoho


@pytest.mark.parametrize(("answer", "found"), [("all", ["Ada"]), ("primary", [])])
def test_a_search_text_finds_a_second_persons_email_or_not(zoho: InsideZoho, answer: str, found: list[str]) -> None:
    zoho.set_edition(searched_emails=answer)
    persons = [{"email": "ada@example.com"}, {"email": "second@example.com"}]
    zoho.post("/contacts", {"contact_name": "Ada", "contact_persons": persons})
    names = [one["contact_name"] for one in zoho.get("/contacts", search_text="second@example.com")["contacts"]]
    assert names == found
    assert len(zoho.get("/contacts", search_text="ada@example.com")["contacts"]) == 1


@pytest.mark.parametrize(("answer", "status"), [("there", 200), ("missing", 404)])
def test_the_list_of_all_contact_persons_is_there_or_not(zoho: InsideZoho, answer: str, status: int) -> None:
    zoho.set_edition(contact_persons_list=answer)
    assert zoho.call("GET", "/contacts/contactpersons")[0] == status


@pytest.mark.parametrize(("answer", "status"), [("ids", 200), ("characters", 400)])
def test_a_list_of_ids_has_at_most_two_hundred_ids_or_characters(zoho: InsideZoho, answer: str, status: int) -> None:
    zoho.set_edition(salesorder_ids_limit=answer)
    eleven = ",".join(f"4608150000001000{place:02}" for place in range(11))  # 208 characters
    assert zoho.call("GET", "/salesorders", salesorder_ids=eleven)[0] == status
    assert zoho.call("GET", "/salesorders", salesorder_ids=eleven[:170])[0] == 200


@pytest.mark.parametrize(("answer", "code"), [("1002", 1002), ("2", 2), ("4", 4)])
@pytest.mark.parametrize("field", ["item_id", "tax_id"])
def test_an_unknown_item_or_tax_has_one_of_three_codes(zoho: InsideZoho, answer: str, code: int, field: str) -> None:
    zoho.set_edition(unknown_reference_code=answer)
    lines = [{"name": "x", "rate": 1, field: "460000000000000001"}]
    assert zoho.call("POST", "/salesorders", zoho.order_body(line_items=lines))[1]["code"] == code


@pytest.mark.parametrize(("answer", "status"), [("same", 400), ("other", 201)])
def test_a_number_in_another_case_is_the_same_or_another(zoho: InsideZoho, answer: str, status: int) -> None:
    zoho.set_edition(number_case=answer)
    zoho.create_order(salesorder_number="Demo-1")
    body = zoho.order_body(salesorder_number="DEMO-1")
    assert zoho.call("POST", "/salesorders", body, ignore_auto_number_generation="true")[0] == status


@pytest.mark.parametrize(("answer", "status"), [("allowed", 200), ("refused", 400)])
def test_a_draft_can_be_voided_or_not(zoho: InsideZoho, answer: str, status: int) -> None:
    zoho.set_edition(void_of_draft=answer)
    path = f"/salesorders/{zoho.create_order()['salesorder_id']}/status"
    assert zoho.call("POST", f"{path}/void")[0] == status
    if answer == "refused":
        zoho.post(f"{path}/open")
        assert zoho.call("POST", f"{path}/void")[0] == 200


@pytest.mark.parametrize(("answer", "outcome"), [("refused", 15), ("cut", "x" * 50)])
def test_a_text_that_is_too_long_is_refused_or_cut(zoho: InsideZoho, answer: str, outcome: Any) -> None:
    zoho.set_edition(overlong_text=answer)
    found = zoho.call("POST", "/salesorders", zoho.order_body(reference_number="x" * 51))[1]
    assert found.get("salesorder", {}).get("reference_number", found["code"]) == outcome


@pytest.mark.parametrize(
    ("answer", "country", "state"),
    [
        ("as_given", ("IN", "IN"), ("Gujarat", "GJ")),
        ("names", ("India", "IN"), ("Gujarat", "GJ")),
        ("names_only", ("India", ""), ("Gujarat", "")),
    ],
)
def test_an_address_comes_back_as_given_or_with_names_and_codes(
    zoho: InsideZoho, answer: str, country: tuple[str, str], state: tuple[str, str]
) -> None:
    zoho.set_edition(returned_countries=answer)
    given = {"address": "1 Road", "state": "Gujarat", "country": "IN"}
    contact = zoho.post("/contacts", {"contact_name": "Asha", "billing_address": given})["contact"]
    path = f"/contacts/{contact['contact_id']}/address"
    added = zoho.post(path, given)["address_info"]
    order = zoho.create_order(customer_id=contact["contact_id"])
    for found in (contact["billing_address"], added, zoho.get(path)["addresses"][0], order["billing_address"]):
        assert (found["country"], found["country_code"]) == country
        assert (found["state"], found["state_code"]) == state


@pytest.mark.parametrize("given", ["US", "usa", "United States", "U.S.A"])
def test_every_way_to_write_a_country_comes_back_by_the_same_name(zoho: InsideZoho, given: str) -> None:
    zoho.set_edition(returned_countries="names")
    address = {"address": "1 Road", "state": "NY", "country": given}
    found = zoho.post("/contacts", {"contact_name": "Ada", "billing_address": address})["contact"]["billing_address"]
    assert (found["country"], found["state"], found["state_code"]) == ("U.S.A", "New York", "NY")


def test_a_country_that_is_not_known_comes_back_as_it_was_given(zoho: InsideZoho) -> None:
    zoho.set_edition(returned_countries="names")
    address = {"address": "1 Road", "country": "Atlantis"}
    found = zoho.post("/contacts", {"contact_name": "Ada", "billing_address": address})["contact"]["billing_address"]
    assert (found["country"], found["country_code"]) == ("Atlantis", "")
