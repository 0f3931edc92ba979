"""The job that a connector to Zoho Books usually is: find or make the contact, post the order, mark it done."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import requests

SECONDS = 30
Json = dict[str, Any]


def send(folder: str, source_id: str) -> None:
    """Send one order; whatever goes wrong is raised, so that RQ tries the job again."""
    with sqlite3.connect(table(Path(folder)), timeout=30) as rows:
        email, is_done = rows.execute("SELECT email, is_done FROM orders WHERE source_id = ?", [source_id]).fetchone()
    if is_done:
        return
    zoho = Zoho(json.loads((Path(folder) / "zoho.json").read_text()))
    customer_id = zoho.find_contact(email) or zoho.create_contact(email)
    zoho.create_sales_order(customer_id, source_id)
    with sqlite3.connect(table(Path(folder)), timeout=30) as rows:
        rows.execute("UPDATE orders SET is_done = 1 WHERE source_id = ?", [source_id])


def table(folder: Path) -> Path:
    """Where the orders are, each with whether it is done."""
    return folder / "orders.sqlite3"


class Zoho:
    """The three calls; `access` is {"api", "headers", "organization_id", "item_ids"}."""

    def __init__(self, access: Json) -> None:
        self._access = access

    def find_contact(self, email: str) -> str:
        """Its id, "" when there is none."""
        rows = self._call("GET", "/contacts", email=email)["contacts"]
        return str(rows[0]["contact_id"]) if rows else ""

    def create_contact(self, email: str) -> str:
        """Returns its id."""
        person = {"email": email, "is_primary_contact": True}
        body = {"contact_name": f"{email.partition('@')[0]} Lovelace", "contact_persons": [person]}
        return str(self._call("POST", "/contacts", body)["contact"]["contact_id"])

    def create_sales_order(self, customer_id: str, source_id: str) -> None:
        lines = [{"item_id": item_id, "quantity": 1} for item_id in self._access["item_ids"]]
        body = {"customer_id": customer_id, "reference_number": source_id, "line_items": lines}
        self._call("POST", "/salesorders", body)

    def _call(self, method: str, path: str, body: Json | None = None, **query: str) -> Json:
        answer = requests.request(
            method,
            self._access["api"] + path,
            params={"organization_id": self._access["organization_id"], **query},
            json=body,
            headers=self._access["headers"],
            timeout=SECONDS,
        )
        answer.raise_for_status()
        found: Json = answer.json()
        return found
