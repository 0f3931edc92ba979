"""Comparing with Zoho Books: each way to drift apart is found, mended by its one button, and gone afterwards."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from freezegun import freeze_time
from sqlalchemy import delete, select, update

from tests.books_support import Books
from tests.support import Desk, csrf_token
from zoho_app import jobs
from zoho_app.accounts import audit
from zoho_app.accounts.models import Store
from zoho_app.appointments import sweeping
from zoho_app.appointments.models import BULK, SCHEDULED, Appointment
from zoho_app.appointments.task import LEASE
from zoho_app.clock import now
from zoho_app.config import Config
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books import actions, findings, gateway, reconciling
from zoho_app.zoho_books.models import Connection, Finding, SalesOrder, ZohoBooksSettings

WHO = "operator@example.com"
LIST = "GET /salesorders"


@dataclass
class Page:
    """The page of the comparison, as an operator uses it."""

    client: FlaskClient
    desk: Desk

    @property
    def address(self) -> str:
        return f"{self.desk.address}/integrations/zoho-books/reconcile"

    def compare(self) -> None:
        """Press "Compare with Zoho Books now" and let the worker do it."""
        self._press(self.address)
        self.desk.work()

    def rows(self) -> dict[str, tuple[str, str]]:
        """{sales order number: (what differs, the words of the one button)}."""
        found = {}
        for row in BeautifulSoup(self.client.get(self.address).text, "lxml").select("tbody tr"):
            (wanted,) = row.select("input[name=repair]")
            found[row.select_one("th").get_text().split()[0]] = (
                row.select_one(".state").get_text(strip=True),
                str(wanted["value"]),
            )
        return found

    def mend(self, number: str) -> str:
        """Press the button of that sales order; returns the page that follows."""
        page = BeautifulSoup(self.client.get(self.address).text, "lxml")
        row = next(row for row in page.select("tbody tr") if row.select_one("th").get_text().split()[0] == number)
        form = row.select_one("form")
        text = self._press(str(form["action"]), repair=str(form.select_one("[name=repair]")["value"]))
        self.desk.work()
        return text

    def _press(self, action: str, **fields: str) -> str:
        data = {"csrf_token": csrf_token(self.client, self.address), **fields}
        answer = self.client.post(action, data=data, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return str(answer.text)


@pytest.fixture
def page(operator: FlaskClient, desk: Desk, books: Books) -> Page:
    settings = db.session.get_one(ZohoBooksSettings, desk.store_id)
    settings.salesorder_prefix = "BD-"
    db.session.commit()
    return Page(operator, desk)


def submitted(desk: Desk, count: int = 1) -> list[SalesOrder]:
    """So many orders are in Zoho Books; their rows, free of any session."""
    orders = [desk.order(str(1001 + n)) for n in range(count)]
    for order in orders:
        actions.submit(order, WHO)
    db.session.commit()
    while desk.work():  # a slow machine needs more than one slice
        pass
    rows = list(db.session.scalars(select(SalesOrder).order_by(SalesOrder.id)))
    assert len(rows) == count and all(row.salesorder_id for row in rows)
    db.session.expunge_all()
    db.session.remove()
    return rows


def reload(row: SalesOrder) -> SalesOrder:
    db.session.remove()
    return db.session.get_one(SalesOrder, row.id)


def forget(row: SalesOrder) -> None:
    """The desk was put back to a time before the order was sent."""
    db.session.execute(delete(SalesOrder).where(SalesOrder.id == row.id))
    db.session.execute(update(Order).where(Order.id == row.order_id).values(fulfillment_name="", fulfillment_id=""))
    db.session.commit()


def believe_void(row: SalesOrder) -> None:
    db.session.execute(update(SalesOrder).where(SalesOrder.id == row.id).values(status="void"))
    db.session.commit()


def connection(desk: Desk) -> Connection:
    db.session.remove()
    return db.session.get_one(Connection, desk.store_id)


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


def test_every_drift_is_found_mended_by_its_button_and_gone_after_the_next_comparison(
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
        page.mend(number)
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
    page.mend(row.salesorder_number)
    assert db.session.get_one(Order, row.order_id).folder.name == "Canceled"
    actions.submit(db.session.get_one(Order, row.order_id), WHO)
    db.session.commit()
    desk.work()
    assert [order["salesorder_number"] for order in books.sales_orders()] == [f"{row.salesorder_number}-2"]


def test_history_and_audit_say_who_mended_it(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    books.reprice(row.salesorder_id, "6")
    page.compare()
    page.mend(row.salesorder_number)
    totals = "50.90 in Zoho Books, 49.90 when the order was sent"
    words = f"Zoho's total of sales order {row.salesorder_number} was accepted: {totals}."
    assert desk.history(row.order_id)[0] == f"{WHO}: {words}"
    entry = audit.latest(desk.store_id, 1)[0]
    assert (entry.who, entry.what) == (WHO, words)
    assert reload(row).total == Decimal("50.90")


def test_an_accepted_total_that_changes_once_more_is_found_again(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    books.reprice(row.salesorder_id, "6")
    page.compare()
    page.mend(row.salesorder_number)
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
    page.mend(row.salesorder_number)
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
    page.mend(row.salesorder_number)
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
    page.mend(row.salesorder_number)
    assert [order["status"] for order in books.sales_orders()] == ["void"]
    assert page.rows() == {}


def test_an_extra_that_cannot_be_voided_stays_and_the_order_says_why(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    copy = books.copy(row.salesorder_id, salesorder_number=f"{row.salesorder_number}-2")
    books.invoice(copy)
    page.compare()
    page.mend(f"{row.salesorder_number}-2")
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


def test_a_button_pressed_twice_does_its_work_once(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    books.void(row.salesorder_id)
    page.compare()
    (finding_id,) = db.session.scalars(select(Finding.id))
    for _ in range(2):
        text = page._press(f"{page.address}/{finding_id}", repair="Mark as canceled")
    assert "has changed meanwhile" in text
    assert sum("was marked as canceled" in line for line in desk.history(row.order_id)) == 1


def test_an_old_page_cannot_do_another_repair_than_it_showed(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    copy = books.copy(row.salesorder_id, salesorder_number=f"{row.salesorder_number}-2")
    believe_void(row)
    page.compare()
    assert page.rows()[f"{row.salesorder_number}-2"][1] == "Adopt"
    page.mend(row.salesorder_number)  # now the order has one that exists
    finding_id = db.session.scalar(select(Finding.id).where(Finding.salesorder_id == copy))
    assert "has changed meanwhile" in page._press(f"{page.address}/{finding_id}", repair="Adopt")
    assert page.rows() == {f"{row.salesorder_number}-2": ("Only in Zoho", "Void in Zoho Books")}


def test_what_the_check_for_shipments_takes_over_is_no_longer_listed(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    books.void(row.salesorder_id)
    page.compare()
    assert len(page.rows()) == 1
    actions.check_for_shipments(desk.store_id, WHO)
    db.session.commit()
    desk.work()
    assert page.rows() == {}


@pytest.mark.parametrize(
    "fault",
    [
        {"action": "status", "status": 503},
        {"action": "html"},
        {"action": "empty"},
        {"action": "malformed"},
        {"action": "drop"},
        {"action": "status", "status": 200, "body": {"code": 0, "message": "success"}},
    ],
)
def test_a_list_that_fails_takes_nothing_for_missing(
    desk: Desk, books: Books, page: Page, fault: dict[str, Any]
) -> None:
    submitted(desk, 3)
    books.fail({**fault, "method": "GET", "path": "/books/v3/salesorders", "times": 0})
    page.compare()
    assert page.rows() == {}
    assert connection(desk).reconciled_at is None
    books.fail()
    with freeze_time(now() + timedelta(minutes=5)):
        desk.work()
    assert page.rows() == {}
    assert connection(desk).reconciled_at is not None


def test_a_comparison_that_zoho_refuses_says_why_and_is_not_repeated_before_the_next_night(
    desk: Desk, books: Books, page: Page
) -> None:
    submitted(desk)
    body = {"code": 99, "message": "Not today."}
    books.fail({"action": "status", "status": 400, "body": body, "path": "/books/v3/salesorders", "times": 0})
    page.compare()
    text = page.client.get(page.address).text
    assert "Failed" in text and "Not today." in text
    db.session.execute(update(Connection).values(connected_at=datetime(2026, 1, 1, tzinfo=UTC)))
    db.session.commit()
    jobs.schedule_comparisons()
    assert len(db.session.scalars(select(Appointment).where(Appointment.kind == reconciling.KIND)).all()) == 1


def test_a_look_up_of_one_that_fails_takes_it_not_for_missing(desk: Desk, books: Books, page: Page) -> None:
    first, second = submitted(desk, 2)
    books.delete(first.salesorder_id)
    books.delete(second.salesorder_id)
    path = f"/books/v3/salesorders/{second.salesorder_id}"
    books.fail({"action": "status", "status": 503, "path": path})
    page.compare()
    assert list(page.rows()) == [first.salesorder_number]
    books.count_from_here()
    with freeze_time(now() + timedelta(minutes=5)):
        desk.work()
    assert list(page.rows()) == [first.salesorder_number, second.salesorder_number]
    # The first is not asked for again.
    assert books.desk_calls() == [LIST, f"{LIST}/{second.salesorder_id}", LIST]


def test_a_list_that_ignores_the_ids_or_lags_takes_nothing_for_missing(desk: Desk, books: Books, page: Page) -> None:
    rows = submitted(desk, 3)
    books.fail({"action": "lag", "seconds": 3600, "path": "/books/v3/salesorders", "exact": True})
    books.count_from_here()
    page.compare()
    assert page.rows() == {}
    assert books.desk_calls() == [LIST, *(f"{LIST}/{row.salesorder_id}" for row in rows), LIST]


def test_an_extra_that_the_list_misses_is_asked_for_before_it_counts_as_gone(
    desk: Desk, books: Books, page: Page
) -> None:
    (row,) = submitted(desk)
    forget(row)
    page.compare()
    books.fail({"action": "lag", "seconds": 3600, "path": "/books/v3/salesorders", "exact": True})
    page.compare()
    assert list(page.rows()) == [row.salesorder_number]
    books.delete(row.salesorder_id)
    books.count_from_here()
    page.compare()
    assert page.rows() == {}
    assert books.desk_calls() == [LIST, f"{LIST}/{row.salesorder_id}"]


def test_a_deleted_one_is_taken_back_when_it_is_true_no_longer(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    books.reprice(row.salesorder_id, "9")
    page.compare()
    books.reprice(row.salesorder_id, "5")
    page.compare()
    finding = db.session.scalars(select(Finding)).one()
    assert finding.closed_at is not None
    assert finding.closed_by == findings.BY_ITSELF


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
    monkeypatch.setattr(reconciling, "SLICE_SECONDS", 0)  # each call is an attempt of its own
    (row,) = submitted(desk)
    ids = many(desk, books, row, 201)
    books.delete(ids[150])
    books.count_from_here()
    page.compare()
    # ceil(202 / 200) by id, one confirmation, ceil(201 / 200) under the prefix.
    assert Counter(books.desk_calls()) == {LIST: 2 + 2, f"{LIST}/{ids[150]}": 1}
    assert len(page.rows()) == 1
    assert gateway.IDS_A_CALL == gateway.PER_PAGE == 200


def test_a_worker_that_is_killed_in_the_middle_loses_nothing(
    desk: Desk, books: Books, page: Page, settings: Config
) -> None:
    rows = submitted(desk, 3)
    books.delete(rows[0].salesorder_id)
    forget(rows[1])
    path = f"/books/v3/salesorders/{rows[0].salesorder_id}"
    books.fail({"action": "hang", "seconds": 30, "path": path})
    page._press(page.address)
    books.count_from_here()
    worker = started_worker(settings, books.url)
    wait_until(lambda: f"{LIST}/{rows[0].salesorder_id}" in books.desk_calls())
    worker.send_signal(signal.SIGKILL)
    worker.wait(10)
    assert page.rows() == {}
    books.fail()
    with freeze_time(now() + LEASE + timedelta(seconds=5)):
        assert sweeping.free_abandoned() == 1
        db.session.commit()
        desk.work()
    assert page.rows() == {
        rows[0].salesorder_number: ("Deleted in Zoho", "Mark as deleted"),
        rows[1].salesorder_number: ("Only in Zoho", "Adopt"),
    }


def started_worker(settings: Config, zoho: str) -> subprocess.Popen[bytes]:
    """A worker process on the database of this test."""
    code = "from app import app; from zoho_app.jobs import work; app.app_context().push(); work('zoho_books')"
    environment = {
        **os.environ,
        "INSTANCE_DIR": str(settings.instance_dir),
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "ZOHO_SANDBOX_URL": zoho,
    }
    return subprocess.Popen([sys.executable, "-c", code], env=environment)


def wait_until(happened: Callable[[], bool], seconds: float = 20) -> None:
    give_up_at = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < give_up_at
        time.sleep(0.1)


def test_connecting_to_another_organization_in_the_middle_starts_anew(
    desk: Desk, books: Books, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = submitted(desk)
    books.delete(row.salesorder_id)
    page._press(page.address)
    ask = gateway.Gateway.sales_order

    def ask_while_somebody_reconnects(self: gateway.Gateway, salesorder_id: str) -> dict[str, Any]:
        db.session.execute(update(Connection).values(organization_id="1"))
        db.session.commit()
        monkeypatch.setattr(gateway.Gateway, "sales_order", ask)
        return ask(self, salesorder_id)

    monkeypatch.setattr(gateway.Gateway, "sales_order", ask_while_somebody_reconnects)
    desk.work()
    assert page.rows() == {}


def test_each_connected_store_is_compared_once_a_night_at_three_of_its_own_time(desk: Desk, books: Books) -> None:
    db.session.execute(update(Store).values(time_zone="America/New_York"))
    db.session.execute(update(Connection).values(connected_at=datetime(2026, 1, 1, tzinfo=UTC)))
    db.session.commit()
    made = []
    for day in (10, 11):
        for minutes in range(0, 24 * 60, 10):
            with freeze_time(datetime(2026, 1, day, tzinfo=UTC) + timedelta(minutes=minutes)):
                jobs.schedule_comparisons()
                waiting = db.session.scalars(select(Appointment).where(Appointment.state == SCHEDULED)).all()
                for one in waiting:
                    made.append(one.created_at)
                    assert (one.kind, one.priority, one.asked_by) == (reconciling.KIND, BULK, "Bookdesk")
                    one.state = "done"
                db.session.commit()
    # The first tick makes up for the night before; New York's three o'clock is eight in UTC.
    assert made == [
        datetime(2026, 1, 10, 0, tzinfo=UTC),
        *(datetime(2026, 1, day, 8, tzinfo=UTC) for day in (10, 11)),
    ]


def test_a_store_connected_today_or_not_connected_waits_for_the_night(desk: Desk, books: Books) -> None:
    jobs.schedule_comparisons()
    assert db.session.scalars(select(Appointment).where(Appointment.kind == reconciling.KIND)).all() == []


def test_the_settings_page_counts_the_differences(desk: Desk, books: Books, page: Page, viewer: FlaskClient) -> None:
    settings_page = f"{desk.address}/integrations/zoho-books"
    assert "Not compared yet" in viewer.get(settings_page).text
    rows = submitted(desk, 2)
    for row in rows:
        books.void(row.salesorder_id)
    page.compare()
    text = viewer.get(settings_page).text
    assert "2 differences" in text
    assert f'href="{page.address}"' in text


def test_a_viewer_sees_the_differences_but_no_button(
    desk: Desk, books: Books, page: Page, viewer: FlaskClient
) -> None:
    (row,) = submitted(desk)
    books.void(row.salesorder_id)
    page.compare()
    text = viewer.get(page.address).text
    assert "Voided in Zoho" in text
    assert "Mark as canceled" not in text


def test_another_stores_finding_is_out_of_reach(desk: Desk, books: Books, page: Page) -> None:
    other = Desk.open(desk.app, "Elsewhere")
    finding = Finding(store_id=other.store_id, organization_id="1", kind="missing", salesorder_id="1")
    finding.salesorder_number = "BD-1"
    db.session.add(finding)
    db.session.commit()
    finding_id = finding.id
    data = {"csrf_token": csrf_token(page.client, page.address), "repair": "Mark as deleted"}
    assert page.client.post(f"{page.address}/{finding_id}", data=data).status_code == 404


def test_many_differences_are_shown_page_by_page(desk: Desk, books: Books, page: Page) -> None:
    for n in range(30):
        finding = Finding(store_id=desk.store_id, organization_id="1", kind="extra", salesorder_id=str(n))
        finding.salesorder_number = f"BD-{n}"
        db.session.add(finding)
    db.session.commit()
    first = page.rows()
    following = BeautifulSoup(page.client.get(page.address).text, "lxml").select_one("a[rel=next]")
    second = page.client.get(str(following["href"])).text
    assert len(first) == 25
    assert "BD-29" in second and "BD-29" not in first
