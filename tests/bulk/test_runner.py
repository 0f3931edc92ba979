"""One action for many orders: looked at first, begun at once, done by a worker, undone, told one by one."""

import csv
import io
from time import monotonic

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select

from harness.desk import Desk
from harness.failpoints import Failpoints, failpoints
from harness.statements import statements
from harness.walker import Walker
from tests.support.attention import add_failed
from tests.support.bulk import choose, counts, many, scheduled, work_off
from tests.support.order_pages import connect, orders_in
from zoho_app import jobs, kinds
from zoho_app.appointments.models import Appointment
from zoho_app.bulk import actions, runner, start
from zoho_app.bulk.models import BulkItem, BulkRun
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import HistoryEntry, Order
from zoho_app.rules.models import Rule

pytestmark = pytest.mark.slow(15)

__all__ = ["failpoints"]


def test_what_would_become_of_many_orders_is_told_before_anything_happens(desk: Desk, walker: Walker) -> None:
    connect(desk)
    ids = many(desk, 70)
    walker.open("/orders").check("Select all 70").press("Submit Order to Zoho Books")
    walker.see("70 would be scheduled to Zoho Books", "About 71 calls", "The newest 10 of 70 orders")
    db.session.add(
        Appointment(
            store_id=desk.store_id, kind=kinds.SUBMIT.name, queue="zoho_books", subject_id=ids[3], asked_by="x"
        )
    )
    db.session.commit()
    choose(walker, do="submit").see("69 would be scheduled to Zoho Books", "1 is already being sent.")
    assert scheduled() == 0
    walker.press("Submit 69 orders to Zoho Books").see(
        "Submit to Zoho Books: 70 orders", "Under way", "70 not processed"
    )
    work_off(desk)
    walker.go(walker.address).see("Finished", "69 scheduled to Zoho Books", "1 refused", "Already being sent.")
    assert scheduled() == 69
    walker.see("In Zoho Books since", "69 waiting or under way")


def test_ten_thousand_orders_are_begun_at_once_with_a_handful_of_statements(desk: Desk, walker: Walker) -> None:
    connect(desk)
    many(desk, 10_000)
    choose(walker, do="submit").see("10,000 would be scheduled to Zoho Books")
    begun_at = monotonic()
    with statements() as seen:
        walker.press("Submit 10,000 orders to Zoho Books")
    assert monotonic() - begun_at < 5  # far below one second on a quiet machine; see docs/figures.md
    assert len(seen) <= 30, "\n".join(seen)  # two pages: the answer, and the run's own
    walker.see("Submit to Zoho Books: 10,000 orders", "10,000 not processed yet")
    assert counts() == {"waiting": 10_000}


def test_every_page_of_bulk_work_costs_at_most_twelve_statements(desk: Desk, walker: Walker) -> None:
    connect(desk)
    many(desk, 60)
    choose(walker, do="submit").press("Submit 60 orders to Zoho Books")
    work_off(desk)
    run = walker.address
    choose(walker).press("Retry failed orders")
    walker.open("/orders/checked?all_matching=1&view=&do=dry_run").press("Dry run of 60 orders")
    work_off(desk)
    for page in (run, walker.address, "/runs", "/orders/checked?all_matching=1&view=&do=submit"):
        address = page if page.startswith("http") or "/stores/" in page else f"{desk.address}{page}"
        with statements() as seen:
            walker.go(address)
        assert len(seen) <= 12, f"{page}\n" + "\n".join(seen)


def test_a_move_of_many_is_undone_as_far_as_nobody_has_moved_on(desk: Desk, walker: Walker) -> None:
    new, closed = many(desk, 60), many(desk, 10, "Closed")
    prepared = desk.folder("Prepared").id
    choose(walker, do="move", folder_id=str(prepared)).see("70 would be moved to Prepared")
    walker.press("Move 70 orders to Prepared")
    work_off(desk)
    walker.go(walker.address).see("Finished", "70 moved to Prepared")
    assert orders_in(desk, "Prepared") == [*new, *closed]
    db.session.get_one(Order, new[0]).folder_id = desk.folder("Canceled").id
    db.session.commit()
    walker.press("Undo: move 70 orders back").see("Move back from Prepared: 69 orders")
    work_off(desk)
    walker.go(walker.address).see("69 moved back")
    assert orders_in(desk, "New") == new[1:]
    assert orders_in(desk, "Closed") == closed
    assert desk.history(new[1])[:2] == [
        "owner@example.com: Order Moved to New Folder",
        "owner@example.com: Order Moved to Prepared Folder",
    ]


