"""The API's keys, envelope, rate limit, and errors in JSON."""

from __future__ import annotations

import time
from typing import Any

import pytest
from redis import Redis

from harness.desk import Desk, order_data
from tests.support.api_client import Api


def test_a_right_key_connects(api: Api) -> None:
    answer = api.get("/test")
    assert answer.status_code == 200
    assert answer.json["status"] == "success"
    assert answer.json["message"] == "Connection Successful"
    assert len(answer.json["current_date_time"]) == 19
    assert answer.json["execution_time"].endswith(" seconds")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"ORDERDESK-STORE-ID": "1"},
        {"ORDERDESK-API-KEY": "x"},
        {"ORDERDESK-STORE-ID": "99999999999999999999", "ORDERDESK-API-KEY": "x"},
        {"ORDERDESK-STORE-ID": "²", "ORDERDESK-API-KEY": ""},
        {"ORDERDESK-STORE-ID": "'; --", "ORDERDESK-API-KEY": "x"},
        {"ORDERDESK-STORE-ID": "-1", "ORDERDESK-API-KEY": "ключ".encode().decode("latin-1")},
    ],
)
def test_without_the_right_key_nobody_comes_in(api: Api, headers: dict[str, str]) -> None:
    answer = api.client.get("/api/v2/orders", headers=headers)
    assert answer.status_code == 401
    assert answer.json["status"] == "error"
    assert "ORDERDESK-API-KEY" in answer.json["message"]


def test_one_stores_key_does_not_open_another_store(api: Api, desk: Desk) -> None:
    other = Desk.open(desk.app, "Other")
    answer = api.client.get("/api/v2/store", headers={**api.headers, "ORDERDESK-STORE-ID": str(other.store_id)})
    assert answer.status_code == 401


def test_another_stores_orders_are_not_there(api: Api, desk: Desk) -> None:
    other = Desk.open(desk.app, "Other")
    order_id = other.order().id
    item_id = other.reload(other.order("1002")).items[0].id
    for path in (f"/orders/{order_id}", f"/orders/{order_id}/order-items/{item_id}", f"/orders/{order_id}/shipments"):
        assert api.get(path).status_code == 404, path
    assert api.delete(f"/orders/{order_id}").status_code == 404
    assert api.get("/orders").json["total_records"] == 0


def test_the_store_is_shown_without_its_key(api: Api, desk: Desk) -> None:
    answer = api.get("/store")
    assert answer.json["store"]["id"] == str(desk.store_id)
    assert list(answer.json["store"]["folders"].values()) == ["New", "Prepared", "Closed", "Canceled"]
    assert desk.api_key not in answer.text
    assert answer.json["store"]["settings"] == {
        "currency_code": "USD",
        "time_zone": "UTC",
        "add_inventory_details": "1",
        "same_sources": "",
        "auto_update_stock_count": "0",
        "auto_create_inventory_items": "0",
        "normalize_capitalization": "0",
        "normalize_phone_numbers": "0",
        "default_checkout_data_fields": "",
        "all_orders_name": "All Orders",
    }


@pytest.mark.parametrize("path", ["/nothing", "/orders/99999999999999999999", "/orders/0", "/orders/-1", "/orders/x"])
def test_what_is_not_there_answers_in_json(api: Api, path: str) -> None:
    answer = api.get(path)
    assert answer.status_code == 404
    assert answer.json["status"] == "error"
    assert answer.headers["X-Tokens-Remaining"] == "19"
    assert api.client.get(f"/api/v2{path}").status_code == 401
    assert api.delete(path).status_code == 404


def test_a_wrong_method_answers_in_json(api: Api) -> None:
    answer = api.post("/store", {})
    assert answer.status_code == 405
    assert answer.json["status"] == "error"
    assert "GET" in answer.headers["Allow"]
    assert answer.headers["X-Tokens-Remaining"] == "19"


def test_a_body_that_is_too_large_answers_in_json(api: Api) -> None:
    answer = api.post("/orders", raw=b'"' + b"x" * (17 * 1024 * 1024) + b'"')
    assert answer.status_code == 413
    assert answer.json["status"] == "error"


def test_a_post_may_mean_put_or_delete(api: Api, desk: Desk) -> None:
    order_id = desk.order().id
    changed = {**order_data(), "email": "eve@example.com"}
    answer = api.post(f"/orders/{order_id}", changed, headers={"X-HTTP-Method-Override": "PUT"})
    assert answer.status_code == 200
    assert answer.json["order"]["email"] == "eve@example.com"
    assert api.post(f"/orders/{order_id}", headers={"X-HTTP-Method-Override": "delete"}).status_code == 200
    assert api.get(f"/orders/{order_id}").status_code == 404


def test_a_post_without_a_session_needs_no_csrf_token(api: Api) -> None:
    api.client.application.config["WTF_CSRF_ENABLED"] = True
    assert api.post("/orders", order_data()).status_code == 201


def test_too_many_requests_are_told_to_wait_and_may_go_on_afterwards(api: Api) -> None:
    answers = [api.get("/test")]
    assert answers[0].headers["X-Tokens-Remaining"] == "19"
    while answers[-1].status_code == 200 and len(answers) < 500:  # tokens come back on the way
        answers.append(api.get("/test"))
    refused = answers[-1]
    assert refused.status_code == 429
    assert len(answers) > 20
    assert refused.json["status"] == "error"
    assert refused.headers["X-Tokens-Remaining"] == "0"
    time.sleep(int(refused.headers["X-Retry-After"]))
    assert api.get("/test").status_code == 200


def test_each_store_has_its_own_limit(api: Api, desk: Desk) -> None:
    other = Api(Desk.open(desk.app, "Other"))
    while api.get("/test").status_code == 200:
        pass
    assert other.get("/test").headers["X-Tokens-Remaining"] == "19"


def test_without_redis_the_limit_still_holds_and_fills_up_again(api: Api, desk: Desk) -> None:
    desk.app.extensions["redis"] = Redis.from_url("unix:///nowhere/redis.sock")
    answers = [api.get("/test") for _ in range(60)]
    statuses = [answer.status_code for answer in answers]
    assert statuses[:20] == [200] * 20
    assert 429 in statuses[20:], "20 tokens, and 3 more a second"
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.headers["X-Retry-After"] == "1"
    time.sleep(1)
    assert api.get("/test").status_code == 200


def test_an_error_in_the_house_answers_in_json(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("zoho_app.orders.import_order.import_order", broken)
    api.client.application.config["PROPAGATE_EXCEPTIONS"] = False
    answer = api.post("/orders", order_data())
    assert answer.status_code == 500
    assert answer.json["status"] == "error"
    assert "out of order" not in answer.text
