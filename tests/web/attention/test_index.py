"""Needs attention: what has failed, grouped by cause, and how each group is fixed."""

from collections.abc import Callable
from typing import Any

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from harness.books import WHO, Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.attention import PAGE, add_failed, items, operated, ordered, primary_buttons, send, states, titles
from tests.support.submit import change_settings
from zoho_app.appointments.models import DONE, FAILED, SCHEDULED
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.cache.models import ChosenContact
from zoho_app.zoho_books.models import SalesOrder, ZohoBooksSettings

pytestmark = pytest.mark.slow(25)

__all__ = ["operated"]

GONE = {"action": "code", "status": 404, "code": 1002, "message": "Contact does not exist", "times": 0}


def test_a_morning_of_bad_skus_is_fixed_by_a_choice_and_a_button_for_each_cause(
    desk: Desk, books: Books, operated: Walker
) -> None:
    books.add_contact("Ada One", "ada@example.com")
    two = books.add_contact("Ada Two", "ada@example.com")
    wrong_sku = [
        ordered(desk, f"S{number}", order_items=items("MUG-1"), email="b@example.com") for number in range(40)
    ]
    not_sold = [
        ordered(desk, f"N{number}", order_items=items("BD-MUG-01", "GIFT"), email="b@example.com")
        for number in range(30)
    ]
    two_contacts = [ordered(desk, f"T{number}", order_items=items("BD-MUG-01")) for number in range(20)]
    send(desk, two_contacts[0])  # so that the desk knows the items and both contacts
    add_failed(desk, "invalid_sku", ["MUG-1"], *wrong_sku)
    add_failed(desk, "invalid_sku", ["GIFT"], *not_sold)
    add_failed(desk, "contact_several", ["ada@example.com"], *two_contacts[1:])

    operated.open(PAGE)
    assert titles(operated) == [
        "40 orders: Zoho Books has no active item with SKU MUG-1",
        "30 orders: Zoho Books has no active item with SKU GIFT",
        "20 orders: Several contacts have ada@example.com",
    ]
    operated.click("Choose the item").see("BD-MUG-01")
    assert "Use this item BD-MUG-01" in operated.words
    operated.press("Use this item BD-MUG-01").see("MUG-1 goes to Zoho Books as BD-MUG-01.")
    operated.press("Send these 40 orders again").see("40 orders are under way again.")
    operated.click("Choose the item").press("Leave it out").see("GIFT is left out of sales orders.")
    operated.press("Send these 30 orders again")
    operated.click("Another contact").see("Ada One", "Ada Two").press("Use this contact Ada Two")
    operated.press("Send these 20 orders again").see("Nothing needs your attention")
    assert states() == {SCHEDULED: 90}

    books.lift_limits()
    with freeze_time() as clock:
        while SCHEDULED in states():  # Zoho's calls a minute are kept to
            desk.work()
            clock.tick(61)
            desk.app.extensions["redis"].flushall()  # which counts real minutes
    assert states() == {DONE: 90}
    sent = books.call("GET", "/salesorders", per_page=200)["salesorders"]
    assert sorted(row["reference_number"] for row in sent) == sorted(
        row.source_id for row in db.session.scalars(select(Order))
    )
    assert {row["customer_id"] for row in sent if row["reference_number"].startswith("T")} == {two}
    settings = db.session.get_one(ZohoBooksSettings, desk.store_id)
    assert (settings.product_code_match, settings.product_code_skip) == ("MUG-1=BD-MUG-01", "GIFT")
    assert desk.history(wrong_sku[0])[-2].startswith(
        "operator@example.com: Order Scheduled to be sent to Zoho Books again"
    )


# What each failure says of itself, and how it is fixed


def in_another_currency(desk: Desk, books: Books) -> dict[str, Any]:
    books.add_contact("Ada", "ada@example.com")
    desk.store.currency_code = "EUR"
    db.session.commit()
    return {}


def with_a_contact_that_is_inactive(desk: Desk, books: Books) -> dict[str, Any]:
    contact_id = books.add_contact("Ada", "ada@example.com")
    books.call("POST", f"/contacts/{contact_id}/inactive")
    return {}


def with_two_contacts(desk: Desk, books: Books) -> dict[str, Any]:
    books.add_contact("Ada One", "ada@example.com")
    books.add_contact("Ada Two", "ada@example.com")
    return {}


def without_a_contact(desk: Desk, books: Books) -> dict[str, Any]:
    change_settings(desk, create_contact_if_missing=False)
    return {}


def with_nothing_to_send(desk: Desk, books: Books) -> dict[str, Any]:
    change_settings(desk, product_code_skip="BD-MUG-01\nBD-BAG-01")
    return {}


