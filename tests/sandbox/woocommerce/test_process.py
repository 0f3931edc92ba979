"""The shop as a process: real sockets, faults on the line, WooCommerce's own client with its signed requests."""

import signal
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from woocommerce import API

from harness.woocommerce import BUYER, WooProcess
from zoho_app.sandbox.woocommerce.seed import KEY, SECRET

LINE = {"name": "Mug", "sku": "MUG", "price": "10"}


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WooProcess]:
    process = WooProcess(tmp_path_factory.mktemp("woo") / "woo.sqlite")
    process.start()
    yield process
    process.stop(signal.SIGKILL)


def control(process: WooProcess, path: str, given: Any) -> dict[str, Any]:
    answer = requests.post(f"{process.url}/sandbox/{path}", json=given, timeout=10)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    return found if isinstance(found, dict) else {}


def place(process: WooProcess) -> int:
    return int(control(process, "orders", {"lines": [LINE], "billing": BUYER})["id"])


def test_the_official_client_signs_lists_pages_reads_updates_and_notes(process: WooProcess) -> None:
    client = API(url=process.url, consumer_key=KEY, consumer_secret=SECRET, version="wc/v3")
    placed = [place(process) for _ in range(3)]
    listed = client.get("orders", params={"per_page": 2, "page": 2, "orderby": "id", "order": "asc"})
    assert (listed.status_code, [one["id"] for one in listed.json()]) == (200, placed[2:])
    assert listed.headers["X-WP-TotalPages"] == "2"
    assert client.put(f"orders/{placed[0]}", {"status": "completed"}).json()["status"] == "completed"
    assert client.post(f"orders/{placed[0]}/notes", {"note": "Grüße"}).status_code == 201
    assert client.get(f"orders/{placed[0]}/notes").json()[0]["note"] == "Grüße"
    wrong = API(url=process.url, consumer_key=KEY, consumer_secret="cs_wrong", version="wc/v3")
    assert wrong.get("orders").json()["message"].startswith("Invalid signature")


def test_a_signed_address_works_once(process: WooProcess) -> None:
    client = API(url=process.url, consumer_key=KEY, consumer_secret=SECRET, version="wc/v3")
    address = client.get("orders").url
    again = requests.get(address, timeout=10)
    assert (again.status_code, "nonce" in again.json()["message"]) == (401, True)


@pytest.mark.parametrize(("when", "kept"), [("before", 0), ("after", 1)])
def test_it_hangs_up_before_or_after_a_note_is_kept(process: WooProcess, when: str, kept: int) -> None:
    path = f"{process.url}/wp-json/wc/v3/orders/{place(process)}/notes"
    control(process, "faults", [{"action": "drop", "method": "POST", "when": when}])
    with pytest.raises(requests.ConnectionError):
        requests.post(path, json={"note": "hello"}, auth=(KEY, SECRET), timeout=10)
    assert len(requests.get(path, auth=(KEY, SECRET), timeout=10).json()) == kept
