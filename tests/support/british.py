"""A shop in Britain: its organization has the edition of the United Kingdom, VAT of 20% and of 0%, and pounds."""

from typing import Any

from harness.books import Books
from harness.desk import Desk
from zoho_app.extensions import db
from zoho_app.sandbox.seed import SECOND_ORGANIZATION
from zoho_app.zoho_books.models import Connection

BRITISH = {"organization_id": SECOND_ORGANIZATION}


def move_to_britain(desk: Desk, books: Books) -> None:
    """Connect the store, which has nothing in Zoho Books yet, to the British organization."""
    books.add_organization()
    desk.store.currency_code = "GBP"
    connection = db.session.get_one(Connection, desk.store_id)
    connection.organization_id, connection.currency_code = SECOND_ORGANIZATION, "GBP"
    db.session.commit()


def vat(books: Books, percentage: int = 20) -> str:
    """The id of the VAT of that rate."""
    taxes = books.call("GET", "/settings/taxes", **BRITISH)["taxes"]
    return next(str(tax["tax_id"]) for tax in taxes if tax["tax_percentage"] == percentage)


def sales_orders(books: Books) -> list[dict[str, Any]]:
    """The sales orders of the British organization, whole, oldest first."""
    rows = books.call("GET", "/salesorders", **BRITISH)["salesorders"]
    ids = sorted(row["salesorder_id"] for row in rows)
    return [books.call("GET", f"/salesorders/{one}", **BRITISH)["salesorder"] for one in ids]
