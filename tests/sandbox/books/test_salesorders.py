"""The stand-in's sales orders: what is taken, what is refused, how they are found and changed."""

from typing import Any

import pytest

from harness.sandbox import InsideZoho


def numbers(zoho: InsideZoho, **query: Any) -> list[str]:
    return [order["salesorder_number"] for order in zoho.get("/salesorders", **query)["salesorders"]]


def test_a_new_sales_order_is_a_draft_with_computed_totals(zoho: InsideZoho) -> None:
    order = zoho.create_order(salesorder_number="DEMO-1", reference_number="R-1", shipping_charge=5)
    assert (order["status"], order["order_status"]) == ("draft", "draft")
    assert (order["sub_total"], order["total"]) == (29.0, 34.0)
    assert order["line_items"][0]["name"] == "Stoneware mug"
    assert zoho.get(f"/salesorders/{order['salesorder_id']}")["salesorder"] == order


def test_zoho_numbers_an_order_that_brings_no_number(zoho: InsideZoho) -> None:
    first = zoho.post("/salesorders", zoho.order_body())["salesorder"]
    second = zoho.post("/salesorders", zoho.order_body())["salesorder"]
    assert [first["salesorder_number"], second["salesorder_number"]] == ["SO-00001", "SO-00002"]


def test_a_number_of_ones_own_needs_the_flag_and_must_be_new(zoho: InsideZoho) -> None:
    body = zoho.order_body(salesorder_number="DEMO-1")
    assert zoho.call("POST", "/salesorders", body)[1]["code"] == 4097
    zoho.create_order(salesorder_number="DEMO-1")
    retry = zoho.call("POST", "/salesorders", body, ignore_auto_number_generation="true")
    assert retry == (400, {"code": 36004, "message": "This sales order number already exists."})
    assert numbers(zoho) == ["DEMO-1"]


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"line_items": []}, 4016, "line item"),
        ({"customer_id": "460000000000000001"}, 1002, "Customer"),
        ({"customer_id": ""}, 4, "customer_id"),
        ({"line_items": [{"item_id": "460000000000000001"}]}, 1002, "Item"),
        ({"line_items": [{"rate": 1}]}, 2, "item_id"),
        ({"line_items": [{"name": "x", "rate": "dear"}]}, 2, "rate"),
        ({"line_items": [{"name": "x", "rate": 1, "quantity": 0}]}, 2, "quantity"),
        ({"line_items": [{"name": "x", "rate": 1, "tax_id": "46000"}]}, 1002, "Tax"),
        ({"line_items": [{"name": "x", "rate": 1, "description": "x" * 2001}]}, 15, "description"),
        ({"reference_number": "x" * 51}, 15, "reference_number"),
        ({"line_items": [{"name": "x", "rate": 1e300}]}, 2, "rate"),
        ({"line_items": [{"name": "x", "rate": 1, "discount": "101%"}]}, 2, "discount"),
        ({"line_items": ["x"]}, 2, "line_items"),
        ({"discount": "lots"}, 2, "discount"),
        ({"date": "09/06/2026"}, 2, "date"),
        ({"billing_address_id": "460000000000000001"}, 2, "billing_address_id"),
        ({"billing_address": {"address": "1 Main St"}}, 15, "billing_address"),
        ({"custom_fields": [{"label": "nope", "value": "x"}]}, 2, "customfield_id"),
        ({"adjustment": -100}, 36999, "negative"),
    ],
)
def test_what_zoho_would_refuse_is_refused_and_leaves_nothing(
    zoho: InsideZoho, change: dict[str, Any], code: int, words: str
) -> None:
    status, answer = zoho.call("POST", "/salesorders", zoho.order_body(**change))
    assert (status, answer["code"]) == (400, code)
    assert words in answer["message"]
    assert numbers(zoho) == []


def test_inactive_items_and_foreign_currencies_are_refused(zoho: InsideZoho) -> None:
    euro = next(
        one["currency_id"] for one in zoho.get("/settings/currencies")["currencies"] if one["currency_code"] == "EUR"
    )
    assert "currency" in zoho.call("POST", "/salesorders", zoho.order_body(currency_id=euro))[1]["message"]
    body = zoho.order_body()
    zoho.post(f"/items/{zoho.item_id()}/inactive")
    assert "inactive" in zoho.call("POST", "/salesorders", body)[1]["message"]


