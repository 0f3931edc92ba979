"""An organization that is not registered for a tax takes no fields for it: they are left out from then on."""

import pytest

from harness.books import Books
from harness.desk import Desk
from tests.support.editions import address, line, made, move_to, ordered
from tests.support.submit import reloaded, submit

pytestmark = pytest.mark.once

HERE = address("IN", "TN")


def refusal(path: str, name: str) -> dict[str, object]:
    body = {"code": 36999, "message": f"Invalid Element {name}"}
    return {"action": "status", "status": 400, "body": body, "path": f"/books/v3{path}", "method": "POST"}


@pytest.mark.parametrize("name", ["place_of_supply", "is_inclusive_tax"])
def test_a_field_of_the_sales_order_that_is_refused_is_left_out(desk: Desk, books: Books, name: str) -> None:
    move_to(desk, books, "in")
    books.fail(refusal("/salesorders", name))
    first = ordered(desk, "1", HERE, line(100))
    submit(desk, reloaded(first))
    assert reloaded(first).fulfillment_id, "the same attempt sends it without the field"
    books.count_from_here()
    submit(desk, reloaded(ordered(desk, "2", HERE, line(100))))
    assert books.desk_calls() == ["POST /salesorders"]
    assert name not in str(books.ledger()[-1]["body"])
    assert made(books)["total"] == 100


def test_a_field_of_the_contact_that_is_refused_is_left_out(desk: Desk, books: Books) -> None:
    move_to(desk, books, "in")
    books.fail(refusal("/contacts", "gst_treatment"))
    order_id = ordered(desk, "1", HERE, line(100))
    submit(desk, reloaded(order_id))
    assert reloaded(order_id).fulfillment_id
    contact = next(one for one in books.contacts() if one["email"] == "ada@example.com")
    assert (contact["gst_treatment"], contact["place_of_contact"]) == ("", "TN")
