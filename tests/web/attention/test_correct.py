"""Needs attention: what orders lack is typed in on the page of their group, and exactly these are sent."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.attention import (
    PAGE,
    SAVE,
    codes,
    far_away,
    nameless,
    operated,
    ordered,
    send,
    states,
    waiting,
    without_email,
    wrap,
)
from tests.support.submit import change_settings
from zoho_app import kinds
from zoho_app.appointments.models import DONE, FAILED
from zoho_app.extensions import db
from zoho_app.orders import edit
from zoho_app.orders.models import InventoryItem, Order
from zoho_app.rules.models import Rule

__all__ = ["operated"]


# Items without a SKU


def test_one_sku_for_all_items_of_a_name_in_two_clicks(desk: Desk, books: Books, operated: Walker) -> None:
    bare = {"order_items": [wrap()]}
    send(desk, *(ordered(desk, str(number), **bare) for number in range(3)))
    operated.open(PAGE).click("Another answer").type("SKU of “Gift wrap”", "BD-PEN-01")
    operated.press("Save and send these 3 orders again").see("3 orders saved. 3 orders are under way again.")
    operated.see("Nothing needs your attention")
    desk.work()
    assert states() == {DONE: 3}
    assert {line["sku"] for sent in books.sales_orders() for line in sent["line_items"]} == {"BD-PEN-01"}


def test_the_same_sku_goes_only_where_none_is_and_its_orders_say_so(desk: Desk, operated: Walker) -> None:
    one = nameless(desk, "1", wrap(), wrap("gift WRAP ", variation_list={"Color": "red"}))
    other = nameless(desk, "2", wrap(), wrap("Card"))
    done = nameless(desk, "3", wrap(code="MINE"))
    elsewhere = ordered(desk, "4", order_items=[wrap()])
    operated.open(PAGE).click("Another answer").type("SKU of “Gift wrap”", " WRAP-1 ")
    operated.press("Save and send these 3 orders again")
    operated.see("2 orders saved. 2 orders are under way again.", "The item “Gift wrap” has no SKU 1 order")
    assert waiting() == [one, done]
    assert codes(one) == ["BD-MUG-01", "WRAP-1", "WRAP-1"]
    assert codes(other) == ["BD-MUG-01", "WRAP-1", ""]
    assert (codes(done)[1], codes(elsewhere)) == ("MINE", [""])
    assert desk.history(one)[:3] == [
        "operator@example.com: Order Scheduled to be sent to Zoho Books again",
        "operator@example.com: Item Changed: 2 × gift WRAP at 1.00 is now 2 × gift WRAP (WRAP-1) at 1.00",
        "operator@example.com: Item Changed: 2 × Gift wrap at 1.00 is now 2 × Gift wrap (WRAP-1) at 1.00",
    ]
    operated.see("2 × Card").type(f"SKU: 2 × Card , order {other}", "CARD").press(SAVE).see(
        "Nothing needs your attention"
    )
    assert codes(other) == ["BD-MUG-01", "WRAP-1", "CARD"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "SKU: type the SKU"), ("x" * 201, "SKU is too long; at most 200 characters, it has 201.")],
)
def test_a_sku_for_all_that_can_not_be_kept_is_refused_at_its_field(
    desk: Desk, operated: Walker, typed: str, words: str
) -> None:
    ids = [nameless(desk, str(number), wrap()) for number in range(2)]
    operated.open(PAGE).click("Another answer").type("SKU of “Gift wrap”", typed)
    operated.press("Save and send these 2 orders again").see("There is a problem", words)
    assert operated.value("SKU of “Gift wrap”") == typed
    assert (codes(ids[0]), states()) == (["BD-MUG-01", ""], {FAILED: 2})


def test_items_get_skus_of_their_own_line_by_line(desk: Desk, operated: Walker) -> None:
    first = nameless(desk, "1", wrap(variation_list={"Size": "L"}))
    second = nameless(desk, "2", wrap(variation_list={"Size": "M"}))
    third = nameless(desk, "3", wrap(metadata={"zohobooks_item_id": "7"}), wrap(variation_list={"Size": "S"}))
    operated.open(PAGE).click("Another answer").see("Size: L", "Size: M", "Size: S")
    operated.type(f"SKU: 2 × Gift wrap , order {first}", "WRAP-L")
    operated.type(f"SKU: 2 × Gift wrap , order {second}", "x" * 201)
    operated.press(SAVE).see("1 order saved. 1 order is under way again.", "SKU is too long; at most 200 characters")
    assert operated.value(f"SKU: 2 × Gift wrap , order {second}") == "x" * 201
    assert operated.value(f"SKU: 2 × Gift wrap , order {third}") == ""
    assert (codes(first)[1], codes(second)[1], codes(third)[1:], waiting()) == ("WRAP-L", "", ["", ""], [first])
    operated.type(f"SKU: 2 × Gift wrap , order {second}", "WRAP-M").press(SAVE).see("1 order saved.")
    assert (codes(second)[1], waiting()) == ("WRAP-M", [first, second])


def test_the_sku_of_the_only_product_of_that_name_is_there_already(
    desk: Desk, books: Books, operated: Walker
) -> None:
    send(desk, ordered(desk, "0", order_items=[{"name": "Mug", "code": "BD-MUG-01", "price": 9}]))  # reads the items
    ours = InventoryItem(store_id=desk.store_id, name="Gift wrap", code="WRAP-9", code_key="wrap-9")
    db.session.add(ours)
    pen = next(row["name"] for row in books.call("GET", "/items")["items"] if row["sku"] == "BD-PEN-01")
    order_id = nameless(desk, "1", wrap(), wrap(pen), wrap("Unheard of"), wrap(pen, variation_list={"Ink": "red"}))
    operated.open(PAGE).click("Another answer").see("The only product with this name has this SKU.")
    values = [one["value"] for one in operated.soup.select("main td input.input")]
    assert values == ["WRAP-9", "BD-PEN-01", "", ""]
    operated.press(SAVE).see("1 order saved. Nothing was sent, because something is still missing.")
    assert codes(order_id)[1:] == ["WRAP-9", "BD-PEN-01", "", ""]


def test_a_default_item_stands_in_for_all_of_them(desk: Desk, books: Books, operated: Walker) -> None:
    send(desk, ordered(desk, "1", order_items=[wrap()]))
    change_settings(desk, default_sku="BD-PEN-01")
    operated.open(PAGE).see("Items without a SKU go to Zoho Books as BD-PEN-01, the default item.")
    operated.press("Send this order again : The item “Gift wrap” has no SKU")
    desk.work()
    assert states() == {DONE: 1}


# No e-mail address


def test_e_mail_addresses_are_typed_in_beside_the_names(desk: Desk, books: Books, operated: Walker) -> None:
    send(desk, *(ordered(desk, name, email="", customer={"first_name": name}) for name in ("Ada", "Bob", "Cid")))
    ada, bob, _ = db.session.scalars(select(Order.id).order_by(Order.id))
    operated.open(PAGE).click("Add the e-mail addresses")
    assert "SKU" not in " ".join(one.get_text() for one in operated.soup.select("main"))
    operated.type(f"Email: Ada , order {ada}", "ada@example.com").type(f"Email: Bob , order {bob}", "bob")
    operated.press(SAVE).see(
        "1 order saved. 1 order is under way again.", "Orders of Shopify have no e-mail address 2 orders"
    )
    operated.see("Email must be an e-mail address like ada@example.com.")
    assert operated.value(f"Email: Bob , order {bob}") == "bob"
    operated.type(f"Email: Bob , order {bob}", "bob@example.com").press(SAVE)
    operated.see("Orders of Shopify have no e-mail address 1 order").press(SAVE)
    operated.see("You filled in nothing, so nothing was saved.")
    assert 'operator@example.com: Order Details Changed: Email from blank to "ada@example.com"' in desk.history(ada)
    desk.work()
    assert states() == {DONE: 2, FAILED: 1}
    assert {row["email"] for row in books.contacts()} >= {"ada@example.com", "bob@example.com"}


def test_an_order_that_got_its_address_elsewhere_is_sent_with_the_others(desk: Desk, operated: Walker) -> None:
    first, second, third = (without_email(desk, str(number)) for number in range(3))
    order = db.session.get_one(Order, first)
    order.email = "ada@example.com"
    db.session.commit()
    operated.open(PAGE).click("Add the e-mail addresses").see("Nothing is missing now.")
    operated.type(f"Email: Ada Lovelace , order {third}", "ada@example.com").press(SAVE)
    operated.see("1 order saved. 2 orders are under way again.")
    assert waiting() == [first, third]


def test_the_orders_rules_see_what_was_typed(desk: Desk, operated: Walker) -> None:
    does = [{"action": "Add Order Note", "values": {"content": "Seen."}}]
    db.session.add(Rule(store_id=desk.store_id, name="Note", event="Order Details Changed", actions=does))
    order_id = without_email(desk, "1")
    operated.open(PAGE).click("Add the e-mail addresses")
    operated.type(f"Email: Ada Lovelace , order {order_id}", "ada@example.com").press(SAVE)
    assert [note.content for note in db.session.get_one(Order, order_id).notes] == ["Seen."]


# Addresses that are too long


def test_a_field_that_is_too_long_is_shortened_in_both_addresses(desk: Desk, books: Books, operated: Walker) -> None:
    place = {"first_name": "Ada", "address1": "1 Road", "city": "x" * 101, "phone": "1" * 51}
    order_id = ordered(desk, "1", shipping=place, customer=place)
    send(desk, order_id)
    operated.open(PAGE).click("City is").see("101 characters; Zoho Books allows 100")
    city = f"Shorten to: City of both addresses , order {order_id}"
    phone = f"Shorten to: Phone of both addresses , order {order_id}"
    assert operated.value(city) == "x" * 101
    operated.type(city, "London").press(SAVE).see(
        "1 order saved. Nothing was sent, because something is still missing."
    )
    operated.type(phone, "2" * 52).press(SAVE).see("Phone has 52 characters, Zoho Books allows 50.")
    assert operated.value(phone) == "2" * 52
    operated.type(phone, "2" * 50).press(SAVE).see("Nothing needs your attention")
    order = db.session.get_one(Order, order_id)
    assert {(one["city"], one["phone"]) for one in (order.shipping, order.customer)} == {("London", "2" * 50)}
    assert any("Customer Address Changed" in line for line in desk.history(order_id))
    desk.work()
    assert states() == {DONE: 1}


def test_a_name_and_further_lines_are_counted_together(desk: Desk, operated: Walker) -> None:
    names = {"first_name": "A" * 60, "last_name": "B" * 60, "company": "Engines Ltd"}
    lines = {"address2": "c" * 128, "address3": "d" * 128, "city": "London"}
    order_id = far_away(desk, "1", **names, **lines)
    order = db.session.get_one(Order, order_id)
    order.customer = {"company": "E" * 101, "address1": "2 Road"}
    db.session.commit()
    operated.open(PAGE).click("First name is").see("121 characters together", "258 characters together")
    fields = [one.get("name") for one in operated.soup.select("main textarea")]
    assert fields == [
        f"shipping-first_name-{order_id}",
        f"shipping-last_name-{order_id}",
        f"shipping-address2-{order_id}",
        f"shipping-address3-{order_id}",
        f"customer-company-{order_id}",
    ]
    operated.type(f"Shorten to: First name of the shipping address , order {order_id}", "A" * 40).press(SAVE)
    operated.see("101 characters, Zoho Books allows 100")
    operated.type(f"Shorten to: First name of the shipping address , order {order_id}", "A" * 39)
    operated.type(f"Shorten to: Address line 3 of the shipping address , order {order_id}", "")
    operated.type(f"Shorten to: Company of the customer address , order {order_id}", "Engines Ltd").press(SAVE)
    operated.see("Nothing needs your attention")
    assert waiting() == [order_id]


# Who, when, and how many


def test_an_order_that_changed_meanwhile_is_not_overwritten_unseen(desk: Desk, operated: Walker) -> None:
    order_id, other = far_away(desk, "1"), far_away(desk, "2")
    city = "Shorten to: City of both addresses , order {}"
    operated.open(PAGE).click("The address field")
    edit.update_address(db.session.get_one(Order, order_id), "shipping", {"city": "y" * 102}, "somebody")
    db.session.commit()
    operated.type(city.format(order_id), "London").type(city.format(other), "London").press(SAVE)
    operated.see("1 order saved.", f"Somebody changed order {order_id} after you opened this page.", "102 characters")
    assert waiting() == [other]
    mine = f"Shorten to: City of the shipping address , order {order_id}"
    operated.type(mine, "Paris").press(SAVE).see(f"Shorten to: City of the customer address , order {order_id}")
    assert db.session.get_one(Order, order_id).shipping == {"city": "Paris"}


def test_a_double_click_saves_and_sends_once(desk: Desk, operated: Walker) -> None:
    order_id = without_email(desk, "1")
    operated.open(PAGE).click("Add the e-mail addresses")
    operated.type(f"Email: Ada Lovelace , order {order_id}", "ada@example.com")
    first = operated.soup
    for _ in range(2):
        operated.soup = first
        operated.press(SAVE)
    operated.see("Nothing is left to do here")
    assert waiting() == [order_id]


def test_a_viewer_and_another_store_change_nothing(desk: Desk, operated: Walker, viewer: FlaskClient) -> None:
    order_id = without_email(desk, "1")
    walker = Walker(viewer, desk.address).open(PAGE).click("See them")
    assert walker.soup.select("main form") == []
    typed = {"kind": kinds.SUBMIT.name, "cause": "no_email", f"version-{order_id}": "1"}
    typed |= {f"email-{order_id}": "ada@example.com"}
    for action in ("correct", "sku"):
        sent = {**typed, "csrf_token": walker.token}
        assert viewer.post(f"{desk.address}{PAGE}/group/{action}", data=sent).status_code == 403
    mine = Desk.open(desk.app, "Other")
    mine.person("operator")
    foreign = without_email(mine, "2")
    sent = {**typed, "csrf_token": operated.token, f"version-{foreign}": "1", f"email-{foreign}": "b@example.com"}
    operated.client.post(f"{desk.address}{PAGE}/group/correct", data=sent)
    assert (waiting(), db.session.get_one(Order, foreign).email) == ([order_id], "")