def test_rules_follow_a_move_of_many_as_they_follow_a_single_one(desk: Desk, walker: Walker) -> None:
    tag = {"action": "Tag Order", "values": {"name": "Moved", "color": "info"}}
    db.session.add(
        Rule(store_id=desk.store_id, name="T", event="Folder is Changed", filters=[], actions=[tag], position=0)
    )
    many(desk, 60)
    choose(walker, do="move", folder_id=str(desk.folder("Closed").id)).press("Move 60 orders to Closed")
    work_off(desk)
    assert db.session.scalar(select(func.count()).where(Order.tag_name == "Moved")) == 60
    walker.go(walker.address).see("60 moved to Closed")


def test_a_few_chosen_from_all_that_match_are_done_at_once(desk: Desk, walker: Walker) -> None:
    ids = many(desk, 3)
    choose(walker).see("What to do with 3 orders").type("Tag", "Gift").type("Tag color", "Green").press("Tag them")
    walker.see("3 would be changed").press("Tag “Gift” on 3 orders").see("Finished", "3 tagged “Gift”")
    assert db.session.get_one(Order, ids[0]).tag_color == "success"
    choose(walker, do="tag", tag_name="Gift", tag_color="success").see("3 are already tagged this way.", "nothing to")
    choose(walker, do="tag", tag_name="").press("Remove the tag on 3 orders")
    assert desk.reload(db.session.get_one(Order, ids[0])).tag_name == ""


def test_failed_orders_are_tried_again_behind_all_other_work(desk: Desk, walker: Walker) -> None:
    connect(desk)
    ids = many(desk, 55)
    add_failed(desk, "refused", [], *ids[:52])
    choose(walker).press("Retry failed orders")
    walker.see("52 would be retried", "3 are without a failure to retry.")
    walker.press("Retry 52 orders")
    work_off(desk)
    walker.go(walker.address).see("52 to be retried", "3 refused", "52 waiting or under way")
    assert scheduled() == 52


def test_an_event_is_run_on_many_and_refused_where_it_makes_no_sense(desk: Desk, walker: Walker) -> None:
    ids = many(desk, 2)
    choose(walker).type("Event", "Order Details Changed").press("Run the event")
    walker.press("Run “Order Details Changed” on 2 orders").see("2 had the event run on them")
    assert "Event Run by Hand: Order Details Changed" in desk.history(ids[0])[0]
    choose(walker, do="event", event="Shipment is Added").see("2 are without a shipment.", "There is nothing to do.")
    choose(walker, do="event", event="No such event").see("Event: choose one.")


def test_what_was_typed_stays_when_it_is_refused(desk: Desk, walker: Walker) -> None:
    many(desk, 2)
    too_long = "x" * 300
    choose(walker).type("Tag", too_long).type("Tag color", "Green").press("Tag them").see("Tag: it is too long")
    assert (walker.value("Tag"), walker.value("Tag color")) == (too_long, "Green")
    choose(walker, do="tag", tag_name="Gift", tag_color="success")
    tag = walker.soup.select_one("main form [name=tag_name]")
    assert tag is not None
    tag["value"] = too_long  # as another program would send it
    walker.press("Tag “Gift” on 2 orders").see("What to do with 2 orders", "Tag: it is too long")
    assert (walker.value("Tag"), walker.value("Tag color")) == (too_long, "Green")
    assert counts(1) == {}


def test_the_folder_chosen_stays_when_another_field_is_refused(desk: Desk, walker: Walker) -> None:
    many(desk, 2)
    closed = desk.folder("Closed").id
    choose(walker, do="event", event="No such event", folder_id=str(closed)).see("Event: choose one.")
    assert walker.value("Folder") == "Closed"


def test_orders_that_come_in_meanwhile_are_not_drawn_in(desk: Desk, walker: Walker) -> None:
    many(desk, 2)
    choose(walker, do="tag", tag_name="Old").see("2 would be changed")
    desk.order("late")
    walker.press("Tag “Old” on 2 orders").see("Tag “Old”: 2 orders")
    assert db.session.scalar(select(func.count()).where(Order.tag_name == "Old")) == 2


def test_the_result_is_a_file_that_a_spreadsheet_can_open_safely(desk: Desk, walker: Walker) -> None:
    many(desk, 1)
    db.session.execute(
        insert(Order), [{"store_id": desk.store_id, "folder_id": desk.folder("New").id, "source_id": "=1"}]
    )
    db.session.commit()
    choose(walker, do="tag", tag_name="T").press("Tag “T” on 2 orders")
    link = next(one["href"] for one in walker.soup.select("a[download]") if "CSV" in one.text)
    rows = list(csv.reader(io.StringIO(walker.client.get(str(link)).data.decode("utf-8-sig"))))
    assert rows[0] == ["Order", "Source", "Order number", "State", "What happened"]
    assert [row[2:] for row in rows[1:]] == [["New-0", "done", "Tag “T”"], ["'=1", "done", "Tag “T”"]]


