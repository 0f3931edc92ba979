"""Comparing with Zoho Books: each way to drift apart is found, repaired by its one button, and gone afterwards."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from freezegun import freeze_time
from sqlalchemy import select, update

from harness.books import WHO, Books
from harness.desk import Desk
from tests.support.reconcile import LIST, Page, believe_void, forget, page, reload, submitted
from zoho_app import actors, jobs, kinds
from zoho_app.accounts import audit
from zoho_app.accounts.models import Store
from zoho_app.appointments.models import BULK, SCHEDULED, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books import actions
from zoho_app.zoho_books import settings as zoho_settings
from zoho_app.zoho_books.api import client
from zoho_app.zoho_books.models import Connection, Finding, SalesOrder, ZohoBooksSettings
from zoho_app.zoho_books.reconcile import run as reconcile

pytestmark = pytest.mark.slow(40)

__all__ = ["page"]


def drift(books: Books, rows: list[SalesOrder]) -> dict[str, tuple[str, str]]:
    """Ten of the sales orders drift apart; what has to be found and the button of each."""
    deleted, voided, repriced, forgotten, void_here, copied = (
        rows[0:2],
        rows[5:7],
        rows[10:12],
        rows[15:17],
        *rows[20:22],
    )
    for row in deleted:
        books.delete(row.salesorder_id)
    for row in voided:
        books.void(row.salesorder_id)
    for row in repriced:
        books.reprice(row.salesorder_id, "5.01")  # one cent more
    for row in forgotten:
        forget(row)
    believe_void(void_here)
    books.copy(copied.salesorder_id, salesorder_number=f"{copied.salesorder_number}-2")
    return {
        **{row.salesorder_number: ("Deleted in Zoho", "Mark as deleted") for row in deleted},
        **{row.salesorder_number: ("Voided in Zoho", "Mark as canceled") for row in voided},
        **{row.salesorder_number: ("Different total", "Accept Zoho's total") for row in repriced},
        **{row.salesorder_number: ("Only in Zoho", "Adopt") for row in (*forgotten, void_here)},
        f"{copied.salesorder_number}-2": ("Only in Zoho", "Void in Zoho Books"),
    }


def test_every_drift_is_found_repaired_by_its_button_and_gone_after_the_next_comparison(
    desk: Desk, books: Books, page: Page
) -> None:
    rows = submitted(desk, 30)
    expected = drift(books, rows)
    assert len(expected) == 10
    books.count_from_here()
    page.compare()
    assert page.rows() == expected
    # 1 call for the 27 that the desk believes in, 1 for each of the 2 that it lacks, 1 for those under the prefix.
    assert Counter(call.rpartition("/")[0] for call in books.desk_calls()) == {"GET ": 2, "GET /salesorders": 2}
    for number in expected:
        page.press_repair(number)
        assert number not in page.rows()
    books.count_from_here()
    page.compare()
    assert page.rows() == {}
    assert books.desk_calls() == [LIST, LIST]
    assert "No differences" in page.client.get(page.address).text
    in_zoho = Counter(order["reference_number"] for order in books.sales_orders() if order["status"] != "void")
    assert max(in_zoho.values()) == 1


def test_what_agrees_is_no_difference_and_the_orders_stay_untouched(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    before = desk.history(row.order_id)
    page.compare()
    assert page.rows() == {}
    assert desk.history(row.order_id) == before


def test_comparing_changes_nothing_by_itself(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    books.void(row.salesorder_id)
    page.compare()
    assert reload(row).status != "void"
    assert db.session.get_one(Order, row.order_id).folder.name == "Prepared"


def test_one_marked_as_deleted_can_be_submitted_again(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    books.delete(row.salesorder_id)
    page.compare()
    page.press_repair(row.salesorder_number)
    assert db.session.get_one(Order, row.order_id).folder.name == "Canceled"
    actions.submit(db.session.get_one(Order, row.order_id), WHO)
    db.session.commit()
    desk.work()
    assert [order["salesorder_number"] for order in books.sales_orders()] == [f"{row.salesorder_number}-2"]


def test_history_and_audit_say_who_repaired_it(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    books.reprice(row.salesorder_id, "6")
    page.compare()
    page.press_repair(row.salesorder_number)
    totals = "$50.90 in Zoho Books, $49.90 when the order was sent"
    words = f"Zoho's total of sales order {row.salesorder_number} was accepted: {totals}."
    assert desk.history(row.order_id)[0] == f"{WHO}: {words}"
    entry = audit.latest(desk.store_id, 1)[0]
    assert (entry.who, entry.what) == (WHO, words)
    assert reload(row).total == Decimal("50.90")


def test_an_accepted_total_that_changes_once_more_is_found_again(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    books.reprice(row.salesorder_id, "6")
    page.compare()
    page.press_repair(row.salesorder_number)
    books.reprice(row.salesorder_id, "6.01")
    page.compare()
    assert page.rows() == {row.salesorder_number: ("Different total", "Accept Zoho's total")}
    books.reprice(row.salesorder_id, "5")
    page.compare()
    assert page.rows() == {}


def test_an_adopted_one_is_the_orders_own_and_moves_as_if_it_had_just_been_sent(
    desk: Desk, books: Books, page: Page
) -> None:
    (row,) = submitted(desk)
    forget(row)
    page.compare()
    page.press_repair(row.salesorder_number)
    order = db.session.get_one(Order, row.order_id)
    assert (order.fulfillment_name, order.fulfillment_id) == ("Zoho Books", row.salesorder_id)
    assert any("was found in Zoho Books and adopted" in line for line in desk.history(row.order_id))
    books.count_from_here()
    actions.cancel(db.session.get_one(Order, row.order_id), WHO)
    db.session.commit()
    desk.work()
    assert [order["status"] for order in books.sales_orders()] == ["void"]


def test_one_whose_sending_ended_in_doubt_is_adopted(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    db.session.execute(update(SalesOrder).values(salesorder_id="", status="sending"))
    db.session.commit()
    page.compare()
    assert page.rows() == {row.salesorder_number: ("Only in Zoho", "Adopt")}
    page.press_repair(row.salesorder_number)
    assert reload(row).salesorder_id == row.salesorder_id


def test_one_with_a_strange_reference_is_not_adopted(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    forget(row)
    books.call("PUT", f"/salesorders/{row.salesorder_id}", {"reference_number": "somebody else's"})
    page.compare()
    assert page.rows() == {row.salesorder_number: ("Only in Zoho", "Void in Zoho Books")}


def test_without_a_prefix_a_number_with_a_strange_reference_is_nobodys(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    forget(row)
    db.session.get_one(ZohoBooksSettings, desk.store_id).salesorder_prefix = ""
    db.session.commit()
    books.call(
        "PUT",
        f"/salesorders/{row.salesorder_id}",
        {"salesorder_number": str(row.order_id), "reference_number": "by hand"},
    )
    page.compare()
    assert page.rows() == {}


def test_an_extra_of_a_deleted_order_is_voided(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    db.session.delete(db.session.get_one(Order, row.order_id))
    db.session.commit()
    page.compare()
    assert page.rows() == {row.salesorder_number: ("Only in Zoho", "Void in Zoho Books")}
    page.press_repair(row.salesorder_number)
    assert [order["status"] for order in books.sales_orders()] == ["void"]
    assert page.rows() == {}


def test_an_extra_that_cannot_be_voided_stays_and_the_order_says_why(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    copy = books.copy(row.salesorder_id, salesorder_number=f"{row.salesorder_number}-2")
    books.invoice(copy)
    page.compare()
    page.press_repair(f"{row.salesorder_number}-2")
    assert list(page.rows()) == [f"{row.salesorder_number}-2"]
    assert "could not be voided in Zoho Books" in desk.history(row.order_id)[0]
    assert "An invoiced sales order cannot be marked as void." in page.client.get(page.address).text


def test_numbers_of_another_store_and_of_other_people_are_left_out(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    other = Desk.open(desk.app, "Elsewhere").order("7001")
    books.copy(row.salesorder_id, salesorder_number=f"BD-{other.id}", reference_number="7001")
    books.copy(row.salesorder_id, salesorder_number="BD-999999")
    books.copy(row.salesorder_id, salesorder_number="BD-custom")
    books.copy(row.salesorder_id, salesorder_number=f"XY-{row.order_id}")
    page.compare()
    assert page.rows() == {}


def test_sales_orders_of_another_organization_are_left_out(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    books.delete(row.salesorder_id)
    db.session.execute(update(SalesOrder).values(organization_id="1"))
    db.session.commit()
    books.count_from_here()
    page.compare()
    assert page.rows() == {}
    assert books.desk_calls() == [LIST]


def test_an_order_that_is_just_being_canceled_is_left_out(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    books.void(row.salesorder_id)
    with freeze_time(now() + timedelta(hours=1)):
        actions.cancel(db.session.get_one(Order, row.order_id), WHO)
        db.session.commit()
    page.compare()
    assert page.rows() == {}


def test_a_missing_finding_is_closed_when_it_is_no_longer_true(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    books.reprice(row.salesorder_id, "9")
    page.compare()
    books.reprice(row.salesorder_id, "5")
    page.compare()
    finding = db.session.scalars(select(Finding)).one()
    assert finding.closed_at is not None
    assert finding.closed_by == actors.BOOKDESK


def many(desk: Desk, books: Books, row: SalesOrder, count: int) -> list[str]:
    """So many more sales orders that the desk and Zoho agree on; their ids in Zoho."""
    orders = [(order.id, order.source_id) for n in range(count) if (order := desk.order(f"many-{n}"))]
    wanted = [
        {"salesorder_number": f"BD-{order_id}", "reference_number": source_id} for order_id, source_id in orders
    ]
    zoho_ids = books.copies(row.salesorder_id, wanted)
    for (order_id, _), zoho_id, names in zip(orders, zoho_ids, wanted, strict=True):
        more = SalesOrder(store_id=desk.store_id, order_id=order_id, organization_id=row.organization_id, **names)
        more.salesorder_id, more.status = zoho_id, "draft"
        db.session.add(more)
    db.session.commit()
    return zoho_ids


def test_two_hundred_are_compared_with_one_call(
    desk: Desk, books: Books, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile, "SLICE_SECONDS", 0)  # each call is an attempt of its own
    (row,) = submitted(desk)
    ids = many(desk, books, row, 201)
    books.delete(ids[150])
    books.count_from_here()
    page.compare()
    # ceil(202 / 200) by id, one confirmation, ceil(201 / 200) under the prefix.
    assert Counter(books.desk_calls()) == {LIST: 2 + 2, f"{LIST}/{ids[150]}": 1}
    assert len(page.rows()) == 1
    assert client.IDS_A_CALL == client.PER_PAGE == 200


def test_each_connected_store_is_compared_once_a_night_at_three_of_its_own_time(desk: Desk, books: Books) -> None:
    db.session.execute(update(Store).values(time_zone="America/New_York"))
    db.session.execute(update(Connection).values(connected_at=datetime(2026, 1, 1, tzinfo=UTC)))
    db.session.commit()
    made = []
    with freeze_time(datetime(2026, 1, 10, tzinfo=UTC)) as clock:
        for _ in range(2 * 24 * 6):  # every ten minutes of two days
            jobs.schedule_comparisons()
            waiting = db.session.scalars(select(Appointment).where(Appointment.state == SCHEDULED)).all()
            for one in waiting:
                made.append(one.created_at)
                assert (one.kind, one.priority, one.asked_by) == (kinds.RECONCILE.name, BULK, "Bookdesk")
                one.state = "done"
            db.session.commit()
            clock.tick(600)
    # The first tick makes up for the night before; New York's three o'clock is eight in UTC.
    assert made == [
        datetime(2026, 1, 10, 0, tzinfo=UTC),
        *(datetime(2026, 1, day, 8, tzinfo=UTC) for day in (10, 11)),
    ]


def test_a_store_connected_today_or_not_connected_waits_for_the_night(desk: Desk, books: Books) -> None:
    jobs.schedule_comparisons()
    assert db.session.scalars(select(Appointment).where(Appointment.kind == kinds.RECONCILE.name)).all() == []


def test_a_changed_prefix_hides_no_older_sales_order(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    books.copy(row.salesorder_id, salesorder_number=f"BD-{row.order_id}-2")
    settings = db.session.get_one(ZohoBooksSettings, desk.store_id)
    zoho_settings.save(settings, {"salesorder_prefix": "NEW-"}, "owner@example.com")
    db.session.commit()
    page.compare()
    assert page.rows() == {f"BD-{row.order_id}-2": ("Only in Zoho", "Void in Zoho Books")}
