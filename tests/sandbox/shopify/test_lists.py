"""Lists of orders: pages that stay whole while orders change, and the language of their filters."""

from collections.abc import Iterator
from typing import Any

import pytest

from harness import shopify_operations as operations
from harness.shopify import InsideShop


def pages(shop: InsideShop, **asked: Any) -> Iterator[list[dict[str, Any]]]:
    after = None
    while True:
        found = shop.data(operations.CHANGED, after=after, **asked)["orders"]
        yield found["nodes"]
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            return


def names(shop: InsideShop, query: str) -> list[str]:
    found = shop.data(operations.CHANGED, first=50, query=query, sort="ID")["orders"]["nodes"]
    return [one["name"] for one in found]


def test_an_order_that_changes_meanwhile_moves_to_the_end_and_none_is_left_out(shop: InsideShop) -> None:
    placed = [shop.place() for _ in range(7)]
    seen: list[str] = []
    for number, page in enumerate(pages(shop, first=3)):
        seen.extend(one["id"] for one in page)
        if number == 0:
            shop.set_up(clock_offset=10)
            shop.do(placed[1], "change", note="seen already, and changed again")
            shop.do(placed[5], "change", note="not seen yet")
    assert set(seen) == set(placed)
    assert seen[-2:] == [placed[1], placed[5]]
    assert len(seen) == 8, "the changed one comes twice, all others once"


def test_every_page_costs_one_call_and_the_last_one_says_so(shop: InsideShop) -> None:
    for _ in range(6):
        shop.place()
    assert [len(page) for page in pages(shop, first=3)] == [3, 3]
    backwards = [one["name"] for page in pages(shop, first=4, reverse=True) for one in page]
    assert backwards == ["#1006", "#1005", "#1004", "#1003", "#1002", "#1001"]


def test_a_cursor_belongs_to_its_order_of_rows(shop: InsideShop) -> None:
    shop.place()
    cursor = shop.data(operations.CHANGED, first=1)["orders"]["pageInfo"]["endCursor"]
    for wrong in ({"sort": "ID", "after": cursor}, {"after": "bm9uZQ=="}):
        error = shop.ask(operations.CHANGED, first=1, **wrong)["errors"][0]
        assert "Invalid cursor" in error["message"]
        assert error["extensions"]["code"] == "BAD_REQUEST"


def test_a_watermark_finds_what_changed_since_with_orders_of_that_very_second(shop: InsideShop) -> None:
    shop.place()
    shop.set_up(clock_offset=100)
    changed = shop.place()
    stamp = shop.data(operations.CHANGED, first=9)["orders"]["nodes"][1]["updatedAt"]
    assert names(shop, f"updated_at:>='{stamp}'") == ["#1002"]
    assert names(shop, f"updated_at:>'{stamp}'") == []
    assert names(shop, f'updated_at:<"{stamp}"') == ["#1001"]
    shop.do(changed, "delete")
    assert names(shop, f"updated_at:>='{stamp}'") == []


def test_filters_are_joined_negated_and_bracketed(shop: InsideShop) -> None:
    shop.place(tags=["vip"], name="EN1")
    shop.do(shop.place(payment="pending"), "cancel")
    shop.do(shop.place(test=True), "archive")
    paid = shop.place(source_name="pos")
    shop.do(paid, "fulfill")
    assert names(shop, "status:open") == ["EN1", "#1004"]
    assert names(shop, "status:cancelled") == ["#1002"]
    assert names(shop, "status:closed") == ["#1003"]
    assert names(shop, "test:true") == ["#1003"]
    assert names(shop, "tag:VIP OR source_name:pos") == ["EN1", "#1004"]
    assert names(shop, "-status:cancelled AND (financial_status:paid fulfillment_status:shipped)") == ["#1004"]
    assert names(shop, "NOT tag:vip status:open") == ["#1004"]
    assert names(shop, f"id:{paid.rpartition('/')[2]}") == ["#1004"]
    assert names(shop, "name:1002") == names(shop, "name:#1002") == ["#1002"]
    assert names(shop, "financial_status:voided") == ["#1002"]


