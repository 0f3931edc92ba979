"""The shop as a process: real sockets, faults on the line, deliveries by its own thread, Shopify's own library."""

import json
import signal
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import shopify

from harness import shopify_operations as operations
from harness.server import wait_for
from harness.shopify import CLIENT, ShopifyProcess
from zoho_app.sandbox.shopify.seed import ADMIN_TOKEN

LINE = {"title": "Mug", "sku": "MUG", "price": 10}


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShopifyProcess]:
    process = ShopifyProcess(tmp_path_factory.mktemp("shop") / "shop.sqlite")
    process.start()
    yield process
    process.stop(signal.SIGKILL)


def ask(process: ShopifyProcess, query: str, **variables: Any) -> dict[str, Any]:
    headers = {"X-Shopify-Access-Token": ADMIN_TOKEN}
    body = {"query": query, "variables": variables}
    address = f"{process.url}/admin/api/2026-10/graphql.json"
    found = requests.post(address, json=body, headers=headers, timeout=10).json()["data"]
    assert isinstance(found, dict)
    return found


def control(process: ShopifyProcess, path: str, given: Any) -> dict[str, Any]:
    answer = requests.post(f"{process.url}/sandbox/{path}", json=given, timeout=10)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    return found if isinstance(found, dict) else {}


@pytest.mark.parametrize(("when", "kept"), [("before", 0), ("after", 1)])
def test_it_hangs_up_before_or_after_a_parcel_is_shipped(process: ShopifyProcess, when: str, kept: int) -> None:
    order_id = control(process, "orders", {"lines": [LINE]})["id"]
    waiting = ask(process, operations.SHIPPING, id=order_id)["order"]["fulfillmentOrders"]["nodes"]
    control(process, "faults", [{"action": "drop", "mentions": "fulfillmentCreate", "when": when}])
    groups = [{"fulfillmentOrderId": waiting[0]["id"]}]
    with pytest.raises(requests.ConnectionError):
        ask(process, operations.SHIP, fulfillment={"lineItemsByFulfillmentOrder": groups})
    assert len(ask(process, operations.SHIPPING, id=order_id)["order"]["fulfillments"]) == kept


def test_a_delivery_arrives_by_itself_at_the_address_that_subscribed(process: ShopifyProcess) -> None:
    arrived: list[tuple[str, str]] = []

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - the name that http.server calls
            self.rfile.read(int(self.headers["Content-Length"]))
            arrived.append((self.path, self.headers["X-Shopify-Topic"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        uri = f"http://127.0.0.1:{server.server_port}/hook?shop=1"
        ask(process, operations.SUBSCRIBE, topic="ORDERS_CREATE", webhook={"uri": uri})
        control(process, "orders", {"lines": [LINE]})
        wait_for(lambda: arrived, 5)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert arrived == [("/hook?shop=1", "orders/create")]


def test_killed_and_started_again_it_has_every_order_it_confirmed(tmp_path: Path) -> None:
    process = ShopifyProcess(tmp_path / "shop.sqlite")
    process.start()
    placed = [control(process, "orders", {"lines": [LINE]})["id"] for _ in range(5)]
    assert process.stop(signal.SIGKILL) == -signal.SIGKILL
    process.start()
    found = ask(process, operations.CHANGED, first=50)["orders"]["nodes"]
    assert [one["id"] for one in found] == placed
    assert process.stop(signal.SIGTERM) == 0


def test_shopifys_own_library_finds_what_it_expects(process: ShopifyProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library speaks https alone, so what it opens is sent to the process with the name of the shop kept."""
    opened = []

    def open_here(request: Any, *_args: Any, **_kwargs: Any) -> Any:
        opened.append((urlsplit(request.full_url).netloc, urlsplit(request.full_url).path))
        headers = {**dict(request.header_items()), "Host": urlsplit(request.full_url).netloc}
        target = f"{process.url}{urlsplit(request.full_url).path}"
        answer = requests.post(target, data=request.data, headers=headers, timeout=10)
        assert answer.status_code == 200

        class Read:
            def read(self) -> bytes:
                return answer.content

        return Read()

    monkeypatch.setattr("urllib.request.urlopen", open_here)
    given = requests.post(f"{process.url}/admin/oauth/access_token", data=CLIENT, timeout=10).json()
    with shopify.Session.temp("sandbox-shop.myshopify.com", "2026-10", given["access_token"]):
        query = operations.PREFLIGHT + operations.LOCATIONS
        found = json.loads(shopify.GraphQL().execute(query, operation_name="Preflight"))
    assert opened == [("sandbox-shop.myshopify.com", "/admin/api/2026-10/graphql.json")]
    assert found["data"]["shop"]["myshopifyDomain"] == "sandbox-shop.myshopify.com"
