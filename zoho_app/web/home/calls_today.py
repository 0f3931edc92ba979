"""The day's quota of Zoho calls, and whether it suffices for what waits; no call to Zoho."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import g

from zoho_app import kinds
from zoho_app.appointments.models import OPEN_STATES
from zoho_app.clock import now
from zoho_app.counts import agree, count_noun
from zoho_app.web.layout.status import DeskStatus
from zoho_app.web.layout.times import soon, when
from zoho_app.zoho_books.api import rate_limit
from zoho_app.zoho_books.api.rate_limit import Day
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings
from zoho_app.zoho_books.preview import backlog, forecast
from zoho_app.zoho_books.preview.forecast import Backlog, Forecast


@dataclass(frozen=True)
class Calls:
    """What is known of the day, if anything; `need` and `words` say what waiting orders need, and till when."""

    day: Day | None
    resets: str
    need: str
    words: str

    @property
    def used(self) -> int:
        return self.day.limit - self.day.remaining if self.day else 0

    @property
    def kept(self) -> int:
        """How many of the day's calls neither bulk work nor rules may use."""
        return forecast.kept_for_people(self.day) if self.day else 0

    def would_take(self, orders: int, stored: ZohoBooksSettings | None) -> str:
        """What sending so many more would take, such as "They would take about 10 calls, of 6,214 left today."."""
        calls = count_noun(Backlog(orders, 0, 0).calls(stored), "call")
        left = f", of {self.day.remaining:,} left today" if self.day else ""
        return f"{agree(orders, 'It', 'They')} would take about {calls}{left}."


def get_calls(
    store_id: int, desk_status: DeskStatus, stored: ZohoBooksSettings | None, found: Connection | None
) -> Calls | None:
    """None while the store is not connected; at most one statement, and one look into Redis."""
    if found is None or not found.organization_id:
        return None
    day = rate_limit.today(found.organization_id)
    if day is not None and day.resets_at <= now():
        day = None
    waiting = _backlog(store_id, desk_status)
    calls = waiting.calls(stored)
    foretold = forecast.estimate(calls, day, now())
    return Calls(
        day=day,
        resets=soon(day.resets_at) if day else "",
        need=_need(waiting, calls),
        words=_words(foretold, is_held=any(gate.cause != "minute" for gate in desk_status.gates)) if calls else "",
    )


def _backlog(store_id: int, desk_status: DeskStatus) -> Backlog:
    submits = desk_status.count(*OPEN_STATES, kinds=(kinds.SUBMIT.name,))
    new_customers = backlog.new_customers(store_id, submits) if submits else 0
    return Backlog(submits, new_customers, desk_status.count(*OPEN_STATES, kinds=(kinds.CANCEL.name,)))


def _need(waiting: Backlog, calls: int) -> str:
    orders = waiting.submits + waiting.cancels
    if not orders:
        return "No order waits for a call."
    whom = agree(waiting.new_customers, "a new customer", "new customers")
    new = f", {waiting.new_customers:,} of them for {whom}" if waiting.new_customers else ""
    whose = f"{count_noun(orders, 'order')} {agree(orders, 'needs', 'need')}"
    return f"{whose} about {count_noun(calls, 'call')}{new}."


def _words(foretold: Forecast, is_held: bool) -> str:
    """Such as "At this pace, done by 14:20"; of what is held back, how long it takes once it continues."""
    if foretold.goes_on_at is not None:
        return f"Needs {_next_day(foretold)}"
    assert foretold.done_at is not None
    unless = "" if foretold.is_day_known else ", if today's quota allows"
    if is_held:
        return f"Takes about {_minutes(foretold)} once it continues{unless}"
    return f"At this pace, done by {soon(foretold.done_at, to_the_second=False)}{unless}"


def _next_day(foretold: Forecast) -> str:
    """Zoho's day need not begin at the store's midnight."""
    assert foretold.goes_on_at is not None
    zone = ZoneInfo(g.store.time_zone)
    local, today = foretold.goes_on_at.astimezone(zone), now().astimezone(zone).date()
    if local.date() == today + timedelta(days=1):
        return f"tomorrow's quota and continues at {local:%H:%M}"
    if local.date() == today:
        return f"the next day's quota and continues at {local:%H:%M}"
    return f"the next day's quota and continues at {when(foretold.goes_on_at)}"


def _minutes(foretold: Forecast) -> str:
    if foretold.minutes < 120:
        return count_noun(foretold.minutes, "minute")
    return f"{round(foretold.minutes / 60)} hours"