@pytest.mark.parametrize(
    ("order", "title", "step"),
    [
        ({"order_items": items("NOPE")}, "1 order: Zoho Books has no active item with SKU NOPE", "Choose the item"),
        (
            {"order_items": [{"name": "Gift wrap", "price": 1, "quantity": 1}]},
            "1 order: The item “Gift wrap” has no SKU",
            "Decide and send 1 order",
        ),
        (with_nothing_to_send, "1 order: The settings leave no item to send", "Open the Zoho Books settings"),
        (
            without_a_contact,
            "1 order: Zoho Books has no contact with the customer's e-mail address",
            "Create the contact",
        ),
        (with_two_contacts, "1 order: Several contacts have ada@example.com", "Use the chosen contact"),
        (
            with_a_contact_that_is_inactive,
            "1 order: The contact for ada@example.com is inactive",
            "Choose the contact",
        ),
        (
            in_another_currency,
            "1 order: The contact for ada@example.com has another currency",
            "Choose the contact",
        ),
        ({"email": ""}, "1 order: Orders of Shopify have no e-mail address", "Use this contact and send"),
        (
            {"shipping": {"last_name": "Lovelace", "address1": "1 Road", "city": "x" * 101}},
            "1 order: City is 1 character too long for Zoho Books",
            "Save and send 1 order",
        ),
        (
            {"order_items": [{"name": "X", "code": "BD-MUG-01", "price": 1, "metadata": {"tax_id": "1"}}]},
            "1 order: Zoho Books has no tax with the tax_id 1",
            "Correct this order",
        ),
    ],
)
def test_a_failure_says_what_it_waits_for_and_the_one_thing_to_do(
    desk: Desk,
    books: Books,
    operated: Walker,
    order: dict[str, Any] | Callable[[Desk, Books], dict[str, Any]],
    title: str,
    step: str,
) -> None:
    send(desk, ordered(desk, "1", **(order if isinstance(order, dict) else order(desk, books))))
    operated.open(PAGE)
    assert titles(operated) == [title]
    (button,) = primary_buttons(operated)
    assert button.startswith(step)


def test_an_order_that_lacks_two_skus_waits_for_both(desk: Desk, operated: Walker) -> None:
    one, both = ordered(desk, "1"), ordered(desk, "2")
    add_failed(desk, "invalid_sku", ["AB-1"], one)
    add_failed(desk, "invalid_sku", ["ab-1", "CD-2"], both)
    operated.open(PAGE)
    assert sorted(titles(operated)) == [
        "1 order: Zoho Books has no active item with SKU CD-2",
        "2 orders: Zoho Books has no active item with SKU ab-1",
    ]


def test_an_item_that_was_added_in_zoho_is_found_by_trying_again(desk: Desk, books: Books, operated: Walker) -> None:
    send(desk, ordered(desk, "1", order_items=items("NEW")))
    books.call("POST", "/items", {"name": "New", "rate": 10, "sku": "NEW"})
    operated.open(PAGE).click("Choose the item").press("Send this order again")
    desk.work()
    assert states() == {DONE: 1}
    operated.open(PAGE).see("Nothing needs your attention")


def test_a_choice_keeps_all_that_is_typed_in_product_code_match(desk: Desk, books: Books, operated: Walker) -> None:
    change_settings(desk, product_code_match="SET=GONE,BD-BAG-01\n\nthis line is odd\nX=Y", default_sku="gone")
    send(desk, ordered(desk, "1", order_items=items("SET")))
    operated.open(PAGE).click("Choose the item")
    assert "Leave it out" not in operated.words
    operated.type("SKU or name in Zoho Books", "pen").press("Search")
    operated.press("Use this item BD-PEN-01").press("Send this order again")
    settings = db.session.get_one(ZohoBooksSettings, desk.store_id)
    assert settings.product_code_match == ("SET=BD-PEN-01,BD-BAG-01\n\nthis line is odd\nX=Y\nGONE=BD-PEN-01")
    assert settings.default_sku == "BD-PEN-01"
    desk.work()
    assert [line["sku"] for line in books.sales_orders()[0]["line_items"]] == ["BD-PEN-01", "BD-BAG-01"]


def test_contacts_are_created_for_these_orders_alone(desk: Desk, books: Books, operated: Walker) -> None:
    change_settings(desk, create_contact_if_missing=False, separate_same_names=True)
    send(desk, *(ordered(desk, str(number), email=f"c{number}@example.com") for number in range(3)))
    operated.open(PAGE).press("Create the contacts and send 3 orders")
    operated.see("3 orders are under way again.")
    desk.work()
    assert states() == {DONE: 3}
    send(desk, ordered(desk, "9", email="another@example.com"))
    assert states() == {DONE: 3, FAILED: 1}


