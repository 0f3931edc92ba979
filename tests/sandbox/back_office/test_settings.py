"""The stand-in's page of settings: its edition, and how it computes."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from harness.sandbox import InsideZoho

ARITHMETIC = {
    "tax_rounding": "item_level",
    "transaction_rounding_type": "nearest_whole",
    "discount_type": "entity_level",
    "is_discount_before_tax": "False",
    "shipping_includes_tax": "False",
    "finer_rates": "cut",
    "shipping_tax": "Reduced VAT",
    "item_tax": "Standard VAT",
}


@pytest.fixture
def zoho(tmp_path: Path) -> InsideZoho:
    zoho = InsideZoho(tmp_path)
    zoho.connect()
    return zoho


def chosen(zoho: InsideZoho) -> dict[str, str]:
    """The selects of the page and what is selected in each."""
    page = BeautifulSoup(zoho.web.get("/settings").text, "lxml")
    labels = {str(label["for"]) for label in page.select("label")}
    selects = page.select("select")
    assert {str(select["id"]) for select in selects} <= labels
    return {str(select["name"]): str(select.select_one("option[selected]")["value"]) for select in selects}


def test_a_person_chooses_the_edition(zoho: InsideZoho) -> None:
    assert chosen(zoho)["edition"] == "us"
    saved = zoho.web.post("/settings/edition", data={"edition": "jp"})
    page = zoho.web.get(saved.location).text
    assert "starts anew in this edition" in page
    assert "JPY" in page and "Consumption Tax" in page
    assert chosen(zoho)["edition"] == "jp"
    zoho.create_order()
    assert "¥2,900" in zoho.web.get("/").text


def test_a_person_chooses_how_the_organization_computes(zoho: InsideZoho) -> None:
    zoho.web.post("/settings/edition", data={"edition": "uk"})
    assert zoho.web.post("/settings/arithmetic", data=ARITHMETIC).status_code == 303
    # All items have the same tax now, but each has its own: the page offers to leave them.
    present = {name: value for name, value in chosen(zoho).items() if name in ARITHMETIC}
    assert present == {**ARITHMETIC, "item_tax": "as it is"}
    order = zoho.create_order(discount="10%", shipping_charge=10)
    # 2 x 14.50 and 20% of it is 34.80, 5% of shipping is 0.50: 10% of 35.30 is 3.53; 41.77 becomes 42.
    assert (order["discount_total"], order["roundoff_value"], order["total"]) == (3.53, 0.23, 42)


def test_a_person_answers_what_nobody_outside_of_zoho_knows(zoho: InsideZoho) -> None:
    zoho.web.post("/settings/arithmetic", data={"overlong_text": "cut"})
    assert chosen(zoho)["overlong_text"] == "cut"
    assert zoho.post("/contacts", {"contact_name": "x" * 201})["contact"]["contact_name"] == "x" * 200


def test_a_tax_that_is_switched_off_is_not_listed_and_not_taken(zoho: InsideZoho) -> None:
    tax = next(one for one in zoho.get("/settings/taxes")["taxes"] if one["tax_name"] == "Sales Tax")
    former = zoho.create_order(line_items=[{"item_id": zoho.item_id(), "tax_id": tax["tax_id"]}])
    zoho.web.post(f"/settings/taxes/{tax['tax_id']}")
    assert [one["tax_name"] for one in zoho.get("/settings/taxes")["taxes"]] == ["Reduced Tax"]
    everything = zoho.get("/settings/taxes", filter_by="Taxes.All")["taxes"]
    assert [one["status"] for one in everything] == ["Active", "Inactive"]
    lines = [{"item_id": zoho.item_id(), "tax_id": tax["tax_id"]}]
    assert zoho.call("PUT", f"/salesorders/{former['salesorder_id']}", {"notes": "still there"})[0] == 200
    status, answer = zoho.call("POST", "/salesorders", zoho.order_body(line_items=lines))
    assert (status, answer["code"]) == (400, 110817)
    zoho.web.post(f"/settings/taxes/{tax['tax_id']}")
    assert zoho.create_order(line_items=lines)["total"] == 15.7


def test_a_choice_that_does_not_exist_is_refused_with_its_name(zoho: InsideZoho) -> None:
    for path, form in (("edition", {"edition": "mars"}), ("arithmetic", {"tax_rounding": "never"})):
        answer = zoho.web.post(f"/settings/{path}", data=form)
        assert answer.status_code == 400
        assert next(iter(form.values())) in answer.text
