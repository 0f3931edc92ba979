"""Home of a store: the sentence, the numbers, the forecast, the plot, and that it stays cheap and up to date."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import update

from harness.books import Books
from harness.desk import Desk
from harness.statements import statements
from harness.walker import Walker
from tests.support.browser import sign_in
from tests.support.home import CANCEL, appoint, figures, learn_day, put_guide_away, sentence, stop_clock
from zoho_app import job_queue, kinds
from zoho_app.accounts.models import SignIn
from zoho_app.appointments import gates
from zoho_app.appointments.models import Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import shipments
from zoho_app.orders.models import Order
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.models import Connection

pytestmark = pytest.mark.slow(10)

MOST = 12
LOOKS_ANEW_MS = 5_000


@pytest.fixture
def worker(app: Flask) -> None:
    """A worker shows signs of life."""
    with app.app_context():
        redis = job_queue.redis()
        redis.sadd("rq:workers", "rq:worker:one")
        redis.hset("rq:worker:one", "last_heartbeat", now().isoformat())


# The sentence


@pytest.fixture(autouse=True)
def no_guide(desk: Desk) -> None:
    """A store whose guide was put away; tests/web/home/test_guide.py has the other ones."""
    put_guide_away(desk)


def test_without_the_guide_a_new_store_is_told_the_next_step(desk: Desk, walker: Walker, app: Flask) -> None:
    assert sentence(walker) == "Zoho Books is not connected"
    walker.see("Orders can be sent once this store is connected").click("Enable Zoho Books").press("Enable")
    walker.open("").click("Connect to Zoho Books").see("Data center region")


def test_a_connected_store_is_led_to_its_first_order(desk: Desk, books: Books, walker: Walker) -> None:
    walker.open("").see("no order is here yet").click("Import orders")
    order_id = desk.order("1").id
    assert sentence(walker) == "1 order is ready to send"
    walker.click("Submit 1 order").see("Ada Lovelace")
    actions.submit(db.session.get_one(Order, order_id), "owner@example.com")
    db.session.commit()
    desk.work()
    assert sentence(walker) == "Nothing to do: everything is done"


def test_who_may_not_connect_is_told_who_may(desk: Desk, viewer: FlaskClient) -> None:
    page = Walker(viewer, desk.address).open("").see("An owner of the store can do that.")
    assert not page.soup.select("#next-step")


@pytest.mark.parametrize(
    ("submits", "cancels", "words"),
    [
        (37, 0, "Sending 37 orders; the next is due now"),
        (1, 0, "Sending 1 order; the next is due now"),
        (0, 2, "Canceling 2 orders; the next is due now"),
        (3, 1, "Sending 3 and canceling 1 order; the next is due now"),
    ],
)
@pytest.mark.usefixtures("worker")
def test_what_is_being_sent(desk: Desk, walker: Walker, submits: int, cancels: int, words: str) -> None:
    for number in range(submits):
        appoint(desk, "scheduled", number)
    for number in range(cancels):
        appoint(desk, "scheduled", number, CANCEL)
    db.session.commit()
    assert sentence(walker) == words


@pytest.mark.usefixtures("worker")
def test_what_waits_for_its_time_says_when_it_is_due(desk: Desk, walker: Walker, monkeypatch: Any) -> None:
    desk.store.time_zone = "Europe/Berlin"
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    appoint(desk, "scheduled", 1, due_at=noon + timedelta(hours=1))
    appoint(desk, "scheduled", 2, due_at=noon + timedelta(minutes=20))
    appoint(desk, "scheduled", 3, kinds.DELIVER_MESSAGE.name, due_at=noon + timedelta(seconds=2))
    db.session.commit()
    stop_clock(monkeypatch, noon)
    assert sentence(walker) == "2 orders wait; the next is due 13:20"


@pytest.mark.usefixtures("worker")
def test_an_outcome_nobody_knows_is_looked_up(desk: Desk, walker: Walker, monkeypatch: Any) -> None:
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    appoint(desk, "unknown", 1, due_at=noon + timedelta(seconds=70))
    db.session.commit()
    stop_clock(monkeypatch, noon)
    assert (
        sentence(walker) == "1 order with unknown outcome waits for a check in Zoho Books; the next is due 12:01:10"
    )


def test_that_no_worker_is_running_is_said(desk: Desk, walker: Walker) -> None:
    appoint(desk, "scheduled", 1)
    appoint(desk, "running", 2)
    db.session.commit()
    assert sentence(walker) == "2 tasks wait: no worker is running"


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize(
    ("cause", "words", "seconds", "told"),
    [
        (
            "minute",
            "The 100 calls are used up.",
            10,
            "Waiting for Zoho's limit per minute, continues at 14:05:10",
        ),
        ("day", "Today's calls are used up.", 3600, "Today's calls are used up, continues at 15:05"),
        ("connection", "Access was revoked.", None, "Waiting for the connection to Zoho Books"),
    ],
)
def test_a_closed_gate_says_why_and_when_it_opens(
    desk: Desk, walker: Walker, monkeypatch: Any, cause: str, words: str, seconds: int | None, told: str
) -> None:
    timestamp = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
    desk.store.time_zone = "Europe/Berlin"
    appoint(desk, "scheduled", 1)
    gates.close(
        desk.store_id, "zoho_books", cause, words, timestamp + timedelta(seconds=seconds) if seconds else None
    )
    db.session.commit()
    stop_clock(monkeypatch, timestamp)
    assert sentence(walker) == told
    walker.see("1 order waits; nothing fails in the meantime.")


# The numbers


def test_the_numbers_are_those_of_this_store_and_lead_to_where_one_acts(
    desk: Desk, walker: Walker, app: Flask
) -> None:
    elsewhere = Desk.open(app, "Elsewhere")
    for number, state in enumerate(["scheduled"] * 3 + ["running"] * 2 + ["unknown"]):
        appoint(desk, state, desk.order(str(number)).id)
        appoint(elsewhere, state, elsewhere.order(str(number)).id)
    appoint(desk, "failed", 1060, finished_at=now() - timedelta(days=9))
    appoint(desk, "failed", 1061, finished_at=now(), is_dismissed=True)
    appoint(desk, "done", 1070, finished_at=now())
    appoint(desk, "done", 1071, CANCEL, finished_at=now())
    appoint(desk, "done", 1072, finished_at=now() - timedelta(days=1))
    shipments.add(desk.order("9"), {"tracking_number": "1Z9"}, "API")
    db.session.commit()
    walker.open("").see("1 fix solves it", "Oldest from today", "7 more than last")
    expected = {"Came in today": 7, "Sent today": 1, "To send": 7, "Needs Attention": 1, "Shipped today": 1}
    assert figures(walker) == expected
    for figure in walker.soup.select(".figure"):
        assert walker.client.get(figure["href"]).status_code == 200


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "Pacific/Auckland"])
def test_today_begins_at_the_stores_midnight(desk: Desk, walker: Walker, zone: str) -> None:
    desk.store.time_zone = zone
    midnight = now().astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    appoint(desk, "done", 1, finished_at=midnight)
    appoint(desk, "done", 2, finished_at=midnight - timedelta(microseconds=1))
    db.session.commit()
    walker.open("")
    assert figures(walker)["Sent today"] == 1


# Shipments and connection


def test_the_last_and_the_next_check_for_shipments(
    desk: Desk, books: Books, walker: Walker, monkeypatch: Any
) -> None:
    walker.open("").see("Checked Not yet", "Tracking numbers appear here").press("Check for shipments now")
    assert walker.address == desk.address
    walker.see("Bookdesk is checking", "A check waits to start")
    desk.work()
    checked_at = db.session.get_one(Connection, desk.store_id).last_poll_at
    assert checked_at is not None
    next_check = checked_at + timedelta(minutes=180)
    is_today = next_check.date() == now().date()
    walker.open("").see("Checked Just now")
    walker.see(f"Next check {next_check:{'%H:%M' if is_today else '%-d %b %Y, %H:%M'}}")


def test_the_latest_shipments_lead_to_their_orders(desk: Desk, walker: Walker) -> None:
    order = desk.order("1001")
    order_id = order.id
    shipments.add(order, {"tracking_number": "1Z999", "carrier_code": "UPS"}, "Zoho Books")
    db.session.commit()
    line = walker.open("").soup.select_one("#shipments li")
    assert " ".join(line.get_text(" ").split()) == "1001 Ada Lovelace, London UPS 1Z999 Just now"
    assert line.a["href"] == f"{desk.address}/orders/{order_id}"


def test_the_connection_says_how_it_is(desk: Desk, books: Books, walker: Walker) -> None:
    walker.open("").see("Connected Sandbox Trading Co", "Items, contacts Reading now", "Last sent Not in two weeks")
    db.session.execute(update(Connection).values(state="lost", lost_because="Access was revoked."))
    db.session.commit()
    assert walker.open("").see("Connection lost").words.count("Access was revoked.") == 1
    walker.press("Reconnect to Zoho Books").see("Accept", "Reject")


# What to fix


def test_what_needs_a_person_stands_there_with_its_fix(desk: Desk, walker: Walker) -> None:
    for number in range(3):
        appoint(desk, "failed", number, cause="invalid_sku", details=["TP-120"], finished_at=now())
    appoint(desk, "failed", 9, cause="internal", finished_at=now())
    appoint(desk, "unknown", 10, due_at=now() + timedelta(minutes=5))
    db.session.commit()
    lines = [" ".join(one.get_text(" ").split()) for one in walker.open("").soup.select("#fix-next li")]
    assert lines[0] == "Choose the item for TP-120 3 orders wait for it"
    assert lines[1].startswith("Try again 1 order")
    assert lines[2].startswith("1 order is in doubt Bookdesk looks again at")
    assert figures(walker)["Needs Attention"] == 4
    walker.see("2 fixes solve them").click("Choose the item for TP-120").see("TP-120")


# Cheap, and up to date


def test_home_costs_few_statements_however_many_orders(desk: Desk, books: Books, walker: Walker, app: Flask) -> None:
    Desk.open(app, "Elsewhere").person("owner")
    for number in range(60):
        appoint(desk, ("scheduled", "running", "unknown", "done", "failed")[number % 5], desk.order(str(number)).id)
    gates.close(desk.store_id, "zoho_books", "minute", "Used up.", now() + timedelta(minutes=1))
    db.session.commit()
    learn_day(remaining=5_000)
    for address in ("", "?by=week"):
        with statements() as seen:
            walker.open(address)
        assert len(seen) <= MOST, seen


def test_home_keeps_itself_up_to_date_while_something_is_open(desk: Desk, walker: Walker) -> None:
    assert not walker.open("").soup.select("[hx-get], script[src*=htmx]")
    appoint(desk, "scheduled", 1)
    db.session.commit()
    part = walker.open("?by=week").soup.select_one("#now")
    assert (part["hx-select"], part["hx-trigger"]) == ("#now", "every 5s")
    retry = BeautifulSoup(walker.client.get(part["hx-get"], headers={"HX-Request": "true"}).text, "lxml")
    assert retry.select_one("#now").get_text() == part.get_text()
    assert walker.soup.select("#chart") and not retry.select("#chart")  # it is not counted for nothing
    assert walker.soup.select("script[src*=htmx]")


def test_the_same_page_says_the_same_to_a_viewer_without_the_buttons(
    desk: Desk, books: Books, walker: Walker, viewer: FlaskClient, post: Callable[..., Any]
) -> None:
    looking = Walker(viewer, desk.address).open("")
    assert looking.soup.select_one("#chart") and figures(looking)
    assert not looking.soup.select("main form")


# In a browser


def test_in_a_browser_home_follows_what_happens_and_leads_to_signing_in(
    desk: Desk, books: Books, site: str, page: Page
) -> None:
    desk.person("owner")
    desk.store.time_zone = "Europe/Berlin"
    learn_day(remaining=300)
    for number in range(3):
        appoint(desk, "scheduled", number)
    appoint(desk, "done", 9, finished_at=now())
    db.session.commit()
    page.clock.install()
    sign_in(page, site)
    expect(page).to_have_url(f"{site}{desk.address}")
    page.get_by_text("Show as a table").click()
    page.get_by_text("Pause sending").click()
    page.get_by_label("Reason (optional)").fill("half typed")
    page.locator("#figure-attention").focus()
    db.session.execute(
        update(Appointment).where(Appointment.subject_id == 0).values(state="failed", finished_at=now())
    )
    db.session.commit()
    page.clock.fast_forward(LOOKS_ANEW_MS)
    expect(page.locator("#figure-attention .figure-value")).to_have_text("1")
    expect(page.locator("#desk-menu .count")).to_contain_text("1")
    expect(page.locator("#figure-attention")).to_be_focused()
    expect(page.get_by_label("Reason (optional)")).to_have_value("half typed")
    db.session.execute(update(SignIn).values(ended_at=now()))
    db.session.commit()
    page.clock.fast_forward(LOOKS_ANEW_MS)
    expect(page).to_have_url(re.compile(f"/sign-in.next={desk.address}"))
