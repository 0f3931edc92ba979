"""A store whose organization in Zoho Books is one of another edition."""

from typing import Any

from harness.books import Books
from harness.desk import Desk
from harness.editions import move_to
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books.preview import dry_run

__all__ = ["address", "foreseen", "line", "made", "move_to", "ordered", "parts"]


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
