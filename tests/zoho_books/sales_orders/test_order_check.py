"""What keeps an order from Zoho Books is found at once, and nothing that its source calls void goes there unasked."""

from typing import Any

import pytest

from harness.books import Books
from harness.desk import Desk
from tests.support.submit import appointment, change_settings, reloaded, submit
from zoho_app.appointments.models import FAILED
from zoho_app.extensions import db
from zoho_app.rules.models import Rule
from zoho_app.zoho_books import events
from zoho_app.zoho_books.answers import line_answers, source_contacts

WHO = "operator@example.com"
MUG = {"name": "Blue mug", "code": "BD-MUG-01", "price": 12.5, "quantity": 2}
TIP = {"name": "Tip", "code": "", "price": 3, "quantity": 1}
ENGRAVING = {"name": "Engraving: Mia", "code": "", "price": 0, "quantity": 1}


def plain(desk: Desk, source_id: str = "1", **changes: Any) -> Any:
    """An order of two mugs, 25.00, without anything else."""
    return desk.order(source_id, **{"order_items": [MUG], "shipping_total": 0, **changes})


def tagging(desk: Desk, event: str, tag: str) -> None:
    actions = [{"action": "Tag Order", "values": {"name": tag, "color": ""}}]
    db.session.add(Rule(store_id=desk.store_id, name=tag, event=event, filters=[], actions=actions))
    db.session.commit()


# I01: lines that are no products


def test_all_lines_without_a_sku_are_named_at_once_and_the_rules_hear_of_it(desk: Desk, books: Books) -> None:
    tagging(desk, events.INVALID_SKU, "sku")
    order_id = submit(desk, plain(desk, order_items=[MUG, TIP, ENGRAVING]))
    failed = appointment(order_id)
    assert (failed.state, failed.cause, failed.details) == (FAILED, "no_sku", ["Tip", "Engraving: Mia"])
    assert "The items “Tip” and “Engraving: Mia” have no SKU." in failed.answer
    assert reloaded(order_id).tag_name == "sku"
    assert books.sales_orders() == []


def test_a_default_item_takes_them_and_their_names_become_descriptions(desk: Desk, books: Books) -> None:
    change_settings(desk, default_sku="BD-PEN-01")
    submit(desk, plain(desk, order_items=[MUG, TIP, ENGRAVING]))
    (sent,) = books.sales_orders()
    assert float(sent["total"]) == 28.00
    assert [line["description"] for line in sent["line_items"]] == ["Blue mug", "Tip", "Engraving: Mia"]


def test_names_are_answered_once_for_later_orders_too(desk: Desk, books: Books) -> None:
    line_answers.keep(desk.store_id, "tip", "item", "BD-PEN-01", WHO)
    line_answers.keep(desk.store_id, "Engraving: *", "leave_out", "", WHO)
    db.session.commit()
    for number, text in enumerate(("Mia", "Noah"), start=1):
        submit(desk, plain(desk, str(number), order_items=[MUG, TIP, {**ENGRAVING, "name": f"Engraving: {text}"}]))
    first, second = books.sales_orders()
    for sent in (first, second):
        assert [line["sku"] for line in sent["line_items"]] == ["BD-MUG-01", "BD-PEN-01"]
        assert float(sent["total"]) == 28.00


def test_a_line_with_a_sku_or_an_item_id_of_its_own_is_never_meant(desk: Desk, books: Books) -> None:
    line_answers.keep(desk.store_id, "Tip", "leave_out", "", WHO)
    db.session.commit()
    submit(desk, plain(desk, order_items=[MUG, {**TIP, "code": "BD-BAG-01"}]))
    (sent,) = books.sales_orders()
    assert [line["sku"] for line in sent["line_items"]] == ["BD-MUG-01", "BD-BAG-01"]


