"""What nobody outside of Zoho knows: the desk does the right thing whichever the answer is, and remembers it."""

from typing import Any

import pytest
from freezegun import freeze_time

from harness.books import WHO, Books, order_of, submitted
from harness.desk import Desk
from harness.walker import Walker
from tests.support.connection import row as connection
from tests.support.submit import appointment, check, send, submit
from zoho_app import jobs, kinds
from zoho_app.appointments import for_store
from zoho_app.extensions import db
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.models import SalesOrder
from zoho_app.zoho_books.preflight import run as preflight

PREFLIGHT = "/integrations/zoho-books/preflight"


def seen(desk: Desk) -> dict[str, str]:
    return connection(desk).observed or {}


def check_everything(desk: Desk) -> None:
    preflight.check_everything(desk.store_id, WHO)
    db.session.commit()
    desk.work()


# How addresses come back


@pytest.mark.parametrize(
    ("answer", "kept"), [("as_given", "as_given"), ("names", "names_and_codes"), ("names_only", "names")]
)
def test_how_addresses_come_back_is_seen_in_the_first_answer(
    desk: Desk, books: Books, answer: str, kept: str
) -> None:
    books.set_edition(returned_countries=answer)
    send(desk, "1")
    assert seen(desk)["addresses"] == kept


# 200 ids or 200 characters


@pytest.mark.parametrize(("answer", "calls"), [("ids", 1), ("characters", 2)])
def test_sales_orders_are_asked_for_by_ids_or_by_characters_of_ids(
    desk: Desk, books: Books, walker: Walker, answer: str, calls: int
) -> None:
    """Eleven ids of 18 digits are 208 characters with their commas: one call, or two."""
    books.set_edition(salesorder_ids_limit=answer)
    books.lift_limits()
    for number in range(11):
        send(desk, str(number))
    check_everything(desk)
    assert seen(desk)["salesorder_ids"] == answer
    walker.open(PREFLIGHT).see("200 sales orders" if answer == "ids" else "ten sales orders only")
    books.delete(books.sales_orders()[0]["salesorder_id"])
    books.count_from_here()
    check(desk)
    asked = [entry for entry in books.ledger() if "salesorder_ids" in entry["query"]]
    assert len(asked) == calls
    db.session.remove()
    assert db.session.query(SalesOrder).filter_by(status="deleted").count() == 1


def test_a_limit_of_characters_that_nobody_has_looked_for_is_found_while_comparing(desk: Desk, books: Books) -> None:
    books.set_edition(salesorder_ids_limit="characters")
    books.lift_limits()
    for number in range(11):
        send(desk, str(number))
    for_store.at_once(desk.store_id, kinds.RECONCILE.name, WHO)
    db.session.commit()
    desk.work()
    assert seen(desk)["salesorder_ids"] == "characters"
    assert connection(desk).reconciled_at is not None


# A second person's e-mail address


@pytest.mark.parametrize(("answer", "customers"), [("all", ["Grace Ltd"]), ("primary", ["Grace Hopper"])])
def test_a_search_finds_second_persons_or_the_checklist_says_that_it_does_not(
    desk: Desk, books: Books, walker: Walker, answer: str, customers: list[str]
) -> None:
    books.set_edition(searched_emails=answer, contact_persons_list="missing")
    persons = [{"email": "ada@example.com", "is_primary_contact": True}, {"email": "second@example.com"}]
    books.add_contact("Ada Ltd", "", contact_persons=persons)
    jobs.schedule_readings()
    desk.work()
    send(desk, "1")  # which reads the contact whole
    check_everything(desk)
    assert seen(desk)["search_text"] == answer
    hidden = "can't find a customer by the e-mail address of a second contact person"
    assert (hidden in walker.open(PREFLIGHT).words) == (answer == "primary")
    persons = [{"email": "grace@example.com", "is_primary_contact": True}, {"email": "hopper@example.com"}]
    books.add_contact("Grace Ltd", "", contact_persons=persons)
    send(desk, "2", "hopper@example.com", customer={"first_name": "Grace", "last_name": "Hopper"})
    assert [one["customer_name"] for one in books.sales_orders()[1:]] == customers


@pytest.mark.parametrize("answer", ["all", "primary"])
def test_a_second_person_is_found_in_the_list_whatever_a_search_finds(desk: Desk, books: Books, answer: str) -> None:
    books.set_edition(searched_emails=answer)
    persons = [{"email": "ada@example.com", "is_primary_contact": True}, {"email": "second@example.com"}]
    books.add_contact("Ada Ltd", "", contact_persons=persons)
    jobs.schedule_readings()
    desk.work()
    send(desk, "1", "second@example.com")
    assert [one["customer_name"] for one in books.sales_orders()] == ["Ada Ltd"]


# The code of what does not exist


@pytest.mark.parametrize("code", ["1002", "2", "4"])
def test_an_item_that_is_gone_is_looked_for_anew_whatever_the_code(desk: Desk, books: Books, code: str) -> None:
    books.set_edition(unknown_reference_code=code)
    jobs.schedule_readings()
    desk.work()
    gone = books.call("GET", "/items", sku="BD-MUG-01")["items"][0]["item_id"]
    books.call("DELETE", f"/items/{gone}")
    books.call("POST", "/items", {"name": "Mug anew", "sku": "BD-MUG-01", "rate": 12.5})
    order_id = send(desk, "2")
    assert appointment(order_id).state == "done"
    assert seen(desk)["unknown_reference"] == code


