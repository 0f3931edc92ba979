"""Inventory: products typed once and copied into the items of orders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.desk import Desk
from harness.walker import Walker
from zoho_app.extensions import db
from zoho_app.orders import inventory
from zoho_app.orders.models import InventoryItem

Post = Callable[..., Any]

PEN = {
    "code": "BD-PEN-01",
    "name": "Brass pen",
    "price": "22.50",
    "cost": "8.40",
    "weight": "0.05",
    "stock": "200",
    "location": "Main warehouse",
    "metadata": "tax_id = 42\ndescription = Refillable, in a box",
    "variation_list": "Finish = Brushed",
}


def soup_of(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "lxml")


def only_item(desk: Desk) -> InventoryItem:
    db.session.expire_all()
    return db.session.scalars(select(InventoryItem).where(InventoryItem.store_id == desk.store_id)).one()


def test_empty_inventory_says_what_it_is_for(desk: Desk, viewer: FlaskClient, operator: FlaskClient) -> None:
    assert "zohobooks_item_id" in soup_of(operator.get(f"{desk.address}/inventory")).select_one(".empty").text
    assert soup_of(viewer.get(f"{desk.address}/inventory")).select_one(".empty a") is None


def test_an_item_is_added_with_all_its_fields(desk: Desk, operator: FlaskClient, post: Post) -> None:
    answer = post(operator, f"{desk.address}/inventory/new", **PEN)
    assert "BD-PEN-01 added to inventory." in answer.text
    item = only_item(desk)
    assert (item.name, str(item.price), str(item.cost), item.stock) == ("Brass pen", "22.5000", "8.4000", 200)
    assert item.item_metadata == {"tax_id": "42", "description": "Refillable, in a box"}
    assert (item.variation_list, item.location) == ({"Finish": "Brushed"}, "Main warehouse")


def test_the_form_names_what_zoho_books_reads(desk: Desk, operator: FlaskClient) -> None:
    hint = soup_of(operator.get(f"{desk.address}/inventory/new")).select_one("#metadata-hint").text
    for name in ("tax_id", "zohobooks_item_id", "description"):
        assert name in hint


def test_what_was_saved_reaches_the_next_order_with_that_sku(desk: Desk, operator: FlaskClient, post: Post) -> None:
    post(operator, f"{desk.address}/inventory/new", **PEN)
    order = desk.order(order_items=[{"name": "Pen", "code": "bd-pen-01", "price": 20}])
    assert order.items[0].item_metadata["tax_id"] == "42"


def test_an_item_is_changed(desk: Desk, operator: FlaskClient, post: Post) -> None:
    post(operator, f"{desk.address}/inventory/new", **PEN)
    address = f"{desk.address}/inventory/{only_item(desk).id}"
    page = soup_of(operator.get(address))
    assert page.select_one("#price")["value"] == "22.50"
    assert page.select_one("#metadata").text.strip() == PEN["metadata"]
    post(operator, address, **{**PEN, "price": "23", "metadata": "zohobooks_item_id = 9"})
    item = only_item(desk)
    assert (str(item.price), item.item_metadata) == ("23.0000", {"zohobooks_item_id": "9"})


def test_wrong_fields_are_named_and_what_was_typed_is_kept(desk: Desk, operator: FlaskClient, post: Post) -> None:
    wrong = {**PEN, "code": "", "price": "a lot", "metadata": "tax_id 42"}
    page = soup_of(post(operator, f"{desk.address}/inventory/new", **wrong))
    assert "line 1 must be like name = value" in page.select_one(".error-summary").text
    page = soup_of(post(operator, f"{desk.address}/inventory/new", **{**wrong, "metadata": "tax_id = 42"}))
    summary = page.select_one(".error-summary").text
    assert "SKU give a code" in summary
    assert "Price must be a number" in summary
    assert page.select_one("#price")["value"] == "a lot"
    assert page.select_one("#metadata").text.strip() == "tax_id = 42"


def test_a_taken_sku_is_refused_whatever_its_case(desk: Desk, operator: FlaskClient, post: Post) -> None:
    post(operator, f"{desk.address}/inventory/new", **PEN)
    answer = post(operator, f"{desk.address}/inventory/new", **{**PEN, "code": " bd-pen-01 "})
    assert "already an inventory item with the SKU BD-PEN-01" in answer.text


def test_items_are_found_by_a_part_the_beginning_or_the_whole_of_name_or_sku(desk: Desk, viewer: FlaskClient) -> None:
    for code, name in (("A-1", "Brass pen"), ("A-12", "50% off_pen"), ("B-2", "Notebook A-1")):
        inventory.create(desk.store_id, {"code": code, "name": name})
    db.session.commit()
    found = {
        "brass": ["A-1"],
        "b-2": ["B-2"],
        "a-1": ["A-1", "A-12", "B-2"],
        "a-1*": ["A-1", "A-12"],
        '"a-1"': ["A-1"],
        "50% OFF_*": ["A-12"],
        "5_%*": [],
    }
    for query, codes in found.items():
        page = viewer.get(f"{desk.address}/inventory", query_string={"q": query})
        assert [row.text for row in soup_of(page).select("tbody th")] == codes
        exported = viewer.get(f"{desk.address}/exports/inventory.json", query_string={"q": query}).json
        assert [row["sku"] for row in exported or []] == codes
    assert "No item matches “zzz”" in viewer.get(f"{desk.address}/inventory?q=zzz").text


def test_a_search_is_a_badge_to_take_away(desk: Desk, viewer: FlaskClient) -> None:
    for code in ("A-1", "B-2"):
        inventory.create(desk.store_id, {"code": code, "name": "Thing"})
    db.session.commit()
    walker = Walker(viewer, desk.address).open("/inventory").type("Search name or SKU", "a*").press("Search")
    assert [row.text for row in walker.soup.select("tbody th")] == ["A-1"]
    walker.click("Begins with “a”")
    assert [row.text for row in walker.soup.select("tbody th")] == ["A-1", "B-2"]


def test_fifty_items_make_a_page(desk: Desk, viewer: FlaskClient) -> None:
    for number in range(51):
        inventory.create(desk.store_id, {"code": f"S-{number:03}", "name": "Thing"})
    db.session.commit()
    first = soup_of(viewer.get(f"{desk.address}/inventory"))
    assert len(first.select("tbody tr")) == 50
    inventory.create(desk.store_id, {"code": "A-0", "name": "A new first one moves no page"})
    db.session.commit()
    second = soup_of(viewer.get(first.select_one("a[rel=next]")["href"]))
    assert [row.text for row in second.select("tbody th")] == ["S-050"]
    assert viewer.get(f"{desk.address}/inventory?after=S-050").status_code == 302


def test_an_item_is_deleted_and_orders_keep_what_they_have(desk: Desk, operator: FlaskClient, post: Post) -> None:
    post(operator, f"{desk.address}/inventory/new", **PEN)
    order = desk.order(order_items=[{"name": "Pen", "code": "BD-PEN-01", "price": 20}])
    order_id = order.id
    address = f"{desk.address}/inventory/{only_item(desk).id}"
    assert "BD-PEN-01 deleted" in post(operator, address, f"{address}/delete").text
    assert db.session.scalar(select(InventoryItem)) is None
    assert "tax_id" in operator.get(f"{desk.address}/orders/{order_id}").text


def test_a_viewer_changes_nothing_and_strangers_items_are_not_found(
    desk: Desk, viewer: FlaskClient, operator: FlaskClient
) -> None:
    foreign = inventory.create(Desk.open(desk.app, "Other").store_id, {"code": "X", "name": "X"})
    db.session.commit()
    foreign_id = foreign.id
    assert viewer.get(f"{desk.address}/inventory/new").status_code == 403
    assert operator.get(f"{desk.address}/inventory/{foreign_id}").status_code == 404
