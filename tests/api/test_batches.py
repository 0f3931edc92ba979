"""What the API says of many at once: inventory items replaced in one call, orders counted by e-mail address."""

import pytest
from sqlalchemy import event

from harness.desk import Desk
from tests.support.api_client import Api
from zoho_app.extensions import db
from zoho_app.orders import inventory


@pytest.mark.parametrize("wrapped", [True, False])
def test_a_batch_of_inventory_items_has_a_result_for_each(api: Api, desk: Desk, wrapped: bool) -> None:
    mug = inventory.create(desk.store_id, {"code": "MUG", "name": "Mug", "stock": 3, "location": "East"}).id
    pen = inventory.create(desk.store_id, {"code": "PEN", "name": "Pen"}).id
    foreign = inventory.create(Desk.open(desk.app, "Other").store_id, {"code": "X", "name": "X"}).id
    db.session.commit()
    rows = [
        {"id": mug, "code": "MUG", "name": "Big mug", "stock": "9"},
        {"id": str(pen), "code": "mug", "name": "Taken"},
        {"id": foreign, "code": "X", "name": "Mine now"},
        {"code": "PEN", "name": "Nameless"},
        "nonsense",
        {"id": pen, "code": "PEN-2", "name": "Pen", "price": "?"},
        {"id": pen, "code": "PEN-2", "name": "Pen"},
    ]
    answer = api.put("/batch-inventory-items", {"inventory_items": rows} if wrapped else rows)
    assert answer.status_code == 200
    outcome = [result["status"] for result in answer.json["results"]]
    assert outcome == ["success", "error", "error", "error", "error", "error", "success"]
    assert answer.json["message"] == "2 Inventory Items Updated"
    assert "SKU MUG" in answer.json["results"][1]["message"]
    item = api.get(f"/inventory-items/{mug}").json["inventory_item"]
    assert (item["name"], item["stock"], item["location"]) == ("Big mug", 9, ""), "what is left out becomes blank"
    db.session.remove()
    assert inventory.by_codes(desk.store_id, ["X"]) == {}


@pytest.mark.parametrize("body", [[], {}, "x", {"inventory_items": {}}, [{}] * 501])
def test_a_batch_that_is_none_is_refused(api: Api, body: object) -> None:
    assert api.put("/batch-inventory-items", body).status_code == 400


def test_an_order_tells_how_many_orders_its_customer_has(api: Api, desk: Desk) -> None:
    desk.order("1001", email="ada@example.com")
    desk.order("1002", email=" ADA@example.com ")
    desk.order("1003", email="")
    Desk.open(desk.app, "Other").order("1004", email="ada@example.com")
    shown = api.get("/orders", order_by="source_id", order="ASC").json["orders"]
    assert [order["email_count"] for order in shown] == ["2", "2", "0"]
    assert api.get(f"/orders/{shown[0]['id']}").json["order"]["email_count"] == "2"


def test_counting_costs_one_statement_however_many_orders_are_listed(api: Api, desk: Desk) -> None:
    def statements() -> int:
        seen: list[str] = []
        listen = lambda *told: seen.append(told[2])  # noqa: E731 - unhooked by its name
        event.listen(db.engine, "before_cursor_execute", listen)
        api.get("/orders")
        event.remove(db.engine, "before_cursor_execute", listen)
        return len(seen)

    desk.order("1001", email="a@example.com")
    few = statements()
    for number in range(5):
        desk.order(f"2{number}", email=f"{number}@example.com")
    assert statements() == few
