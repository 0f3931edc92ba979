"""What one submitted order costs the desk itself: statements and wake-ups, counted, not timed."""

from harness.books import Books
from harness.desk import Desk
from harness.statements import statements
from zoho_app import job_queue, jobs
from zoho_app.appointments import queue_work
from zoho_app.extensions import db
from zoho_app.zoho_books import actions

MOST = 12


def submit(desk: Desk, source_id: str) -> None:
    actions.submit(desk.order(source_id), "operator@example.com")
    db.session.commit()


def test_statements_and_wake_ups_of_an_order_of_a_known_customer(desk: Desk, books: Books) -> None:
    jobs.schedule_readings()
    submit(desk, "1")
    desk.work()
    job_queue.get_queue("zoho_books").empty()
    submit(desk, "2")
    submit(desk, "3")
    assert job_queue.get_queue("zoho_books").count == 2
    with_two_orders, with_none = _count(desk), _count(desk)
    assert with_two_orders - with_none <= 2 * MOST
    assert len(books.sales_orders()) == 3


def _count(desk: Desk) -> int:
    """The statements of working off what is due; looking for more when nothing is, is the second count."""
    db.session.remove()
    with statements() as seen, desk.app.app_context():
        queue_work.work("zoho_books", patience=0)
    return len(seen)
