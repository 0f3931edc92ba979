"""Orders that name no source are the store's own: people see its name, programs the word that they were promised."""

from __future__ import annotations

from harness.desk import Desk
from harness.walker import Walker
from tests.support.api_client import Api
from tests.support.order_pages import words
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.rules.catalogue import find_filter


def unnamed(desk: Desk, number: str) -> Order:
    return desk.order(number, source_name="")


def test_people_see_the_stores_name_also_after_it_is_renamed(desk: Desk, walker: Walker) -> None:
    order_id = unnamed(desk, "1001").id
    desk.order("1002", source_name="Etsy")
    for name in ("Acme", "Green Kettle"):
        desk.store.name = name
        db.session.commit()
        for page in ("/orders", f"/orders/{order_id}", f"/orders/print/packing-slips?ids={order_id}"):
            walker.open(page).see(name)
            assert "Order Desk" not in words(walker.soup, "main :not(option)"), page
    assert "Order Imported from Acme" in desk.history(order_id)[-1]


def test_the_list_is_narrowed_to_the_stores_own_orders_by_its_name(desk: Desk, walker: Walker) -> None:
    unnamed(desk, "1001")
    desk.order("1002", source_name="Etsy")
    walker.open("/orders?source=Order+Desk").see("Source: Acme", "1001")
    assert [row.get_text() for row in walker.soup.select("tbody a.line-1")] == ["1001"]
    options = [one.get_text() for one in walker.soup.select("[name=source] option")]
    assert options[1:] == ["Acme", "Etsy"]


def test_programs_get_the_word_of_the_api(desk: Desk) -> None:
    order = unnamed(desk, "1001")
    assert Api(desk).get(f"/orders/{order.id}").json["order"]["source_name"] == "Order Desk"


def test_rules_know_the_source_by_both_names(desk: Desk) -> None:
    own, etsy = unnamed(desk, "1001"), desk.order("1002", source_name="Etsy")
    read = find_filter("source_name").read
    assert [read(order, "") for order in (own, etsy)] == [["Order Desk", "Acme"], ["Etsy"]]


def test_a_double_is_named_by_the_stores_name(desk: Desk, walker: Walker) -> None:
    unnamed(desk, "1001")
    walker.open("/orders/new").type("SKU", "M-1").type("Name", "Mug").type("Quantity", "1").type("First name", "Ada")
    walker.type("Order number", "1001").press("Add order")
    walker.see("Order 1001 from Acme is here already")
