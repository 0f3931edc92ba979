"""The stand-in's organizations, settings, contacts and items answer as Zoho Books does."""

from typing import Any

import pytest

from harness.sandbox import InsideZoho


def add_contact(zoho: InsideZoho, name: str, *emails: str) -> dict[str, Any]:
    persons = [{"email": email, "is_primary_contact": place == 0} for place, email in enumerate(emails)]
    contact = zoho.post("/contacts", {"contact_name": name, "contact_persons": persons})["contact"]
    assert isinstance(contact, dict)
    return contact


def test_a_fresh_sandbox_has_an_organization_a_catalogue_and_settings(zoho: InsideZoho) -> None:
    organization = zoho.get("/organizations")["organizations"][0]
    assert organization["name"] == "Sandbox Trading Co"
    assert (organization["currency_code"], organization["time_zone"]) == ("USD", "America/New_York")
    assert {item["sku"] for item in zoho.get("/items")["items"]} >= {"BD-MUG-01", "BD-TEE-S", "BD-NOTE-01"}
    assert len(zoho.get("/settings/taxes")["taxes"]) == 2
    base = [one for one in zoho.get("/settings/currencies")["currencies"] if one["is_base_currency"]]
    assert [one["currency_code"] for one in base] == ["USD"]
    fields = zoho.get("/settings/customfields", entity="salesorder")["customfields"]["salesorder"]
    assert [field["label"] for field in fields] == ["tracking_number", "carrier", "shipping_method"]


@pytest.mark.parametrize("organization_id", ["", "123456789"])
def test_a_missing_or_foreign_organization_is_refused(zoho: InsideZoho, organization_id: str) -> None:
    status, answer = zoho.call("GET", "/items", organization_id=organization_id)
    assert (status, answer["code"]) == (400, 6041)


def test_unknown_urls_malformed_json_and_empty_bodies_have_their_codes(zoho: InsideZoho) -> None:
    assert zoho.call("GET", "/nonsense") == (404, {"code": 5, "message": "Invalid URL Passed"})
    address = "/books/v3/contacts?organization_id=927270001"
    headers = {"Authorization": f"Zoho-oauthtoken {zoho.access_token}"}
    for body, code in (("{broken", 1038), ("[1]", 1038), ("", 11)):
        answer = zoho.web.post(address, data=body, headers=headers, content_type="application/json")
        assert (answer.status_code, answer.get_json()["code"]) == (400, code)


def test_a_body_may_come_as_the_form_field_jsonstring(zoho: InsideZoho) -> None:
    answer = zoho.web.post(
        "/books/v3/contacts?organization_id=927270001",
        data={"JSONString": '{"contact_name": "Form Caller"}'},
        headers={"Authorization": f"Zoho-oauthtoken {zoho.access_token}"},
    )
    assert answer.status_code == 201
    assert answer.get_json()["contact"]["contact_name"] == "Form Caller"


def test_ids_are_texts_too_long_for_a_floating_point_number(zoho: InsideZoho) -> None:
    contact_id = add_contact(zoho, "Ada")["contact_id"]
    assert len(contact_id) == 18
    assert int(contact_id) > 2**53


def test_the_email_filter_finds_parts_and_looks_at_the_primary_contact_person_alone(zoho: InsideZoho) -> None:
    add_contact(zoho, "Ada", "ada@example.com", "second@example.com")
    add_contact(zoho, "Nada", "nada@example.com")
    found = zoho.get("/contacts", email="ada@example.com")["contacts"]
    assert [contact["contact_name"] for contact in found] == ["Ada", "Nada"]
    assert [one["contact_name"] for one in zoho.get("/contacts", email_startswith="ADA@")["contacts"]] == ["Ada"]
    assert zoho.get("/contacts", email="second@example.com")["contacts"] == []


def test_an_email_at_the_top_level_is_ignored(zoho: InsideZoho) -> None:
    contact = zoho.post("/contacts", {"contact_name": "Top", "email": "top@example.com"})["contact"]
    assert contact["email"] == ""
    assert contact["primary_contact_id"] == ""
    assert contact["contact_persons"] == []


def test_a_contact_name_is_unique_on_creating_and_renaming(zoho: InsideZoho) -> None:
    add_contact(zoho, "Ada")
    other = add_contact(zoho, "Grace")["contact_id"]
    refusal = 'The customer "Ada" already exists. Please specify a different name.'
    refused = (400, {"code": 3062, "message": refusal})
    assert zoho.call("POST", "/contacts", {"contact_name": "Ada"}) == refused
    assert zoho.call("PUT", f"/contacts/{other}", {"contact_name": "Ada"}) == refused
    assert zoho.call("POST", "/contacts", {"contact_name": "x" * 201})[1]["code"] == 15
    assert zoho.call("POST", "/contacts", {})[1]["code"] == 4


