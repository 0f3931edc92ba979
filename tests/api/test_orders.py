"""Orders over the API: what goes in comes out as Order Desk's API v2 would show it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from freezegun import freeze_time

from harness.desk import Desk, order_data
from tests.support.api_client import Api
from zoho_app import kinds
from zoho_app.appointments import lifecycle
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import edit, inventory
from zoho_app.orders.models import Order
from zoho_app.rules.models import Rule


@pytest.fixture
def api(desk: Desk) -> Api:
    return Api(desk)


def rule(desk: Desk, event: str, tag: str) -> None:
    actions = [{"action": "Add Order Note", "values": {"content": tag}}]
    db.session.add(Rule(store_id=desk.store_id, name=tag, event=event, filters=[], actions=actions))
    db.session.commit()


def test_an_order_goes_in_and_comes_out(api: Api, desk: Desk) -> None:
    with freeze_time("2026-03-01 09:08:07"):
        created = api.post("/orders", {**order_data(), "order_metadata": {"notes": "Ring twice"}})
    assert created.status_code == 201
    order = api.get(f"/orders/{created.json['order']['id']}").json["order"]
    assert order["id"] == created.json["order"]["id"]
    assert isinstance(order["id"], str)
    assert order["folder_id"] == desk.folder("New").id
    assert order["date_added"] == "2026-03-01 09:08:07"
    assert order["source_id"] == "1001"
    assert order["payment_status"] == "Captured"
    assert order["order_total"] == 49.9
    assert order["product_total"] == 44.9
    assert order["quantity_total"] == 3
    assert order["checkout_data"] == []
    assert order["order_metadata"] == {"notes": "Ring twice"}
    assert order["shipping"]["postal_code"] == "SW1Y 4JH"
    assert order["shipping"]["address4"] == ""
    assert "address3" not in order["customer"]
    assert order["order_items"][0]["variation_list"] == []
    assert order["order_items"][0]["price"] == 12.5
    assert order["order_shipments"] == []
    assert [line["note"] for line in order["order_history"]] == ["Order Imported from Shopify"]


def test_the_same_order_twice_is_refused_naming_the_first(api: Api) -> None:
    first = api.post("/orders", order_data()).json["order"]["id"]
    retry = api.post("/orders", order_data())
    assert retry.status_code == 409
    assert retry.json["status"] == "error"
    assert retry.json["order_id"] == first
    assert f"order {first}" in retry.json["message"]


def test_capitals_in_its_sources_name_make_no_second_order(api: Api) -> None:
    first = api.post("/orders", order_data()).json["order"]["id"]
    retry = api.post("/orders", {**order_data(), "source_name": " sHOPIFY "})
    assert (retry.status_code, retry.json["order_id"]) == (409, first)
    other = api.post("/orders", {**order_data(), "source_name": "Etsy"}).json["order"]["id"]
    taken = api.put(f"/orders/{other}", {**order_data(), "source_name": "shopify"})
    assert (taken.status_code, taken.json["order_id"]) == (409, first)
    renamed = api.put(f"/orders/{first}", {**order_data(), "source_name": "shopify"})
    assert renamed.json["order"]["source_name"] == "shopify", "its own name may be written anew"


def test_bad_fields_are_all_named(api: Api) -> None:
    answer = api.post(
        "/orders", {"email": "x", "order_items": [{"name": "x", "price": "?"}], "shipping_company": "Acme"}
    )
    assert answer.status_code == 400
    named = {error["field"] for error in answer.json["errors"]}
    assert named == {"email", "order_items[0].price"}
    assert "order_items[0].price: must be a number" in answer.json["message"]


def test_an_imported_order_sets_off_its_rules(api: Api, desk: Desk) -> None:
    rule(desk, "Order is Imported", "arrived")
    order = api.post("/orders", order_data()).json["order"]
    assert [note["content"] for note in order["order_notes"]] == ["arrived"]


def test_put_blanks_what_is_left_out_but_keeps_who_the_order_is(api: Api, desk: Desk) -> None:
    order = desk.order(checkout_data={"gift": "yes"}, customer_id="C1", payment_type="Visa")
    order_id, item_id = order.id, order.items[0].id
    data = {
        "email": "new@example.com",
        "shipping": {"first_name": "Eve"},
        "order_items": [{"id": str(item_id), "name": "Mug", "quantity": 9}, {"name": "Pen", "code": "P"}],
    }
    changed = api.put(f"/orders/{order_id}", data).json["order"]
    assert changed["source_id"] == "1001"
    assert changed["source_name"] == "Shopify"
    assert changed["folder_id"] == desk.folder("New").id
    assert changed["email"] == "new@example.com"
    assert (changed["customer_id"], changed["payment_type"], changed["shipping_method"]) == ("", "", "")
    assert changed["shipping_total"] == 0
    assert changed["checkout_data"] == []
    assert changed["shipping"]["city"] == ""
    assert changed["customer"]["first_name"] == "Eve"
    assert [(item["name"], item["quantity"], item["price"]) for item in changed["order_items"]] == [
        ("Mug", 9, 0),
        ("Pen", 1, 0),
    ]
    assert changed["order_items"][0]["id"] == str(item_id)
    notes = " | ".join(desk.history(order_id))
    for words in ("Order Details Changed", "Shipping Address Changed", "Item Added: 1 × Pen (P)", "Item Removed"):
        assert words in notes


def test_what_comes_out_may_be_put_back_without_changing_anything(api: Api, desk: Desk) -> None:
    order_id = desk.order(
        checkout_data={"gift": "yes"},
        discount_list=[{"name": "Ten", "code": "T", "amount": "1.70"}],
        cc_number="4321",
        order_notes=[{"content": "hello", "username": "ada"}],
    ).id
    before = api.get(f"/orders/{order_id}").json["order"]
    answer = api.put(f"/orders/{order_id}", before)
    assert answer.status_code == 200
    assert api.get(f"/orders/{order_id}").json["order"] == before


def test_one_put_sets_off_each_event_once(api: Api, desk: Desk) -> None:
    rule(desk, "Order Details Changed", "details")
    rule(desk, "Order Address Changed", "address")
    order_id = desk.order().id
    changed = {**order_data(), "email": "x@example.com", "shipping": {"first_name": "Eve"}}
    changed |= {"customer": {"first_name": "Eve"}, "order_items": [{"name": "Other"}]}
    order = api.put(f"/orders/{order_id}", changed).json["order"]
    assert [note["content"] for note in order["order_notes"]] == ["details", "address"]


def test_put_moves_into_another_folder_and_refuses_foreign_items(api: Api, desk: Desk) -> None:
    order_id, foreign_id = desk.order("1001").id, desk.order("1002").items[0].id
    moved = api.put(f"/orders/{order_id}", {**order_data(), "folder_id": desk.folder("Closed").id})
    assert moved.json["order"]["folder_id"] == desk.folder("Closed").id
    foreign = {**order_data(), "order_items": [{"id": foreign_id, "name": "x"}]}
    answer = api.put(f"/orders/{order_id}", foreign)
    assert answer.status_code == 400
    assert answer.json["errors"][0]["field"] == "order_items[0].id"
    assert api.put(f"/orders/{order_id}", order_data("1002")).status_code == 409


def test_an_order_is_deleted_with_all_that_belongs_to_it(api: Api, desk: Desk) -> None:
    order_id = desk.order().id
    api.post(f"/orders/{order_id}/shipments", {"tracking_number": "1"})
    assert api.delete(f"/orders/{order_id}").json["message"] == f"Order {order_id} Deleted"
    assert api.get("/orders").json["total_records"] == 0


def test_an_order_on_its_way_to_zoho_books_is_not_deleted(api: Api, desk: Desk) -> None:
    order_id = desk.order().id
    lifecycle.schedule(
        store_id=desk.store_id,
        kind=kinds.SUBMIT.name,
        subject_id=order_id,
        asked_by="ada@example.com",
        priority=0,
        payload={},
        due_at=now() + timedelta(days=1),
    )
    db.session.commit()
    answer = api.delete(f"/orders/{order_id}")
    assert answer.status_code == 409
    assert "on its way to Zoho Books" in answer.json["message"]
    assert api.get(f"/orders/{order_id}").status_code == 200


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


@pytest.fixture
def three_orders(desk: Desk) -> list[int]:
    desk.store.time_zone = "America/New_York"
    ids = []
    for day, source_id in (("2026-01-01", "A"), ("2026-01-02", "B"), ("2026-01-03", "C")):
        with freeze_time(f"{day} 02:00:00"):
            ids.append(desk.order(source_id, email=f"{source_id}@Example.com").id)
    return ids


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, "CBA"),
        ({"order": "asc"}, "ABC"),
        ({"order_by": "source_id", "order": "ASC"}, "ABC"),
        ({"limit": "2"}, "CB"),
        ({"limit": "2", "offset": "2"}, "A"),
        ({"search_start_date": "2026-01-02"}, "CB"),
        ({"search_end_date": "2026-01-02T01:00:00Z"}, "A"),
        ({"search_start_date": "2026-01-02 02:00:00", "search_end_date": "2026-01-02 02:00:00"}, "B"),
        ({"search_end_date_local": "2026-01-01 21:30:00"}, "BA"),
        ({"modified_start_date": "2026-01-03"}, "C"),
        ({"email": "b@example.com"}, "B"),
        ({"source_id": "A", "source_name": "Shopify"}, "A"),
        ({"source_id": "A", "source_name": "Etsy"}, ""),
        ({"shipping_last_name": "lovelace"}, "CBA"),
        ({"customer_first_name": "Eve"}, ""),
        ({"folder_name": "New"}, "CBA"),
        ({"folder_name": "Closed"}, ""),
        ({"folder_name": "Nowhere"}, ""),
        ({"folder_id": "999,1000"}, ""),
        ({"unknown": "x", "email": ""}, "CBA"),
    ],
)
def test_a_query_narrows_the_list(api: Api, three_orders: list[int], query: dict[str, str], found: str) -> None:
    answer = api.get("/orders", **query).json
    assert "".join(order["source_id"] for order in answer["orders"]) == found
    assert answer["records_returned"] == len(found)
    if "limit" not in query:
        assert answer["total_records"] == len(found)


def test_a_list_shows_history_only_when_asked(api: Api, three_orders: list[int]) -> None:
    assert "order_history" not in api.get("/orders").json["orders"][0]
    for yes in ("1", "true"):
        assert len(api.get("/orders", get_order_history=yes).json["orders"][0]["order_history"]) == 1


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "501"},
        {"limit": "0"},
        {"limit": "x"},
        {"offset": "-1"},
        {"offset": "9" * 40},
        {"order_by": "drop table"},
        {"order": "up"},
        {"folder_id": "1,x"},
        {"folder_id": "9" * 30},
        {"search_start_date": "yesterday"},
        {"modified_end_date": "0001-01-01"},
        {"search_start_date_local": "9999-12-31 23:59:59"},
    ],
)
def test_a_query_that_makes_no_sense_is_refused_by_name(api: Api, query: dict[str, str]) -> None:
    answer = api.get("/orders", **query)
    assert answer.status_code == 400
    assert answer.json["errors"][0]["field"] == next(iter(query))


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
