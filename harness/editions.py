"""A store whose organization in Zoho Books is one of another edition of the sandbox."""

from typing import Any

import requests

from harness.books import WHO, Books
from harness.desk import Desk
from zoho_app import jobs
from zoho_app.extensions import db
from zoho_app.zoho_books.models import Connection
from zoho_app.zoho_books.preflight import run as preflight


def move_to(desk: Desk, books: Books, edition: str, sku: str = "", **computing: Any) -> None:
    """Make the organization one of that edition of the sandbox, check everything, and read what it has.

    `sku` is that of an item that is added first. `computing` as harness/sandbox.py takes it: item_tax, tax_rounding,
    transaction_rounding_type and so on.
    """
    compute(books, edition=edition, **computing)
    row = books.call("GET", "/organizations")["organizations"][0]
    desk.store.currency_code = row["currency_code"]
    connection = db.session.get_one(Connection, desk.store_id)
    connection.currency_code, connection.price_precision = row["currency_code"], row["price_precision"]
    db.session.commit()
    books.lift_limits()
    if sku:
        books.call("POST", "/items", {"name": sku.title(), "sku": sku, "rate": 0})
    preflight.check_everything(desk.store_id, WHO)
    db.session.commit()
    jobs.schedule_readings()
    desk.work()


def compute(books: Books, **computing: Any) -> None:
    """Let the organization compute otherwise from now on."""
    requests.post(f"{books.url}/sandbox/edition", json=computing, timeout=10).raise_for_status()
