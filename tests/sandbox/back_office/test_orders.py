"""The stand-in's back office: what a newcomer sees and does there."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from harness.sandbox import InsideZoho


@pytest.fixture
def zoho(tmp_path: Path) -> InsideZoho:
    zoho = InsideZoho(tmp_path)
    zoho.connect()
    return zoho


def test_the_list_shows_each_order_with_number_reference_customer_total_and_status(zoho: InsideZoho) -> None:
    assert "No sales order has arrived yet" in zoho.web.get("/").text
    zoho.create_order(salesorder_number="DEMO-7", reference_number="shop-7")
    row = BeautifulSoup(zoho.web.get("/").text, "lxml").select_one("tbody tr")
    assert row is not None
    for words in ("DEMO-7", "shop-7", "Walk-in Customer", "$29.00", "Draft"):
        assert words in row.get_text()


def test_every_field_of_every_page_has_a_visible_or_spoken_label(zoho: InsideZoho) -> None:
    order_id = zoho.create_order()["salesorder_id"]
    for path in ("/", f"/orders/{order_id}", "/contacts", "/items", "/settings"):
        page = BeautifulSoup(zoho.web.get(path).text, "lxml")
        labels = {label["for"] for label in page.select("label")}
        assert {field["id"] for field in page.select("input:not([type=hidden])")} <= labels, path


def test_tracking_typed_by_hand_reaches_the_api_and_changes_the_modified_time(zoho: InsideZoho) -> None:
    order = zoho.create_order()
    page = BeautifulSoup(zoho.web.get(f"/orders/{order['salesorder_id']}").text, "lxml")
    names = {label.get_text(): label["for"] for label in page.select("label")}
    assert set(names) >= {"tracking_number", "carrier", "shipping_method"}
    zoho.set_up(clock_offset=60)
    form = {str(names["tracking_number"]): " 1Z42 ", str(names["carrier"]): "UPS"}
    saved = zoho.web.post(
        f"/orders/{order['salesorder_id']}/tracking", data=form, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert saved.status_code == 303
    assert "Tracking saved." in zoho.web.get(saved.location).text
    row = zoho.get("/salesorders")["salesorders"][0]
    assert (row["cf_tracking_number"], row["cf_carrier"]) == ("1Z42", "UPS")
    assert "cf_shipping_method" not in row
    assert row["last_modified_time"] > order["last_modified_time"]


def test_too_long_a_tracking_number_is_kept_on_the_page_with_the_reason(zoho: InsideZoho) -> None:
    order_id = zoho.create_order()["salesorder_id"]
    answer = zoho.web.post(f"/orders/{order_id}/tracking", data={"cf_tracking_number": "9" * 300})
    assert answer.status_code == 400
    assert "Invalid value passed for tracking_number" in answer.text
    assert "9" * 300 in answer.text


def test_an_order_is_voided_invoiced_and_deleted_by_button(zoho: InsideZoho) -> None:
    first, second = (zoho.create_order()["salesorder_id"] for _ in range(2))
    page = zoho.web.get(f"/orders/{first}").text
    for button in ("Save tracking", "Void", "Mark as invoiced", "Delete"):
        assert f">{button}</button>" in page
    zoho.web.post(f"/orders/{first}/void")
    assert zoho.get(f"/salesorders/{first}")["salesorder"]["status"] == "void"
    retry = zoho.web.post(f"/orders/{first}/void")
    assert retry.status_code == 400
    assert "already" in retry.text
    zoho.web.post(f"/orders/{second}/invoice")
    assert "invoiced sales order cannot be deleted" in zoho.web.post(f"/orders/{second}/delete").text
    zoho.web.post(f"/orders/{first}/delete")
    assert zoho.call("GET", f"/salesorders/{first}")[0] == 404
    assert zoho.web.get(f"/orders/{first}").status_code == 404


def test_another_site_cannot_post_the_forms(zoho: InsideZoho) -> None:
    order_id = zoho.create_order()["salesorder_id"]
    foreign = zoho.web.post(f"/orders/{order_id}/void", headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert zoho.get(f"/salesorders/{order_id}")["salesorder"]["status"] == "draft"


def test_items_are_added_renamed_and_switched_off(zoho: InsideZoho) -> None:
    zoho.web.post("/items", data={"name": "Lamp", "sku": "BD-LAMP", "rate": "31.50"})
    item_id = zoho.item_id("BD-LAMP")
    zoho.web.post(f"/items/{item_id}", data={"name": "Desk lamp"})
    zoho.web.post(f"/items/{item_id}/status")
    item = zoho.get(f"/items/{item_id}")["item"]
    assert (item["name"], item["status"], item["rate"]) == ("Desk lamp", "inactive", 31.5)
    wrong = zoho.web.post("/items", data={"name": "Candle", "sku": "BD-LAMP", "rate": "x"})
    assert wrong.status_code == 400
    assert 'value="Candle"' in wrong.text
    assert "Invalid value passed for rate" in wrong.text


def test_a_contact_is_added_with_an_email_of_its_person(zoho: InsideZoho) -> None:
    zoho.web.post("/contacts", data={"contact_name": "Ada", "email": "ada@example.com"})
    assert zoho.get("/contacts", email="ada@example.com")["contacts"][0]["contact_name"] == "Ada"
    retry = zoho.web.post("/contacts", data={"contact_name": "Ada", "email": ""})
    assert retry.status_code == 400
    assert "already exists" in retry.text


def test_a_custom_field_switched_off_is_neither_listed_nor_offered(zoho: InsideZoho) -> None:
    order_id = zoho.create_order(custom_fields=[{"label": "carrier", "value": "UPS"}])["salesorder_id"]
    fields = zoho.get("/settings/customfields", entity="salesorder")["customfields"]["salesorder"]
    carrier = next(field["customfield_id"] for field in fields if field["label"] == "carrier")
    zoho.web.post(f"/settings/custom-fields/{carrier}")
    assert "cf_carrier" not in zoho.web.get(f"/orders/{order_id}").text
    assert "cf_carrier" not in zoho.get("/salesorders")["salesorders"][0]
    zoho.web.post(f"/settings/custom-fields/{carrier}")
    assert zoho.get("/salesorders")["salesorders"][0]["cf_carrier"] == "UPS"


def test_a_second_organization_has_pages_of_its_own(zoho: InsideZoho) -> None:
    zoho.create_order(salesorder_number="FIRST-1")
    zoho.web.post("/settings/organizations", data={"name": "Northern Branch"})
    other = zoho.web.get("/?organization=927270002").text
    assert "Northern Branch" in other
    assert "FIRST-1" not in other
    assert "/items?organization=927270002" in other
    assert zoho.web.get("/?organization=1").status_code == 404
