"""Rights that whoever connected lacks: what sending can do without is a finding, and everything else goes on."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from harness.books import Books, order_of, submitted
from harness.desk import Desk
from tests.support.submit import check, send
from zoho_app import jobs
from zoho_app.extensions import db
from zoho_app.zoho_books.models import Connection

BOOKS = "/books/v3"
CODE_57 = {"code": 57, "message": "You are not authorized to perform this operation"}
NO_RIGHT = {"action": "status", "times": 0, "method": "GET"}


def connection(desk: Desk) -> Connection:
    db.session.remove()
    return db.session.get_one(Connection, desk.store_id)


@pytest.mark.parametrize(
    ("status", "body"),
    [(401, CODE_57), (400, CODE_57), (403, {"code": 1, "message": "no"}), (403, "<html>no</html>")],
)
def test_without_a_look_at_custom_fields_orders_arrive_and_tracking_comes_back(
    desk: Desk, books: Books, owner: FlaskClient, status: int, body: Any
) -> None:
    books.fail({**NO_RIGHT, "status": status, "body": body, "path": f"{BOOKS}/settings/customfields"})
    jobs.schedule_readings()
    desk.work()
    order_id = submitted(desk)
    books.ship(order_of(order_id).fulfillment_id, "1Z1")
    check(desk)
    assert connection(desk).state == "connected"
    assert [one.tracking_number for one in order_of(order_id).shipments] == ["1Z1"]
    page = owner.get(f"{desk.address}/integrations/zoho-books").text
    assert "does not let the person who connected read custom fields" in page
    books.fail()
    check(desk)
    assert "read custom fields" not in owner.get(f"{desk.address}/integrations/zoho-books").text


@pytest.mark.parametrize("status", [401, 403])
def test_items_that_may_not_be_read_are_named_and_the_connection_stays(desk: Desk, books: Books, status: int) -> None:
    books.fail({**NO_RIGHT, "status": status, "body": CODE_57, "path": f"{BOOKS}/items"})
    order_id = submitted(desk)
    assert connection(desk).state == "connected"
    assert "does not let the person who connected read items" in desk.history(order_id)[0]


@pytest.mark.parametrize("status", [400, 401, 403])
def test_taxes_that_may_not_be_read_are_a_finding_and_orders_arrive(
    desk: Desk, books: Books, owner: FlaskClient, status: int
) -> None:
    books.fail({**NO_RIGHT, "status": status, "body": CODE_57, "path": f"{BOOKS}/settings/taxes"})
    jobs.schedule_readings()
    desk.work()
    order_id = submitted(desk)
    assert (connection(desk).state, bool(order_of(order_id).fulfillment_id)) == ("connected", True)
    assert "read taxes" in owner.get(f"{desk.address}/integrations/zoho-books").text


def test_a_forbidden_look_costs_few_tokens(desk: Desk, books: Books) -> None:
    submitted(desk)
    books.fail({**NO_RIGHT, "status": 401, "body": CODE_57, "path": f"{BOOKS}/settings/customfields"})
    asked = len(books.calls("/oauth/v2/token"))
    for _ in range(4):
        check(desk)
    assert len(books.calls("/oauth/v2/token")) == asked


def test_a_call_that_sending_needs_loses_the_connection_when_it_is_forbidden(desk: Desk, books: Books) -> None:
    books.fail({**NO_RIGHT, "method": "POST", "status": 401, "body": CODE_57, "path": f"{BOOKS}/salesorders"})
    submitted(desk)
    assert connection(desk).state == "lost"


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_without_the_list_of_contact_persons_a_new_customer_costs_three_calls(
    desk: Desk, books: Books, status: int
) -> None:
    gone = {"code": 5, "message": "Invalid URL Passed"}
    books.fail({**NO_RIGHT, "status": status, "body": gone, "path": f"{BOOKS}/contacts/contactpersons"})
    jobs.schedule_readings()
    desk.work()
    books.count_from_here()
    send(desk, "1", email="grace@example.com", customer={"first_name": "Grace", "last_name": "Hopper"})
    assert books.desk_calls() == ["GET /contacts", "POST /contacts", "POST /salesorders"]


def test_without_that_list_a_second_person_of_a_company_is_found(desk: Desk, books: Books) -> None:
    persons = [{"email": "boss@x.example", "is_primary_contact": True}, {"email": "ada@example.com"}]
    engines = books.call("POST", "/contacts", {"contact_name": "Engines", "contact_persons": persons})["contact"]
    books.fail({**NO_RIGHT, "status": 404, "body": {}, "path": f"{BOOKS}/contacts/contactpersons"})
    jobs.schedule_readings()
    desk.work()
    send(desk, "1")
    assert [row["customer_id"] for row in books.sales_orders()] == [engines["contact_id"]]


def test_a_token_that_was_revoked_loses_the_connection_also_where_sending_could_do_without(
    desk: Desk, books: Books
) -> None:
    """The first call of an order reads items; the token is as new as can be."""
    books.fail({"action": "revoke_tokens", "path": "/books/"})
    submitted(desk)
    assert connection(desk).state == "lost"
