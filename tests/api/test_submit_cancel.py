"""Programs send orders to Zoho Books and cancel them there, each once however often they ask."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from harness.books import Books
from harness.desk import Desk
from tests.support.api_client import Api
from zoho_app.accounts import api_keys
from zoho_app.appointments.models import Appointment
from zoho_app.extensions import db

NOT_SENT = {
    "state": "not_sent",
    "salesorder_number": None,
    "salesorder_id": None,
    "salesorder_status": None,
    "total": None,
    "sent_at": None,
    "failure": None,
}


def appointments() -> int:
    return db.session.scalar(select(func.count()).select_from(Appointment)) or 0


def test_an_order_is_sent_and_canceled_once_however_often_a_program_asks(api: Api, desk: Desk, books: Books) -> None:
    one = f"/orders/{desk.order('1001').id}"
    assert api.get(one).json["order"]["zoho_books"] == NOT_SENT
    asked = api.post(f"{one}/submit", {"source_name": "Warehouse"})
    assert (asked.status_code, asked.json["message"]) == (202, "Order Scheduled to Zoho Books")
    assert (asked.json["result"], asked.json["zoho_books"]["state"]) == ("scheduled", "scheduled")
    again = api.post(f"{one}/submit")
    assert (again.status_code, again.json["status"], again.json["result"]) == (200, "success", "already")
    assert again.json["message"] == "Order 1001 is already being sent."
    desk.work()
    there = api.post(f"{one}/submit").json
    assert (there["result"], there["zoho_books"]["state"]) == ("already", "sent")
    (sales_order,) = books.sales_orders()
    order = api.get(one).json["order"]
    assert order["zoho_books"]["salesorder_number"] == sales_order["salesorder_number"]
    assert order["zoho_books"]["salesorder_id"] == order["fulfillment_id"] == sales_order["salesorder_id"]
    assert (order["zoho_books"]["total"], order["order_total"]) == (49.9, 49.9)
    assert "API: Warehouse" in [line["source_name"] for line in order["order_history"]]
    canceled = [api.post(f"{one}/cancel", raw=b"") for _ in range(2)]
    assert [(answer.status_code, answer.json["result"]) for answer in canceled] == [
        (202, "scheduled"),
        (200, "already"),
    ]
    desk.work()
    gone = api.post(f"{one}/cancel").json
    assert (gone["result"], gone["zoho_books"]["state"]) == ("already", "canceled")
    assert [row["status"] for row in books.sales_orders()] == ["void"]


def test_an_order_that_waits_to_be_sent_is_withdrawn(api: Api, desk: Desk, books: Books) -> None:
    one = f"/orders/{desk.order('1001').id}"
    api.post(f"{one}/submit")
    answer = api.post(f"{one}/cancel")
    assert (answer.status_code, answer.json["result"]) == (200, "withdrawn")
    assert answer.json["message"] == "Order Canceled before it was sent to Zoho Books"
    assert api.post(f"{one}/cancel").json["result"] == "already"
    desk.work()
    assert books.sales_orders() == []


@pytest.mark.parametrize(
    ("changes", "reason", "words"),
    [
        ({}, "not_connected", "This store is not connected to Zoho Books."),
        ({"payment_status": "Voided"}, "not_connected", "This store is not connected to Zoho Books."),
    ],
)
def test_what_can_not_be_sent_from_a_store_without_a_connection_says_why(
    api: Api, desk: Desk, changes: dict[str, str], reason: str, words: str
) -> None:
    answer = api.post(f"/orders/{desk.order('1001', **changes).id}/submit")
    assert (answer.status_code, answer.json["status"]) == (409, "error")
    assert (answer.json["result"], answer.json["reason"], answer.json["zoho_books"]) == ("refused", reason, NOT_SENT)
    assert answer.json["message"].startswith(words)
    assert appointments() == 0


def test_an_order_that_its_source_calls_void_is_refused(api: Api, desk: Desk, books: Books) -> None:
    answer = api.post(f"/orders/{desk.order('1001', payment_status='Voided').id}/submit")
    assert (answer.status_code, answer.json["reason"]) == (409, "void_at_source")
    assert books.sales_orders() == []


def test_a_failure_is_shown_with_its_cause(api: Api, desk: Desk, books: Books) -> None:
    unknown = [{"name": "Mug", "code": "NO-SUCH-SKU", "price": 3, "quantity": 1}]
    one = f"/orders/{desk.order('1001', order_items=unknown).id}"
    api.post(f"{one}/submit")
    desk.work()
    state = api.get(one).json["order"]["zoho_books"]
    assert (state["state"], state["failure"]["cause"]) == ("failed", "invalid_sku")
    assert "NO-SUCH-SKU" in state["failure"]["message"]
    retry = api.post(f"{one}/submit")
    assert (retry.status_code, retry.json["result"]) == (202, "scheduled"), "a failed one may be sent again"


def test_the_name_of_the_key_signs_unless_the_program_gives_another(api: Api, desk: Desk, books: Books) -> None:
    _, key = api_keys.new(desk.store_id, "Shop floor", api_keys.FULL)
    db.session.commit()
    order_id = desk.order("1001").id
    api.post(f"/orders/{order_id}/submit", headers={"ORDERDESK-API-KEY": key})
    assert "API: Shop floor: Order Scheduled to be sent to Zoho Books" in desk.history(order_id)


@pytest.mark.parametrize(("path", "body"), [("submit", []), ("cancel", "Warehouse")])
def test_a_body_that_is_none_changes_nothing(api: Api, desk: Desk, path: str, body: object) -> None:
    assert api.post(f"/orders/{desk.order().id}/{path}", body).status_code == 400
    assert appointments() == 0


def test_an_order_of_another_store_is_not_there(api: Api, desk: Desk) -> None:
    order_id = Desk.open(desk.app, "Other").order().id
    assert [api.post(f"/orders/{order_id}/{path}").status_code for path in ("submit", "cancel")] == [404, 404]
