"""Lists of orders over the API."""

from __future__ import annotations

import pytest
from freezegun import freeze_time

from harness.desk import Desk
from tests.support.api_client import Api


@pytest.fixture
def three_orders(desk: Desk) -> list[int]:
    desk.store.time_zone = "America/New_York"
    ids = []
    for day, source_id in (("2026-01-01", "A"), ("2026-01-02", "B"), ("2026-01-03", "C")):
        with freeze_time(f"{day} 02:00:00"):
            ids.append(desk.order(source_id, email=f"{source_id}@Example.com").id)
    return ids


NARROWED: list[tuple[dict[str, str], str]] = [
    ({}, "CBA"),
    ({"order": "asc"}, "ABC"),
    ({"order_by": "source_id", "order": "ASC"}, "ABC"),
    ({"order_by": "date_modified", "order": "asc"}, "ABC"),
    ({"modified_start_date": "2026-01-02T02:00:00.000Z", "modified_end_date": "2026-01-02T02:00:00+00:00"}, "B"),
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
]


def test_a_query_narrows_the_list(api: Api, three_orders: list[int]) -> None:
    for query, found in NARROWED:
        api.client.application.extensions["redis"].flushall()  # its tokens
        answer = api.get("/orders", **query).json
        assert "".join(order["source_id"] for order in answer["orders"]) == found, query
        assert answer["records_returned"] == len(found), query
        if "limit" not in query:
            assert answer["total_records"] == len(found), query


def test_a_list_shows_history_only_when_asked(api: Api, three_orders: list[int]) -> None:
    assert "order_history" not in api.get("/orders").json["orders"][0]
    for yes in ("1", "true"):
        assert len(api.get("/orders", get_order_history=yes).json["orders"][0]["order_history"]) == 1


SENSELESS: list[dict[str, str]] = [
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
]


def test_a_query_that_makes_no_sense_is_refused_by_name(api: Api) -> None:
    for query in SENSELESS:
        answer = api.get("/orders", **query)
        assert answer.status_code == 400, query
        assert answer.json["errors"][0]["field"] == next(iter(query)), query