def test_an_order_takes_the_addresses_it_names_or_those_of_the_customer(zoho: InsideZoho) -> None:
    customer = zoho.post(
        "/contacts", {"contact_name": "Ada", "billing_address": {"address": "1 Main St", "city": "Oslo"}}
    )["contact"]
    added = zoho.post(f"/contacts/{customer['contact_id']}/address", {"address": "9 Quay"})["address_info"]
    order = zoho.create_order(customer_id=customer["contact_id"], shipping_address_id=added["address_id"])
    assert order["billing_address"]["address"] == "1 Main St"
    assert order["shipping_address"]["address"] == "9 Quay"
    path = f"/salesorders/{order['salesorder_id']}"
    status, _ = zoho.call("PUT", f"{path}/address/shipping", {"address": "10 Quay", "city": "Bergen"})
    assert status == 200
    changed = zoho.get(path)["salesorder"]["shipping_address"]
    assert (changed["address"], changed["city"]) == ("10 Quay", "Bergen")


def test_orders_are_found_by_number_reference_customer_ids_and_status(zoho: InsideZoho) -> None:
    first = zoho.create_order(salesorder_number="A-1", reference_number="shop-100")
    zoho.create_order(salesorder_number="A-10", reference_number="shop-1001")
    assert numbers(zoho, reference_number="shop-100") == ["A-1"]
    assert sorted(numbers(zoho, reference_number_contains="100")) == ["A-1", "A-10"]
    assert sorted(numbers(zoho, reference_number_startswith="SHOP-")) == ["A-1", "A-10"]
    assert numbers(zoho, salesorder_number="A-10") == ["A-10"]
    assert numbers(zoho, salesorder_number_in="A-10,B-1") == ["A-10"]
    assert numbers(zoho, salesorder_ids=first["salesorder_id"]) == ["A-1"]
    assert len(numbers(zoho, customer_id=zoho.customer_id())) == 2
    assert numbers(zoho, customer_id="1") == []
    zoho.post(f"/salesorders/{first['salesorder_id']}/status/open")
    assert numbers(zoho, filter_by="Status.Open") == ["A-1"]
    assert numbers(zoho, status="draft") == ["A-10"]
    assert len(numbers(zoho, order_reference="no such filter")) == 2


def test_changed_orders_are_listed_from_a_time_on_inclusively(zoho: InsideZoho) -> None:
    first = zoho.create_order(salesorder_number="A-1")
    zoho.set_up(clock_offset=100)
    second = zoho.create_order(salesorder_number="A-2")
    query = {"sort_column": "last_modified_time", "sort_order": "A"}
    assert numbers(zoho, last_modified_time=second["last_modified_time"], **query) == ["A-2"]
    zoho.set_up(clock_offset=200)
    zoho.post(f"/salesorders/{first['salesorder_id']}/status/open")
    assert numbers(zoho, last_modified_time=second["last_modified_time"], **query) == ["A-2", "A-1"]


def test_times_are_written_in_the_organizations_zone_and_read_in_any(zoho: InsideZoho) -> None:
    order = zoho.create_order()
    assert order["last_modified_time"][-5:] in ("-0400", "-0500")
    assert len(numbers(zoho, last_modified_time="2020-01-01T00:00:00+0000")) == 1
    for wrong in ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00 0000", "2020-01-01T00:00:00+00:00"):
        status, answer = zoho.call("GET", "/salesorders", last_modified_time=wrong)
        assert (status, answer["code"]) == (400, 2)


def test_custom_fields_appear_flat_in_rows_and_whole_in_the_detail_and_not_when_empty(
    zoho: InsideZoho,
) -> None:
    order = zoho.create_order(custom_fields=[{"api_name": "cf_carrier", "value": "UPS"}])
    path = f"/salesorder/{order['salesorder_id']}/customfields"
    assert zoho.call("PUT", path, [{"label": "tracking_number", "value": "1Z999"}])[0] == 200
    row = zoho.get("/salesorders")["salesorders"][0]
    assert (row["cf_tracking_number"], row["cf_tracking_number_unformatted"]) == ("1Z999", "1Z999")
    assert row["cf_carrier"] == "UPS"
    assert "cf_shipping_method" not in row
    detail = zoho.get(f"/salesorders/{order['salesorder_id']}")["salesorder"]
    assert {field["label"]: field["value"] for field in detail["custom_fields"]} == {
        "tracking_number": "1Z999",
        "carrier": "UPS",
    }
    assert detail["custom_field_hash"]["cf_tracking_number"] == "1Z999"


