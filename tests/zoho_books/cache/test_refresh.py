"""What the desk remembers of contacts and items: it saves calls, and is never the reason for a wrong contact."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from freezegun import freeze_time

from harness.books import Books, order_of
from harness.desk import Desk
from harness.walker import SETTINGS, Walker
from tests.support.connection import row as connection
from tests.support.submit import send
from zoho_app import jobs
from zoho_app.appointments import queue_work
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.cache import contacts as cached_contacts
from zoho_app.zoho_books.cache import refresh
from zoho_app.zoho_books.cache.models import CachedItem


@pytest.fixture
def warm(desk: Desk, books: Books) -> Books:
    """Contacts and items have been read whole."""
    jobs.schedule_readings()
    desk.work()
    books.count_from_here()
    return books


def move_address(books: Books, first: str, second: str) -> None:
    """In Zoho Books, take ada@example.com from one contact and give it to another."""
    for contact_id, email in ((first, "gone@example.com"), (second, "ada@example.com")):
        persons = [{"email": email, "is_primary_contact": True}]
        books.call("PUT", f"/contacts/{contact_id}", {"contact_persons": persons})


def test_a_new_customer_costs_two_calls_and_a_known_one_one(desk: Desk, warm: Books) -> None:
    send(desk, "1")
    assert warm.desk_calls() == ["POST /contacts", "POST /salesorders"]
    warm.count_from_here()
    send(desk, "2")
    assert warm.desk_calls() == ["POST /salesorders"]


def test_thirty_lines_cost_no_more_than_three(desk: Desk, warm: Books) -> None:
    skus = ["BD-MUG-01", "BD-TEE-S", "BD-TEE-M", "BD-CAP-01", "BD-BAG-01", "BD-PEN-01"]
    items = [{"name": "x", "code": skus[n % 6], "price": 1, "quantity": 1} for n in range(30)]
    send(desk, "1", order_items=items)
    assert len(warm.desk_calls()) == 2


def test_reading_whole_takes_one_call_a_page(desk: Desk, books: Books) -> None:
    books.count_from_here()
    jobs.schedule_readings()
    desk.work()
    assert books.desk_calls() == [
        "GET /items",
        "GET /settings/taxes",
        "GET /contacts",
        "GET /contacts/contactpersons",
    ]
    jobs.schedule_readings()
    desk.work()
    assert len(books.desk_calls()) == 4
    for night in (1, 2):
        books.count_from_here()
        with freeze_time(now() + timedelta(hours=25 * night)):
            jobs.schedule_readings()
            desk.work()
    assert books.desk_calls() == ["GET /items", "GET /settings/taxes", "GET /contacts"], (
        "of contacts, what has changed"
    )


def test_reading_whole_goes_on_where_it_was_interrupted(desk: Desk, books: Books, monkeypatch: Any) -> None:
    monkeypatch.setattr("zoho_app.zoho_books.api.client.PER_PAGE", 2)
    books.fail({"action": "status", "status": 503, "path": "/books/v3/items", "after": 2, "times": 1})
    books.count_from_here()
    jobs.schedule_readings()
    desk.work()
    assert books.desk_calls().count("GET /items") == 3
    with freeze_time() as clock:
        clock.tick(7000)
        desk.work()
    assert books.desk_calls().count("GET /items") == 3 + 2
    db.session.remove()
    assert db.session.query(CachedItem).count() == 8


def test_a_contact_made_in_zoho_meanwhile_is_found(desk: Desk, warm: Books) -> None:
    made = warm.add_contact("Ada of Zoho", "ada@example.com")
    with freeze_time(now() + timedelta(minutes=2)):
        send(desk, "1")
    assert [row["customer_id"] for row in warm.sales_orders()] == [made]


def test_a_further_contact_person_is_known_from_the_reading(desk: Desk, books: Books) -> None:
    persons = [{"email": "boss@engines.example", "is_primary_contact": True}, {"email": "ada@example.com"}]
    made = books.call("POST", "/contacts", {"contact_name": "Engines", "contact_persons": persons})
    jobs.schedule_readings()
    desk.work()
    send(desk, "1")
    assert [row["customer_id"] for row in books.sales_orders()] == [made["contact"]["contact_id"]]


def test_an_address_that_moved_to_another_contact_leads_to_that_one(desk: Desk, books: Books) -> None:
    first = books.add_contact("First", "ada@example.com")
    second = books.add_contact("Second", "other@example.com")
    jobs.schedule_readings()
    desk.work()
    send(desk, "1")
    move_address(books, first, second)
    with freeze_time(now() + timedelta(minutes=16)):
        send(desk, "2")
    assert [row["customer_id"] for row in books.sales_orders()] == [first, second]


def test_after_very_many_changes_who_is_not_known_is_asked_for_till_all_have_been_read(
    desk: Desk, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresh, "MOST_DETAILS", 2)
    boss = {"email": "boss@engines.example", "is_primary_contact": True}
    made = books.call("POST", "/contacts", {"contact_name": "Engines", "contact_persons": [boss]})["contact"]
    jobs.schedule_readings()
    desk.work()
    persons = [boss, {"email": "ada@example.com"}]
    books.call("PUT", f"/contacts/{made['contact_id']}", {"contact_persons": persons})
    for number in range(3):
        books.add_contact(f"Somebody {number}", f"somebody{number}@example.com")
    with freeze_time(now() + timedelta(minutes=2)):
        order = desk.order("1", email="ada@example.com")
        actions.submit(order, "operator@example.com")
        db.session.commit()
        queue_work.work("zoho_books", patience=0)
        assert connection(desk).contacts_filled_at is not None, "and by now all have been read anew"
        books.count_from_here()
        send(desk, "2", email="somebody1@example.com")
    assert [row["customer_id"] for row in books.sales_orders()][0] == made["contact_id"]
    assert books.desk_calls().count("POST /contacts") == 0


def test_a_contact_that_the_desk_has_just_made_is_not_read_again(desk: Desk, warm: Books) -> None:
    send(desk, "1")
    (sales_order,) = warm.sales_orders()
    with freeze_time(now() + timedelta(minutes=2)):
        send(desk, "2", email="grace@example.com", customer={"first_name": "Grace", "last_name": "Hopper"})
    assert "GET /contacts" in warm.desk_calls()
    assert f"GET /contacts/{sales_order['customer_id']}" not in warm.desk_calls()


def test_two_contacts_with_the_address_put_right_in_zoho_are_believed_at_once(desk: Desk, warm: Books) -> None:
    one = warm.add_contact("Ada One", "ada@example.com")
    two = warm.add_contact("Ada Two", "ada@example.com")
    with freeze_time() as clock:
        clock.tick(120)
        order_id = send(desk, "1")
        assert "“Ada One” and “Ada Two”" in desk.history(order_id)[0]
        warm.call("PUT", f"/contacts/{two}", {"contact_persons": [{"email": "two@example.com"}]})
        actions.submit(order_of(order_id), "operator@example.com")
        db.session.commit()
        desk.work()
    assert [row["customer_id"] for row in warm.sales_orders()] == [one]


def test_fifty_orders_of_one_new_customer_make_one_contact(desk: Desk, warm: Books) -> None:
    warm.lift_limits()
    for number in range(50):
        actions.submit(desk.order(str(number)), "operator@example.com")
    db.session.commit()
    desk.work()
    assert len([c for c in warm.contacts() if c["contact_name"].startswith("Ada")]) == 1
    assert len(warm.sales_orders()) == 50
    assert warm.desk_calls().count("POST /contacts") == 1


def test_a_contact_whose_making_got_no_answer_is_not_made_again_under_another_name(desk: Desk, warm: Books) -> None:
    """A name that is taken tells only of the same name; two orders of one person may write it in two ways."""
    warm.fail({"action": "drop", "method": "POST", "path": "/books/v3/contacts", "when": "after"})
    for first_name in ("Ada", "Augusta"):
        customer = {"first_name": first_name, "last_name": "Lovelace"}
        actions.submit(desk.order(first_name, customer=customer), "operator@example.com")
    db.session.commit()
    with freeze_time() as clock:
        desk.keep_working(clock, 15, every=3)
    assert [row["contact_name"] for row in warm.call("GET", "/contacts", email="ada@example.com")["contacts"]] == [
        "Ada Lovelace"
    ]
    assert len(warm.sales_orders()) == 2


def test_a_contact_person_list_that_says_nothing_leaves_the_memory_incomplete(desk: Desk, books: Books) -> None:
    books.fail(
        {
            "action": "status",
            "status": 400,
            "body": {"code": 2, "message": "no"},
            "path": "/books/v3/contacts/contactpersons",
        }
    )
    jobs.schedule_readings()
    desk.work()
    assert connection(desk).contacts_filled_at is None
    books.count_from_here()
    send(desk, "1")
    assert "GET /contacts" in books.desk_calls()


def test_an_item_that_changed_its_sku_is_not_sent_under_the_old_one(desk: Desk, warm: Books) -> None:
    item = warm.call("GET", "/items", sku="BD-MUG-01")["items"][0]
    warm.call("PUT", f"/items/{item['item_id']}", {"sku": "BD-MUG-02"})
    with freeze_time(now() + timedelta(hours=25)):
        jobs.schedule_readings()
        desk.work()
        order_id = send(desk, "1")
    assert "“BD-MUG-01”" in desk.history(order_id)[0]


def test_who_has_changed_something_in_zoho_has_it_read_at_once(
    desk: Desk, books: Books, operator: FlaskClient
) -> None:
    first = books.add_contact("First", "ada@example.com")
    second = books.add_contact("Second", "other@example.com")
    jobs.schedule_readings()
    desk.work()
    move_address(books, first, second)
    item = books.call("GET", "/items", sku="BD-MUG-01")["items"][0]
    books.call("PUT", f"/items/{item['item_id']}", {"sku": "BD-MUG-02"})
    page = Walker(operator, desk.address).open(SETTINGS).press("Read them now")
    page.see("Bookdesk is reading contacts and items from Zoho Books.")
    desk.work()
    refused = send(desk, "1")
    assert "“BD-MUG-01”" in desk.history(refused)[0]
    send(desk, "2", order_items=[{"name": "Mug", "code": "BD-MUG-02", "price": "12.50", "quantity": 1}])
    assert [row["customer_id"] for row in books.sales_orders()] == [second]


def test_after_very_many_changes_reading_at_once_reads_all_contacts(
    desk: Desk, warm: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresh, "MOST_DETAILS", 2)
    ids = [warm.add_contact(f"Somebody {number}", f"somebody{number}@example.com") for number in range(3)]
    for _ in range(2):  # the second press brings the first forward
        actions.read_contacts_and_items(desk.store_id, "operator@example.com")
    db.session.commit()
    desk.work()
    assert connection(desk).contacts_filled_at is not None
    assert {
        cached_contacts.with_email(desk.store_id, f"somebody{n}@example.com")[0].contact_id for n in range(3)
    } == {*ids}
    assert warm.desk_calls().count("GET /items") == 1
