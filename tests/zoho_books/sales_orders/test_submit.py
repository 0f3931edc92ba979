"""Sending orders to Zoho Books: what arrives there, what the order says, and what is refused."""

from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from harness.books import Books
from harness.desk import Desk
from tests.support.submit import appointment, change_settings, reloaded, submit
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.errors import CannotSchedule


def test_an_order_arrives_as_a_sales_order_with_all_that_the_guide_names(desk: Desk, books: Books) -> None:
    order = desk.order(
        handling_total="1.50",
        discount_list=[{"name": "Spring", "code": "SPRING", "amount": "2.00"}],
        checkout_data={"notes": "from checkout", "Gift": "Happy birthday"},
        order_metadata={"notes": "Leave at the door"},
        order_items=[
            {
                "name": "Stoneware mug",
                "code": " bd-mug-01 ",
                "price": 12.5,
                "quantity": 2,
                "metadata": {"description": "Mug, blue glaze"},
                "variation_list": {"description": "not this one", "Color": "Blue"},
            },
            {"name": "Canvas bag", "code": "BD-BAG-01", "price": "19.90", "quantity": 1},
        ],
    )
    change_settings(desk, gift_message_field="Gift", salesorder_prefix="ACME-")

    order_id = submit(desk, order)

    (arrived,) = books.sales_orders()
    assert arrived["salesorder_number"] == f"ACME-{order_id}"
    assert arrived["reference_number"] == "1001"
    assert arrived["status"] == "draft"
    lines = [(line["sku"], line["description"], line["quantity"], line["rate"]) for line in arrived["line_items"]]
    assert lines == [("BD-MUG-01", "Mug, blue glaze", 2, 12.5), ("BD-BAG-01", "Canvas bag", 1, 19.9)]
    assert arrived["notes"] == "Leave at the door\n\nGift message: Happy birthday"
    assert (arrived["shipping_charge"], arrived["adjustment"]) == (5, 1.5)
    assert arrived["total"] == pytest.approx(49.4)
    assert arrived["delivery_method"] == "Standard"
    assert arrived["shipping_address"]["address"] == "12 St James's Square"
    order = reloaded(order_id)
    assert (order.fulfillment_name, order.fulfillment_id) == ("Zoho Books", arrived["salesorder_id"])
    assert order.folder.name == "Prepared"
    assert order.order_total == Decimal("49.40")
    history = desk.history(order_id)
    assert any("Order Submitted to Zoho Books" in line and f"ACME-{order_id}" in line for line in history)
    assert not any("less than" in line or "more than" in line for line in history)


def test_a_new_customer_becomes_a_contact_with_both_addresses(desk: Desk, books: Books) -> None:
    order = desk.order(customer={"first_name": "Ada", "last_name": "Lovelace", "company": "Engines Ltd"})
    submit(desk, order)
    contact = next(c for c in books.contacts() if c["contact_name"] == "Engines Ltd")
    assert [person["email"] for person in contact["contact_persons"]] == ["ada@example.com"]
    assert contact["billing_address"]["city"] == contact["shipping_address"]["city"] == "London"


def test_a_known_customer_costs_one_call(desk: Desk, books: Books) -> None:
    submit(desk, desk.order("1"))
    second = desk.order("2")
    books.count_from_here()
    submit(desk, second)
    assert books.desk_calls() == ["POST /salesorders"]


def test_the_contact_is_the_one_with_exactly_that_address(desk: Desk, books: Books) -> None:
    books.add_contact("Mada", "mada@example.com")
    books.add_contact("Adam", "ada@example.com.au")
    right = books.add_contact("Ada", "ADA@example.com")
    submit(desk, desk.order())
    (arrived,) = books.sales_orders()
    assert arrived["customer_id"] == right


def test_a_further_contact_person_counts(desk: Desk, books: Books) -> None:
    persons = [{"email": "boss@engines.example", "is_primary_contact": True}, {"email": "ada@example.com"}]
    right = books.call("POST", "/contacts", {"contact_name": "Engines", "contact_persons": persons})
    submit(desk, desk.order())
    (arrived,) = books.sales_orders()
    assert arrived["customer_id"] == right["contact"]["contact_id"]


