"""The stand-in as an organization of each edition: what it adds up, wants and refuses there."""

from typing import Any

import pytest

from harness.sandbox import InsideZoho


def tax_id(zoho: InsideZoho, name: str) -> str:
    return next(tax["tax_id"] for tax in zoho.get("/settings/taxes")["taxes"] if tax["tax_name"] == name)


def line(zoho: InsideZoho, rate: float, tax: str = "", **more: Any) -> dict[str, Any]:
    named = {"tax_id": tax_id(zoho, tax)} if tax else {}
    return {"item_id": zoho.item_id(), "rate": rate, "quantity": 1, **named, **more}


def refusal(zoho: InsideZoho, **changes: Any) -> str:
    status, answer = zoho.call("POST", "/salesorders", zoho.order_body(**changes))
    assert status == 400, answer
    return str(answer["message"])


@pytest.mark.parametrize(
    ("edition", "country", "currency", "digits", "zone"),
    [
        ("us", "US", "USD", 2, "America/New_York"),
        ("ca", "CA", "CAD", 2, "America/Toronto"),
        ("uk", "GB", "GBP", 2, "Europe/London"),
        ("eu", "DE", "EUR", 2, "Europe/Berlin"),
        ("au", "AU", "AUD", 2, "Australia/Sydney"),
        ("in", "IN", "INR", 2, "Asia/Kolkata"),
        ("ae", "AE", "AED", 2, "Asia/Dubai"),
        ("jp", "JP", "JPY", 0, "Asia/Tokyo"),
        ("kw", "KW", "KWD", 3, "Asia/Kuwait"),
    ],
)
def test_an_edition_has_its_country_currency_decimals_and_time_zone(
    zoho: InsideZoho, edition: str, country: str, currency: str, digits: int, zone: str
) -> None:
    zoho.choose_edition(edition)
    found = zoho.get("/organizations")["organizations"][0]
    told = tuple(found[name] for name in ("country_code", "currency_code", "price_precision", "time_zone"))
    assert told == (country, currency, digits, zone)
    (base,) = [one for one in zoho.get("/settings/currencies")["currencies"] if one["is_base_currency"]]
    assert (base["currency_code"], base["price_precision"]) == (currency, digits)
    assert len(zoho.get("/items")["items"]) == 8


def test_another_edition_empties_the_books_and_keeps_the_connection(zoho: InsideZoho) -> None:
    zoho.create_order()
    zoho.choose_edition("uk")
    assert zoho.get("/salesorders")["salesorders"] == []
    assert zoho.get("/organizations")["organizations"][0]["name"] == "Sandbox Trading Co"


def test_an_unknown_edition_tax_or_preference_is_refused_and_changes_nothing(zoho: InsideZoho) -> None:
    zoho.create_order()
    for given, word in (
        ({"edition": "mars"}, "mars"),
        ({"edition": "uk", "tax_rounding": "never"}, "tax_rounding"),
        ({"item_tax": "No such tax"}, "No such tax"),
        ({"shipping_tax": "No such tax"}, "shipping_tax"),
        ({"nonsense": True}, "nonsense"),
    ):
        answer = zoho.web.post("/sandbox/edition", json=given)
        assert answer.status_code == 400
        assert word in answer.get_json()["error"]
    assert len(zoho.get("/salesorders")["salesorders"]) == 1


def test_british_prices_include_vat_or_get_it_on_top(zoho: InsideZoho) -> None:
    zoho.choose_edition("uk")
    lines = [line(zoho, 120, "Standard VAT"), line(zoho, 10.5, "Reduced VAT")]
    inside = zoho.create_order(line_items=lines, is_inclusive_tax=True)
    # 120.00 contains 20.00, 10.50 contains 0.50.
    assert (inside["sub_total"], inside["tax_total"], inside["total"]) == (110, 20.5, 130.5)
    # 20% of 120.00 is 24.00, 5% of 10.50 is 0.525, which makes 0.53.
    on_top = zoho.create_order(line_items=lines)
    assert (on_top["sub_total"], on_top["tax_total"], on_top["total"]) == (130.5, 24.53, 155.03)


