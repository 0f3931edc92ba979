"""The stand-in can be told to fail in every way the real one does, and tells afterwards what happened."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from werkzeug.serving import make_server

from harness.sandbox import InsideZoho

ORDERS = "/books/v3/salesorders"


@pytest.fixture
def address(zoho: InsideZoho) -> Iterator[str]:
    """The same sandbox behind a real socket."""
    server = make_server("127.0.0.1", 0, zoho.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def send(zoho: InsideZoho, address: str, **options: Any) -> requests.Response:
    return requests.post(
        f"{address}{ORDERS}",
        params={"organization_id": "927270001", "ignore_auto_number_generation": "true"},
        json=zoho.order_body(salesorder_number="A-1"),
        headers={"Authorization": f"Zoho-oauthtoken {zoho.access_token}"},
        timeout=options.get("timeout", 10),
    )


def created(zoho: InsideZoho) -> int:
    return len(zoho.get("/salesorders")["salesorders"])


@pytest.mark.parametrize(
    ("rule", "status", "body"),
    [
        ({"action": "html", "status": 503}, 503, b"<html>"),
        ({"action": "empty"}, 200, b""),
        ({"action": "malformed"}, 200, b'{"code":0'),
        ({"action": "code", "code": 1000, "message": "No"}, 200, b'"code": 1000'),
        ({"action": "throttle", "code": 1070}, 429, b"1070"),
        ({"action": "status", "status": 500, "body": "Oops"}, 500, b"Oops"),
        ({"action": "status", "status": 401, "body": {"code": 57}}, 401, b"57"),
    ],
)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_wrong_answer_comes_before_or_after_the_work_was_done(
    zoho: InsideZoho, rule: dict[str, Any], status: int, body: bytes, when: str
) -> None:
    zoho.fail({**rule, "method": "POST", "path": ORDERS, "when": when})
    answer = zoho.answer("POST", "/salesorders", zoho.order_body())
    assert answer.status_code == status
    assert body in answer.data
    assert created(zoho) == (1 if when == "after" else 0)
    assert zoho.answer("POST", "/salesorders", zoho.order_body()).status_code == 201


def test_throttling_says_how_long_to_wait_only_when_asked_to(zoho: InsideZoho) -> None:
    zoho.fail({"action": "throttle", "path": ORDERS, "retry_after": 7}, {"action": "throttle", "path": ORDERS})
    assert zoho.answer("GET", "/salesorders").headers["Retry-After"] == "7"
    assert "Retry-After" not in zoho.answer("GET", "/salesorders").headers


@pytest.mark.parametrize(("when", "kept"), [("before", 0), ("after", 1)])
def test_it_hangs_up_before_or_after_committing(zoho: InsideZoho, address: str, when: str, kept: int) -> None:
    zoho.fail({"action": "drop", "method": "POST", "path": ORDERS, "when": when})
    with pytest.raises(requests.ConnectionError):
        send(zoho, address)
    assert created(zoho) == kept
    entry = next(one for one in zoho.ledger()["requests"] if one["fault"] == "drop")
    assert entry["status"] is None
    assert len(entry["changes"]) == kept


def test_half_an_answer_arrives_of_a_whole_order(zoho: InsideZoho, address: str) -> None:
    zoho.fail({"action": "truncate", "method": "POST", "path": ORDERS})
    with pytest.raises(requests.RequestException):
        send(zoho, address)
    assert created(zoho) == 1


def test_it_answers_too_late_for_a_caller_who_gives_up(zoho: InsideZoho, address: str) -> None:
    zoho.fail({"action": "hang", "seconds": 1, "method": "POST", "path": ORDERS, "when": "before"})
    with pytest.raises(requests.Timeout):
        send(zoho, address, timeout=0.3)
    assert created(zoho) == 0
    time.sleep(1.5)
    assert created(zoho) == 1


def test_rules_skip_the_first_matches_and_wear_out(zoho: InsideZoho) -> None:
    zoho.fail({"action": "html", "path": "/books/v3/items", "after": 1, "times": 2})
    assert [zoho.answer("GET", "/items").status_code for _ in range(4)] == [200, 502, 502, 200]
    rule = zoho.web.get("/sandbox/faults").get_json()[0]
    assert (rule["matched"], rule["used"]) == (4, 2)


def test_a_rule_for_ever_ends_when_the_rules_are_cleared(zoho: InsideZoho) -> None:
    zoho.fail({"action": "html", "path": "/books/v3/items", "times": 0})
    assert [zoho.answer("GET", "/items").status_code for _ in range(3)] == [502] * 3
    zoho.fail()
    assert zoho.answer("GET", "/items").status_code == 200


def test_an_exact_path_leaves_longer_ones_alone(zoho: InsideZoho) -> None:
    order_id = zoho.create_order()["salesorder_id"]
    zoho.fail({"action": "html", "path": ORDERS, "exact": True, "times": 0})
    assert zoho.answer("GET", f"/salesorders/{order_id}").status_code == 200
    assert zoho.answer("GET", "/salesorders").status_code == 502


def test_tokens_can_be_made_to_expire_or_be_revoked(zoho: InsideZoho) -> None:
    refresh_token = zoho.connect()["refresh_token"]
    zoho.fail({"action": "expire_tokens", "path": "/books/"})
    assert zoho.call("GET", "/items")[1]["code"] == 14
    zoho.access_token = zoho.refresh(refresh_token)["access_token"]
    assert zoho.call("GET", "/items")[0] == 200
    zoho.fail({"action": "revoke_tokens", "path": "/books/"})
    assert zoho.call("GET", "/items")[0] == 401
    assert zoho.refresh(refresh_token) == {"error": "invalid_code"}


def test_a_lagging_list_does_not_know_a_new_order_yet(zoho: InsideZoho) -> None:
    order = zoho.create_order(reference_number="R-1")
    zoho.fail({"action": "lag", "seconds": 60, "path": ORDERS, "times": 2})
    assert zoho.get("/salesorders", reference_number="R-1")["salesorders"] == []
    assert zoho.get(f"/salesorders/{order['salesorder_id']}")["salesorder"] == order
    assert len(zoho.get("/salesorders", reference_number="R-1")["salesorders"]) == 1


def test_a_list_can_repeat_the_last_row_of_the_page_before(zoho: InsideZoho) -> None:
    for _ in range(5):
        zoho.create_order()
    zoho.fail({"action": "repeat", "path": ORDERS, "times": 3})
    pages = [zoho.get("/salesorders", page=str(page), per_page="2") for page in (1, 2, 3)]
    ids = [[row["salesorder_id"] for row in page["salesorders"]] for page in pages]
    assert [len(page) for page in ids] == [2, 3, 2]
    assert (ids[1][0], ids[2][0]) == (ids[0][-1], ids[1][-1])
    assert len({id for page in ids for id in page}) == 5
    assert [page["page_context"]["has_more_page"] for page in pages] == [True, True, False]


def test_the_ledger_counts_requests_and_what_they_changed_and_keeps_no_secret(zoho: InsideZoho) -> None:
    tokens = zoho.connect()
    zoho.create_order(salesorder_number="A-1")
    zoho.call("POST", "/salesorders", {"line_items": []})
    ledger = zoho.ledger()
    assert ledger["counts"][f"POST {ORDERS}"] == 2
    assert ledger["changed"] == {"created salesorder": 1}
    statuses = [entry["status"] for entry in ledger["requests"] if entry["method"] == "POST"]
    assert statuses[-2:] == [201, 400]
    assert '"A-1"' in next(entry["body"] for entry in ledger["requests"] if entry["status"] == 201)
    text = zoho.web.get("/sandbox/ledger").text
    assert tokens["access_token"] not in text
    assert tokens["refresh_token"] not in text
    last = ledger["requests"][-1]["id"]
    assert zoho.web.get(f"/sandbox/ledger?since={last}").get_json()["requests"] == []


def test_wrong_rules_and_settings_are_named(zoho: InsideZoho) -> None:
    wrong = zoho.web.post("/sandbox/faults", json=[{"action": "explode"}])
    assert wrong.status_code == 400
    assert "explode" in wrong.get_json()["error"]
    wrong = zoho.web.post("/sandbox/settings", json={"per_minute": "many"})
    assert wrong.status_code == 400
    assert "per_minute" in wrong.get_json()["error"]


def test_a_reset_forgets_everything(zoho: InsideZoho) -> None:
    zoho.create_order()
    zoho.fail({"action": "html", "path": "/books/", "times": 0})
    assert zoho.web.post("/sandbox/reset").status_code == 200
    assert zoho.call("GET", "/items")[0] == 401
    zoho.connect()
    assert created(zoho) == 0
    assert len(zoho.get("/items")["items"]) == 8