def test_two_contacts_with_the_address_are_a_question_for_a_person(desk: Desk, books: Books) -> None:
    books.add_contact("Ada One", "ada@example.com")
    books.add_contact("Ada Two", "ada@example.com")
    order_id = submit(desk, desk.order())
    assert books.sales_orders() == []
    assert any("“Ada One” and “Ada Two”" in line for line in desk.history(order_id))


def test_a_missing_contact_is_a_clear_failure_when_the_setting_is_off(desk: Desk, books: Books) -> None:
    change_settings(desk, create_contact_if_missing=False)
    order_id = submit(desk, desk.order())
    assert books.sales_orders() == []
    newest = desk.history(order_id)[0]
    assert newest.startswith("Zoho Books: Order Could Not Be Submitted to Zoho Books.")
    assert "ada@example.com" in newest
    assert "Create Contact If Missing" in newest
    assert reloaded(order_id).folder.name == "New"


def test_a_contact_name_that_another_customer_has_gets_the_address_behind_it(desk: Desk, books: Books) -> None:
    books.add_contact("Ada Lovelace", "other@example.com")
    change_settings(desk, separate_same_names=True)
    submit(desk, desk.order())
    (arrived,) = books.sales_orders()
    assert arrived["customer_name"] == "Ada Lovelace (ada@example.com)"


def test_every_bad_sku_is_named_and_the_order_stays_where_it_is(desk: Desk, books: Books) -> None:
    items = [{"name": name, "code": name, "price": 1, "quantity": 1} for name in ("NOPE-1", "BD-MUG-01", "NOPE-2")]
    order_id = submit(desk, desk.order(order_items=items))
    assert books.sales_orders() == []
    newest = desk.history(order_id)[0]
    assert "“NOPE-1” or “NOPE-2”" in newest
    assert "BD-MUG-01" not in newest
    assert reloaded(order_id).folder.name == "New"
    assert appointment(order_id).state == "failed"


def test_an_item_without_sku_is_named(desk: Desk, books: Books) -> None:
    order_id = submit(desk, desk.order(order_items=[{"name": "Gift wrap", "price": 1, "quantity": 1}]))
    assert "“Gift wrap” has no SKU" in desk.history(order_id)[0]


def test_the_default_sku_stands_in_for_unmatched_items(desk: Desk, books: Books) -> None:
    change_settings(desk, default_sku="BD-PEN-01")
    items = [
        {"name": "Gift wrap", "price": 3, "quantity": 1},
        {"name": "Odd", "code": "ODD", "price": 4, "quantity": 1},
    ]
    submit(desk, desk.order(order_items=items))
    (arrived,) = books.sales_orders()
    lines = [(line["sku"], line["description"], line["rate"]) for line in arrived["line_items"]]
    assert lines == [("BD-PEN-01", "Gift wrap", 3), ("BD-PEN-01", "Odd", 4)]


def test_an_item_added_in_zoho_is_found_at_the_next_try(desk: Desk, books: Books) -> None:
    order = desk.order(order_items=[{"name": "New mug", "code": "NEW-MUG", "price": 9, "quantity": 1}])
    order_id = submit(desk, order)
    books.call("POST", "/items", {"name": "New mug", "rate": 9, "sku": "NEW-MUG"})
    submit(desk, reloaded(order_id))
    assert [so["line_items"][0]["sku"] for so in books.sales_orders()] == ["NEW-MUG"]


def test_zohobooks_item_id_and_tax_id_are_passed_on(desk: Desk, books: Books) -> None:
    item = books.call("POST", "/items", {"name": "Without SKU", "rate": 9})["item"]
    tax = books.call("GET", "/settings/taxes")["taxes"][0]
    details = {"ZohoBooks_Item_Id": item["item_id"], "tax_id": tax["tax_id"]}
    order = desk.order(order_items=[{"name": "X", "code": "NOPE", "price": 9, "quantity": 1, "metadata": details}])
    submit(desk, order)
    (arrived,) = books.sales_orders()
    assert arrived["line_items"][0]["item_id"] == item["item_id"]
    assert arrived["line_items"][0]["tax_id"] == tax["tax_id"]