def test_an_order_can_be_changed_and_keeps_what_is_not_mentioned(zoho: InsideZoho) -> None:
    order = zoho.create_order(salesorder_number="A-1", reference_number="R", shipping_charge=5)
    path = f"/salesorders/{order['salesorder_id']}"
    lines = [{"name": "Engraving", "rate": "7.25", "quantity": 2}]
    status, answer = zoho.call("PUT", path, {"line_items": lines, "notes": "Careful"})
    assert status == 200
    changed = answer["salesorder"]
    assert (changed["total"], changed["notes"], changed["salesorder_number"]) == (19.5, "Careful", "A-1")
    assert changed["reference_number"] == "R"


def test_void_happens_once_and_never_to_an_invoiced_order(zoho: InsideZoho) -> None:
    order = zoho.create_order()
    path = f"/salesorders/{order['salesorder_id']}"
    status, _ = zoho.call("POST", f"{path}/status/void", {"reason": "Customer changed their mind"})
    assert status == 200
    voided = zoho.get(path)["salesorder"]
    assert (voided["status"], voided["order_status"]) == ("void", "void")
    status, answer = zoho.call("POST", f"{path}/status/void")
    assert status == 400
    assert answer["code"] != 0
    assert "already" in answer["message"]
    assert zoho.call("POST", f"{path}/status/open")[0] == 400
    assert zoho.call("PUT", path, {"notes": "x"})[0] == 400

    invoiced = zoho.create_order()["salesorder_id"]
    zoho.web.post(f"/orders/{invoiced}/invoice")
    assert zoho.get(f"/salesorders/{invoiced}")["salesorder"]["status"] == "invoiced"
    assert zoho.call("POST", f"/salesorders/{invoiced}/status/void")[0] == 400
    assert zoho.call("DELETE", f"/salesorders/{invoiced}")[0] == 400


def test_a_deleted_order_is_gone(zoho: InsideZoho) -> None:
    path = f"/salesorders/{zoho.create_order()['salesorder_id']}"
    assert zoho.call("DELETE", path)[0] == 200
    status, answer = zoho.call("GET", path)
    assert (status, answer["code"]) == (404, 1002)
    assert numbers(zoho) == []


def test_nothing_of_one_organization_shows_in_another(zoho: InsideZoho) -> None:
    order = zoho.create_order()
    zoho.web.post("/settings/organizations")
    other = {"organization_id": "927270002"}
    assert [one["name"] for one in zoho.get("/organizations")["organizations"]] == [
        "Sandbox Trading Co",
        "Sandbox Trading UK",
    ]
    assert zoho.get("/salesorders", **other)["salesorders"] == []
    assert zoho.call("GET", f"/salesorders/{order['salesorder_id']}", **other)[0] == 404
    body = zoho.order_body()
    assert zoho.call("POST", "/salesorders", body, **other)[1]["code"] == 1002


def test_the_flag_for_a_number_of_ones_own_wants_a_number(zoho: InsideZoho) -> None:
    status, answer = zoho.call("POST", "/salesorders", zoho.order_body(), ignore_auto_number_generation="true")
    assert (status, answer["message"]) == (400, "Invalid value passed for salesorder_number")


def test_a_sales_order_says_what_zoho_says_and_nothing_of_its_own(zoho: InsideZoho) -> None:
    order = zoho.create_order()
    assert (order["invoiced_status"], order["payment_terms"], order["is_update_customer"]) == (
        "not_invoiced",
        0,
        False,
    )
    assert not {"email", "company_name"} & set(order)


def test_a_contact_with_sales_orders_keeps_its_currency(zoho: InsideZoho) -> None:
    customer = zoho.customer_id()
    currencies = {one["currency_code"]: one["currency_id"] for one in zoho.get("/settings/currencies")["currencies"]}
    zoho.create_order()
    status, answer = zoho.call("PUT", f"/contacts/{customer}", {"currency_id": currencies["EUR"]})
    assert status == 400
    assert "currency" in answer["message"]
    assert zoho.call("PUT", f"/contacts/{customer}", {"currency_id": currencies["USD"]})[0] == 200
