"""From a shop to Zoho Books by real processes: `script/server`, a browser, the pretend shop and the pretend Zoho.

An order placed in the shop is a sales order within 5 seconds. Connecting takes at most 10 clicks and 3 typed fields.
"""

import re
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from harness.sandbox import ORGANIZATION, books_headers
from harness.server import Server, wait_for
from harness.shopify import BUYER
from harness.shopify_desk import MUG

pytestmark = pytest.mark.slow(30)

MOST_SECONDS = 5.0
PASSWORD = "a-long-winding-road-7"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, server_database: dict[str, str]) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("shops") / "desk", SANDBOX_CONTROL="1", **server_database)
    server.start()
    server.wait_until_healthy()
    yield server
    server.clear_up()


@pytest.mark.once
def test_an_order_placed_in_the_shop_is_a_sales_order_within_five_seconds(server: Server, page: Page) -> None:
    store = set_up(server, page)
    page.goto(f"{store}/integrations?tab=Sales+Channels")
    clicks = 0
    for button in ("Enable Shopify", "Connect to the pretend shop"):
        page.get_by_role("button", name=button).first.click()
        clicks += 1
    expect(page.get_by_text("Connected to Sandbox Shop")).to_be_visible()
    assert clicks <= 10  # and nothing was typed
    wait_for(lambda: len(subscriptions(server)) == 5, 30, lambda: server.log)

    headers = books_headers(f"http://localhost:{server.sandbox_port}")
    seconds = []
    for _ in range(3):
        name, began_at = place(server), time.monotonic()
        wait_for(partial(sales_orders, server, headers, name), 60, lambda: server.log)
        seconds.append(time.monotonic() - began_at)
    assert sorted(seconds)[1] <= MOST_SECONDS, seconds  # a busy machine may stumble once
    page.goto(f"{store}/orders")
    expect(page.get_by_role("link", name="#1003")).to_be_visible()


def set_up(server: Server, page: Page) -> str:
    """A store that is connected to the pretend Zoho and submits what comes in; returns its address."""
    page.goto(server.set_up_link)
    page.get_by_label("Store name").fill("Acme")
    page.get_by_label("Currency").select_option("USD")
    page.get_by_label("Email").fill("ada@example.com")
    page.get_by_label("Password").first.fill(PASSWORD)
    page.get_by_role("button", name="Create store").click()
    page.get_by_role("button", name="Connect to the sandbox").click()
    page.get_by_role("button", name="Accept").click()
    expect(page).to_have_url(re.compile("/stores/1"))
    store = f"http://localhost:{server.port}/stores/1"
    page.goto(f"{store}/integrations/zoho-books")
    page.get_by_label("Create Contact If Missing").check()
    page.get_by_label("Submit imported orders automatically").check()
    page.get_by_role("button", name="Save settings").click()
    expect(page.get_by_text("Settings saved")).to_be_visible()
    return store


def control(server: Server, path: str, given: Any) -> Any:
    answer = requests.post(f"http://localhost:{server.shopify_sandbox_port}/sandbox/{path}", json=given, timeout=10)
    assert answer.status_code == 200, answer.text
    return answer.json()


def subscriptions(server: Server) -> list[str]:
    """The topics that Bookdesk has subscribed to so far."""
    address = f"http://localhost:{server.shopify_sandbox_port}/sandbox/ledger"
    calls = requests.get(address, timeout=10).json()["requests"]
    return [call["body"] for call in calls if call.get("operation") == "Subscribe" and call["status"] == 200]


def place(server: Server) -> str:
    """Place an order in the shop; return its name."""
    given = {"lines": [MUG], "email": "sam@example.com", "shipping_address": BUYER}
    return str(control(server, "orders", given)["name"])


def sales_orders(server: Server, headers: dict[str, str], name: str) -> list[Any]:
    address = f"http://localhost:{server.sandbox_port}/books/v3/salesorders"
    asked = {"organization_id": ORGANIZATION, "reference_number": name}
    answer = requests.get(address, params=asked, headers=headers, timeout=10)
    return list(answer.json().get("salesorders", []))
