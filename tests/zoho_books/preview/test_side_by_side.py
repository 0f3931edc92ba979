"""An order's page shows the order beside what was sent for it, with every difference marked."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from harness.books import Books, submitted
from harness.desk import Desk
from harness.statements import statements
from harness.walker import Walker
from zoho_app.extensions import db
from zoho_app.orders import edit
from zoho_app.orders import items as order_items
from zoho_app.orders.models import Order
from zoho_app.zoho_books.answers import source_contacts
from zoho_app.zoho_books.cache.models import CachedContact, CachedEmail, CachedItem
from zoho_app.zoho_books.models import SalesOrder, ZohoBooksSettings

WHO = "operator@example.com"
SAME = {"Total", "Customer", "Billing address", "Shipping address", "Line 1", "Line 2", "Order number", "Date"}
SAME |= {"Delivery method", "Shipping"}


@pytest.fixture
def operated(operator: FlaskClient, desk: Desk) -> Walker:
    return Walker(operator, desk.address)


def rows(walker: Walker) -> dict[str, tuple[str, str]]:
    """Each part of the comparison: this order's side, and the other one."""
    found = {}
    for row in walker.soup.select("#zoho-books .beside tbody tr"):
        label, here, there = (" ".join(cell.get_text(" ").split()) for cell in row.select("th, td"))
        found[label.removesuffix(" Differs")] = here, there
    return found


def marked(walker: Walker) -> set[str]:
    """The parts that say that they differ."""
    labels = (" ".join(one.get_text(" ").split()) for one in walker.soup.select("#zoho-books .beside tbody th"))
    return {label.removesuffix(" Differs") for label in labels if label.endswith(" Differs")}


def order_of(order_id: int) -> Order:
    return db.session.get_one(Order, order_id)


def test_both_sides_stand_beside_each_other_when_nothing_was_changed(
    desk: Desk, books: Books, operated: Walker
) -> None:
    order_id = submitted(desk)
    operated.open(f"/orders/{order_id}").see("This order now and as it was sent: no difference")
    row = db.session.scalars(select(SalesOrder)).one()
    operated.see(f"ACME-{order_id}: created once", f"SHA-256 of what was sent: {row.payload_hash[:16]}")
    found = rows(operated)
    assert set(found) == SAME
    assert found["Customer"] == ("ada@example.com", "Ada Lovelace, ada@example.com")
    assert found["Line 1"] == ("2 × $12.50 Stoneware mug BD-MUG-01",) * 2
    assert found["Shipping address"][1] == "The same address"
    assert marked(operated) == set()


def test_amounts_that_were_changed_are_marked(desk: Desk, books: Books, operated: Walker) -> None:
    order_id = submitted(desk)
    item_id = order_of(order_id).items[0].id
    operated.open(f"/orders/{order_id}/items/{item_id}").type("Quantity", "3").press("Save item")
    operated.open(f"/orders/{order_id}/edit/items").type("Shipping", "7.50").press("Save items and totals")
    operated.open(f"/orders/{order_id}").see("differences are marked")
    assert marked(operated) == {"Total", "Line 1", "Shipping"}
    assert rows(operated)["Total"] == ("$64.90", "$49.90 in Zoho Books, at the last check")
    assert rows(operated)["Line 1"][0].startswith("3 × $12.50 Stoneware mug")
    assert rows(operated)["Line 1"][1].startswith("2 × $12.50 Stoneware mug")
    assert rows(operated)["Shipping"] == ("$7.50", "$5.00")


def test_another_address_customer_and_item_are_marked(desk: Desk, books: Books, operated: Walker) -> None:
    order_id = submitted(desk)
    order = order_of(order_id)
    edit.update_address(order, "shipping", {**order.shipping, "address1": "1 Other Street"}, WHO)
    edit.update_details(order, {"email": "someone.else@example.com"}, WHO)
    mug = {"name": "Stoneware mug", "code": "BD-BAG-01", "price": 12.5, "quantity": 2}
    order_items.change_item(order.items[0], mug, WHO)
    db.session.commit()
    operated.open(f"/orders/{order_id}").see("differences are marked")
    # Without a street of its own, the customer's address is the shipping address.
    assert marked(operated) == {"Customer", "Billing address", "Shipping address", "Line 1"}
    assert rows(operated)["Customer"] == ("someone.else@example.com", "Ada Lovelace, ada@example.com")
    assert "1 Other Street" in rows(operated)["Shipping address"][0]
    assert rows(operated)["Shipping address"][1] == "Another address"
    assert rows(operated)["Line 1"] == (
        "2 × $12.50 Stoneware mug BD-BAG-01",
        "2 × $12.50 Stoneware mug BD-MUG-01",
    )