@pytest.mark.parametrize("code", ["1002", "2", "4"])
def test_a_tax_that_does_not_exist_is_named_whatever_the_code(desk: Desk, books: Books, code: str) -> None:
    books.set_edition(unknown_reference_code=code)
    item = {"name": "Mug", "code": "BD-MUG-01", "price": 10, "metadata": {"tax_id": "460815000000999999"}}
    failed = appointment(send(desk, "1", order_items=[item]))
    assert failed.state == "failed"
    assert "460815000000999999" in failed.answer and "tax_id" in failed.answer
    assert failed.cause == "unknown_tax"


# Numbers in another case


def beside_another_case(desk: Desk, books: Books) -> int:
    """An order whose number is in Zoho Books in lower case, for somebody else's order; its id."""
    theirs, order_id = submitted(desk, "0"), desk.order("1").id
    books.copy(order_of(theirs).fulfillment_id, salesorder_number=f"acme-{order_id}", reference_number="theirs")
    return order_id


@pytest.mark.parametrize(("answer", "suffix"), [("same", "-2"), ("other", "")])
def test_a_number_in_another_case_is_taken_or_not_and_the_order_arrives_once(
    desk: Desk, books: Books, answer: str, suffix: str
) -> None:
    books.set_edition(number_case=answer)
    order_id = beside_another_case(desk, books)
    number = f"ACME-{order_id}{suffix}"
    assert appointment(submit(desk, order_of(order_id))).state == "done"
    assert [one["salesorder_number"] for one in books.sales_orders() if one["reference_number"] == "1"] == [number]
    assert seen(desk).get("number_case", "other") == answer


@pytest.mark.parametrize("answer", ["same", "other"])
def test_an_answer_that_was_lost_beside_a_number_in_another_case_makes_no_second_sales_order(
    desk: Desk, books: Books, answer: str
) -> None:
    books.set_edition(number_case=answer)
    order_id = beside_another_case(desk, books)
    when = "after" if answer == "other" else "before"
    books.fail({"action": "drop", "method": "POST", "path": "/books/v3/salesorders", "when": when})
    with freeze_time() as clock:
        submit(desk, order_of(order_id))
        desk.keep_working(clock, 10, every=20)
    assert appointment(order_id).state == "done"
    assert len([one for one in books.sales_orders() if one["reference_number"] == "1"]) == 1


# Voiding a draft


@pytest.mark.parametrize(("answer", "calls"), [("allowed", ["void"]), ("refused", ["void", "GET", "open", "void"])])
def test_a_draft_is_voided_or_opened_before(desk: Desk, books: Books, answer: str, calls: list[str]) -> None:
    books.set_edition(void_of_draft=answer)
    order_id = submitted(desk)
    books.count_from_here()
    actions.cancel(order_of(order_id), WHO)
    db.session.commit()
    desk.work()
    made = [call.rpartition("/")[2] if call.startswith("POST") else "GET" for call in books.desk_calls()]
    assert made == calls
    assert [one["status"] for one in books.sales_orders()] == ["void"]
    assert appointment(order_id).state == "done"
    assert seen(desk).get("void_of_draft", "allowed") == answer


# Texts that are too long


@pytest.mark.parametrize("answer", ["refused", "cut"])
def test_an_order_with_texts_that_are_too_long_arrives_the_same_either_way(
    desk: Desk, books: Books, answer: str
) -> None:
    books.set_edition(overlong_text=answer)
    item: dict[str, Any] = {"name": "Mug", "code": "BD-MUG-01", "price": 10, "metadata": {"description": "d" * 3000}}
    send(
        desk,
        "n" * 80,
        order_items=[item],
        shipping_method="s" * 150,
        customer={"first_name": "f" * 120, "last_name": "l" * 120, "company": "c" * 250},
        checkout_data={"notes": "t" * 6000},
    )
    (made,) = books.sales_orders()
    assert len(made["reference_number"]) == 50
    assert (len(made["delivery_method"]), len(made["notes"])) == (100, 5000)
    assert len(made["line_items"][0]["description"]) == 2000
    assert made["customer_name"] == "c" * 200


def test_a_text_that_zoho_cuts_is_told_and_remembered(
    desk: Desk, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Zoho keeps the first ten characters of the notes, though it documents 5,000."""
    create = Gateway.create_sales_order

    def create_and_cut(gateway: Gateway, body: dict[str, Any]) -> dict[str, Any]:
        answer = create(gateway, body)
        return {**answer, "notes": answer["notes"][:10]}

    monkeypatch.setattr(Gateway, "create_sales_order", create_and_cut)
    order_id = send(desk, "1", checkout_data={"notes": "Leave it behind the shed."})
    assert any(
        "Cut by Zoho Books, which takes fewer characters: the notes." in line for line in desk.history(order_id)
    )
    assert seen(desk)["overlong_text"] == "cut"


def test_a_text_that_zoho_refuses_as_too_long_is_remembered(desk: Desk, books: Books) -> None:
    said = {"code": 15, "message": "Please ensure that the notes has less than 10 characters."}
    books.fail({"action": "status", "status": 400, "method": "POST", "path": "/books/v3/salesorders", "body": said})
    order_id = send(desk, "1", checkout_data={"notes": "Leave it behind the shed."})
    assert "less than 10 characters" in appointment(order_id).answer
    assert seen(desk)["overlong_text"] == "refused"
