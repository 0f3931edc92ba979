"""The consent page: keys are posted to the program's address, and kept only when it answers exactly 200."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup

from harness.woocommerce import InsideWoo

ASKED = {
    "app_name": "Order desk",
    "scope": "read_write",
    "user_id": "state-1",
    "return_url": "https://desk.example.com/back?shop=1",
    "callback_url": "https://desk.example.com/keys",
}


def approve(shop: InsideWoo, path: str = "/wc-auth/v1/authorize", **more: str) -> Any:
    page = BeautifulSoup(shop.web.get(path, query_string={**ASKED, **more}).text, "lxml")
    form = page.select_one("form")
    assert form is not None
    fields = {str(field["name"]): str(field["value"]) for field in form.select("input")}
    return shop.web.post(str(form["action"]), data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def test_approved_keys_are_posted_and_open_the_shop(shop: InsideWoo) -> None:
    gone = approve(shop)
    assert gone.status_code == 302
    assert gone.location == "https://desk.example.com/back?shop=1&success=1&user_id=state-1"
    ((address, body, headers),) = shop.posted
    given = json.loads(body)
    assert (address, headers["Content-Type"]) == ("https://desk.example.com/keys", "application/json;charset=UTF-8")
    assert (given["user_id"], given["key_permissions"]) == ("state-1", "read_write")
    shop.auth = (given["consumer_key"], given["consumer_secret"])
    assert shop.get("orders") == []


@pytest.mark.parametrize("status", [201, 204, 302, 500])
def test_any_other_answer_than_200_deletes_the_key(shop: InsideWoo, status: int) -> None:
    shop.status = status
    refused = approve(shop)
    assert (refused.status_code, "Error: " in refused.text) == (401, True)
    given = json.loads(shop.posted[-1][1])
    shop.auth = (given["consumer_key"], given["consumer_secret"])
    assert shop.call("GET", "orders").status_code == 401


def test_who_refuses_goes_back_and_nothing_is_posted(shop: InsideWoo) -> None:
    page = BeautifulSoup(shop.web.get("/wc-auth/v1/authorize", query_string=ASKED).text, "lxml")
    link = next(each for each in page.select("a") if each.get_text() == "No thanks")
    assert link["href"] == "https://desk.example.com/back?shop=1&success=0&user_id=state-1"
    assert shop.posted == []


def test_without_pretty_permalinks_the_page_has_another_address(shop: InsideWoo) -> None:
    shop.set_up(permalinks=False)
    assert shop.web.get("/wc-auth/v1/authorize", query_string=ASKED).status_code == 404
    plain = {"wc-auth-version": "1", "wc-auth-route": "authorize"}
    assert approve(shop, "/index.php", **plain).status_code == 302


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("user_id", "", "Missing parameter user_id"),
        ("scope", "all", "Invalid scope all"),
        ("callback_url", "http://desk.example.com/keys", "needs to be over SSL"),
    ],
)
def test_what_a_program_asks_wrongly_is_refused(shop: InsideWoo, name: str, value: str, words: str) -> None:
    refused = shop.web.get("/wc-auth/v1/authorize", query_string={**ASKED, name: value})
    assert (refused.status_code, words in refused.text) == (401, True)
    cross = shop.web.post("/wc-auth/v1/access_granted", data=ASKED, headers={"Sec-Fetch-Site": "cross-site"})
    assert cross.status_code == 403