@pytest.mark.parametrize("edition", ["us", "ca"])
def test_america_knows_no_prices_that_include_tax(zoho: InsideZoho, edition: str) -> None:
    zoho.choose_edition(edition)
    tax = {"us": "Sales Tax", "ca": "GST"}[edition]
    body = {"line_items": [line(zoho, 100, tax)], "is_inclusive_tax": True}
    order = zoho.create_order(**body)
    assert order["is_inclusive_tax"] is False
    assert order["total"] == {"us": 108.25, "ca": 105}[edition]
    zoho.set_edition(foreign_elements="refused")
    assert refusal(zoho, **body) == "Invalid Element is_inclusive_tax"


def test_a_line_without_a_tax_has_the_default_tax_of_its_item(zoho: InsideZoho) -> None:
    zoho.choose_edition("uk", item_tax="Standard VAT")
    order = zoho.create_order(line_items=[line(zoho, 10), line(zoho, 10, "Reduced VAT"), {"name": "x", "rate": 1}])
    assert [one["tax_name"] for one in order["line_items"]] == ["Standard VAT", "Reduced VAT", ""]
    assert order["total"] == 23.5


def test_an_american_order_line_or_customer_may_be_exempt(zoho: InsideZoho) -> None:
    zoho.choose_edition("us", item_tax="Sales Tax")
    plain = line(zoho, 100)
    assert zoho.create_order(line_items=[plain])["total"] == 108.25
    assert zoho.create_order(line_items=[plain], tax_exemption_code="RESELLER")["total"] == 100
    assert zoho.create_order(line_items=[plain, {**plain, "tax_exemption_id": "1"}])["total"] == 208.25
    customer = zoho.post("/contacts", {"contact_name": "Charity", "is_taxable": False})["contact"]
    assert zoho.create_order(line_items=[plain], customer_id=customer["contact_id"])["total"] == 100


def test_a_canadian_tax_group_shows_its_parts(zoho: InsideZoho) -> None:
    zoho.choose_edition("ca")
    order = zoho.create_order(line_items=[line(zoho, 100, "GST + PST (BC)")])
    assert [(tax["tax_name"], tax["tax_amount"]) for tax in order["taxes"]] == [("GST", 5), ("PST (BC)", 7)]
    assert (order["line_items"][0]["tax_type"], order["line_items"][0]["tax_percentage"]) == ("tax_group", 12)
    assert order["total"] == 112


@pytest.mark.parametrize(
    ("place", "specification", "taxes"),
    [
        ("TN", "intra", [("CGST9", 9), ("SGST9", 9)]),
        ("GJ", "inter", [("IGST18", 18)]),
        ("", "inter", [("IGST18", 18)]),
    ],
)
def test_the_indian_place_of_supply_decides_between_state_and_union(
    zoho: InsideZoho, place: str, specification: str, taxes: list[tuple[str, float]]
) -> None:
    zoho.choose_edition("in", item_tax="GST18")
    order = zoho.create_order(line_items=[line(zoho, 118)], is_inclusive_tax=True, place_of_supply=place)
    assert (order["place_of_supply"], order["tax_specification"]) == (place, specification)
    assert [(tax["tax_name"], tax["tax_amount"]) for tax in order["taxes"]] == taxes
    assert (order["tax_rounding"], order["total"]) == ("item_level", 118)


def test_a_place_of_supply_left_out_is_that_of_the_contact(zoho: InsideZoho) -> None:
    zoho.choose_edition("in")
    body = {"contact_name": "Asha", "place_of_contact": "TN", "gst_treatment": "consumer"}
    customer = zoho.post("/contacts", body)["contact"]
    assert (customer["place_of_contact"], customer["gst_treatment"]) == ("TN", "consumer")
    assert zoho.create_order(customer_id=customer["contact_id"])["place_of_supply"] == "TN"
    assert refusal(zoho, place_of_supply="XX") == "Invalid value passed for place_of_supply"
    assert refusal(zoho, gst_treatment="vip") == "Invalid value passed for gst_treatment"


