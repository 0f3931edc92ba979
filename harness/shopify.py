"""Talking to the pretend shop: inside the test, or running in a process of its own."""

from pathlib import Path
from typing import Any

from flask import Flask

from harness.sandbox import SandboxProcess
from zoho_app.sandbox.shopify.app import create_shop, sender
from zoho_app.sandbox.shopify.seed import ADMIN_TOKEN, CLIENT_ID, CLIENT_SECRET

VERSION = "2026-10"
CLIENT = {"grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
BUYER = {
    "first_name": "Sam",
    "last_name": "Lindqvist",
    "company": None,
    "address1": "77 Sample Street",
    "address2": None,
    "city": "Buffalo",
    "province": "New York",
    "province_code": "NY",
    "zip": "14201",
    "country": "United States",
    "country_code": "US",
    "phone": None,
}
Posted = tuple[str, bytes, dict[str, str]]


class InsideShop:
    """The shop in this very process, reached through Flask's test client.

    Deliveries go nowhere: `deliver()` returns those that are due as (address, body, headers), and answers each with
    `status`.
    """

    def __init__(self, folder: Path) -> None:
        self.posted: list[Posted] = []
        self.status = 200
        self.app: Flask = create_shop(str(folder / "shop.sqlite"), control_urls=True, send=self._receive)
        self.web = self.app.test_client()
        self.token = ADMIN_TOKEN

    def _receive(self, uri: str, body: bytes, headers: dict[str, str]) -> int:
        self.posted.append((uri, body, headers))
        return self.status

    def deliver(self) -> list[Posted]:
        """Send what is due; return what was sent."""
        self.posted = []
        sender(self.app).send_due()
        return self.posted

    def answer(self, text: str, operation: str = "", /, version: str = VERSION, **variables: Any) -> Any:
        """Ask; return the response. The operation is named when the text has several."""
        body = {"query": text, "variables": variables, **({"operationName": operation} if operation else {})}
        address = f"/admin/api/{version}/graphql.json"
        return self.web.post(address, json=body, headers={"X-Shopify-Access-Token": self.token})

    def ask(self, text: str, operation: str = "", /, **variables: Any) -> dict[str, Any]:
        """Ask; return the JSON of an answer of 200."""
        response = self.answer(text, operation, **variables)
        assert response.status_code == 200, response.text
        found = response.get_json()
        assert isinstance(found, dict)
        return found

    def data(self, text: str, operation: str = "", /, **variables: Any) -> dict[str, Any]:
        """Ask; return the data of an answer without errors."""
        found = self.ask(text, operation, **variables)
        assert "errors" not in found, found["errors"]
        data = found["data"]
        assert isinstance(data, dict)
        return data

    def place(self, **given: Any) -> str:
        """Place an order, of one mug unless `lines` says otherwise; return its id."""
        lines = [{"sku": "BD-MUG-01", "title": "Stoneware mug", "price": "14.50"}]
        described = {"lines": lines, "email": "sam@example.com", "shipping_address": BUYER, **given}
        return str(self.control("orders", described)["id"])

    def do(self, order_id: str, verb: str, **given: Any) -> None:
        """Change an order as people in the shop's admin do (control/verbs.py)."""
        self.control(f"orders/{order_id.rpartition('/')[2]}/{verb}", given)

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


class ShopifyProcess(SandboxProcess):
    """The shop as a process: `python -m zoho_app.sandbox.shopify` on a free port, with control URLs."""

    module = "zoho_app.sandbox.shopify"
