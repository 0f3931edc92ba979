"""Talking to the pretend WooCommerce shop: inside the test, or running in a process of its own."""

from pathlib import Path
from typing import Any

from flask import Flask

from harness.sandbox import SandboxProcess
from zoho_app.sandbox.woocommerce.app import create_shop, sender
from zoho_app.sandbox.woocommerce.seed import KEY, SECRET

BUYER = {
    "first_name": "Sam",
    "last_name": "Lindqvist",
    "company": "",
    "address_1": "77 Sample Street",
    "address_2": "",
    "city": "Buffalo",
    "state": "NY",
    "postcode": "14201",
    "country": "US",
    "email": "sam@example.com",
    "phone": "",
}
Posted = tuple[str, bytes, dict[str, str]]


class InsideWoo:
    """The shop in this very process, reached through Flask's test client.

    What it sends goes nowhere: `deliver()` returns the deliveries that are due as (address, body, headers), and
    answers each message with `status`.
    """

    def __init__(self, folder: Path) -> None:
        self.posted: list[Posted] = []
        self.status = 200
        self.app: Flask = create_shop(str(folder / "woo.sqlite"), control_urls=True, send=self._receive)
        self.web = self.app.test_client()
        self.auth: tuple[str, str] | None = (KEY, SECRET)

    def _receive(self, uri: str, body: bytes, headers: dict[str, str]) -> int:
        self.posted.append((uri, body, headers))
        return self.status

    def deliver(self) -> list[Posted]:
        """Send what is due; return what was sent."""
        self.posted = []
        sender(self.app).send_due()
        return self.posted

    def call(self, method: str, path: str, json: Any = None, **query: Any) -> Any:
        """Call the API below wc/v3, or below the address that a path with a slash gives; return the response."""
        address = path if path.startswith("/") else f"/wp-json/wc/v3/{path}"
        return self.web.open(address, method=method, json=json, query_string=query, auth=self.auth)

    def get(self, path: str, **query: Any) -> Any:
        """Read; return the JSON of an answer of 200."""
        response = self.call("GET", path, **query)
        assert response.status_code == 200, response.text
        return response.get_json()

    def write(self, method: str, path: str, json: Any = None, **query: Any) -> Any:
        """Write; return the JSON of an answer that is no error."""
        response = self.call(method, path, json, **query)
        assert response.status_code in (200, 201), response.text
        return response.get_json()

    def place(self, **given: Any) -> int:
        """Place an order, of one mug unless `lines` says otherwise; return its id."""
        lines = [{"sku": "BD-MUG-01", "name": "Stoneware mug", "price": "14.50"}]
        return int(self.control("orders", {"lines": lines, "billing": BUYER, **given})["id"])

    def do(self, order_id: int, verb: str, **given: Any) -> None:
        """Change an order as people in the shop do (control/verbs.py)."""
        self.control(f"orders/{order_id}/{verb}", given)

    def set_up(self, **settings: Any) -> None:
        self.control("settings", settings)

    def fail(self, *rules: dict[str, Any]) -> None:
        self.control("faults", list(rules))

    def ledger(self) -> dict[str, Any]:
        found = self.web.get("/sandbox/ledger").get_json()
        assert isinstance(found, dict)
        return found

    def control(self, path: str, given: Any) -> Any:
        response = self.web.post(f"/sandbox/{path}", json=given)
        assert response.status_code == 200, response.text
        return response.get_json()


class WooProcess(SandboxProcess):
    """The shop as a process: `python -m zoho_app.sandbox.woocommerce` on a free port, with control URLs."""

    module = "zoho_app.sandbox.woocommerce"
