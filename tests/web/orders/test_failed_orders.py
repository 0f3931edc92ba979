"""The page of an order that is in trouble; and buttons that are pressed twice."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.books import Books, submitted
from harness.desk import Desk
from harness.statements import statements
from harness.walker import Walker
from tests.support.attention import add_failed
from zoho_app import kinds
from zoho_app.appointments.models import SCHEDULED, Appointment
from zoho_app.extensions import db
from zoho_app.zoho_books.models import SalesOrder, ZohoBooksSettings

SUBMIT, CANCEL = "Submit Order to Zoho Books", "Cancel Order in Zoho Books"


@pytest.fixture
def operated(operator: FlaskClient, desk: Desk) -> Walker:
    return Walker(operator, desk.address)


def why(walker: Walker) -> list[str]:
    """The one thing to do next, beside the words that say what stopped."""
    return [" ".join(one.get_text(" ").split()) for one in walker.soup.select("#why .button.is-primary")]


def test_the_failure_of_an_order_leads_to_the_remedy_for_all(desk: Desk, books: Books, operated: Walker) -> None:
    first, second = desk.order("1").id, desk.order("2").id
    add_failed(desk, "invalid_sku", ["AB-1", "CD-2"], first, second)
    operated.open(f"/orders/{first}")
    assert why(operated) == ["Choose the item"]
    operated.click("Choose the item").see("Zoho Books has no active item with SKU AB-1 2 orders")
    db.session.get_one(ZohoBooksSettings, desk.store_id).product_code_match = "AB-1=BD-MUG-01"
    db.session.commit()
    operated.open(f"/orders/{first}").click("Choose the item").see(
        "Zoho Books has no active item with SKU CD-2 2 orders"
    )
    db.session.get_one(ZohoBooksSettings, desk.store_id).product_code_skip = "CD-2"
    db.session.commit()
    operated.open(f"/orders/{first}")
    assert why(operated) == [SUBMIT]


def test_an_adopted_sales_order_says_so(desk: Desk, books: Books, operated: Walker) -> None:
    order_id = submitted(desk)
    db.session.scalars(select(SalesOrder)).one().is_adopted = True
    db.session.commit()
    operated.open(f"/orders/{order_id}").see("found there after an unknown outcome and adopted, not sent twice")


def test_pressing_submit_twice_from_one_page_sends_once(desk: Desk, books: Books, operated: Walker) -> None:
    order_id = desk.order().id
    page = operated.open(f"/orders/{order_id}").soup
    operated.press(SUBMIT).see("Order scheduled to Zoho Books.")
    operated.soup = page
    operated.press(SUBMIT).see("is already being sent")
    desk.work()
    operated.soup = page  # the back button, or another tab
    operated.press(SUBMIT).see("is already in Zoho Books")
    assert len(books.sales_orders()) == 1
    assert SCHEDULED not in db.session.scalars(select(Appointment.state)).all()


def test_canceling_asks_in_place_and_says_before_what_it_does(desk: Desk, books: Books, operated: Walker) -> None:
    order_id = submitted(desk)
    operated.open(f"/orders/{order_id}").click(CANCEL).see(
        f"Void ACME-{order_id} in Zoho Books?",
        "The sales order stays there as void, and order 1001 moves to Canceled. It can be sent again",
    )
    operated.click("Keep it").see("In Zoho Books as", "equal to the cent")
    operated.click(CANCEL).press(CANCEL).see("requested.")
    desk.work()
    assert books.sales_orders()[0]["status"] == "void"


def test_a_cancellation_that_failed_is_asked_for_again_by_its_button(
    desk: Desk, books: Books, operated: Walker
) -> None:
    order_id = submitted(desk)
    failed = Appointment(
        store_id=desk.store_id, kind=kinds.CANCEL.name, queue="zoho_books", subject_id=order_id, asked_by="x"
    )
    failed.state, failed.cause, failed.answer = "failed", "refused", "It is invoiced."
    db.session.add(failed)
    db.session.commit()
    operated.open(f"/orders/{order_id}").see("Failed to cancel. It is invoiced.").press(CANCEL)
    operated.see("Cancellation in Zoho Books requested")


def test_a_failed_cancellation_of_what_is_in_doubt_has_one_thing_to_do(
    desk: Desk, books: Books, operated: Walker
) -> None:
    order_id = submitted(desk)
    row = db.session.scalars(select(SalesOrder)).one()
    row.salesorder_id, row.status = "", "sending"
    add_failed(desk, "try_later", [], order_id, kind=kinds.CANCEL.name)
    operated.open(f"/orders/{order_id}")
    buttons = [" ".join(one.get_text(" ").split()) for one in operated.soup.select("main .button.is-primary")]
    assert buttons == [CANCEL]


def test_the_page_of_an_order_costs_few_statements(desk: Desk, books: Books, operated: Walker) -> None:
    sent, bad = submitted(desk), desk.order("2").id
    add_failed(desk, "invalid_sku", ["AB-1"], bad)
    for order_id in (sent, bad):
        db.session.remove()
        with statements() as seen:
            operated.open(f"/orders/{order_id}")
        assert len(seen) <= 13, "\n".join(
            " ".join(one.split())[:60] + " ... " + " ".join(one.split()).partition(" FROM ")[2][:150] for one in seen
        )
