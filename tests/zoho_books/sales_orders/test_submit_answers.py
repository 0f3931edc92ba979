"""What Zoho answers to a sales order, or fails to: looked up, waited for, tried again, told; sent exactly once."""

from datetime import timedelta
from typing import Any

import pytest
from freezegun import freeze_time

from harness.books import Books
from harness.desk import Desk, order_data
from harness.walker import Walker
from tests.support.submit import LIMIT, SALES_ORDERS, appointment, change_settings, reloaded, submit
from zoho_app import jobs
from zoho_app.appointments.models import UNKNOWN
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.rules.models import Rule
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.models import SalesOrder
from zoho_app.zoho_books.sales_orders import prepare, repository
from zoho_app.zoho_books.sales_orders.submit import SubmitAttempt


@pytest.mark.parametrize("action", ["drop", "html", "malformed", "empty", "truncate"])
def test_an_answer_lost_after_zoho_acted_is_looked_up_and_adopted(desk: Desk, books: Books, action: str) -> None:
    books.fail({"action": action, "method": "POST", "path": SALES_ORDERS, "when": "after"})
    order_id = submit(desk, desk.order())
    assert appointment(order_id).state == "unknown"
    assert any("Checking with Zoho Books" in line for line in desk.history(order_id))
    with freeze_time(tz_offset=0) as clock:
        clock.tick(6)
        desk.work()
    (arrived,) = books.sales_orders()
    assert reloaded(order_id).fulfillment_id == arrived["salesorder_id"]
    assert any("adopted" in line for line in desk.history(order_id))
    row = db.session.query(SalesOrder).filter_by(order_id=order_id).one()
    assert row.is_adopted


@pytest.mark.parametrize("action", ["drop", "html", "malformed"])
def test_an_answer_lost_before_zoho_acted_is_sent_again_once_it_is_certain(
    desk: Desk, books: Books, action: str
) -> None:
    books.fail({"action": action, "method": "POST", "path": SALES_ORDERS, "when": "before"})
    order_id = submit(desk, desk.order())
    assert appointment(order_id).state == "unknown"
    assert books.sales_orders() == []
    with freeze_time(tz_offset=0) as clock:
        desk.keep_working(clock, 30, every=6)
    assert len(books.sales_orders()) == 1
    assert reloaded(order_id).fulfillment_id


@pytest.mark.parametrize(
    "trouble",
    [{"action": "status", "status": 503, "times": 3}, {"action": "lag", "seconds": 3600, "times": 12}],
    ids=["a failed look-up", "a list that lags"],
)
def test_what_a_look_up_does_not_show_is_not_taken_for_not_there(
    desk: Desk, books: Books, trouble: dict[str, Any]
) -> None:
    lost = {"action": "drop", "method": "POST", "path": SALES_ORDERS, "when": "after"}
    books.fail(lost, {**trouble, "method": "GET", "path": SALES_ORDERS})
    order_id = submit(desk, desk.order())
    with freeze_time(tz_offset=0) as clock:
        desk.keep_working(clock, 60, every=60)
    assert len(books.sales_orders()) == 1
    assert reloaded(order_id).fulfillment_id


def sales_order_of_another_desk(books: Books, order: Order, customer_id: str, reference: str) -> None:
    body = {
        "customer_id": customer_id,
        "salesorder_number": f"ACME-{order.id}",
        "reference_number": reference,
        "line_items": [{"name": "Thing", "rate": 1, "quantity": 1}],
    }
    books.call("POST", "/salesorders", body, ignore_auto_number_generation="true")


def assert_sent_beside_it(books: Books, order_id: int) -> None:
    numbers = sorted(row["salesorder_number"] for row in books.sales_orders())
    assert numbers == [f"ACME-{order_id}", f"ACME-{order_id}-2"]
    assert repository.live(order_id).salesorder_number == f"ACME-{order_id}-2"


def test_a_number_of_somebody_else_is_left_alone(desk: Desk, books: Books) -> None:
    order = desk.order()
    sales_order_of_another_desk(books, order, books.contacts()[0]["contact_id"], "somebody else's")
    assert_sent_beside_it(books, submit(desk, order))


def test_a_number_of_somebody_else_is_left_alone_even_with_the_same_reference(desk: Desk, books: Books) -> None:
    """As those of orders typed in by hand are, whose reference is their number: another desk has the same."""
    order = desk.order()
    sales_order_of_another_desk(books, order, books.contacts()[0]["contact_id"], order.source_id)
    assert_sent_beside_it(books, submit(desk, order))


