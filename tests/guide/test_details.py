"""The guide, promise by promise: what items and orders say to Zoho Books."""

from typing import Any

import pytest

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker

pytestmark = pytest.mark.once

PLACES = pytest.mark.parametrize("place", ["variation_list", "metadata"])
NOTES = pytest.mark.parametrize("place", ["checkout_data", "order_metadata"])


def mug(**details: Any) -> list[dict[str, Any]]:
    return [{"name": "Stoneware mug", "code": "BD-MUG-01", "price": 12.5, "quantity": 1, **details}]


def line(books: Books) -> dict[str, Any]:
    found: dict[str, Any] = books.sales_orders()[0]["line_items"][0]
    return found


def item_id(books: Books, sku: str) -> str:
    rows = books.call("GET", "/items")["items"]
    return str(next(row["item_id"] for row in rows if row["sku"] == sku))


def tax_id(books: Books) -> str:
    return str(books.call("GET", "/settings/taxes")["taxes"][0]["tax_id"])


@PLACES
def test_description_sets_the_lines_text(desk: Desk, books: Books, walker: Walker, place: str) -> None:
    """description, as a variation or as item metadata, is the description of the line."""
    walker.send(desk, order_items=mug(**{place: {"description": "Mug, blue glaze"}}))
    assert line(books)["description"] == "Mug, blue glaze"


def test_without_a_description_the_items_name_is_used(desk: Desk, books: Books, walker: Walker) -> None:
    """Nothing set: the line reads as the item is called."""
    walker.send(desk, order_items=mug())
    assert line(books)["description"] == "Stoneware mug"


@PLACES
def test_tax_id_is_passed(desk: Desk, books: Books, walker: Walker, place: str) -> None:
    """tax_id, as a variation or as item metadata, is the tax of the line."""
    walker.send(desk, order_items=mug(**{place: {"tax_id": tax_id(books)}}))
    assert line(books)["tax_id"] == tax_id(books)


@PLACES
def test_zohobooks_item_id_is_passed(desk: Desk, books: Books, walker: Walker, place: str) -> None:
    """zohobooks_item_id, as a variation or as item metadata, names Zoho's item whatever the SKU."""
    wanted = item_id(books, "BD-CAP-01")
    walker.send(desk, order_items=mug(code="NO-SUCH-SKU", **{place: {"zohobooks_item_id": wanted}}))
    assert line(books)["item_id"] == wanted


def test_a_person_can_type_them_on_the_order(desk: Desk, books: Books, walker: Walker) -> None:
    """Item metadata can be added to an item of an order that is there already."""
    walker.open(f"/orders/{desk.order(order_items=mug()).id}")
    order = walker.address
    walker.click("Edit items and totals").click("More of Stoneware mug")
    walker.type("Metadata", "description = Second choice").press("Save item")
    walker.go(order).press("Submit Order to Zoho Books")
    desk.work()
    assert line(books)["description"] == "Second choice"


@pytest.mark.parametrize("box", ["Metadata", "Variations"])
def test_they_are_typed_once_in_inventory(desk: Desk, books: Books, walker: Walker, box: str) -> None:
    """Inventory Details: what is typed with the product is on every order that comes in with its SKU."""
    wanted = item_id(books, "BD-CAP-01")
    details = f"description = From the kiln\ntax_id = {tax_id(books)}\nzohobooks_item_id = {wanted}"
    walker.open("/inventory/new").type("SKU", "BD-MUG-01").type("Name", "Mug").type(box, details).press("Add item")
    walker.send(desk, order_items=mug())
    sent = line(books)
    assert (sent["description"], sent["tax_id"], sent["item_id"]) == ("From the kiln", tax_id(books), wanted)


@NOTES
def test_notes_are_passed(desk: Desk, books: Books, walker: Walker, place: str) -> None:
    """notes, as checkout data or as order metadata, are the notes of the sales order."""
    walker.send(desk, **{place: {"notes": "Leave it at the door.\nRing twice."}})
    assert books.sales_orders()[0]["notes"] == "Leave it at the door.\nRing twice."


@pytest.mark.parametrize(
    ("section", "label"), [("checkout-data", "Checkout data"), ("order-metadata", "Order metadata")]
)
def test_a_person_can_type_notes(desk: Desk, books: Books, walker: Walker, section: str, label: str) -> None:
    """Both can be set on the order's own page."""
    order_id = desk.order().id
    walker.open(f"/orders/{order_id}/edit/{section}").type(label, "notes = Ring twice").press(f"Save {label.lower()}")
    walker.open(f"/orders/{order_id}").press("Submit Order to Zoho Books")
    desk.work()
    assert books.sales_orders()[0]["notes"] == "Ring twice"
