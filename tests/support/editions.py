"""A store whose organization in Zoho Books is one of another edition."""

from typing import Any

import requests

from harness.books import WHO, Books
from harness.desk import Desk
from zoho_app import jobs
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books.models import Connection
from zoho_app.zoho_books.preflight import run as preflight
from zoho_app.zoho_books.preview import dry_run


def move_to(desk: Desk, books: Books, edition: str, sku: str = "", **computing: Any) -> None:
    """Make the organization one of that edition of the sandbox, check everything, and read what it has.

    `sku` is that of an item that is added first. `computing` as harness/sandbox.py takes it: item_tax, tax_rounding,
    transaction_rounding_type and so on.
    """
    answer = requests.post(f"{books.url}/sandbox/edition", json={"edition": edition, **computing}, timeout=10)
    answer.raise_for_status()
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


def line(price: float | str, rate: float | None = None, quantity: int = 1, sku: str = "BD-BAG-01") -> dict[str, Any]:
    """A line of an order, with the tax rate that the shop names."""
    metadata = {} if rate is None else {"tax_rate": rate}
    return {"name": "Bag", "code": sku, "price": price, "quantity": quantity, "metadata": metadata}


def address(country: str, state: str = "", city: str = "Town") -> dict[str, str]:
    """An address in that country and state."""
    name = {"first_name": "Ada", "last_name": "Lovelace"}
    return {**name, "address1": "1 High St", "city": city, "state": state, "postal_code": "1", "country": country}


def ordered(desk: Desk, source_id: str, to: dict[str, str], *lines: dict[str, Any], **changes: Any) -> int:
    """An order that goes there, whose prices include tax unless `order_metadata` says otherwise; returns its id."""
    metadata = {"taxes_included": "yes", **changes.pop("order_metadata", {})}
    data = {"shipping_total": 0, "tax_total": 0, "shipping": to, "customer": to, **changes}
    return desk.order(source_id, order_items=list(lines), order_metadata=metadata, **data).id


def foreseen(desk: Desk, order_id: int) -> dry_run.Verdict:
    """What the dry run says of the order."""
    db.session.remove()
    (verdict,) = dry_run.list_verdicts(desk.store_id, [db.session.get_one(Order, order_id)])
    return verdict


def made(books: Books) -> dict[str, Any]:
    """The newest sales order, whole."""
    return books.sales_orders()[-1]


def parts(sales_order: dict[str, Any]) -> dict[str, float]:
    """Its taxes by name."""
    return {tax["tax_name"]: tax["tax_amount"] for tax in sales_order["taxes"]}
