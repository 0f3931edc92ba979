"""Needs attention: one decision for all orders of a cause, which holds for later orders, too."""

from typing import Any

import pytest

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.attention import PAGE, operated, ordered, send, states
from tests.support.submit import appointment
from zoho_app.appointments.models import DONE
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books.models import ZohoBooksSettings

__all__ = ["operated"]

MUG = {"name": "Blue mug", "code": "BD-MUG-01", "price": 12.5, "quantity": 2}
TIP = {"name": "Tip", "code": "", "price": 3, "quantity": 1}


def amazon(desk: Desk, source_id: str, first_name: str, **more: Any) -> int:
    who = {"first_name": first_name, "last_name": "Buyer"}
    return ordered(desk, source_id, source_name="Amazon", email="", customer=who, order_items=[MUG], **more)


def settings(desk: Desk) -> ZohoBooksSettings:
    db.session.remove()
    return db.session.get_one(ZohoBooksSettings, desk.store_id)


def test_one_contact_for_the_source_sends_all_three_and_the_next(desk: Desk, books: Books, operated: Walker) -> None:
    send(desk, *(amazon(desk, str(number), name) for number, name in enumerate(("Ann", "Bob", "Cid"))))
    operated.open(PAGE).see("3 orders Orders of Amazon have no e-mail address").click("Add the e-mail addresses")
    assert operated.value("Contact in Zoho Books") == "Amazon customers"
    operated.press("Use this contact")
    operated.see("Orders of Amazon without an e-mail address go to the contact “Amazon customers”.")
    operated.press("Send these 3 orders again").see("3 orders are under way again.")
    desk.work()
    send(desk, amazon(desk, "9", "Dee"))
    assert states() == {DONE: 4}
    assert {row["customer_name"] for row in books.sales_orders()} == {"Amazon customers"}


def test_each_source_is_asked_about_by_itself(desk: Desk, books: Books, operated: Walker) -> None:
    send(desk, amazon(desk, "1", "Ann"), ordered(desk, "2", source_name="Etsy", email=""))
    operated.open(PAGE).see(
        "1 order Orders of Amazon have no e-mail address", "1 order Orders of Etsy have no e-mail address"
    )


def test_the_addresses_may_still_be_typed_in_one_by_one(desk: Desk, books: Books, operated: Walker) -> None:
    order_id = amazon(desk, "1", "Ann")
    send(desk, order_id)
    operated.open(f"/orders/{order_id}").click("Add the e-mail addresses")
    operated.type(f"Email: Ann Buyer , order {order_id}", "ann@example.com").press("Save and send again")
    desk.work()
    assert states() == {DONE: 1}


def test_lines_of_a_name_get_an_item_once_and_for_all(desk: Desk, books: Books, operated: Walker) -> None:
    send(desk, *(ordered(desk, str(number), order_items=[MUG, TIP]) for number in (1, 2)))
    operated.open(PAGE).click("Another answer").type("SKU in Zoho Books", "BD-PEN-01").press("Use this SKU")
    operated.see("“Tip” goes to Zoho Books as BD-PEN-01.").press("Send these 2 orders again")
    desk.work()
    send(desk, ordered(desk, "3", order_items=[MUG, TIP]))
    assert states() == {DONE: 3}
    assert [len(row["line_items"]) for row in books.sales_orders()] == [2, 2, 2]


def test_lines_of_a_name_are_left_out_from_the_order_s_own_page(desk: Desk, books: Books, operated: Walker) -> None:
    order_id = ordered(desk, "1", order_items=[MUG, {**TIP, "name": "Engraving: Mia", "price": 0}])
    send(desk, order_id)
    operated.open(f"/orders/{order_id}").click("Give the SKU").type("Lines named", "Engraving: *")
    operated.press("Leave them out").see("“Engraving: *” is left out of sales orders.")
    operated.press("Send this order again")
    desk.work()
    send(desk, ordered(desk, "2", order_items=[MUG, {**TIP, "name": "Engraving: Noah"}]))
    assert states() == {DONE: 2}


def test_a_sku_that_zoho_lacks_is_refused_and_nothing_is_kept(desk: Desk, books: Books, operated: Walker) -> None:
    send(desk, ordered(desk, "1", order_items=[MUG, TIP]))
    operated.open(PAGE).click("Another answer").press("Use this SKU").see("SKU: type the one")
    operated.see("The item “Tip” has no SKU 1 order")


def test_discounts_pay_the_shipping_from_now_on(desk: Desk, books: Books, operated: Walker) -> None:
    card = {"shipping_total": 8, "discount_list": [{"name": "Coupon", "amount": 33}], "order_items": [MUG]}
    send(desk, *(ordered(desk, str(number), **card) for number in (1, 2)))
    operated.open(PAGE).press("Let it pay the shipping and send 2 orders")
    desk.work()
    send(desk, ordered(desk, "3", **card))
    assert states() == {DONE: 3}
    assert {float(row["total"]) for row in books.sales_orders()} == {0.0}
    assert settings(desk).discount_pays_shipping


