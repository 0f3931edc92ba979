"""Home says how many of today's calls are used, and when all is done."""

from datetime import UTC, datetime
from typing import Any

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.home import CANCEL, appoint, learn_day, put_guide_away, stop_clock
from zoho_app.extensions import db
from zoho_app.zoho_books.cache import contacts as cached_contacts


def test_the_quota_is_not_known_before_the_first_call(desk: Desk, books: Books, walker: Walker) -> None:
    appoint(desk, "scheduled", desk.order("1").id)
    db.session.commit()
    walker.open("").see("Calls today Not known until the first call", "1 order needs about 2 calls")
    walker.see("if today's quota allows")
    assert books.desk_calls() == []


def test_known_customers_cost_one_call_new_ones_two(desk: Desk, books: Books, walker: Walker) -> None:
    contact = {"contact_id": "9", "contact_name": "Ada", "email": "ada@example.com"}
    cached_contacts.keep(desk.store_id, [contact])
    for number, email in enumerate(["ada@example.com", "b@example.com", "b@example.com", "c@example.com"]):
        appoint(desk, "scheduled", desk.order(str(number), email=email).id)
    appoint(desk, "scheduled", desk.order("9").id, CANCEL)
    db.session.commit()
    walker.open("").see("5 orders need about 7 calls, 2 of them for new customers.")


def test_the_calls_of_today_are_told_and_what_is_kept_for_people(desk: Desk, books: Books, walker: Walker) -> None:
    put_guide_away(desk)
    learn_day(remaining=8_766)
    walker.open("").see("Calls today 1,234 of 10,000", "The last 500 are kept for what people press.")
    drawn = walker.soup.select_one("#connection progress")
    assert (drawn["value"], drawn["max"]) == ("1234", "10000")
    desk.order("1")
    walker.open("").see("1 order is ready to send", "It would take about 1 call, of 8,766 left today.")
    walker.click("Submit 1 order").see("1 would be scheduled to Zoho Books")


def test_the_forecast_says_when_it_is_done_or_that_it_needs_tomorrow(
    desk: Desk, books: Books, walker: Walker, monkeypatch: Any
) -> None:
    desk.store.time_zone = "Europe/Berlin"
    timestamp = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
    for number in range(190):
        appoint(desk, "scheduled", number, CANCEL)
    db.session.commit()
    stop_clock(monkeypatch, timestamp)
    monkeypatch.setattr("zoho_app.zoho_books.api.rate_limit.now", lambda: timestamp)
    learn_day(remaining=5_000, seconds=10 * 3600)
    walker.open("").see("At this pace, done by 14:02")
    learn_day(remaining=600, seconds=10 * 3600)
    walker.open("").see("Needs tomorrow's quota and continues at 00:00")
    learn_day(remaining=600, seconds=2 * 3600)
    walker.open("").see("Needs the next day's quota and continues at 16:00")
    walker.press("Pause now").see("Needs the next day's quota")
    learn_day(remaining=5_000, seconds=2 * 3600)
    walker.open("").see("Takes about 2 minutes once it continues")