def test_contact_filters_by_name_text_type_and_status(zoho: InsideZoho) -> None:
    ada = add_contact(zoho, "Ada Lovelace", "ada@example.com")["contact_id"]
    zoho.post("/contacts", {"contact_name": "Paper Mill", "contact_type": "vendor"})

    def names(**query: str) -> list[str]:
        return [contact["contact_name"] for contact in zoho.get("/contacts", **query)["contacts"]]

    everybody = ["Ada Lovelace", "Paper Mill", "Walk-in Customer"]
    assert names() == everybody
    assert names(contact_type="customer") == ["Ada Lovelace", "Walk-in Customer"]
    assert names(contact_name="ada lovelace") == ["Ada Lovelace"]
    assert names(contact_name_startswith="Pap") == ["Paper Mill"]
    assert names(contact_name_contains="love") == ["Ada Lovelace"]
    assert names(search_text="walk-in@") == ["Walk-in Customer"]
    assert names(no_such_filter="x") == everybody
    zoho.post(f"/contacts/{ada}/inactive")
    assert names(status="active") == ["Paper Mill", "Walk-in Customer"]
    assert names(filter_by="Status.Inactive") == ["Ada Lovelace"]


def test_addresses_get_ids_and_can_be_added_and_changed(zoho: InsideZoho) -> None:
    contact = zoho.post(
        "/contacts", {"contact_name": "Ada", "billing_address": {"address": "1 Main St", "city": "Oslo"}}
    )["contact"]
    assert contact["billing_address"]["address"] == "1 Main St"
    path = f"/contacts/{contact['contact_id']}/address"
    added = zoho.post(path, {"address": "2 Side St", "attention": "Ada"})["address_info"]
    status, _ = zoho.call("PUT", f"{path}/{added['address_id']}", {"city": "Bergen"})
    assert status == 200
    known = {address["address_id"]: address for address in zoho.get(path)["addresses"]}
    assert len(known) == 3
    assert known[added["address_id"]]["city"] == "Bergen"
    assert zoho.call("POST", path, {"address": "x" * 501})[1]["code"] == 15


def test_items_are_found_by_sku_and_inactive_ones_are_listed_unless_refused(zoho: InsideZoho) -> None:
    item_id = zoho.item_id("BD-CAP-01")
    zoho.post(f"/items/{item_id}/inactive")
    found = zoho.get("/items", sku="BD-CAP-01")["items"]
    assert [(item["item_id"], item["status"]) for item in found] == [(item_id, "inactive")]
    assert zoho.get("/items", sku="BD-CAP-01", filter_by="Status.Active")["items"] == []
    assert zoho.get("/items", search_text="notebook")["items"][0]["sku"] == "BD-NOTE-01"
    rates = [item["rate"] for item in zoho.get("/items", sort_column="rate", sort_order="D")["items"]]
    assert rates == sorted(rates, reverse=True)


def test_items_are_created_with_a_unique_sku_and_read_in_bulk(zoho: InsideZoho) -> None:
    made = zoho.post("/items", {"name": "Lamp", "sku": "BD-LAMP", "rate": "31.5"})["item"]
    assert made["rate"] == 31.5
    status, answer = zoho.call("POST", "/items", {"name": "Other lamp", "sku": "bd-lamp", "rate": 1})
    assert status == 400
    assert "BD-LAMP".lower() in answer["message"]
    found = zoho.get("/itemdetails", item_ids=f"{made['item_id']},{zoho.item_id()}")["items"]
    assert [item["sku"] for item in found] == ["BD-LAMP", "BD-MUG-01"]
    assert zoho.call("GET", "/items/460000000000000001")[0] == 404


def test_lists_come_in_pages_of_at_most_two_hundred(zoho: InsideZoho) -> None:
    for number in range(201):
        add_contact(zoho, f"Buyer {number:03}")
    first = zoho.get("/contacts", per_page=500)
    assert len(first["contacts"]) == 200
    assert first["page_context"]["has_more_page"] is True
    second = zoho.get("/contacts", page=2)
    assert len(second["contacts"]) == 2
    assert second["page_context"]["has_more_page"] is False
    seen = {contact["contact_id"] for contact in first["contacts"] + second["contacts"]}
    assert len(seen) == 202
    assert zoho.call("GET", "/contacts", page="x")[1]["code"] == 2
