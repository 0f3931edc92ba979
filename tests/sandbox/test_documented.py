"""What Bookdesk asks of Zoho, and what the stand-in answers, is what Zoho documents or what was seen live."""

from typing import Any

import pytest

from harness.books import Books
from harness.desk import Desk
from harness.documented.check import answer_problems, request_problems
from tests.support.submit import check, send

ORDER = "/books/v3/salesorders/460815000000100123"


def test_an_order_its_contact_and_its_shipment_ask_only_for_what_is_documented(desk: Desk, books: Books) -> None:
    lines: list[dict[str, Any]] = [{"name": "Mug", "code": "BD-MUG-01", "price": 14.5, "quantity": 2}]
    send(desk, "T-1", order_items=lines, discount_list=[{"name": "Ten", "amount": 1.5}], shipping_total=5)
    (made,) = books.sales_orders()
    books.ship(made["salesorder_id"], "1Z999AA10123456784")
    check(desk)
    asked = books.desk_calls()
    assert "POST /contacts" in asked and "POST /salesorders" in asked
    assert books.undocumented() == []


@pytest.mark.parametrize(
    ("method", "path", "query", "body", "problem"),
    [
        ("GET", "/books/v3/salesorders", {"order_number": "1"}, None, "GET /salesorders has no filter order_number"),
        ("POST", ORDER, {}, {}, "POST /salesorders/{id} is not documented"),
        ("POST", "/books/v3/salesorders", {}, {"colour": "x"}, "POST /salesorders.colour is not documented"),
        ("POST", "/books/v3/salesorders", {}, {"notes": 5}, "POST /salesorders.notes is 5, not s"),
        (
            "POST",
            "/books/v3/salesorders",
            {},
            {"line_items": [{"price": 1}]},
            "POST /salesorders.line_items.price is not documented",
        ),
        ("DELETE", ORDER, {}, {"why": "x"}, "DELETE /salesorders/{id} takes no body"),
    ],
)
def test_a_request_that_zoho_does_not_document_is_named(
    method: str, path: str, query: dict[str, str], body: Any, problem: str
) -> None:
    assert request_problems(method, path, query, body) == [problem]


@pytest.mark.parametrize(
    ("status", "change", "problem"),
    [
        (201, {}, "GET /salesorders/{id} answers 201"),
        (200, {"mood": "good"}, "GET /salesorders/{id}.salesorder.mood is not documented"),
        (200, {"email": "a@example.com"}, "GET /salesorders/{id}.salesorder.email is not documented"),
        (200, {"total": "1.00"}, "GET /salesorders/{id}.salesorder.total is '1.00', not n"),
        (200, {"is_inclusive_tax": 1}, "GET /salesorders/{id}.salesorder.is_inclusive_tax is 1, not b"),
        (200, {"taxes": {}}, "GET /salesorders/{id}.salesorder.taxes is no list"),
    ],
)
def test_an_answer_that_zoho_does_not_document_is_named(status: int, change: dict[str, Any], problem: str) -> None:
    answer = {"code": 0, "message": "success", "salesorder": {"salesorder_id": "1", **change}}
    assert answer_problems("GET", ORDER, status, answer) == [problem]