def test_the_longest_name_that_fits_counts(desk: Desk, books: Books) -> None:
    line_answers.keep(desk.store_id, "Engraving: *", "leave_out", "", WHO)
    line_answers.keep(desk.store_id, "Engraving: gold *", "item", "BD-PEN-01", WHO)
    db.session.commit()
    submit(desk, plain(desk, order_items=[MUG, ENGRAVING, {**ENGRAVING, "name": "ENGRAVING: Gold leaf", "price": 4}]))
    (sent,) = books.sales_orders()
    assert [line["description"] for line in sent["line_items"]] == ["Blue mug", "ENGRAVING: Gold leaf"]


def test_an_order_whose_every_line_is_left_out_says_so(desk: Desk, books: Books) -> None:
    line_answers.keep(desk.store_id, "Tip", "leave_out", "", WHO)
    db.session.commit()
    order_id = submit(desk, plain(desk, order_items=[TIP]))
    assert "leave no item to send: “Tip” (Lines without a SKU)" in appointment(order_id).answer


# T05: a gift card or coupon larger than the items


COUPON: dict[str, Any] = {"shipping_total": 8, "discount_list": [{"name": "Coupon", "code": "GC-1", "amount": 33}]}


def test_a_discount_larger_than_the_items_says_what_it_pays_and_is_not_lost(desk: Desk, books: Books) -> None:
    order_id = submit(desk, plain(desk, **COUPON))
    failed = appointment(order_id)
    assert failed.cause == "discount"
    assert "The discount of 33.00 is more than the items' 25.00" in failed.answer
    assert "8.00 of it pays the shipping" in failed.answer
    assert books.desk_calls() == []


def test_a_discount_that_may_pay_the_shipping_makes_a_sales_order_of_nothing(desk: Desk, books: Books) -> None:
    change_settings(desk, discount_pays_shipping=True)
    submit(desk, plain(desk, **COUPON))
    (sent,) = books.sales_orders()
    assert float(sent["total"]) == 0
    assert (float(sent["discount"]), float(sent["shipping_charge"])) == (25.00, 0)


@pytest.mark.parametrize(
    ("amounts", "discount", "shipping", "handling"),
    [
        ({"shipping_total": 8, "handling_total": 2, "discount_list": [{"name": "A", "amount": 30}]}, 25, 3, 2),
        ({"shipping_total": 8, "handling_total": 2, "discount_list": [{"name": "A", "amount": 34}]}, 25, 0, 1),
        ({"shipping_total": 8, "discount_list": [{"name": "A", "amount": 25}]}, 25, 8, 0),
        (
            {"handling_total": 2, "discount_list": [{"name": "A", "amount": 13}, {"name": "B", "amount": 14}]},
            25,
            0,
            0,
        ),
    ],
)
def test_the_rest_of_a_discount_pays_shipping_then_handling(
    desk: Desk, books: Books, amounts: dict[str, Any], discount: float, shipping: float, handling: float
) -> None:
    change_settings(desk, discount_pays_shipping=True)
    order_id = submit(desk, plain(desk, **amounts))
    (sent,) = books.sales_orders()
    found = tuple(float(sent.get(name) or 0) for name in ("discount", "shipping_charge", "adjustment"))
    assert found == (discount, shipping, handling)
    assert float(sent["total"]) == float(reloaded(order_id).order_total)


def test_a_discount_larger_than_everything_has_to_be_corrected(desk: Desk, books: Books) -> None:
    change_settings(desk, discount_pays_shipping=True)
    order_id = submit(desk, plain(desk, shipping_total=8, discount_list=[{"name": "A", "amount": 40}]))
    assert "so 7.00 of it pays nothing" in appointment(order_id).answer
    assert books.sales_orders() == []