def test_an_unknown_filter_is_a_warning_beside_the_data(shop: InsideShop) -> None:
    shop.place()
    found = shop.ask(operations.CHANGED, first=5, query="colour:red status:open")
    assert len(found["data"]["orders"]["nodes"]) == 1
    (warned,) = found["extensions"]["search"]
    assert warned["path"] == ["orders"]
    assert warned["warnings"] == [
        {"field": "colour", "message": "Invalid search field for this query.", "code": "invalid_field"}
    ]


def test_the_search_may_lag_behind_what_a_look_up_knows(shop: InsideShop) -> None:
    order_id = shop.place()
    shop.set_up(search_lag=30)
    assert names(shop, "") == []
    assert shop.data(operations.SHIPPING, id=order_id)["order"]["id"] == order_id
    shop.set_up(clock_offset=31)
    assert names(shop, "") == ["#1001"]


@pytest.mark.parametrize(("rule", "sizes"), [({"action": "repeat", "times": 0}, [2, 2, 2]), ({"action": "lag"}, [0])])
def test_a_faulty_list_repeats_a_row_or_forgets_the_newest(
    shop: InsideShop, rule: dict[str, Any], sizes: list[int]
) -> None:
    for _ in range(4):
        shop.place()
    shop.fail({**rule, "mentions": "orders(first"})
    assert [len(page) for page in pages(shop, first=2)] == sizes


def test_lines_of_an_order_come_in_pages_too(shop: InsideShop) -> None:
    order_id = shop.place(lines=[{"title": f"Thing {number}", "price": 1} for number in range(5)])
    titles: list[str] = []
    after = None
    for _ in range(3):
        found = shop.data(operations.ORDER, id=order_id, lines=2, after=after)["order"]["lineItems"]
        titles.extend(line["title"] for line in found["nodes"])
        after = found["pageInfo"]["endCursor"]
    assert titles == [f"Thing {number}" for number in range(5)]
    assert not found["pageInfo"]["hasNextPage"]


def test_a_bulk_operation_gives_a_file_of_lines_with_children_after_their_parents(shop: InsideShop) -> None:
    for _ in range(3):
        shop.place(lines=[{"title": "Mug", "price": 1}, {"title": "Cap", "price": 2}])
    query = "{ orders { edges { node { id name lineItems { edges { node { id title } } } } } } }"
    started = shop.data(operations.START_BULK, query=query)["bulkOperationRunQuery"]
    assert started["userErrors"] == []
    assert started["bulkOperation"]["status"] == "CREATED"
    bulk_id = started["bulkOperation"]["id"]
    running = shop.data(operations.BULK, id=bulk_id)["bulkOperation"]
    assert (running["status"], running["url"]) == ("RUNNING", None)
    shop.set_up(clock_offset=2)
    done = shop.data(operations.BULK, id=bulk_id)["bulkOperation"]
    assert (done["status"], done["objectCount"]) == ("COMPLETED", "9")
    lines = [line for line in shop.web.get(done["url"]).text.split("\n") if line]
    assert lines[0] == '{"id":"gid://shopify/Order/7100000000101","name":"#1001"}'
    assert lines[1].endswith('"title":"Mug","__parentId":"gid://shopify/Order/7100000000101"}')
    assert len(lines) == 9
    node = shop.data(f'{{ node(id: "{bulk_id}") {{ id ... on BulkOperation {{ status }} }} }}')["node"]
    assert node["status"] == "COMPLETED"
    assert shop.web.get("/bulk/guessed.jsonl").status_code == 404


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("{ shop { name } }", "at least one connection"),
        ("{ orders { nodes { code } } }", "Field 'code' doesn't exist on type 'Order'"),
        ("{ orders { nodes { fulfillmentOrders { nodes { lineItems { nodes { id } } } } } } }", "nesting depth"),
    ],
)
def test_a_bulk_query_that_is_none_is_refused(shop: InsideShop, query: str, words: str) -> None:
    refused = shop.data(operations.START_BULK, query=query)["bulkOperationRunQuery"]
    assert refused["bulkOperation"] is None
    assert words in refused["userErrors"][0]["message"]