def test_an_older_sales_order_of_the_same_customer_is_not_taken_for_this_one(desk: Desk, books: Books) -> None:
    customer_id = books.add_contact("Ada Lovelace", "ada@example.com")
    order = desk.order()
    sales_order_of_another_desk(books, order, customer_id, order.source_id)
    with freeze_time(now() + timedelta(days=2)):
        order_id = submit(desk, order)
    assert_sent_beside_it(books, order_id)


def test_one_that_was_voided_before_it_could_be_looked_up_is_canceled_and_not_sent_again(
    desk: Desk, books: Books
) -> None:
    books.fail({"action": "drop", "method": "POST", "path": SALES_ORDERS, "when": "after"})
    order_id = submit(desk, desk.order())
    books.call("POST", f"/salesorders/{books.sales_orders()[0]['salesorder_id']}/status/void")
    with freeze_time(tz_offset=0) as clock:
        desk.keep_working(clock, 30, every=6)
    assert [row["status"] for row in books.sales_orders()] == ["void"]
    order = reloaded(order_id)
    assert (order.fulfillment_id, order.folder.name) == ("", "Canceled")
    assert any("was voided in Zoho Books." in line for line in desk.history(order_id))


def test_an_outage_is_tried_again_for_two_hours_and_then_told(desk: Desk, books: Books) -> None:
    books.fail({"action": "status", "status": 500, "path": "/books/v3/contacts", "times": 0})
    with freeze_time() as clock:
        order_id = submit(desk, desk.order())
        assert appointment(order_id).state == "scheduled"
        desk.keep_working(clock, 130, every=60)
    assert appointment(order_id).state == "failed"
    assert "Order Could Not Be Submitted" in desk.history(order_id)[0]
    assert len([call for call in books.desk_calls() if "contacts" in call]) <= 20


def test_the_minute_limit_of_zoho_is_waited_out(desk: Desk, books: Books) -> None:
    books.fail(LIMIT)
    order_id = submit(desk, desk.order())
    assert appointment(order_id).state == "scheduled"
    assert not any("Could Not" in line for line in desk.history(order_id))
    with freeze_time() as clock:
        clock.tick(31)
        desk.work()
    assert len(books.sales_orders()) == 1


def test_an_order_that_waited_for_a_limit_is_sent_as_it_is_by_then_and_announced_once(
    desk: Desk, books: Books
) -> None:
    note = {"action": "Add Order Note", "values": {"content": "About to be sent"}}
    event = "Before Order Submitted to Zoho Books"
    db.session.add(Rule(store_id=desk.store_id, name="Note", event=event, filters=[], actions=[note]))
    db.session.commit()
    books.fail(LIMIT)
    order_id = submit(desk, desk.order())
    reloaded(order_id).order_metadata = {"notes": "Ring twice"}
    db.session.commit()
    db.session.remove()
    with freeze_time() as clock:
        clock.tick(31)
        desk.work()
    assert [order["notes"] for order in books.sales_orders()] == ["Ring twice"]
    assert len(reloaded(order_id).notes) == 1


def test_an_answer_lost_after_a_limit_was_waited_for_is_in_doubt_like_any_other(desk: Desk, books: Books) -> None:
    books.fail(LIMIT, {"action": "drop", "method": "POST", "path": SALES_ORDERS, "when": "after"})
    with freeze_time() as clock:
        order_id = submit(desk, desk.order())
        clock.tick(31)
        desk.work()
        assert appointment(order_id).state == "unknown"
        actions.cancel(reloaded(order_id), "operator@example.com")
        db.session.commit()
        desk.keep_working(clock, 10, every=60)
    assert [order["status"] for order in books.sales_orders()] == ["void"]
    assert reloaded(order_id).folder.name == "Canceled"


def test_a_refusal_shows_zohos_words_and_code(desk: Desk, books: Books) -> None:
    refusal = {"action": "code", "code": 110999, "message": "Multi-currency is off"}
    books.fail({**refusal, "path": SALES_ORDERS, "method": "POST"})
    order_id = submit(desk, desk.order())
    newest = desk.history(order_id)[0]
    assert "Multi-currency is off" in newest
    assert "110999" in newest
    assert repository.live(order_id) is None


def test_a_contact_deleted_in_zoho_is_looked_up_anew(desk: Desk, books: Books) -> None:
    submit(desk, desk.order("1"))
    change_settings(desk, create_contact_if_missing=True)
    refusal = {"action": "code", "code": 1002, "message": "Customer does not exist."}
    books.fail({**refusal, "path": SALES_ORDERS, "method": "POST"})
    order_id = submit(desk, desk.order("2"))
    assert appointment(order_id).state == "done"
    assert len(books.sales_orders()) == 2


