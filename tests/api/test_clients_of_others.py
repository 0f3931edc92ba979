"""Requests in the shapes that clients of Order Desk's API by other people send run unchanged."""

from __future__ import annotations

import json
from typing import Any

from harness.desk import Desk
from tests.support.api_client import Api

MUG = {"name": "Stoneware mug", "code": "BD-MUG-01", "price": "12.50", "quantity": 2}


def test_the_official_php_client_sends_a_content_type_on_get_and_overrides_methods(api: Api, desk: Desk) -> None:
    headers = {**api.headers, "Content-Type": "application/json", "Content-Length": "0"}
    answer = api.client.get("/api/v2/orders", headers=headers, query_string={"order": "desc", "get_order_history": 1})
    assert (answer.status_code, answer.json["total_records"]) == (200, 0)
    order_id = desk.order("7").id
    changed = {"email": "new@example.com", "checkout_data": [], "order_metadata": {}}
    override = {"X-HTTP-Method-Override": "PUT"}
    answer = api.post(f"/orders/{order_id}", changed, headers=override)
    assert (answer.status_code, answer.json["order"]["email"]) == (200, "new@example.com")
    assert answer.json["order"]["checkout_data"] == []  # PHP writes no names as a list


def test_pipedream_sends_flat_fields_and_iso_times(api: Api) -> None:
    flat = {
        "source_name": "Zapier",
        "email": "ada@example.com",
        "shipping_first_name": "Ada",
        "shipping_last_name": "Lovelace",
        "shipping_city": "London",
        "shipping_country": "GB",
        "order_items": [MUG],
    }
    made = api.post("/orders", flat)
    assert made.status_code == 201
    order = made.json["order"]
    assert isinstance(order["id"], str)
    assert (order["shipping"]["first_name"], order["customer"]["last_name"]) == ("Ada", "Lovelace")
    assert (order["product_total"], order["order_total"]) == (25, 25)
    since = {"modified_start_date": "2026-01-01T00:00:00.000Z", "order_by": "date_modified", "order": "asc"}
    assert api.get("/orders", **since).json["records_returned"] == 1
    assert api.get("/orders", search_end_date="2026-01-01T00:00:00.000Z").json["records_returned"] == 0


def test_billymitchell_posts_bare_lists_and_reads_results_by_their_place(api: Api, desk: Desk) -> None:
    first, second = desk.order("1").id, desk.order("2").id
    rows: list[dict[str, Any]] = [
        {"order_id": first, "tracking_number": "1Z1", "carrier_code": "UPS"},
        {"order_id": 999_999, "tracking_number": "1Z2", "carrier_code": "UPS"},
        {"order_id": second, "tracking_number": "1Z3", "carrier_code": "UPS"},
    ]
    answer = api.post("/batch-shipments", raw=json.dumps(rows).encode())
    assert answer.status_code == 200
    assert [one["status"] for one in answer.json["results"]] == ["success", "error", "success"]
    assert answer.json["results"][1]["message"].startswith("Shipment Not Added")
    repeated = api.post(f"/orders/{first}/shipments", rows[0])
    assert not repeated.status_code < 300 and repeated.json["message"].startswith("Shipment Not Added")


def test_thiio_and_ammarbyfar_expect_201_and_read_the_id(api: Api) -> None:
    order = {"source_name": "Skynet", "shipping": {"company": "Cyberdyne"}, "order_items": [MUG]}
    made = api.post("/orders", order)
    assert (made.status_code, made.json["status"]) == (201, "success")
    assert api.get(f"/orders/{made.json['order']['id']}").json["order"]["source_name"] == "Skynet"
    item = api.post("/inventory-items", {"name": "Mug", "code": "BD-MUG-01", "price": 12.5, "stock": 3})
    assert (item.status_code, item.json["message"]) == (201, "Inventory Item Added")
    listed = api.get("/inventory-items", code="bd-mug-01").json
    assert (listed["total_records"], listed["records_returned"]) == ("1", 1)
    assert listed["inventory_items"][0]["id"] == item.json["inventory_item"]["id"] == 1
    moved = api.post(
        "/move-orders", {"order_id_list": [int(made.json["order"]["id"])], "destination_folder_name": "Prepared"}
    ).json
    assert moved["message"] == "1 Order Moved"
    assert moved["results"][0]["message"] == "Order Moved to Prepared Folder"
