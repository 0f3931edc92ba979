"""Every documented filter of the stand-in's lists works, or the stand-in says that it has not learned it."""

from typing import Any

import pytest

from harness.documented.operations import OPERATIONS
from harness.sandbox import InsideZoho


@pytest.fixture
def two_orders(zoho: InsideZoho) -> InsideZoho:
    """A mug of January for 14.50, shipped in February, and a cap of March for 19.00 that is not shipped."""
    mug = [{"item_id": zoho.item_id("BD-MUG-01"), "description": "Blue, 350 ml"}]
    zoho.create_order(salesorder_number="MUG", line_items=mug, date="2026-01-05", shipment_date="2026-02-03")
    zoho.create_order(salesorder_number="CAP", line_items=[{"item_id": zoho.item_id("BD-CAP-01")}], date="2026-03-07")
    return zoho


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"item_name": "stoneware mug"}, "MUG"),
        ({"item_name_startswith": "Canvas"}, "CAP"),
        ({"item_name_contains": "MUG"}, "MUG"),
        ({"item_description_contains": "blue"}, "MUG"),
        ({"item_description": "Adjustable strap"}, "CAP"),
        ({"total": "19"}, "CAP"),
        ({"date": "2026-01-05"}, "MUG"),
        ({"date_start": "2026-03-07"}, "CAP"),
        ({"date_end": "2026-01-05"}, "MUG"),
        ({"date_after": "2026-01-05"}, "CAP"),
        ({"date_before": "2026-03-07"}, "MUG"),
        ({"shipment_date_start": "2026-01-01"}, "MUG"),
        ({"expiry_date_before": "2026-02-04"}, "MUG"),
        ({"created_date_start": "2026-01-01"}, "MUG CAP"),
        ({"created_date_end": "2026-01-01"}, ""),
    ],
)
def test_sales_orders_are_found_by_line_total_and_day(
    two_orders: InsideZoho, query: dict[str, str], found: str
) -> None:
    rows = two_orders.get("/salesorders", sort_column="date", sort_order="A", **query)["salesorders"]
    assert [row["salesorder_number"] for row in rows] == found.split()


def test_sales_orders_are_found_by_item(two_orders: InsideZoho) -> None:
    rows = two_orders.get("/salesorders", item_id=two_orders.item_id("BD-CAP-01"))["salesorders"]
    assert [row["salesorder_number"] for row in rows] == ["CAP"]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/salesorders", {"salesperson_id": "1"}),
        ("/salesorders", {"zcrm_potential_id": "1"}),
        ("/salesorders", {"customview_id": "1"}),
        ("/salesorders", {"location_ids": "1"}),
        ("/salesorders", {"accept": "pdf"}),
        ("/salesorders", {"filter_by": "Status.BackOrdered"}),
        ("/salesorders", {"status": "overdue"}),
        ("/salesorders", {"sort_column": "company_name"}),
        ("/contacts", {"zcrm_contact_id": "1"}),
        ("/contacts", {"filter_by": "Status.PortalEnabled"}),
        ("/contacts", {"sort_column": "outstanding_receivable_amount"}),
        ("/items", {"account_id": "1"}),
        ("/items", {"is_taxable": "true"}),
    ],
)
def test_a_filter_that_is_not_learned_is_refused_instead_of_ignored(
    zoho: InsideZoho, path: str, query: dict[str, str]
) -> None:
    status, answer = zoho.call("GET", path, **query)
    assert status == 400
    assert "sandbox" in answer["message"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"rate": "19"}, ["Canvas cap"]),
        ({"rate_less_than": "14.5"}, ["Dotted notebook"]),
        ({"rate_less_equals": "14.5"}, ["Dotted notebook", "Stoneware mug"]),
        ({"rate_greater_than": "24"}, ["Waxed canvas bag"]),
        ({"tax_name": "sales tax"}, ["Brass pen"]),
    ],
)
def test_items_are_found_by_rate_and_tax(zoho: InsideZoho, query: dict[str, str], names: list[str]) -> None:
    taxes = zoho.get("/settings/taxes")["taxes"]
    tax_id = next(tax["tax_id"] for tax in taxes if tax["tax_name"] == "Sales Tax")
    zoho.call("PUT", f"/items/{zoho.item_id('BD-PEN-01')}", {"tax_id": tax_id})
    assert [item["name"] for item in zoho.get("/items", **query)["items"]] == names
    by_tax = zoho.get("/items", sort_column="tax_name", sort_order="D")["items"]
    assert by_tax[0]["name"] == "Brass pen"