def test_the_page_looks_on_until_the_run_is_finished_though_its_last_order_is_done(
    desk: Desk, walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(desk, 60)
    choose(walker, do="move", folder_id=str(desk.folder("Closed").id)).press("Move 60 orders to Closed")

    def die(run: BulkRun) -> None:
        raise SystemExit

    monkeypatch.setattr(runner, "finish", die)
    with pytest.raises(SystemExit):
        desk.work("bulk")
    db.session.remove()
    assert walker.go(walker.address).see("60 of 60", "Under way").soup.select_one("#run")["hx-get"]


def test_the_same_button_pressed_twice_begins_one_run(desk: Desk, walker: Walker) -> None:
    connect(desk)
    many(desk, 60)
    choose(walker, do="submit")
    before = walker.soup, walker.address
    walker.press("Submit 60 orders to Zoho Books")
    first = walker.address
    walker.soup, walker.address = before
    assert walker.press("Submit 60 orders to Zoho Books").address == first
    assert db.session.scalar(select(func.count()).select_from(BulkRun)) == 1
    work_off(desk)
    assert scheduled() == 60


def test_one_broken_order_stops_nothing_else(desk: Desk, walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = many(desk, 3)
    from_here = actions.TAG.do_to

    def breaks_once(order: Order, item: BulkItem, run: BulkRun) -> str:
        if order.id == ids[1]:
            raise RuntimeError("no reason")
        return from_here(order, item, run)

    monkeypatch.setattr(actions.TAG, "do_to", breaks_once)
    choose(walker, do="tag", tag_name="T").press("Tag “T” on 3 orders")
    walker.see("2 tagged “T”", "1 refused", "log has the")


def test_a_worker_that_dies_at_any_failpoint_does_no_order_twice_and_forgets_none(
    desk: Desk, walker: Walker, failpoints: Failpoints, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(desk)
    monkeypatch.setattr(actions.SUBMIT, "per_transaction", 3)
    monkeypatch.setattr(start, "FEW", 2)
    for failpoint in range(40):
        ids = many(desk, 6, email=f"{failpoint}@example.com", source_name=f"S{failpoint}")[-6:]
        query = f"all_matching=1&view=source%3DS{failpoint}"
        walker.open(f"/orders/checked?{query}&do=submit").press("Submit 6 orders to Zoho Books")
        with failpoints.watching(die_at=failpoint):
            work_off(desk)
        take_over(desk)
        assert counts() == {"done": 6}
        told = select(func.count()).where(HistoryEntry.order_id.in_(ids), HistoryEntry.note.startswith("Order Sched"))
        assert db.session.scalar(told) == 6
        walker.go(walker.address).see("Finished", "6 scheduled to Zoho Books")
        if not failpoints.is_dead:
            return
    raise AssertionError("there is no end of failpoints")


def take_over(desk: Desk) -> None:
    """Another worker goes on once the lease of the dead one has run out."""
    db.session.remove()
    wanted = select(Appointment).where(Appointment.kind == kinds.BULK_RUN.name, Appointment.state == "running")
    for appointment in db.session.scalars(wanted):
        appointment.lease_until = now().replace(year=2020)
    db.session.commit()
    jobs.sweep()
    work_off(desk)


def test_viewers_see_runs_and_change_nothing(desk: Desk, walker: Walker, viewer: FlaskClient) -> None:
    many(desk, 2)
    choose(walker, do="tag", tag_name="T").press("Tag “T” on 2 orders")
    page = BeautifulSoup(viewer.get(walker.address).text, "lxml")
    assert "2 tagged “T”" in page.text
    assert not page.select("#run form, #run a.button")
    assert viewer.get(f"{desk.address}/orders/checked?all_matching=1").status_code == 403
    assert viewer.get(f"{desk.address}/runs").status_code == 200


def test_runs_and_orders_of_another_store_are_out_of_reach(desk: Desk, walker: Walker) -> None:
    ids = many(desk, 2)
    choose(walker, do="tag", tag_name="T").press("Tag “T” on 2 orders")
    run_id = db.session.scalars(select(func.max(BulkRun.id))).one()
    other = Desk.open(desk.app, "Other")
    other.person("owner")
    stranger = Walker(walker.client, other.address)
    assert walker.client.get(f"{other.address}/runs/{run_id}").status_code == 404
    assert walker.client.get(f"{other.address}/runs/{run_id}/result.csv").status_code == 404
    stranger.open(f"/orders/checked?run={run_id}&of=done&do=tag&tag_name=X").see("None of these orders exists")
    stranger.open(f"/orders/checked?ids={ids[0]}-{ids[1]}&do=tag&tag_name=X").see("None of these orders exists")


@pytest.mark.parametrize(
    "query", ["", "?ids=x-99999999999999", "?all_matching=1&view=%00", "?run=0&of=none", "?do=q"]
)
def test_nonsense_leads_back_to_the_list(desk: Desk, walker: Walker, query: str) -> None:
    walker.open(f"/orders/checked{query}").see("Check at least one order first.")
