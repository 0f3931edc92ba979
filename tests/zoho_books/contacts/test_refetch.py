"""What the desk remembers of contacts heals at once when Zoho contradicts it, and a look that can't tell says so."""

from datetime import timedelta

import pytest
from freezegun import freeze_time

from harness.books import Books
from harness.desk import Desk
from tests.support.connection import row as connection
from tests.support.submit import send
from zoho_app import jobs
from zoho_app.appointments import gates
from zoho_app.clock import now
from zoho_app.zoho_books.contacts import lookup as contact_lookup

CONTACTS = "/books/v3/contacts"
REFUSED = {"action": "status", "status": 400, "method": "POST", "path": "/books/v3/salesorders"}


@pytest.fixture
def known(desk: Desk, books: Books) -> str:
    """The id of Ada's contact, whom the desk knows and has sent an order for."""
    ada = books.add_contact("Ada", "ada@example.com")
    jobs.schedule_readings()
    desk.work()
    send(desk, "1")
    books.count_from_here()
    return ada


def customers(books: Books) -> list[str]:
    return [row["customer_id"] for row in books.sales_orders()]


def test_a_contact_that_was_replaced_in_zoho_leads_to_the_new_one_at_once(
    desk: Desk, books: Books, known: str
) -> None:
    books.call("POST", f"/contacts/{known}/inactive")
    new = books.add_contact("Ada anew", "ada@example.com")
    order_id = send(desk, "2")
    assert customers(books) == [known, new]
    assert not any("Could Not" in line for line in desk.history(order_id))
    assert books.desk_calls().count("POST /salesorders") == 2
    books.count_from_here()
    send(desk, "3")
    assert books.desk_calls() == ["POST /salesorders"]
    assert customers(books) == [known, new, new]


def test_a_contact_that_was_switched_off_is_named_and_believed_again_once_it_is_on(
    desk: Desk, books: Books, known: str
) -> None:
    books.call("POST", f"/contacts/{known}/inactive")
    order_id = send(desk, "2")
    assert "The contact “Ada” with the e-mail address ada@example.com is inactive" in desk.history(order_id)[0]
    assert books.desk_calls().count("POST /salesorders") == 1
    assert books.desk_calls().count("POST /contacts") == 0
    books.call("POST", f"/contacts/{known}/active")
    send(desk, "3")
    assert customers(books) == [known, known]


def test_a_contact_that_was_deleted_leads_to_the_one_made_in_its_place(desk: Desk, books: Books, known: str) -> None:
    new = books.add_contact("Ada anew", "ada@example.com")
    missing = {"code": 1002, "message": "Customer does not exist."}
    nowhere = {"action": "status", "status": 404, "body": missing, "path": f"{CONTACTS}/{known}", "times": 0}
    books.fail({**REFUSED, "body": missing}, nowhere)
    send(desk, "2")
    assert customers(books) == [known, new]
    assert books.desk_calls().count("POST /contacts") == 0


def test_a_refusal_that_says_what_is_wrong_costs_no_further_call(desk: Desk, books: Books, known: str) -> None:
    refusal = {"code": 4016, "message": "Please add at least one line item."}
    books.fail(
        {"action": "status", "status": 400, "body": refusal, "method": "POST", "path": "/books/v3/salesorders"}
    )
    send(desk, "2")
    assert books.desk_calls() == ["POST /salesorders"]


def test_the_right_contact_is_found_on_a_later_page(
    desk: Desk, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zoho_app.zoho_books.api.client.PER_PAGE", 2)
    for number in range(4):
        books.add_contact(f"A {number}", f"{number}ada@example.com")
    ada = books.add_contact("Z", "ada@example.com")
    assert connection(desk).contacts_filled_at is None
    send(desk, "1")
    assert customers(books) == [ada]


@pytest.mark.parametrize("bound", ["MOST_PAGES", "MOST_PARTIAL_MATCHES"])
def test_too_many_like_it_to_tell_makes_no_contact(
    desk: Desk, books: Books, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    monkeypatch.setattr("zoho_app.zoho_books.api.client.PER_PAGE", 2)
    monkeypatch.setattr(contact_lookup, bound, 1)
    for number in range(4):
        books.add_contact(f"A {number}", f"{number}ada@example.com")
    persons = [{"email": "boss@x.example", "is_primary_contact": True}, {"email": "ada@example.com"}]
    engines = {"contact_name": "Engines", "contact_persons": persons}
    made = books.call("POST", "/contacts", engines)["contact"]
    books.count_from_here()
    send(desk, "1")
    assert "POST /contacts" not in books.desk_calls()
    with freeze_time(now() + timedelta(minutes=3)):
        desk.work()
    assert customers(books) == [made["contact_id"]]


def test_zero_seconds_to_wait_are_some_seconds(desk: Desk, books: Books, known: str) -> None:
    books.fail({"action": "throttle", "code": 44, "path": "/books/v3", "retry_after": 0, "times": 0})
    send(desk, "2")
    assert len(books.desk_calls()) == 1
    (gate,) = gates.closed(desk.store_id)
    assert gate.closed_until is not None
    assert timedelta(seconds=3) < gate.closed_until - now() <= timedelta(seconds=5)


def test_a_contact_whose_making_got_no_answer_is_looked_for_once_it_would_be_listed(
    desk: Desk, books: Books, known: str
) -> None:
    books.fail({"action": "drop", "method": "POST", "path": CONTACTS, "when": "after"})
    with freeze_time() as clock:
        send(desk, "2", email="grace@example.com", customer={"first_name": "Grace", "last_name": "Hopper"})
        books.count_from_here()
        desk.keep_working(clock, 5, every=5)
        assert books.desk_calls() == [], "a list that lags for half a minute would not show it yet"
        desk.keep_working(clock, 5, every=5)
    assert books.desk_calls().count("POST /contacts") == 0
    assert len(books.sales_orders()) == 2
