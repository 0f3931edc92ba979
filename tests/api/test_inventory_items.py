"""Inventory items over the API."""

from __future__ import annotations

from harness.desk import Desk
from tests.support.api_client import Api
from zoho_app.extensions import db
from zoho_app.orders import inventory


def test_inventory_items_are_kept_over_the_api(api: Api, desk: Desk) -> None:
    mug = {"code": "MUG", "name": "Mug", "price": 3, "stock": "7", "metadata": {"tax_id": "T"}}
    added = api.post("/inventory-items", mug)
    assert added.status_code == 201
    assert added.json["message"] == "Inventory Item Added"
    item = added.json["inventory_item"]
    assert (item["stock"], item["price"], item["metadata"], item["variation_list"]) == (7, 3, {"tax_id": "T"}, [])
    assert api.post("/inventory-items", {"code": " mug", "name": "Other"}).json["errors"][0]["field"] == "code"
    one = f"/inventory-items/{item['id']}"
    assert api.put(one, {"code": "MUG", "name": "Cup"}).json["inventory_item"]["stock"] == 0
    api.post("/inventory-items", {"code": "PEN%", "name": "Pen"})
    for query, found in (({"search": "CUP"}, 1), ({"search": "%"}, 1), ({"code": "pen%"}, 1), ({"search": "x"}, 0)):
        listed = api.get("/inventory-items", **query).json
        assert listed["total_records"] == str(found), query
        assert listed["records_returned"] == found
    assert api.delete(one).json["message"] == f"Inventory Item {item['id']} Deleted"
    assert api.get(one).status_code == 404
    other = Desk.open(desk.app, "Other")
    foreign = inventory.create(other.store_id, {"code": "X", "name": "X"})
    db.session.commit()
    assert api.get(f"/inventory-items/{foreign.id}").status_code == 404
