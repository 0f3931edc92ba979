"""The items, history and notes of an order over the API."""

from __future__ import annotations

import pytest

from harness.desk import Desk, order_data
from tests.support.api_client import Api
from zoho_app.extensions import db
from zoho_app.orders import edit
from zoho_app.orders.models import Order


def test_items_are_added_replaced_and_removed(api: Api, desk: Desk) -> None:
    order_id = desk.order().id
    path = f"/orders/{order_id}/order-items"
    added = api.post(path, {"name": "Pen", "code": "P1", "price": "2.50", "metadata": {"tax_id": "T"}})
    assert added.status_code == 201
    assert added.json["message"] == "Order Item Added"
    one = f"{path}/{added.json['order_item']['id']}"
    assert api.get(one).json["order_item"]["metadata"] == {"tax_id": "T"}
    replaced = api.put(one, {"name": "Pencil", "quantity": 3}).json
    assert replaced["message"] == "Order Item Updated"
    assert (replaced["order_item"]["price"], replaced["order_item"]["metadata"]) == (0, [])
    assert api.get(path).json["total_records"] == 3
    assert api.delete(one).status_code == 200
    assert api.get(one).status_code == 404
    assert api.put(f"{path}/{desk.order('1002').items[0].id}", {"name": "x"}).status_code == 404


def test_the_last_item_stays(api: Api, desk: Desk) -> None:
    order = desk.order(order_items=[{"name": "Only"}])
    answer = api.delete(f"/orders/{order.id}/order-items/{order.items[0].id}")
    assert answer.status_code == 400
    assert "at least one item" in answer.json["message"]


def test_a_line_of_history_is_added_in_the_name_of_its_source(api: Api, desk: Desk) -> None:
    order_id = desk.order().id
    answer = api.post(f"/orders/{order_id}/order-history", {"note": "Picked", "source_name": "Warehouse"}).json
    assert answer["total_records"] == 2
    assert answer["order"]["order_history"][0]["note"] == "Picked"
    assert answer["order"]["order_history"][0]["source_name"] == "API: Warehouse"
    assert api.post(f"/orders/{order_id}/order-history", {"note": " "}).status_code == 400


@pytest.mark.parametrize("name", ["owner@example.com", "Auto", "Bookdesk", "Zoho Books", "API", ""])
def test_a_program_can_not_write_history_as_somebody_else(api: Api, desk: Desk, name: str) -> None:
    order_id = desk.order().id
    api.post(f"/orders/{order_id}/order-history", {"note": "Paid twice", "source_name": name})
    signed = f"API: {name}" if name not in ("API", "") else "API"
    assert desk.history(order_id)[0] == f"{signed}: Paid twice"


def test_a_program_can_not_leave_a_note_as_somebody_else(api: Api, desk: Desk) -> None:
    note = {"content": "Ship it for free", "username": "owner@example.com"}
    order_id = int(api.post("/orders", {**order_data("77"), "order_notes": [note]}).json["order"]["id"])
    assert api.get(f"/orders/{order_id}").json["order"]["order_notes"][0]["username"] == "API: owner@example.com"
    edit.add_note(db.session.get_one(Order, order_id), "Call first", "owner@example.com")
    db.session.commit()
    read = api.get(f"/orders/{order_id}").json["order"]["order_notes"]
    added = {**note, "content": "And another"}
    api.put(f"/orders/{order_id}", {**order_data("77"), "order_notes": [*read, added]})
    kept = api.get(f"/orders/{order_id}").json["order"]["order_notes"]
    assert [(one["username"], one["content"]) for one in kept] == [
        ("API: owner@example.com", "Ship it for free"),
        ("owner@example.com", "Call first"),
        ("API: owner@example.com", "And another"),
    ]
