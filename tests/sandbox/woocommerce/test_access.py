"""Who may ask, at which address, and what comes instead of an answer."""

import json
from typing import Any

import pytest

from harness.woocommerce import InsideWoo
from zoho_app.sandbox.woocommerce.seed import KEY, SECRET


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def test_keys_come_by_basic_or_in_the_query_and_the_query_wins(shop: InsideWoo) -> None:
    assert shop.get("orders") == []
    shop.auth = ("ck_unknown", SECRET)
    assert code(shop.call("GET", "orders")) == (401, "woocommerce_rest_cannot_view")
    assert shop.get("orders", consumer_key=KEY, consumer_secret=SECRET) == []
    shop.auth = (KEY, "cs_wrong")
    assert code(shop.call("GET", "orders")) == (401, "woocommerce_rest_authentication_error")
    shop.auth = None
    assert code(shop.call("GET", "orders")) == (401, "woocommerce_rest_cannot_view")


def test_a_host_that_strips_the_header_still_takes_the_query(shop: InsideWoo) -> None:
    shop.set_up(authorization_stripped=True)
    assert code(shop.call("GET", "orders")) == (401, "woocommerce_rest_cannot_view")
    assert shop.get("orders", consumer_key=KEY, consumer_secret=SECRET) == []


def test_behind_a_proxy_that_hides_https_neither_is_read(shop: InsideWoo) -> None:
    shop.set_up(https=False)
    assert code(shop.call("GET", "orders", consumer_key=KEY, consumer_secret=SECRET))[0] == 401


def test_without_pretty_permalinks_the_web_server_answers_and_the_other_address_works(shop: InsideWoo) -> None:
    shop.set_up(permalinks=False)
    number = shop.place()
    missing = shop.call("GET", "orders")
    assert (missing.status_code, missing.mimetype) == (404, "text/html")
    plain = shop.call("GET", "/index.php", rest_route=f"/wc/v3/orders/{number}")
    assert plain.get_json()["id"] == number
    assert "/index.php?rest_route=/>" in shop.web.get("/").headers["Link"]


def test_a_shop_that_moved_redirects_every_address_of_the_api(shop: InsideWoo) -> None:
    shop.set_up(moved_to="https://www.shop.example.com")
    moved = shop.call("GET", "orders", per_page=1)
    assert moved.status_code == 301
    assert moved.location == "https://www.shop.example.com/wp-json/wc/v3/orders?per_page=1"


def test_the_root_names_what_there_is_unless_it_is_closed(shop: InsideWoo) -> None:
    shop.auth = None
    shop.set_up(plugins=["ast-pro"])
    root = shop.get("/wp-json/")
    assert {"wc/v3", "wc-ast-pro/v3", "wc-ast/v3", "wc-shipment-tracking/v3"} <= set(root["namespaces"])
    assert root["timezone_string"] == "America/New_York"
    shop.set_up(root_closed=True)
    assert code(shop.call("GET", "/wp-json/")) == (401, "rest_cannot_access")


def test_a_key_may_be_for_reading_alone(shop: InsideWoo) -> None:
    query = {"app_name": "Desk", "scope": "read", "user_id": "s", "return_url": "https://d.example/back"}
    shop.web.post("/wc-auth/v1/access_granted", data={**query, "callback_url": "https://d.example/keys"})
    given = json.loads(shop.posted[-1][1])
    shop.auth = (given["consumer_key"], given["consumer_secret"])
    number = shop.place()
    assert shop.get(f"orders/{number}")["id"] == number
    refused = shop.call("PUT", f"orders/{number}", {"status": "completed"})
    assert code(refused) == (401, "woocommerce_rest_authentication_error")
    assert "write permissions" in refused.get_json()["message"]


def test_a_post_may_say_that_it_means_another_method(shop: InsideWoo) -> None:
    number = shop.place()
    shop.write("POST", f"orders/{number}", None, _method="DELETE")
    assert shop.get(f"orders/{number}")["status"] == "trash"


@pytest.mark.parametrize(
    ("rule", "status", "starts"),
    [
        ({"action": "html", "status": 403}, 403, "<html>"),
        ({"action": "html", "status": 200}, 200, "<html>"),
        ({"action": "throttle", "retry_after": 30}, 429, "<html>"),
        ({"action": "code"}, 500, '{"code": "internal_server_error"'),
        ({"action": "status", "status": 405, "body": "no", "method": "PUT"}, 405, "no"),
    ],
)
def test_hosts_and_firewalls_answer_in_their_own_words(
    shop: InsideWoo, rule: dict[str, Any], status: int, starts: str
) -> None:
    number = shop.place()
    shop.fail({"path": "/wp-json/wc/v3/", **rule})
    answer = shop.call("PUT", f"orders/{number}", {"status": "completed"})
    assert (answer.status_code, answer.text.startswith(starts)) == (status, True)
    assert shop.get(f"orders/{number}")["status"] == "processing"


def test_something_may_be_printed_before_the_json(shop: InsideWoo) -> None:
    shop.set_up(printed_before="\ufeff")
    answer = shop.call("GET", "orders")
    assert answer.data == b"\xef\xbb\xbf[]"