def test_an_order_that_belongs_to_the_contact_of_its_source_has_the_same_customer(
    desk: Desk, books: Books, operated: Walker
) -> None:
    submitted(desk)
    source_contacts.keep(desk.store_id, "Etsy", "Ada Lovelace", True, WHO)
    db.session.commit()
    order = desk.order("E-1", source_name="Etsy", email="buyer@marketplace.example.com")
    operated.open(f"/orders/{order.id}").press("Submit Order to Zoho Books")
    desk.work()
    operated.go(operated.address)
    assert rows(operated)["Customer"] == ("Ada Lovelace", "Ada Lovelace")
    assert "Customer" not in marked(operated)


def test_an_address_that_was_taken_away_is_marked(desk: Desk, books: Books, operated: Walker) -> None:
    order_id = submitted(desk)
    order = order_of(order_id)
    for kind in ("customer", "shipping"):
        edit.update_address(order, kind, {"first_name": "Ada"}, WHO)
    db.session.commit()
    operated.open(f"/orders/{order_id}")
    assert rows(operated)["Shipping address"] == ("Nothing", "Another address")
    assert marked(operated) == {"Billing address", "Shipping address"}


@pytest.mark.parametrize(
    ("tables", "unsaid"),
    [((CachedContact, CachedEmail), {"Customer", "Billing address", "Shipping address"}), ((CachedItem,), set())],
)
def test_nothing_is_said_about_what_is_forgotten(
    desk: Desk, books: Books, operated: Walker, tables: tuple[Any, ...], unsaid: set[str]
) -> None:
    order_id = submitted(desk)
    for table in tables:
        db.session.execute(delete(table))
    edit.update_details(order_of(order_id), {"email": "someone.else@example.com"} if unsaid else {}, WHO)
    db.session.commit()
    operated.open(f"/orders/{order_id}")
    assert set(rows(operated)) == SAME - unsaid
    assert marked(operated) == set()
    assert "still as it was sent" not in operated.words
    if not unsaid:
        assert rows(operated)["Line 1"][1] == "2 × $12.50 Stoneware mug"


def test_an_item_that_a_setting_stands_in_for_is_the_same(desk: Desk, books: Books, operated: Walker) -> None:
    settings = db.session.get_one(ZohoBooksSettings, desk.store_id)
    settings.default_sku, settings.product_code_match = "BD-MUG-01", "AB-1=BD-BAG-01"
    items = [{"name": "Odd", "code": "NO-SUCH", "price": 1}, {"name": "Bag", "code": "AB-1", "price": 2}]
    order = desk.order(order_items=items)
    operated.open(f"/orders/{order.id}").press("Submit Order to Zoho Books")
    desk.work()
    operated.go(operated.address)
    assert marked(operated) == set()
    assert rows(operated)["Line 2"][0].endswith("BD-BAG-01")


def test_an_order_that_could_not_be_sent_now_says_why_and_what_was_sent(
    desk: Desk, books: Books, operated: Walker
) -> None:
    order_id = submitted(desk)
    db.session.get_one(ZohoBooksSettings, desk.store_id).product_code_skip = "BD-MUG-01, BD-BAG-01"
    db.session.commit()
    operated.open(f"/orders/{order_id}").see("and could not be sent as it is now", "leave no item to send")
    assert rows(operated)["Line 1"] == ("Can't be sent", "2 × $12.50 Stoneware mug BD-MUG-01")
    assert marked(operated) == set()


def test_what_bookdesk_did_not_send_is_compared_by_its_total(desk: Desk, books: Books, operated: Walker) -> None:
    order_id = submitted(desk)
    db.session.scalars(select(SalesOrder)).one().payload = {}
    db.session.commit()
    operated.open(f"/orders/{order_id}").see("This order and Zoho Books: no difference")
    assert set(rows(operated)) == {"Total"}


def test_the_comparison_costs_few_statements_and_no_call(desk: Desk, books: Books, operated: Walker) -> None:
    order_id = submitted(desk)
    db.session.get_one(ZohoBooksSettings, desk.store_id).inventory_location_match = "Main"  # costs one more
    db.session.commit()
    books.count_from_here()
    db.session.remove()
    with statements() as seen:
        operated.open(f"/orders/{order_id}")
    assert len(seen) <= 14, "\n".join(seen)
    assert books.desk_calls() == []