def test_store_credit_as_a_line_never_becomes_a_positive_line(desk: Desk, books: Books) -> None:
    credit = {"name": "Store credit", "code": "", "price": -10, "quantity": 1}
    order_id = submit(desk, plain(desk, order_items=[MUG, credit]))
    assert (appointment(order_id).cause, appointment(order_id).details) == ("no_sku", ["Store credit"])
    line_answers.keep(desk.store_id, "Store credit", "discount", "", WHO)
    db.session.commit()
    submit(desk, reloaded(order_id))
    (sent,) = books.sales_orders()
    assert [float(line["rate"]) for line in sent["line_items"]] == [12.50]
    assert (float(sent["discount"]), float(sent["total"])) == (10.00, 15.00)


def test_store_credit_larger_than_the_items_is_told_before_zoho_is_asked(desk: Desk, books: Books) -> None:
    line_answers.keep(desk.store_id, "Store credit", "discount", "", WHO)
    change_settings(desk, discount_pays_shipping=True)
    credit = {"name": "Store credit", "code": "", "price": -33, "quantity": 1}
    submit(desk, plain(desk, "1", shipping_total=8, order_items=[MUG, credit]))
    (sent,) = books.sales_orders()
    assert (float(sent["discount"]), float(sent["total"])) == (25.00, 0)
    change_settings(desk, default_sku="BD-PEN-01")
    order_id = submit(desk, plain(desk, "2", order_items=[MUG, {**credit, "name": "Credit"}]))
    assert "The items come to -8.00, which is less than nothing" in appointment(order_id).answer


# K03, K04: orders without an e-mail address, one address for many buyers


def from_amazon(desk: Desk, source_id: str, name: str, email: str = "", street: str = "1 Way") -> Any:
    who = {"first_name": name, "last_name": "Buyer"}
    place = {**who, "address1": street, "city": "Chicago", "postal_code": "60601", "country": "US"}
    return plain(desk, source_id, source_name="Amazon", email=email, customer=who, shipping=place)


def test_one_contact_takes_all_orders_of_a_source_without_an_address(desk: Desk, books: Books) -> None:
    source_contacts.keep(desk.store_id, "amazon", "Amazon customers", False, WHO)
    db.session.commit()
    for number, name in enumerate(("Ann", "Bob", "Cid"), start=1):
        submit(desk, from_amazon(desk, str(number), name, street=f"{number} Way"))
    sent = books.sales_orders()
    assert [one["customer_name"] for one in sent] == ["Amazon customers"] * 3
    assert [one["shipping_address"]["address"] for one in sent] == ["1 Way", "2 Way", "3 Way"]
    assert [row["contact_name"] for row in books.contacts()].count("Amazon customers") == 1
    submit(desk, from_amazon(desk, "4", "Dee", email="dee@example.com"))
    assert books.sales_orders()[-1]["customer_name"] == "Dee Buyer"


def test_an_existing_contact_is_taken_by_its_name_and_costs_few_calls(desk: Desk, books: Books) -> None:
    contact_id = books.add_contact("Fair Sales", "")
    source_contacts.keep(desk.store_id, "Amazon", "fair sales", False, WHO)
    db.session.commit()
    submit(desk, from_amazon(desk, "1", "Ann"))
    books.count_from_here()
    submit(desk, from_amazon(desk, "2", "Bob", street="1 Way"))
    assert {one["customer_id"] for one in books.sales_orders()} == {contact_id}
    assert len(books.desk_calls()) <= 3


def test_a_source_may_have_one_contact_for_all_its_orders(desk: Desk, books: Books) -> None:
    source_contacts.keep(desk.store_id, "Amazon", "Amazon", True, WHO)
    db.session.commit()
    submit(desk, from_amazon(desk, "1", "Clinica Sol", email="no-reply@marketplace.example"))
    (sent,) = books.sales_orders()
    assert sent["customer_name"] == "Amazon"


