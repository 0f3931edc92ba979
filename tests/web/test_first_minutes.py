"""A new store's first minutes in other currencies: sample orders, the sandbox, and totals equal to the cent."""

from decimal import Decimal
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient

from harness.desk import Desk
from harness.sandbox import books_headers
from harness.walker import Walker
from harness.zoho_consent import Zoho
from tests.support.connection import row, zoho
from zoho_app.accounts.models import AuditEntry
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books.models import SalesOrder

__all__ = ["zoho"]

# What the six sample orders come to in US dollars: 2 mugs and a notebook with 6.90 of shipping are 47.90, and so on.
IN_DOLLARS = ("47.90", "96.80", "1147.00", "25.90", "139.40", "53.40")


def _times(factor: int) -> list[Decimal]:
    return sorted(Decimal(total) * factor for total in IN_DOLLARS)


def _sales_orders(zoho: Zoho, organization_id: str) -> list[dict[str, Any]]:
    query = {"organization_id": organization_id}
    address = f"{zoho.url}/books/v3/salesorders"
    answer = requests.get(address, params=query, headers=books_headers(zoho.url), timeout=10)
    return list(answer.json()["salesorders"])


def _use_currency(walker: Walker, code: str) -> None:
    walker.open("/settings").type("Currency", code).press("Save settings").see("Store settings saved.")


def _connect(walker: Walker) -> None:
    walker.open("/integrations").press("Enable")
    walker.type("Data center region", "Sandbox").press("Connect to Zoho Books").press("Accept")
    walker.see("Connected to Zoho Books.")


@pytest.mark.parametrize(
    ("code", "factor", "first"),
    [
        ("EUR", 1, "€47.90"),
        ("GBP", 1, "£47.90"),
        ("INR", 80, "₹3,832.00"),
        ("JPY", 100, "¥4,790"),
        ("CAD", 1, "CA$47.90"),
        ("AED", 4, "AED 191.60"),
        ("KWD", 1, "KWD 47.900"),
    ],
)
def test_the_first_minutes_work_in_any_currency(
    zoho: Zoho, desk: Desk, walker: Walker, code: str, factor: int, first: str
) -> None:
    _use_currency(walker, code)
    walker.open("/orders/import").press("Add sample orders").see("6 orders added.")
    _connect(walker)
    assert (desk.store.currency_code, row(desk).currency_code) == (code, code)
    desk.work()
    walker.open("/orders").press("Dry run of all").see("6 would be created in Zoho Books", first)
    walker.click("Submit the 6 that would work").press("Submit 6 orders to Zoho Books")
    desk.work("bulk", "zoho_books", "channels")
    in_zoho = _sales_orders(zoho, row(desk).organization_id)
    assert sorted(Decimal(str(one["total"])) for one in in_zoho) == _times(factor)
    assert {one["currency_code"] for one in in_zoho} == {code}
    here = db.session.query(SalesOrder).all()
    assert sorted(one.total or 0 for one in here) == _times(factor)
    assert all(one.total == one.expected_total for one in here)


def test_a_currency_that_no_edition_has_works_too(zoho: Zoho, desk: Desk, walker: Walker) -> None:
    _use_currency(walker, "CHF")
    _connect(walker)
    assert (desk.store.currency_code, row(desk).currency_code, row(desk).price_precision) == ("CHF", "CHF", 2)


def test_a_store_without_orders_takes_over_the_currency_of_what_is_connected(
    zoho: Zoho, desk: Desk, walker: Walker
) -> None:
    zoho.set_edition(edition="uk")
    _connect(walker)
    walker.see("The store's currency is GBP now, as in Zoho Books. It was USD.")
    assert desk.store.currency_code == "GBP"
    entry = db.session.query(AuditEntry).filter_by(what="Store settings changed").one()
    assert entry.changes == {"currency_code": ["USD", "GBP"]}
    walker.open("/orders/import").press("Add sample orders")
    assert {order.shipping["country"] for order in db.session.query(Order)} == {"GB"}


def test_a_store_with_orders_keeps_its_currency_and_says_how_to_sell_in_another(
    zoho: Zoho, desk: Desk, walker: Walker
) -> None:
    desk.order("1")
    zoho.set_edition(edition="uk")
    _connect(walker)
    desk.work()
    assert desk.store.currency_code == "USD"
    walker.open("/integrations/zoho-books/preflight").see(
        "The store uses USD, the organization uses GBP.",
        "To sell in GBP, ask your administrator for a second store: flask store create NAME --currency GBP.",
    )


def test_a_sandbox_that_another_store_uses_gets_a_second_organization(
    zoho: Zoho, desk: Desk, walker: Walker, owner: FlaskClient
) -> None:
    _connect(walker)
    desk.order("1")
    walker.open("/orders?all=1").press("Submit Order to Zoho Books").press("Submit 1 order to Zoho Books")
    desk.work("bulk", "zoho_books")
    other = Desk.open(desk.app, "Acme Europe")
    other.person("owner")
    there = Walker(owner, other.address)
    _use_currency(there, "EUR")
    there.open("/orders/import").press("Add sample orders")
    there.open("/integrations").press("Enable")
    there.type("Data center region", "Sandbox").press("Connect to Zoho Books").press("Accept")
    there.see("Choose an organization", "Sandbox Trading Co (EUR)").press("Use this organization")
    there.see("Connected to Zoho Books.")
    assert (row(other).currency_code, row(desk).currency_code) == ("EUR", "USD")
    assert len(_sales_orders(zoho, row(desk).organization_id)) == 1
