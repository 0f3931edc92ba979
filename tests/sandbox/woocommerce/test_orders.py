"""Orders as the API shows them: amounts, times, SKUs, refunds, and what writing does to them."""

from typing import Any

import pytest

from harness.woocommerce import InsideWoo

SHIRTS = {"name": "Linen shirt", "sku": "SHIRT", "price": "29.90", "quantity": 2}
BERLIN = {"zone": "Europe/Berlin", "currency": "EUR", "prices_include_tax": True, "country": "DE"}
VAT = {"taxes": [{"label": "MwSt.", "percent": 19}]}
# 22:41:09 UTC on 20 November 2026, an hour later in Berlin
EVENING = 1795214469


def amounts(row: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def test_prices_with_tax_are_shown_without_and_rounded_while_taxes_are_not(shop: InsideWoo) -> None:
    shop.set_up(**BERLIN)
    number = shop.place(lines=[SHIRTS], shipping_lines=[{"title": "DHL", "price": "4.90"}], created_at=EVENING, **VAT)
    order = shop.get(f"orders/{number}")
    (line,) = order["line_items"]
    # 59.80 / 1.19 = 50.2521, 19 % of that are 9.547899; 4.90 / 1.19 = 4.117647 and 0.782353
    assert amounts(line, "subtotal", "total", "total_tax") == ("50.25", "50.25", "9.55")
    assert line["taxes"] == [{"id": 3, "total": "9.547899", "subtotal": "9.547899"}]
    assert line["price"] == pytest.approx(25.1260504)
    assert amounts(order, "shipping_total", "shipping_tax", "total_tax", "total") == (
        "4.12",
        "0.78",
        "10.33",
        "64.70",
    )
    assert amounts(order, "date_created", "date_created_gmt") == ("2026-11-20T23:41:09", "2026-11-20T22:41:09")
    assert (order["id"], order["number"], order["customer_id"]) == (number, str(number), 0)
    assert order["prices_include_tax"] is True


def test_coupons_fees_and_untaxed_lines_make_the_total(shop: InsideWoo) -> None:
    lines = [
        {"name": "Coffee, loose", "price": "20", "quantity": 1.5, "taxed": False},
        {"name": "Mug", "price": "12", "quantity": 2},
    ]
    fees = [{"name": "Gift wrap", "price": "3"}, {"name": "Loyalty", "price": "-2", "taxed": False}]
    number = shop.place(
        lines=lines,
        fees=fees,
        coupons=[{"code": "autumn10", "percent": 10}],
        shipping_lines=[{"price": "0"}],
        taxes=[{"label": "State Tax", "percent": 8.25}],
    )
    order = shop.get(f"orders/{number}")
    coffee, mug = order["line_items"]
    # 30 and 24 less 10 %; 8.25 % of 24 are 1.98, of 21.60 are 1.782, of 3 are 0.2475
    assert amounts(coffee, "quantity", "subtotal", "total", "total_tax", "taxes") == (
        1.5,
        "30.00",
        "27.00",
        "0.00",
        [],
    )
    assert amounts(mug, "subtotal", "subtotal_tax", "total", "total_tax") == ("24.00", "1.98", "21.60", "1.78")
    assert amounts(order["fee_lines"][1], "total", "total_tax", "tax_status") == ("-2.00", "0.00", "none")
    assert amounts(order, "discount_total", "discount_tax") == ("5.40", "0.20")
    assert amounts(order["coupon_lines"][0], "code", "discount") == ("autumn10", "5.40")
    # 27 + 21.60 + 3 - 2 and 1.78 + 0.25 of tax
    assert amounts(order, "total_tax", "total") == ("2.03", "51.63")


def test_a_sku_is_that_of_today_and_a_deleted_product_leaves_its_name_alone(shop: InsideWoo) -> None:
    number = shop.place()
    (line,) = shop.get(f"orders/{number}")["line_items"]
    assert (line["sku"], line["product_id"]) == ("BD-MUG-01", 301)
    shop.control("products/301", {"sku": "NEW-SKU"})
    assert shop.get(f"orders/{number}")["line_items"][0]["sku"] == "NEW-SKU"
    shop.control("products/301", {"deleted": True})
    (line,) = shop.get(f"orders/{number}")["line_items"]
    assert (line["sku"], line["product_id"], line["name"]) == (None, 0, "Stoneware mug")
    refused = shop.call("PUT", f"orders/{number}", {"line_items": [line]})
    assert (refused.status_code, refused.get_json()["code"]) == (400, "rest_invalid_param")


def test_refunds_leave_lines_and_total_as_they_were_until_all_is_paid_back(shop: InsideWoo) -> None:
    shop.set_up(**BERLIN)
    number = shop.place(
        lines=[{"name": "Frame", "price": "15", "quantity": 2}], taxes=[{"label": "TVA", "percent": 20}]
    )
    shop.do(number, "refund", lines={"1": 1}, reason="Cadre rayé")
    order = shop.get(f"orders/{number}")
    assert (order["total"], order["status"], order["line_items"][0]["quantity"]) == ("30.00", "processing", 2)
    assert [amounts(one, "reason", "total") for one in order["refunds"]] == [("Cadre rayé", "-15.00")]
    (refund,) = shop.get(f"orders/{number}/refunds")
    (row,) = refund["line_items"]
    assert (refund["amount"], row["quantity"], row["total"], row["total_tax"]) == ("15.00", -1, "-12.50", "-2.50")
    assert amounts(row["meta_data"][0], "key", "value") == ("_refunded_item_id", str(order["line_items"][0]["id"]))
    shop.do(number, "refund", amount="15")
    assert shop.get(f"orders/{number}")["status"] == "refunded"
    assert shop.get(f"orders/{number}/refunds")[0]["line_items"] == []


def test_completing_mails_the_buyer_once_and_leaves_a_note(shop: InsideWoo) -> None:
    number = shop.place()
    for _ in range(2):
        done = shop.write("PUT", f"orders/{number}", {"status": "completed"})
    assert done["status"] == "completed"
    assert done["date_completed_gmt"]
    kept = shop.web.get(f"/sandbox/orders/{number}").get_json()
    assert [mail["about"] for mail in kept["mails"]] == ["completed"]
    assert [note["note"] for note in kept["notes"]] == ["Order status changed from Processing to Completed."]
    refused = shop.call("PUT", f"orders/{number}", {"status": "sent"})
    assert (refused.status_code, refused.get_json()["data"]["params"].keys()) == (400, {"status"})


def test_meta_data_is_overwritten_by_key_changed_by_id_and_deleted_by_null(shop: InsideWoo) -> None:
    number = shop.place(meta=[{"key": "a", "value": "1"}, {"key": "a", "value": "2"}, {"key": "b", "value": "3"}])
    first, _, third = shop.get(f"orders/{number}")["meta_data"]

    def write(*rows: dict[str, Any]) -> list[tuple[str, Any]]:
        answer = shop.write("PUT", f"orders/{number}", {"meta_data": list(rows)})
        return [(row["key"], row["value"]) for row in answer["meta_data"]]

    assert write({"key": "a", "value": "9"}) == [("a", "9"), ("b", "3")]
    assert write({"id": third["id"], "key": "b", "value": ["x"]}) == [("a", "9"), ("b", ["x"])]
    assert write({"id": first["id"], "value": None}, {"key": "c", "value": 1}) == [("b", ["x"]), ("c", 1)]


def test_each_call_adds_a_note_and_one_for_the_buyer_is_mailed(shop: InsideWoo) -> None:
    number = shop.place()
    for for_buyer in (True, False):
        shop.write("POST", f"orders/{number}/notes", {"note": "Parcel 1Z", "customer_note": for_buyer})
    assert [note["customer_note"] for note in shop.get(f"orders/{number}/notes")] == [False, True]
    assert len(shop.get(f"orders/{number}/notes", type="customer")) == 1
    assert shop.ledger()["changed"]["created mail"] == 1


def test_the_trash_can_be_read_and_what_is_deleted_cannot(shop: InsideWoo) -> None:
    number = shop.place()
    shop.write("DELETE", f"orders/{number}")
    assert shop.get(f"orders/{number}")["status"] == "trash"
    assert shop.get("orders") == []
    shop.write("DELETE", f"orders/{number}", force="true")
    gone = shop.call("GET", f"orders/{number}")
    assert (gone.status_code, gone.get_json()["code"]) == (404, "woocommerce_rest_shop_order_invalid_id")


def test_a_batch_refuses_row_by_row(shop: InsideWoo) -> None:
    number = shop.place()
    rows = [{"id": number, "status": "completed"}, {"id": 1, "status": "completed"}]
    done = shop.write("POST", "orders/batch", {"update": rows})["update"]
    assert (done[0]["status"], done[1]["error"]["code"]) == ("completed", "woocommerce_rest_shop_order_invalid_id")


def test_an_answer_of_a_real_shop_is_kept_and_shown_as_it_was(shop: InsideWoo) -> None:
    shop.set_up(zone="Europe/Berlin")
    number = shop.place(lines=[SHIRTS], number="WEB-2026-0091", created_at=EVENING)
    recorded = {**shop.get(f"orders/{number}"), "id": 7001, "status": "shipped"}
    shop.control("orders/recorded", recorded)
    again = shop.get("orders/7001")
    left_out = {"_links", "payment_url", "date_modified", "date_modified_gmt"}
    assert {name: value for name, value in again.items() if name not in left_out} == {
        name: value for name, value in recorded.items() if name not in left_out
    }
