"""The stand-in counts calls as Zoho does: in a minute, in a day, at once."""

import threading
import time
from pathlib import Path

import pytest

from harness.sandbox import InsideZoho


@pytest.fixture
def zoho(tmp_path: Path) -> InsideZoho:
    zoho = InsideZoho(tmp_path)
    zoho.connect()
    return zoho


def test_the_hundred_and_first_call_in_a_minute_waits_for_the_minute_to_pass(zoho: InsideZoho) -> None:
    for _ in range(100):
        assert zoho.call("GET", "/settings/taxes")[0] == 200
    status, answer = zoho.call("GET", "/settings/taxes")
    assert (status, answer["code"]) == (429, 44)
    zoho.set_up(clock_offset=61)
    assert zoho.call("GET", "/settings/taxes")[0] == 200


def test_headers_count_the_day_down_to_midnight_where_the_organization_is(zoho: InsideZoho) -> None:
    zoho.set_up(per_day=3)
    first = zoho.answer("GET", "/settings/taxes").headers
    second = zoho.answer("GET", "/settings/taxes").headers
    assert (first["X-Rate-Limit-Limit"], first["X-Rate-Limit-Remaining"]) == ("3", "2")
    assert second["X-Rate-Limit-Remaining"] == "1"
    assert 0 < int(first["X-Rate-Limit-Reset"]) <= 25 * 3600
    zoho.get("/settings/taxes")
    status, answer = zoho.call("GET", "/settings/taxes")
    assert (status, answer["code"]) == (429, 45)
    zoho.set_up(clock_offset=int(first["X-Rate-Limit-Reset"]) + 1, token_lifetime=99)
    zoho.connect()
    assert zoho.call("GET", "/settings/taxes")[0] == 200


def test_too_many_calls_at_once_are_refused(zoho: InsideZoho) -> None:
    zoho.set_up(at_once=1)
    zoho.fail({"action": "hang", "seconds": 1.5, "path": "/books/v3/items"})
    web = zoho.app.test_client()
    headers = {"Authorization": f"Zoho-oauthtoken {zoho.access_token}"}
    slow = threading.Thread(
        target=web.get, args=("/books/v3/items?organization_id=927270001",), kwargs={"headers": headers}
    )
    slow.start()
    time.sleep(0.5)
    status, answer = zoho.call("GET", "/settings/taxes")
    slow.join()
    assert (status, answer["code"]) == (429, 1070)
    assert zoho.call("GET", "/settings/taxes")[0] == 200


def test_refused_calls_leave_the_daily_quota_alone(zoho: InsideZoho) -> None:
    zoho.set_up(per_minute=1)
    zoho.get("/settings/taxes")
    left = [zoho.answer("GET", "/settings/taxes").headers["X-Rate-Limit-Remaining"] for _ in range(2)]
    assert left == ["4999", "4999"]


def test_without_limits_nothing_is_counted(zoho: InsideZoho) -> None:
    zoho.set_up(unlimited=True, per_minute=1)
    assert [zoho.call("GET", "/settings/taxes")[0] for _ in range(3)] == [200, 200, 200]