def test_india_rounds_totals_and_taxes_shipping_by_itself(zoho: InsideZoho) -> None:
    zoho.choose_edition("in")
    order = zoho.create_order(line_items=[line(zoho, 100)], shipping_charge=50.25, place_of_supply="TN")
    # 9% of 50.25 is 4.5225, twice 4.52 is 9.04: 159.29 becomes 159.
    assert (order["shipping_charge_exclusive_of_tax"], order["shipping_charge_inclusive_of_tax"]) == (50.25, 59.29)
    assert (order["total"], order["roundoff_value"]) == (159, -0.29)
    assert order["transaction_rounding_type"] == "nearest_whole"
    zoho.set_edition(transaction_rounding_type="no_rounding", shipping_tax="")
    order = zoho.create_order(line_items=[line(zoho, 100)], shipping_charge=50.25, place_of_supply="TN")
    assert (order["total"], order["roundoff_value"]) == (150.25, 0)


@pytest.mark.parametrize("edition", ["ae", "kw"])
def test_the_gulf_wants_a_place_of_supply(zoho: InsideZoho, edition: str) -> None:
    zoho.choose_edition(edition)
    assert refusal(zoho) == "Place of supply is mandatory."
    assert zoho.create_order(place_of_supply="DU")["place_of_supply"] == "DU"
    body = {"contact_name": "Noor", "country_code": "SA", "tax_treatment": "gcc_vat_not_registered"}
    customer = zoho.post("/contacts", body)["contact"]["contact_id"]
    assert zoho.create_order(customer_id=customer)["place_of_supply"] == "SA"


@pytest.mark.parametrize("edition", ["us", "ca", "uk", "eu", "au", "jp"])
def test_other_editions_refuse_a_place_of_supply(zoho: InsideZoho, edition: str) -> None:
    zoho.choose_edition(edition)
    assert refusal(zoho, place_of_supply="TN") == "Invalid Element place_of_supply"


@pytest.mark.parametrize(
    ("finer_rates", "outcome"), [("refused", "Invalid value passed for rate"), ("cut", 1200), ("kept", 1201)]
)
def test_half_a_yen_is_refused_cut_or_kept(zoho: InsideZoho, finer_rates: str, outcome: float | str) -> None:
    zoho.choose_edition("jp", finer_rates=finer_rates)
    body = zoho.order_body(line_items=[line(zoho, 1200.5)])
    answer = zoho.call("POST", "/salesorders", body)[1]
    assert answer.get("salesorder", {}).get("total", answer["message"]) == outcome


def test_dinars_have_three_decimals(zoho: InsideZoho) -> None:
    zoho.choose_edition("kw")
    order = zoho.create_order(line_items=[line(zoho, 1.235, "Standard Rate")], place_of_supply="KW")
    # 5% of 1.235 is 0.06175, which makes 0.062.
    assert (order["price_precision"], order["tax_total"], order["total"]) == (3, 0.062, 1.297)


def test_a_discount_is_of_the_order_or_of_lines_and_before_or_after_tax_as_the_organization_has_it(
    zoho: InsideZoho,
) -> None:
    zoho.choose_edition("uk")
    body = {"line_items": [line(zoho, 100, "Standard VAT")], "discount": "10"}
    assert zoho.create_order(**body)["total"] == 120
    zoho.set_edition(discount_type="entity_level")
    assert zoho.create_order(**body)["total"] == 108
    zoho.set_edition(is_discount_before_tax=False)
    assert zoho.create_order(**body)["total"] == 110


def test_a_discount_above_the_sum_of_the_items_is_refused(zoho: InsideZoho) -> None:
    message = refusal(zoho, discount=33, discount_type="entity_level", shipping_charge=8)
    assert message == "The discount cannot be more than the sum of the items."


def test_british_orders_keep_the_vat_treatment(zoho: InsideZoho) -> None:
    zoho.choose_edition("uk")
    assert zoho.create_order(vat_treatment="overseas")["vat_treatment"] == "overseas"
    assert refusal(zoho, vat_treatment="mars") == "Invalid value passed for vat_treatment"
