"""Stopping a run: orders not yet processed are left, scheduled ones are withdrawn; and how long the rest takes."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from harness.books import Books
from harness.desk import Desk
from harness.statements import statements
from harness.walker import Walker
from tests.support.bulk import choose, many, scheduled, stop_after, work_off
from tests.support.order_pages import connect, sales_order
from tests.support.submit import change_settings
from zoho_app import kinds
from zoho_app.appointments import backoff
from zoho_app.appointments.models import CANCELED, RUNNING, SCHEDULED, UNKNOWN, Appointment
from zoho_app.bulk import runner
from zoho_app.bulk.models import BulkRun
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import Order


def begin_in_two_parts(desk: Desk, walker: Walker, monkeypatch: pytest.MonkeyPatch) -> str:
    """A run that submits 75 orders, 50 and then 25, in one turn of the worker; returns the address of its page."""
    connect(desk)
    monkeypatch.setattr(runner, "TURN_SECONDS", 1000)
    many(desk, 75)
    choose(walker, do="submit").press("Submit 75 orders to Zoho Books")
    return walker.address


def test_it_stops_between_orders_and_goes_on_with_what_is_left(
    desk: Desk, walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_page = begin_in_two_parts(desk, walker, monkeypatch)
    stop_after(monkeypatch, lambda: Walker(walker.client, desk.address).go(run_page).press("Stop"), parts=2)
    work_off(desk)
    walker.go(run_page).see("Stopped by owner@example.com", "50 scheduled to Zoho Books", "25 not done")
    assert scheduled() == 50
    walker.click("Start again with the 25 left").see("25 would be scheduled").press("Submit 25 orders to Zoho Books")
    work_off(desk)
    walker.go(walker.address).see("Finished", "25 scheduled to Zoho Books")
    assert scheduled() == 75


def submitted(desk: Desk, walker: Walker, count: int) -> list[int]:
    """So many orders that a run has scheduled; the walker is on its page."""
    ids = many(desk, count)
    choose(walker, do="submit").press(f"Submit {count} orders to Zoho Books")
    work_off(desk)
    walker.go(walker.address).see("Finished", f"{count} scheduled to Zoho Books")
    return ids


def states() -> dict[str, list[int]]:
    """The orders whose sending was asked for, by its state."""
    db.session.remove()
    wanted = select(Appointment.state, Appointment.subject_id).where(Appointment.kind == kinds.SUBMIT.name)
    found: dict[str, list[int]] = {}
    for state, order_id in db.session.execute(wanted.order_by(Appointment.id)):
        found.setdefault(state, []).append(order_id)
    return found


def be(state: str, order_id: int) -> None:
    wanted = update(Appointment).where(Appointment.subject_id == order_id, Appointment.kind == kinds.SUBMIT.name)
    db.session.execute(wanted.values(state=state))


def test_what_is_scheduled_is_withdrawn_but_not_what_is_being_sent_or_in_doubt(desk: Desk, walker: Walker) -> None:
    connect(desk)
    ids = submitted(desk, walker, 60)
    run = walker.address
    sending, in_doubt, asked_again, *waiting = ids
    be(RUNNING, sending)
    be(UNKNOWN, in_doubt)
    row = sales_order(db.session.get_one(Order, asked_again))
    row.salesorder_id, row.status = "", "sending"
    db.session.add(row)
    db.session.commit()
    walker.go(run).see("60 waiting or under way").press("Stop: withdraw the 57 that still wait")
    walker.see("Withdraw waiting orders: 57 orders", "to stop an earlier run")
    be(RUNNING, waiting.pop(0))  # a worker was faster
    db.session.commit()
    work_off(desk)
    walker.go(walker.address).see("Finished", "56 withdrawn before they were sent", "1 refused", "Too late:")
    assert states()[CANCELED] == waiting
    assert len(states()[RUNNING]) == 2
    assert (states()[UNKNOWN], states()[SCHEDULED]) == ([in_doubt], [asked_again])
    assert desk.history(waiting[0])[0] == (
        "owner@example.com: Withdrawn before it was sent to Zoho Books, because its bulk run was stopped"
    )
    assert db.session.get_one(Order, waiting[0]).folder.name == "New"
    walker.click("an earlier run").see("56 withdrawn", "4 waiting or under way")
    assert "Stop" not in [button.get_text(strip=True)[:4] for button in walker.soup.select("#run button")]


def test_nothing_of_a_stopped_submit_comes_to_zoho_books(desk: Desk, books: Books, walker: Walker) -> None:
    for number in range(3):
        desk.order(str(number))
    choose(walker, do="submit").press("Submit 3 orders to Zoho Books")
    page = walker.soup
    walker.press("Stop: withdraw the 3 that still wait").see("Finished", "3 withdrawn before they were sent")
    desk.work()
    assert (books.sales_orders(), states()) == ([], {CANCELED: states()[CANCELED]})
    walker.soup = page  # the back button
    walker.press("Stop: withdraw the 3 that still wait").see("None of these orders waits to be sent now.")
    choose(walker, do="submit").see("3 would be scheduled").press("Submit 3 orders to Zoho Books")
    desk.work()
    assert len(books.sales_orders()) == 3
    walker.go(walker.address).see("Sent: 3 of 3")


def test_a_run_that_still_schedules_is_stopped_by_the_same_press(
    desk: Desk, walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin_in_two_parts(desk, walker, monkeypatch)

    def stop() -> None:
        another = Walker(walker.client, desk.address)
        with statements() as seen:
            another.go(run)
        assert len(seen) <= 12, "\n".join(seen)
        another.press("Stop: withdraw the 50 that still wait")

    stop_after(monkeypatch, stop, parts=2)
    work_off(desk)
    walker.go(run).see("Stopped by owner@example.com", "50 withdrawn", "25 not done")
    assert scheduled() == 0


def test_only_a_submit_is_withdrawn(desk: Desk, walker: Walker) -> None:
    many(desk, 2)
    choose(walker, do="tag", tag_name="T").press("Tag “T” on 2 orders")
    assert "withdraw" not in walker.words
    answer = walker.client.post(f"{walker.address}/take-back", data={"csrf_token": walker.token})
    assert answer.status_code == 400


def test_how_long_what_was_scheduled_still_takes(desk: Desk, walker: Walker) -> None:
    connect(desk)
    submitted(desk, walker, 200)
    walker.see("Time left: about 3 minutes, if today's quota allows.")
    change_settings(desk, mark_open=True)  # which takes one more call for each
    run = walker.address
    walker.go(run).see("Time left: about 5 minutes, if today's quota allows.")
    walker.open("").press("Pause now")
    walker.go(run).see("Time left once it continues: about 5 minutes")


def test_a_run_tells_the_time_that_it_still_takes(
    desk: Desk, walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, seen = begin_in_two_parts(desk, walker, monkeypatch), []
    assert "left" not in now_line(walker), "nothing is known of its pace yet"

    def look() -> None:
        db.session.execute(update(BulkRun).values(created_at=now() - timedelta(seconds=55)))
        db.session.commit()
        seen.append(now_line(Walker(walker.client, desk.address).go(run)))

    stop_after(monkeypatch, look, parts=1)
    work_off(desk)
    assert seen == ["Under way about 2 minutes left"]  # 25 took nearly a minute, and 50 are left
    assert "left" not in now_line(walker.go(run))


def now_line(walker: Walker) -> str:
    """How the run is, in the line above its figures."""
    return " ".join(" ".join(one.get_text(" ").split()) for one in walker.soup.select(".run-now"))


def test_a_run_that_bookdesk_gave_up_is_tried_again_with_what_is_left(
    desk: Desk, walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin_in_two_parts(desk, walker, monkeypatch)
    with monkeypatch.context() as broken:
        broken.setattr(backoff, "next_try", lambda *_: None)
        stop_after(broken, lambda: 1 / 0, parts=2)
        work_off(desk)
    walker.go(run).see("Stopped by Bookdesk", "50 scheduled to Zoho Books", "25 not done")
    trouble = "Something unexpected went wrong in Bookdesk"
    walker.open("/attention").press(f"Try this bulk run again : {trouble}").see("1 bulk run is under way again.")
    work_off(desk)
    walker.go(run).see("Finished", "75 scheduled to Zoho Books")
    assert scheduled() == 75