def test_skipped_items_are_not_sent_and_an_order_of_nothing_else_says_so(desk: Desk, books: Books) -> None:
    change_settings(desk, product_code_skip="bd-bag-01, OTHER")
    submit(desk, desk.order("1"))
    assert [line["sku"] for line in books.sales_orders()[0]["line_items"]] == ["BD-MUG-01"]
    change_settings(desk, product_code_skip="BD-BAG-01\nBD-MUG-01")
    order_id = submit(desk, desk.order("2"))
    assert "leave no item to send" in desk.history(order_id)[0]
    assert len(books.sales_orders()) == 1


def test_a_long_reference_is_cut_safely(desk: Desk, books: Books) -> None:
    submit(desk, desk.order("R" * 60 + "1"))
    submit(desk, desk.order("R" * 60 + "2"))
    references = {row["reference_number"] for row in books.sales_orders()}
    assert len(references) == 2
    assert all(len(reference) == 50 for reference in references)


def test_a_different_total_is_told(desk: Desk, books: Books) -> None:
    order_id = submit(desk, desk.order(tax_total="4.44"))
    assert any("4.44 less than" in line for line in desk.history(order_id))


def test_an_order_in_another_currency_is_refused(desk: Desk, books: Books) -> None:
    desk.store.currency_code = "EUR"
    db.session.commit()
    order_id = submit(desk, desk.order())
    assert books.sales_orders() == []
    assert "EUR" in desk.history(order_id)[0]
    assert "USD" in desk.history(order_id)[0]
    assert not any("ada@example.com" in str(contact) for contact in books.contacts()), "none is made in vain"


def test_an_order_in_another_currency_than_its_contact_is_refused(desk: Desk, books: Books) -> None:
    books.add_contact("Ada Lovelace", "ada@example.com")
    desk.store.currency_code = "EUR"
    db.session.commit()
    order_id = submit(desk, desk.order())
    assert books.sales_orders() == []
    assert "the contact “Ada Lovelace” in Zoho Books is in USD" in desk.history(order_id)[0]


def test_submitting_twice_is_refused_unless_it_was_canceled(desk: Desk, books: Books) -> None:
    order_id = submit(desk, desk.order())
    with pytest.raises(CannotSchedule, match="already"):
        actions.submit(reloaded(order_id), "operator@example.com")
    db.session.rollback()
    actions.cancel(reloaded(order_id), "operator@example.com")
    db.session.commit()
    desk.work()
    submit(desk, reloaded(order_id))
    numbers = [(row["salesorder_number"], row["status"]) for row in books.sales_orders()]
    assert numbers == [(f"ACME-{order_id}", "void"), (f"ACME-{order_id}-2", "draft")]


def test_two_submissions_at_once_make_one_sales_order(desk: Desk, books: Books) -> None:
    order_id = desk.order().id
    actions.submit(db.session.get_one(Order, order_id), "a@example.com")
    db.session.commit()
    with pytest.raises(CannotSchedule, match="already being sent"):
        actions.submit(db.session.get_one(Order, order_id), "b@example.com")
    db.session.rollback()
    desk.work()
    assert len(books.sales_orders()) == 1


def test_the_buttons_on_the_order_page_submit_it(desk: Desk, books: Books, operator: FlaskClient, post: Any) -> None:
    order_id = desk.order().id
    page = f"{desk.address}/orders/{order_id}"
    answer = post(operator, page, f"{page}/submit")
    assert answer.status_code == 200
    desk.work()
    assert len(books.sales_orders()) == 1
    shown = operator.get(page).text
    assert f"ACME-{order_id}" in shown
    assert books.sales_orders()[0]["salesorder_id"] in shown  # the link into Zoho Books
