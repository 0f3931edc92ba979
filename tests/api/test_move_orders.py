"""Orders move to another folder over the API."""

from __future__ import annotations

from typing import Any

import pytest

from harness.desk import Desk
from tests.support.api_client import Api, rule


def test_orders_move_by_folder_name_or_id(api: Api, desk: Desk) -> None:
    rule(desk, "Folder is Changed", "moved")
    ids = [desk.order("1").id, desk.order("2").id]
    new = desk.folder("New").id
    answer = api.post("/move-orders", {"order_id_list": [*ids, 999], "destination_folder_name": "Prepared"}).json
    assert answer["message"] == "2 Orders Moved"
    assert answer["results"][0]["order_id"] == ids[0]
    assert answer["results"][0]["message"] == "Order Moved to Prepared Folder"
    assert answer["results"][0]["original_folder_id"] == new
    assert answer["results"][2] == {"status": "error", "order_id": 999, "message": "Order Not Found"}
    assert "API: Order Moved to Prepared Folder" in desk.history(ids[0])
    retry = {"order_id_list": ids, "destination_folder_id": desk.folder("Prepared").id}
    assert api.post("/move-orders", retry).json["message"] == "0 Orders Moved"
    order = api.get(f"/orders/{ids[0]}").json["order"]
    assert [note["content"] for note in order["order_notes"]] == ["moved"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"order_id_list": [1]},
        {"order_id_list": [], "destination_folder_name": "New"},
        {"order_id_list": "1", "destination_folder_name": "New"},
        {"order_id_list": ["x"], "destination_folder_name": "New"},
        {"order_id_list": [10**30], "destination_folder_name": "New"},
        {"order_id_list": [1], "destination_folder_name": "Nowhere"},
        {"order_id_list": [1], "destination_folder_name": "New", "destination_folder_id": 1},
    ],
)
def test_a_wrong_move_is_refused(api: Api, body: Any) -> None:
    answer = api.post("/move-orders", body)
    assert answer.status_code == 400
    assert answer.json["errors"]
