"""Orders over the API: what goes in comes out as Order Desk's API v2 would show it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from freezegun import freeze_time

from harness.desk import Desk, order_data
from tests.support.api_client import Api, rule
from zoho_app import kinds
from zoho_app.appointments import lifecycle
from zoho_app.clock import now
from zoho_app.extensions import db


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


def test_the_same_order_at_the_same_moment_is_one_order(api: Api, desk: Desk) -> None:  # A03
    programs = [Api(desk) for _ in range(4)]
    db.session.remove()  # or this test would hold the database
    with ThreadPoolExecutor(len(programs)) as pool:
        answers = list(pool.map(lambda program: program.post("/orders", order_data("A03")), programs))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    added = next(answer.json["order"]["id"] for answer in answers if answer.status_code == 201)
    assert {answer.json["order_id"] for answer in answers if answer.status_code == 409} == {added}
    again = api.post("/orders", {**order_data("A03"), "source_name": "shopify"})
    assert (again.status_code, again.json["order_id"]) == (409, added)
    assert api.get("/orders").json["total_records"] == 1


def test_bad_fields_are_all_named(api: Api) -> None:
    answer = api.post(
        "/orders", {"shipping_total": "x", "order_items": [{"name": "x", "price": "?"}], "shipping_company": "Acme"}
    )
    assert answer.status_code == 400
    named = {error["field"] for error in answer.json["errors"]}
    assert named == {"shipping_total", "order_items[0].price"}
    assert "order_items[0].price: must be a number" in answer.json["message"]


def test_an_imported_order_sets_off_its_rules(api: Api, desk: Desk) -> None:
    rule(desk, "Order is Imported", "arrived")
    order = api.post("/orders", order_data()).json["order"]
    assert [note["content"] for note in order["order_notes"]] == ["arrived"]


def test_put_changes_what_is_given_and_keeps_what_is_left_out(api: Api, desk: Desk) -> None:
    order = desk.order(checkout_data={"gift": "yes"}, customer_id="C1", payment_type="Visa")
    order_id, item_id = order.id, order.items[0].id
    data = {
        "email": "new@example.com",
        "customer_id": "",
        "shipping": {"first_name": "Eve"},
        "order_items": [{"id": str(item_id), "name": "Mug", "quantity": 9}, {"name": "Pen", "code": "P"}],
    }
    changed = api.put(f"/orders/{order_id}", data).json["order"]
    assert (changed["source_id"], changed["source_name"]) == ("1001", "Shopify")
    assert changed["folder_id"] == desk.folder("New").id
    assert (changed["email"], changed["customer_id"]) == ("new@example.com", "")
    assert (changed["payment_type"], changed["shipping_method"]) == ("Visa", "Standard")
    assert (changed["shipping_total"], changed["checkout_data"]) == (5, {"gift": "yes"})
    assert (changed["shipping"]["first_name"], changed["shipping"]["city"]) == ("Eve", "")
    assert changed["customer"]["first_name"] == "Ada"
    assert [(item["name"], item["code"], item["quantity"], item["price"]) for item in changed["order_items"]] == [
        ("Mug", "BD-MUG-01", 9, 12.5),
        ("Pen", "P", 1, 0),
    ]
    assert changed["order_items"][0]["id"] == str(item_id)
    notes = " | ".join(desk.history(order_id))
    for words in ("Order Details Changed", "Shipping Address Changed", "Item Added: 1 × Pen (P)", "Item Removed"):
        assert words in notes


def test_put_without_items_or_names_is_fine_and_a_blank_part_becomes_blank(api: Api, desk: Desk) -> None:
    order_id = desk.order(checkout_data={"gift": "yes"}, order_metadata={"notes": "Ring twice"}).id
    changed = api.put(f"/orders/{order_id}", {"shipping_city": "Paris", "checkout_data": []}).json["order"]
    assert (changed["shipping"]["city"], changed["shipping"]["address1"]) == ("Paris", "12 St James's Square")
    assert changed["checkout_data"] == []
    assert changed["order_metadata"] == {"notes": "Ring twice"}
    assert (changed["order_total"], len(changed["order_items"])) == (49.9, 2)
    assert api.put(f"/orders/{order_id}", {}).status_code == 200


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
