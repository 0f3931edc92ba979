"""The sandbox's books, as a test reads and changes them beside the desk."""

from datetime import timedelta
from json import loads
from typing import Any

import requests

from harness.desk import Desk
from harness.documented.check import request_problems
from harness.sandbox import ORGANIZATION, SandboxProcess, tokens
from harness.zoho_consent import Zoho
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books import actions
from zoho_app.zoho_books import settings as zoho_settings
from zoho_app.zoho_books.api import accounts_server, data_centers
from zoho_app.zoho_books.connection import connect

WHO = "operator@example.com"
THE_ORGANIZATION = {
    "organization_id": ORGANIZATION,
    "name": "Sandbox Trading Co",
    "time_zone": "America/New_York",
    "currency_code": "USD",
    "price_precision": 2,
}


class Books(Zoho):
    """A connected sandbox: its sales orders and contacts, and how many calls the desk has made."""

    def __init__(self, process: SandboxProcess, desk: Desk) -> None:
        super().__init__(process, desk)
        self.connect_store(desk)
        self._set(token_lifetime=1_000_000)  # the test's own access outlives every clock
        self.headers = process.connect()
        self._set(token_lifetime=3600)
        self._seen = 0
        self._ahead = 0
        self._own: set[int] = set()
        self.count_from_here()

    def connect_store(self, desk: Desk) -> None:
        """What the page does after consent, for the one organization; test_connection.py goes the whole way."""
        answer = tokens(self.url)
        center = data_centers.get("sandbox")
        assert center is not None
        expires_at = now() + timedelta(seconds=3600)
        grant = accounts_server.Grant(center, answer["access_token"], answer["refresh_token"], expires_at)
        zoho_settings.enable(desk.store, "owner@example.com")
        connect.connect(desk.store_id, "owner@example.com", grant, [THE_ORGANIZATION])
        db.session.commit()

    def count_from_here(self) -> None:
        """Forget the calls made so far."""
        entries = self._entries()
        self._seen = entries[-1]["id"] if entries else self._seen

    def desk_calls(self) -> list[str]:
        """The Books calls since `count_from_here`, as "METHOD /path" below /books/v3."""
        prefix = "/books/v3"
        return [
            f"{entry['method']} {entry['path'].removeprefix(prefix)}"
            for entry in self.ledger()
            if entry["path"].startswith(prefix)
        ]

    def sales_orders(self) -> list[dict[str, Any]]:
        """All sales orders that are there, whole, oldest first; not counted."""
        rows = sorted(self._uncounted("GET", "/salesorders")["salesorders"], key=lambda row: row["salesorder_id"])
        return [self._uncounted("GET", f"/salesorders/{row['salesorder_id']}")["salesorder"] for row in rows]

    def contacts(self) -> list[dict[str, Any]]:
        rows = self._uncounted("GET", "/contacts")["contacts"]
        return [self._uncounted("GET", f"/contacts/{row['contact_id']}")["contact"] for row in rows]

    def call(self, method: str, path: str, json: Any = None, **query: Any) -> dict[str, Any]:
        """A call of the test's own, not counted as the desk's."""
        return self._uncounted(method, path, json, **query)

    def add_contact(self, name: str, email: str, **more: Any) -> str:
        body = {"contact_name": name, "contact_persons": [{"email": email, "is_primary_contact": True}], **more}
        return str(self._uncounted("POST", "/contacts", body)["contact"]["contact_id"])

    def ship(self, salesorder_id: str, tracking_number: str, carrier: str = "UPS", method: str = "Ground") -> None:
        """Type tracking into the three custom fields."""
        values = {"tracking_number": tracking_number, "carrier": carrier, "shipping_method": method}
        fields = [{"api_name": f"cf_{name}", "value": value} for name, value in values.items()]
        self._uncounted("PUT", f"/salesorders/{salesorder_id}", {"custom_fields": fields})

    def copy(self, salesorder_id: str, **changes: str) -> str:
        """Somebody makes another sales order like that one, under another number; returns its id."""
        (copied,) = self.copies(salesorder_id, [changes])
        return copied

    def copies(self, salesorder_id: str, wanted: list[dict[str, str]]) -> list[str]:
        """Many such, however many a minute; no call so far is counted any more."""
        self._set(unlimited=True)
        known = self._request("GET", f"/salesorders/{salesorder_id}").json()["salesorder"]
        body = {name: known[name] for name in ("customer_id", "reference_number")}
        body["line_items"] = [{"item_id": line["item_id"], "rate": line["rate"]} for line in known["line_items"]]
        made = []
        for changes in wanted:
            numbered = {"ignore_auto_number_generation": "true"}
            answer = self._request("POST", "/salesorders", {**body, **changes}, **numbered)
            made.append(str(answer.json()["salesorder"]["salesorder_id"]))
        self.count_from_here()
        return made

    def delete(self, salesorder_id: str) -> None:
        self._uncounted("DELETE", f"/salesorders/{salesorder_id}")

    def void(self, salesorder_id: str) -> None:
        self._uncounted("POST", f"/salesorders/{salesorder_id}/status/void")

    def reprice(self, salesorder_id: str, shipping_charge: str) -> None:
        """Change what the sales order costs."""
        self._uncounted("PUT", f"/salesorders/{salesorder_id}", {"shipping_charge": float(shipping_charge)})

    def lift_limits(self) -> None:
        """Let the test itself call as often as it likes."""
        self._set(unlimited=True)

    def add(self, path: str, body: dict[str, Any]) -> None:
        """Make a record; it counts as the desk's call until `count_from_here`."""
        self._request("POST", path, body).raise_for_status()

    def set_limits(self, **limits: float) -> None:
        """Change Zoho's limits: minute (how many seconds it lasts), per_minute, per_day, at_once."""
        self._set(**limits)

    def let_pass(self, minutes: int) -> None:
        """Put Zoho's clock forward, so that its limits on access tokens start anew."""
        self._ahead += minutes * 60
        self._set(clock_offset=self._ahead)

    def invoice(self, salesorder_id: str) -> None:
        """Mark a sales order as invoiced in the back office; such a one can't be voided."""
        requests.post(f"{self.url}/orders/{salesorder_id}/invoice", timeout=10).raise_for_status()

    def remove_custom_field(self, label: str) -> None:
        """Switch a custom field off in the back office."""
        definitions = self._uncounted("GET", "/settings/customfields", entity="salesorder")["customfields"]
        rows = definitions["salesorder"] if isinstance(definitions, dict) else definitions
        field_id = next(row["customfield_id"] for row in rows if row["label"] == label)
        requests.post(f"{self.url}/settings/custom-fields/{field_id}", timeout=10).raise_for_status()

    def _set(self, **settings: float) -> None:
        requests.post(f"{self.url}/sandbox/settings", json=settings, timeout=10).raise_for_status()

    def _uncounted(self, method: str, path: str, json: Any = None, **query: Any) -> dict[str, Any]:
        answer = self._request(method, path, json, **query)
        self._own.add(self._entries()[-1]["id"])
        assert answer.ok, answer.text
        body = answer.json()
        assert isinstance(body, dict)
        return body

    def _request(self, method: str, path: str, json: Any = None, **query: Any) -> requests.Response:
        return requests.request(
            method,
            f"{self.url}/books/v3{path}",
            json=json,
            params={"organization_id": ORGANIZATION, **query},
            headers=self.headers,
            timeout=10,
        )

    def ledger(self) -> list[dict[str, Any]]:
        """What the sandbox has written down of the desk's requests since `count_from_here`."""
        return [entry for entry in self._entries() if entry["id"] not in self._own]

    def undocumented(self) -> list[str]:
        """What requests since `count_from_here` had that Zoho does not document, each named once."""
        asked = [entry for entry in self._entries() if entry["path"].startswith("/books/")]
        problems = [
            request_problems(entry["method"], entry["path"], entry["query"], loads(entry["body"] or "null"))
            for entry in asked
        ]
        return sorted({problem for found in problems for problem in found})

    def _entries(self) -> list[dict[str, Any]]:
        answer = requests.get(f"{self.url}/sandbox/ledger", params={"since": self._seen}, timeout=10)
        entries = answer.json()["requests"]
        assert isinstance(entries, list)
        return entries


def order_of(order_id: int) -> Order:
    """The order as it is in the database now."""
    db.session.remove()
    return db.session.get_one(Order, order_id)


def submitted(desk: Desk, source_id: str = "1001") -> int:
    """An order that was submitted and worked off; returns its id."""
    order = desk.order(source_id)
    actions.submit(order, WHO)
    order_id = order.id
    db.session.commit()
    desk.work()
    return order_id
