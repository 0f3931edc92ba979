"""Shipments over the API."""

from __future__ import annotations

import pytest

from harness.desk import Desk
from tests.support.api_client import Api


def test_a_shipment_is_added_once(api: Api, desk: Desk) -> None:
    path = f"/orders/{desk.order().id}/shipments"
    parcel = {"tracking_number": "1Z1", "carrier_code": "UPS", "date_shipped": "2026-01-31", "weight": 1.5}
    added = api.post(path, parcel)
    assert added.status_code == 201
    assert added.json["message"] == "Shipment Added"
    shipment = added.json["shipment"]
    assert shipment["weight"] == "1.50"
    assert shipment["date_shipped"] == "2026-01-31"
    assert shipment["order_items"] == ""
    assert shipment["tracking_url"].startswith("https://")
    retry = api.post(path, parcel)
    assert retry.status_code == 409
    assert retry.json["message"].startswith("Shipment Not Added")
    one = f"{path}/{shipment['id']}"
    assert api.put(one, {"tracking_number": "2"}).json["shipment"]["carrier_code"] == ""
    assert api.get(one).json["shipment"]["tracking_number"] == "2"
    assert api.get(path).json["total_records"] == 1
    assert api.delete(one).json["message"] == f"Shipment {shipment['id']} Deleted"
    assert api.get(one).status_code == 404


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_batch_of_shipments_has_a_result_for_each(api: Api, desk: Desk, wrapped: bool) -> None:
    order_id = desk.order().id
    rows = [
        {"order_id": order_id, "tracking_number": "1"},
        {"order_id": str(order_id), "tracking_number": "1"},
        {"order_id": 999, "tracking_number": "1"},
        {"tracking_number": "1"},
        "nonsense",
        {"order_id": order_id, "tracking_number": "2", "cost": "?"},
        {"order_id": order_id, "tracking_number": "3"},
    ]
    answer = api.post("/batch-shipments", {"shipments": rows} if wrapped else rows)
    assert answer.status_code == 200
    outcome = [result["status"] for result in answer.json["results"]]
    assert outcome == ["success", "error", "error", "error", "error", "error", "success"]
    assert answer.json["message"] == "2 Shipments Added"
    assert api.get(f"/orders/{order_id}/shipments").json["total_records"] == 2