def test_a_contact_that_was_deleted_is_made_anew_and_an_inactive_one_is_asked_about(desk: Desk, books: Books) -> None:
    contact_id = books.add_contact("Amazon customers", "")
    source_contacts.keep(desk.store_id, "Amazon", "Amazon customers", False, WHO)
    db.session.commit()
    submit(desk, from_amazon(desk, "1", "Ann"))
    books.call("POST", f"/contacts/{contact_id}/inactive")
    order_id = submit(desk, from_amazon(desk, "2", "Bob", street="2 Way"))
    failed = appointment(order_id)
    assert (failed.cause, failed.details) == ("source_contact", ["Amazon"])
    assert "is inactive in Zoho Books" in failed.answer


def test_a_vendor_of_that_name_is_no_customer(desk: Desk, books: Books) -> None:
    books.add_contact("Amazon", "", contact_type="vendor")
    source_contacts.keep(desk.store_id, "Amazon", "Amazon", False, WHO)
    db.session.commit()
    failed = appointment(submit(desk, from_amazon(desk, "1", "Ann")))
    assert failed.cause == "source_contact"
    assert "“Amazon” is a vendor in Zoho Books" in failed.answer


def test_one_address_of_many_buyers_is_one_contact_named_after_the_first(desk: Desk, books: Books) -> None:
    proxy = "no-reply-iba-buyer@marketplace.example"
    names = ("Amazon Business EU SARL", "Amazon Business EU SARL", "Clinica Sol")
    for number, name in enumerate(names, start=1):
        submit(desk, from_amazon(desk, str(number), name, proxy, street=f"{number} Way"))
    sent = books.sales_orders()
    assert [one["customer_name"] for one in sent] == ["Amazon Business EU SARL Buyer"] * 3
    assert [one["shipping_address"]["address"] for one in sent] == ["1 Way", "2 Way", "3 Way"]


# T02: another currency


@pytest.mark.parametrize("currency", ["EUR", "eur", " JPY "])
def test_an_order_in_another_currency_is_held_with_one_cause(desk: Desk, books: Books, currency: str) -> None:
    order_id = submit(desk, plain(desk, order_metadata={"currency": currency}))
    failed = appointment(order_id)
    code = currency.strip().upper()
    assert (failed.cause, failed.details) == ("order_currency", [code])
    assert f"The order is in {code}, the store in USD." in failed.answer
    assert f"a second store: flask store create NAME --currency {code}" in failed.answer
    assert books.desk_calls() == []


def test_an_order_in_a_currency_that_is_no_code_is_held_too(desk: Desk, books: Books) -> None:
    failed = appointment(submit(desk, plain(desk, currency="Kroner")))
    assert failed.cause == "order_currency"
    assert "“KRONER”, which is no currency like USD. Correct the currency of the order." in failed.answer
    assert books.desk_calls() == []


def test_the_name_of_the_metadata_may_be_written_otherwise(desk: Desk, books: Books) -> None:
    order_id = submit(desk, plain(desk, order_metadata={"Currency": "EUR"}))
    assert appointment(order_id).cause == "order_currency"
    submit(desk, plain(desk, "2", order_metadata={"Currency": "EUR", "currency": "USD"}))
    assert len(books.sales_orders()) == 1


def test_an_order_in_the_stores_currency_goes(desk: Desk, books: Books) -> None:
    submit(desk, plain(desk, order_metadata={"currency": "usd"}))
    assert len(books.sales_orders()) == 1


# Everything at once


def test_all_that_is_wrong_with_an_order_is_said_at_once(desk: Desk, books: Books) -> None:
    broken: dict[str, Any] = {"order_items": [MUG, TIP], "email": "", "order_metadata": {"currency": "EUR"}}
    failed = appointment(
        submit(desk, plain(desk, shipping={"last_name": "L", "address1": "1", "city": "x" * 101}, **broken))
    )
    assert failed.cause == "order_currency"
    for words in ("The order is in EUR", "“Tip” has no SKU", "no e-mail address", "“city” has 101 characters"):
        assert words in failed.answer
    assert books.desk_calls() == []
