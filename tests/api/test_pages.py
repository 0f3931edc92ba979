"""However much a store's orders hold, an answer of the API stays bounded, and all of it can be read page by page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import insert

from harness.desk import Desk, order_data
from harness.statements import statements
from tests.support.api_client import Api
from zoho_app.api import pages
from zoho_app.extensions import db
from zoho_app.orders import inventory
from zoho_app.orders.input.order_items import MOST_ITEMS, MOST_ITEMS_JSON
from zoho_app.orders.models import HistoryEntry, OrderNote

LARGE = 60_000  # characters of an order's items here
PAGE = 200_000


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE_BYTES", PAGE)


def large_items(characters: int = LARGE) -> list[dict[str, Any]]:
    """Items whose metadata have about so many characters together."""
    words = {str(number): "x" * 4_000 for number in range(5)}
    return [{"name": "Mug", "metadata": words} for _ in range(characters // 20_000)]


def read_all(api: Api, limit: int) -> list[dict[str, Any]]:
    """Every page of the orders, as a client reads them that believes `next_offset`."""
    found, offset = [], 0
    while offset is not None:
        api.client.application.extensions["redis"].flushall()
        answer = api.get("/orders", limit=str(limit), offset=str(offset), order="ASC")
        assert len(answer.data) <= PAGE + 2_000, "or one page could be as large as all orders together"
        assert answer.json["records_returned"] == len(answer.json["orders"])
        assert answer.json["offset"] == offset
        found.append(answer.json)
        offset = answer.json["next_offset"]
    return found


def test_a_page_of_large_orders_ends_early_and_the_next_one_goes_on(api: Api, desk: Desk, small_pages: None) -> None:
    ids = [str(desk.order(str(number), order_items=large_items()).id) for number in range(7)]
    found = read_all(api, limit=500)
    assert [order["id"] for page in found for order in page["orders"]] == ids
    assert {page["total_records"] for page in found} == {7}
    assert [page["records_returned"] for page in found] == [3, 3, 1]


def test_a_page_of_small_orders_is_as_long_as_was_asked_for(api: Api, desk: Desk, small_pages: None) -> None:
    ids = [str(desk.order(str(number)).id) for number in range(5)]
    first, second, third = read_all(api, limit=2)
    assert [order["id"] for page in (first, second, third) for order in page["orders"]] == ids
    assert (first["next_offset"], second["next_offset"], third["next_offset"]) == (2, 4, None)
    assert first["limit"] == 2


def test_an_order_that_is_larger_than_a_page_comes_alone_and_whole(api: Api, desk: Desk, small_pages: None) -> None:
    desk.order("1")
    large_id = desk.order("2", order_items=large_items(3 * PAGE)).id
    desk.order("3")
    offset, sizes = 0, []
    while offset is not None:
        answer = api.get("/orders", offset=str(offset), order="ASC").json
        sizes.append(answer["records_returned"])
        offset = answer["next_offset"]
    assert sizes == [1, 1, 1]
    shown = api.get(f"/orders/{large_id}").json["order"]
    assert sum(len(text) for item in shown["order_items"] for text in item["metadata"].values()) == 3 * PAGE


def test_an_answer_is_made_while_it_travels(api: Api, desk: Desk) -> None:
    """Of an order with a very long story never more than a part is in memory."""
    order_id = desk.order().id
    notes = [{"order_id": order_id, "content": "x" * 5_000, "username": str(number)} for number in range(600)]
    db.session.execute(insert(OrderNote), notes)
    db.session.execute(insert(HistoryEntry), [{"order_id": order_id, "who": "API", "note": "y" * 5_000}] * 600)
    db.session.commit()
    answer = api.client.get(f"/api/v2/orders/{order_id}", headers=api.headers, buffered=False)
    parts: list[str | bytes] = list(answer.response)
    assert len(parts) > 20
    assert max(map(len, parts)) < 500_000
    whole = json.loads(b"".join(part if isinstance(part, bytes) else part.encode() for part in parts))
    assert [int(note["username"]) for note in whole["order"]["order_notes"]] == list(range(600))
    assert len(whole["order"]["order_history"]) == 601
    assert whole["order"]["order_history"][-1]["note"] == "Order Imported from Shopify", "the oldest comes last"


def test_both_ways_of_reading_an_order_say_the_same(api: Api, desk: Desk) -> None:
    """Small orders are read together, a large one in parts."""
    large_id = desk.order("1", order_items=large_items(600_000), order_notes=[{"content": "Näher am Haus"}]).id
    for number in range(2):
        desk.order(f"small {number}", order_notes=[{"content": "Call first"}])
    listed = api.get("/orders", get_order_history="1", order="ASC").json["orders"]
    assert [order["order_notes"][0]["content"] for order in listed] == ["Näher am Haus", "Call first", "Call first"]
    for order in listed:
        alone = api.get(f"/orders/{order['id']}").json["order"]
        assert alone.pop("zoho_books")["state"] == "not_sent"
        assert alone == order
    assert listed[0]["id"] == str(large_id)


def test_a_page_takes_as_many_statements_for_many_orders_as_for_few(api: Api, desk: Desk) -> None:
    counts = []
    for number in range(40):
        desk.order(str(number))
        if number in (1, 39):
            with statements() as made:
                assert len(api.get("/orders", limit="50").json["orders"]) == number + 1
            counts.append(len(made))
    assert counts[0] == counts[1]


def test_a_page_of_the_inventory_ends_early_too(api: Api, desk: Desk, small_pages: None) -> None:
    for number in range(6):
        data = {"code": f"A{number}", "name": "Mug", "metadata": {str(n): "x" * 5_000 for n in range(9)}}
        inventory.create(desk.store_id, data)
    db.session.commit()
    codes, offset = [], 0
    while offset is not None:
        answer = api.get("/inventory-items", offset=str(offset))
        assert len(answer.data) <= PAGE + 2_000
        codes += [item["code"] for item in answer.json["inventory_items"]]
        offset = answer.json["next_offset"]
    assert codes == [f"A{number}" for number in range(6)]


def test_an_order_can_not_grow_without_bound(api: Api, desk: Desk) -> None:
    too_long = {**order_data(), "order_items": large_items(MOST_ITEMS_JSON + 100_000)}
    refused = api.post("/orders", too_long)
    assert refused.status_code == 400
    assert refused.json["errors"][0]["field"] == "order_items"
    order_id = desk.order("2", order_items=large_items(MOST_ITEMS_JSON - 20_000)).id
    words = {str(number): "x" * 4_500 for number in range(4)}
    added = api.post(f"/orders/{order_id}/order-items", {"name": "Mug", "metadata": words})
    assert added.status_code == 201
    refused = api.post(f"/orders/{order_id}/order-items", {"name": "Mug", "metadata": {"a": "x" * 4_000}})
    assert refused.status_code == 400
    assert "too long" in refused.json["message"]
    full = desk.order("3", order_items=[{"name": "Mug"}] * MOST_ITEMS).id
    refused = api.post(f"/orders/{full}/order-items", {"name": "Mug"})
    assert refused.status_code == 400
    assert refused.json["errors"] == [{"field": "order_items", "message": "are too many; an order has at most 1000"}]


def test_details_of_the_inventory_make_no_order_larger_than_that(api: Api, desk: Desk) -> None:
    data = {"code": "A", "name": "Mug", "metadata": {str(number): "x" * 5_000 for number in range(9)}}
    inventory.create(desk.store_id, data)
    db.session.commit()
    order = api.post("/orders", {**order_data(), "order_items": [{"code": "A"}] * 100}).json["order"]
    filled = [item for item in order["order_items"] if item["metadata"]]
    assert len(filled) == MOST_ITEMS_JSON // 45_009
    assert {item["name"] for item in order["order_items"]} == {"Mug"}


def test_a_thousand_mistakes_are_told_by_a_hundred(api: Api) -> None:
    items = [{"price": "much", "quantity": "many", "metadata": {str(n): [] for n in range(50)}} for _ in range(500)]
    refused = api.post("/orders", {**order_data(), "order_items": items})
    assert refused.status_code == 400
    assert len(refused.json["errors"]) == 100
    assert len(refused.data) < 50_000
