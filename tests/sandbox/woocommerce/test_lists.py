"""Lists of orders: pages, times, statuses, and what old shops and caches make of them."""

from typing import Any

import pytest

from harness.woocommerce import InsideWoo


def numbers(rows: list[dict[str, Any]]) -> list[int]:
    return [row["id"] for row in rows]


def test_pages_have_their_headers_unless_a_cache_drops_them(shop: InsideWoo) -> None:
    placed = [shop.place() for _ in range(5)]
    answer = shop.call("GET", "orders", per_page=2, page=2, orderby="id", order="asc")
    assert numbers(answer.get_json()) == placed[2:4]
    assert (answer.headers["X-WP-Total"], answer.headers["X-WP-TotalPages"]) == ("5", "3")
    assert 'page=3>; rel="next"' in answer.headers["Link"]
    assert shop.get("orders")[0]["id"] == placed[-1], "the newest comes first"
    shop.set_up(paging_headers=False)
    bare = shop.call("GET", "orders", per_page=2)
    assert not {"X-WP-Total", "X-WP-TotalPages", "Link"} & set(bare.headers.keys())
    refused = shop.call("GET", "orders", per_page=500)
    assert refused.status_code == 400
    assert refused.get_json()["data"]["params"] == {
        "per_page": "per_page must be between 1 (inclusive) and 100 (inclusive)"
    }


def test_times_are_the_shops_own_unless_the_query_says_gmt(shop: InsideWoo) -> None:
    shop.set_up(zone="Europe/Berlin")
    # 21 June, 10:00 UTC, is noon in Berlin
    number = shop.place(created_at=1782036000)
    for after, gmt, expected in (
        ("2026-06-21T09:59:59", "true", [number]),
        ("2026-06-21T10:00:00", "true", []),
        ("2026-06-21T11:59:59", "false", [number]),
        ("2026-06-21T12:00:00", "false", []),
    ):
        assert numbers(shop.get("orders", after=after, dates_are_gmt=gmt)) == expected
    assert shop.call("GET", "orders", after="yesterday").status_code == 400


def test_an_old_shop_gives_everything_whatever_has_changed_since(shop: InsideWoo) -> None:
    number = shop.place()
    asked = {"modified_after": "2099-01-01T00:00:00", "dates_are_gmt": "true"}
    assert shop.get("orders", **asked) == []
    shop.set_up(version="5.7.1")
    assert numbers(shop.get("orders", **asked)) == [number]
    assert shop.call("GET", "orders", orderby="modified").status_code == 400


def test_statuses_are_those_of_the_shop_and_any_leaves_the_trash_out_but_not_drafts(shop: InsideWoo) -> None:
    shop.set_up(statuses={"partial-shipped": "Partially shipped"})
    draft, paid = shop.place(status="checkout-draft"), shop.place(status="partial-shipped")
    shop.do(shop.place(), "trash")
    assert numbers(shop.get("orders")) == [paid, draft]
    assert numbers(shop.get("orders", status="partial-shipped,completed")) == [paid]
    assert shop.call("GET", "orders", status="unheard-of").status_code == 400
    totals = {row["slug"]: (row["name"], row["total"]) for row in shop.get("reports/orders/totals")}
    assert totals["partial-shipped"] == ("Partially shipped", 1)


def test_only_the_fields_that_were_asked_for_are_sent(shop: InsideWoo) -> None:
    number = shop.place()
    assert shop.get("orders", _fields="id,total") == [{"id": number, "total": "15.66"}]
    assert shop.get(f"orders/{number}", _fields="status") == {"status": "processing"}


def test_a_long_page_may_end_in_a_fatal_error(shop: InsideWoo) -> None:
    shop.set_up(most_rows=1)
    shop.place()
    shop.place()
    refused = shop.call("GET", "orders")
    assert (refused.status_code, refused.get_json()["code"]) == (500, "internal_server_error")
    assert len(shop.get("orders", per_page=1)) == 1


@pytest.mark.parametrize(("action", "expected"), [("lag", []), ("repeat", [5101])])
def test_lists_may_be_late_or_repeat_themselves(shop: InsideWoo, action: str, expected: list[int]) -> None:
    shop.place()
    shop.place()
    shop.fail({"action": action})
    page = 2 if action == "repeat" else 1
    found = shop.get("orders", per_page=1, page=page, order="asc")
    assert numbers(found) == expected