def test_foreign_amounts_go_only_when_a_person_says_that_the_currency_is_wrong(
    desk: Desk, books: Books, operated: Walker
) -> None:
    ids = [ordered(desk, str(number), order_metadata={"currency": "EUR"}) for number in (1, 2)]
    send(desk, *ids)
    operated.open(PAGE).see("The amounts are in EUR, not in the store's currency")
    operated.see("10.00 EUR becomes 10.00 USD").press("Yes, send all 2 in USD")
    desk.work()
    assert states() == {DONE: 2}
    db.session.remove()
    assert db.session.get_one(Order, ids[0]).order_metadata == {"currency": "USD"}
    assert any("operator@example.com: " in line and "USD" in line for line in desk.history(ids[0]))


# A name that another contact has


def lovelace_ltd(desk: Desk, books: Books) -> int:
    """A second buyer of a company that is a contact already."""
    books.add_contact("Lovelace Ltd", "office@example.com")
    company = {"first_name": "Ada", "last_name": "Lovelace", "company": "Lovelace Ltd"}
    order_id = ordered(desk, "1", customer=company)
    send(desk, order_id)
    assert appointment(order_id).cause == "contact_name_taken"
    assert books.sales_orders() == []
    return order_id


def test_a_second_buyer_joins_the_company(desk: Desk, books: Books, operated: Walker) -> None:
    lovelace_ltd(desk, books)
    operated.open(PAGE).see("Another contact has the name of ada@example.com").click("Another contact")
    operated.see("Is ada@example.com the same customer as “Lovelace Ltd”?").press("Join this contact Lovelace Ltd")
    operated.see("Orders of ada@example.com go to the contact “Lovelace Ltd”.").press("Send this order again")
    desk.work()
    assert states() == {DONE: 1}
    (contact,) = [row for row in books.contacts() if row["contact_name"] == "Lovelace Ltd"]
    assert [person["email"] for person in contact["contact_persons"]] == ["office@example.com", "ada@example.com"]
    assert contact["contact_persons"][1]["last_name"] == "Lovelace"


def test_another_customer_gets_an_account_of_a_chosen_name(desk: Desk, books: Books, operated: Walker) -> None:
    lovelace_ltd(desk, books)
    operated.open(PAGE).click("Another contact")
    assert operated.value("Name of the account") == "Lovelace Ltd (ada@example.com)"
    operated.type("Name of the account", "lovelace ltd").press("Make a separate account").see(
        "named “lovelace ltd” already"
    )
    operated.type("Name of the account", "Lovelace Ltd, London").press("Make a separate account")
    operated.see("Orders of ada@example.com get a separate account, “Lovelace Ltd, London”.")
    operated.press("Send this order again")
    desk.work()
    send(desk, ordered(desk, "2"))
    assert {row["customer_name"] for row in books.sales_orders()} == {"Lovelace Ltd, London"}


def test_nobody_is_asked_any_more_once_separate_accounts_are_wanted(
    desk: Desk, books: Books, operated: Walker
) -> None:
    lovelace_ltd(desk, books)
    operated.open(PAGE).click("Another contact").press("Always make separate accounts and send again")
    desk.work()
    (sent,) = books.sales_orders()
    assert sent["customer_name"] == "Lovelace Ltd (ada@example.com)"
    assert settings(desk).separate_same_names


def test_a_name_that_a_vendor_has_can_not_be_joined(desk: Desk, books: Books, operated: Walker) -> None:
    books.add_contact("Ada Lovelace", "paper@example.com", contact_type="vendor")
    send(desk, ordered(desk, "1"))
    operated.open(PAGE).click("Another contact").see("A customer can't join a vendor.")
    assert "Join this contact" not in operated.words
    operated.press("Make a separate account").press("Send this order again")
    desk.work()
    (sent,) = books.sales_orders()
    assert sent["customer_name"] == "Ada Lovelace (ada@example.com)"


def test_the_choice_holds_though_the_person_can_not_be_added_in_zoho(
    desk: Desk, books: Books, operated: Walker
) -> None:
    lovelace_ltd(desk, books)
    refusal = {"code": 2, "message": "Invalid value passed for email"}
    persons = "/books/v3/contacts/contactpersons"
    books.fail({"action": "status", "status": 400, "body": refusal, "path": persons, "method": "POST"})
    operated.open(PAGE).click("Another contact").press("Join this contact Lovelace Ltd")
    operated.see("the address could not be added to it in Zoho Books")


@pytest.mark.parametrize("path", ["void", "pay-shipping", "separate", "currency", "own-account", "join"])
def test_a_viewer_decides_nothing(desk: Desk, viewer: Any, path: str) -> None:
    walker = Walker(viewer, desk.address)
    answer = viewer.post(f"{desk.address}/attention/group/{path}", data={"csrf_token": walker.token})
    assert answer.status_code == 403