def test_contacts_are_found_by_any_part_of_any_address(zoho: InsideZoho) -> None:
    body = {"contact_name": "Ada", "billing_address": {"city": "Bergen"}, "shipping_address": {"city": "Oslo"}}
    contact = zoho.post("/contacts", body)["contact"]
    zoho.post(f"/contacts/{contact['contact_id']}/address", {"address": "9 Quay"})
    for text in ("bergen", "Oslo", "9 quay"):
        assert [one["contact_name"] for one in zoho.get("/contacts", address=text)["contacts"]] == ["Ada"]
    assert zoho.get("/contacts", address="Paris")["contacts"] == []


def test_taxes_come_in_pages_sorted_by_name(zoho: InsideZoho) -> None:
    zoho.choose_edition("in")
    first = zoho.get("/settings/taxes", per_page=5)
    second = zoho.get("/settings/taxes", per_page=5, page=2, sort_order="A")
    assert [tax["tax_name"] for tax in first["taxes"]] == ["CGST14", "CGST2.5", "CGST6", "CGST9", "GST0"]
    assert second["taxes"][0]["tax_name"] == "GST12"
    context = {name: first["page_context"][name] for name in ("page", "per_page", "has_more_page", "applied_filter")}
    assert context == {"page": 1, "per_page": 5, "has_more_page": True, "applied_filter": "Taxes.Active"}


def test_currencies_come_without_the_base_currency_when_asked(zoho: InsideZoho) -> None:
    found = zoho.get("/settings/currencies", filter_by="Currencies.ExcludeBaseCurrency", per_page=2)
    assert [one["currency_code"] for one in found["currencies"]] == ["EUR", "GBP"]
    assert found["page_context"]["has_more_page"] is True


def test_a_slash_at_the_end_changes_nothing(zoho: InsideZoho) -> None:
    order = zoho.create_order()
    answers: list[Any] = [zoho.get(path)["salesorders"] for path in ("/salesorders", "/salesorders/")]
    assert answers[0] == answers[1]
    assert zoho.get(f"/salesorders/{order['salesorder_id']}/")["salesorder"] == order
    assert zoho.get("/organizations/")["organizations"]


LISTS = ("/salesorders", "/contacts", "/items")
# These choose or order rows of any list, or how the answer looks; each has a test of its own.
NO_FILTERS = {"page", "per_page", "sort_column", "accept", "print", "filter_by"}
FILTERS = [(path, name) for path in LISTS for name in sorted(OPERATIONS[f"GET {path}"].query - NO_FILTERS)]


def _value_of_nothing(name: str, row: dict[str, Any]) -> str:
    """A value of that filter that no row there has."""
    if name.endswith("_not_in"):
        return str(row.get(name.removesuffix("_not_in")) or "987654321")
    if name == "last_modified_time":
        return "2099-01-01T00:00:00+0000"
    if "date" in name:
        return "1990-01-01" if name.endswith(("_end", "_before")) else "2099-01-01"
    if name.startswith(("rate", "total")):
        return "0.01" if "less" in name else "999999"
    return "vendor" if name == "contact_type" else "987654321"


@pytest.mark.parametrize(("path", "name"), FILTERS)
def test_every_documented_filter_works_or_is_refused(zoho: InsideZoho, path: str, name: str) -> None:
    """None is ignored: with a value that no row has, the list is empty or the filter is refused."""
    person = {"first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.com", "phone": "1"}
    body = {"contact_name": "Ada", "company_name": "Ada Ltd", "contact_persons": [person]}
    contact = zoho.post("/contacts", body)["contact"]
    zoho.create_order(
        salesorder_number="ONE",
        reference_number="R-1",
        shipment_date="2026-01-05",
        customer_id=contact["contact_id"],
    )
    key, mine = path.removeprefix("/"), {"contact_name": "Ada", "salesorder_number": "ONE", "sku": "BD-CAP-01"}
    row = next(row for row in zoho.get(path)[key] if any(row.get(one) == value for one, value in mine.items()))
    status, answer = zoho.call("GET", path, **{name: _value_of_nothing(name, row)})
    identity = f"{key.removesuffix('s')}_id"
    assert status == 400 or row[identity] not in [one[identity] for one in answer[key]]