def test_an_existing_contact_is_chosen_for_an_unknown_address(desk: Desk, books: Books, operated: Walker) -> None:
    change_settings(desk, create_contact_if_missing=False)
    engines = books.add_contact("Engines Ltd", "office@engines.example", company_name="Analytical Engines")
    send(desk, ordered(desk, "1", email="office@engines.example"), ordered(desk, "2"))
    operated.open(PAGE).click("Choose existing contacts").click("Choose a contact for ada@example.com")
    operated.type("Name, company or e-mail address of a contact", "analytical").press("Search")
    operated.see("Engines Ltd", engines).press("Use this contact Engines Ltd")
    operated.see("Orders of ada@example.com go to the contact “Engines Ltd”.").press("Send this order again")
    desk.work()
    assert [row["customer_id"] for row in books.sales_orders()] == [engines, engines]


# The contact that was chosen


def choose(operated: Walker, name: str) -> None:
    operated.open(PAGE).click("Another contact").press(f"Use this contact {name}")


def test_the_chosen_contact_is_remembered_and_costs_no_more_calls(desk: Desk, books: Books, operated: Walker) -> None:
    with_two_contacts(desk, books)
    send(desk, ordered(desk, "1"))
    choose(operated, "Ada Two")
    operated.see("Orders of ada@example.com go to the contact “Ada Two”.").press("Send this order again")
    desk.work()
    books.count_from_here()
    send(desk, ordered(desk, "2"))
    assert books.desk_calls() == ["POST /salesorders"]
    assert {row["customer_name"] for row in books.sales_orders()} == {"Ada Two"}


def test_a_choice_is_asked_again_when_its_contact_is_gone_or_inactive(
    desk: Desk, books: Books, operated: Walker
) -> None:
    one = books.add_contact("Ada One", "ada@example.com")
    two = books.add_contact("Ada Two", "ada@example.com")
    books.add_contact("Ada Three", "ada@example.com")
    send(desk, ordered(desk, "1"))
    choose(operated, "Ada Two")
    books.call("POST", f"/contacts/{two}/inactive")
    with freeze_time() as clock:
        clock.tick(3600)
        operated.press("Send this order again")
        desk.work()
        assert (books.sales_orders(), states()) == ([], {FAILED: 1})
        assert db.session.scalars(select(ChosenContact)).all() == []
        choose(operated, "Ada One")
        books.call("PUT", f"/contacts/{one}", {"contact_name": "Gone", "contact_persons": [{"email": "x@y.zz"}]})
        books.fail({**GONE, "path": f"/books/v3/contacts/{one}"})  # as if it was deleted
        clock.tick(3600)
        operated.press("Send this order again")
        desk.work()
        clock.tick(10)
        desk.work()
    assert [row["customer_name"] for row in books.sales_orders()] == ["Ada Three"]
    assert db.session.scalars(select(ChosenContact)).all() == []


def test_a_choice_holds_for_no_other_store(desk: Desk, books: Books, operated: Walker) -> None:
    with_two_contacts(desk, books)
    other = Desk.open(desk.app, "Other")
    db.session.add(ChosenContact(store_id=other.store_id, email_key="ada@example.com", contact_id="1", chosen_by="x"))
    db.session.commit()
    send(desk, ordered(desk, "1"))
    operated.open(PAGE)
    assert titles(operated) == ["1 order: Several contacts have ada@example.com"]


# Totals


def test_a_total_that_differs_is_accepted_once_and_for_all(desk: Desk, books: Books, operated: Walker) -> None:
    first, second = ordered(desk, "1", tax_total="0.01"), ordered(desk, "2", tax_total="2.00")
    send(desk, first)
    operated.open(PAGE).see("is $0.01 lower than the customer paid")
    send(desk, second)
    operated.open(PAGE).see("2 totals differ").click("Review the totals")
    operated.press(f"Accept the total of order {first}").see("1 difference accepted.", "−$2.00")
    operated.press("Accept this difference").see("Nothing needs your attention")
    assert desk.history(second)[0] == "operator@example.com: The total of its sales order in Zoho Books was accepted."
    operated.open(f"/orders/{second}")
    assert "less than" not in " ".join(one.text for one in operated.soup.select("#zoho-books"))
    sales_order = db.session.scalars(select(SalesOrder).where(SalesOrder.order_id == first)).one()
    books.reprice(sales_order.salesorder_id, "7")
    actions.compare(desk.store_id, WHO)
    db.session.commit()
    desk.work()
    operated.open(PAGE).see("1 difference Bookdesk and Zoho Books hold something else")