def test_when_an_item_is_gone_the_contact_is_not_made_again(desk: Desk, books: Books) -> None:
    jobs.schedule_readings()
    desk.work()
    change_settings(desk, create_contact_if_missing=True)
    whose = {"email": "walk-in@example.com"}  # whom Zoho knows under another name
    submit(desk, desk.order("1", **whose))
    refusal = {"action": "code", "code": 1002, "message": "Item does not exist."}
    books.fail({**refusal, "path": SALES_ORDERS, "method": "POST"})
    submit(desk, desk.order("2", **whose))
    assert len(books.sales_orders()) == 2
    assert len({order["customer_id"] for order in books.sales_orders()}) == 1
    assert len(books.call("GET", "/contacts", email="walk-in@example.com")["contacts"]) == 1


def test_a_contact_that_is_gone_when_it_should_get_an_address_is_looked_up_anew(desk: Desk, books: Books) -> None:
    submit(desk, desk.order("1"))
    gone = books.sales_orders()[0]["customer_id"]
    other = {"contact_name": "Somebody Else", "contact_persons": [{"email": "else@example.com"}]}
    books.call("PUT", f"/contacts/{gone}", other)
    missing = {"action": "code", "code": 1002, "message": "Contact does not exist.", "times": 0}
    books.fail({**missing, "path": f"/books/v3/contacts/{gone}"})
    elsewhere = {**order_data()["shipping"], "address1": "1 Other Street"}
    order_id = submit(desk, desk.order("2", shipping=elsewhere))
    assert appointment(order_id).state == "done"
    assert books.sales_orders()[1]["customer_id"] != gone


def test_what_rules_do_before_sending_is_not_lost_when_an_attempt_breaks_inside_bookdesk(
    desk: Desk, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = {"action": "Add Order Note", "values": {"content": "About to be sent"}}
    event = "Before Order Submitted to Zoho Books"
    db.session.add(Rule(store_id=desk.store_id, name="Note", event=event, filters=[], actions=[note]))
    db.session.commit()

    def break_down(*args: Any) -> Any:
        raise RuntimeError("a bug in Bookdesk")

    with freeze_time() as clock:
        with monkeypatch.context() as patch:
            patch.setattr(prepare, "prepare", break_down)
            order_id = submit(desk, desk.order())
        assert appointment(order_id).state == "scheduled"
        assert reloaded(order_id).notes == []
        desk.keep_working(clock, 5, every=60)
    assert appointment(order_id).state == "done"
    assert len(reloaded(order_id).notes) == 1


def test_numbers_that_are_all_taken_end_an_attempt_and_not_the_order(
    desk: Desk, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.fail({"action": "code", "code": 36004, "path": SALES_ORDERS, "method": "POST", "times": 6})
    looked_up: list[str] = []

    def others(gateway: Gateway, number: str) -> list[dict[str, Any]]:
        looked_up.append(number)
        return [{"salesorder_id": "1", "salesorder_number": number, "reference_number": "somebody else's"}]

    with freeze_time() as clock:
        with monkeypatch.context() as patch:
            patch.setattr(Gateway, "sales_orders_numbered", others)
            order_id = submit(desk, desk.order())
        assert appointment(order_id).state == "unknown"
        assert 2 <= len(looked_up) == len(set(looked_up)) <= 6  # each time under another number
        desk.keep_working(clock, 10, every=60)
    (arrived,) = books.sales_orders()
    assert reloaded(order_id).fulfillment_id == arrived["salesorder_id"]


def test_an_order_in_doubt_can_not_be_withdrawn_after_an_error_in_bookdesk(
    desk: Desk, books: Books, walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is lost, and then Bookdesk breaks before it has looked the number up."""
    books.fail({"action": "drop", "method": "POST", "path": SALES_ORDERS, "when": "after"})
    order_id = submit(desk, desk.order())
    with freeze_time(now() + timedelta(seconds=6)), monkeypatch.context() as patch:
        patch.setattr(SubmitAttempt, "_look_up", breaking)
        desk.work()
    assert (appointment(order_id).state, appointment(order_id).cause) == (UNKNOWN, "internal")
    walker.open("/appointments?state=unknown").see("1001")
    assert "Cancel" not in [button.get_text(strip=True) for button in walker.soup.select("main tbody button")]
    with freeze_time(tz_offset=0) as clock:
        desk.keep_working(clock, 30, every=60)
    assert len(books.sales_orders()) == 1
    assert reloaded(order_id).fulfillment_id


def breaking(*_: object) -> None:
    raise RuntimeError("broken on purpose")
