"""The strip of numbers at the top of a working day; each leads to where one acts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for

from zoho_app import kinds
from zoho_app.appointments.models import DONE
from zoho_app.counts import agree, count_noun
from zoho_app.web.home.numbers import Numbers
from zoho_app.web.layout.formats import money
from zoho_app.web.layout.times import day


@dataclass(frozen=True)
class Figure:
    """A number with its name and a line below it."""

    id: str
    name: str
    value: int
    note: str
    href: str
    is_bad: bool = False


@dataclass(frozen=True)
class Now:
    """The time of the page, and the first day that counts for "To send"."""

    timestamp: datetime
    zone: ZoneInfo
    first_day: datetime

    @property
    def local(self) -> datetime:
        return self.timestamp.astimezone(self.zone)


def build(store_id: int, found: Numbers, attention: int, fixes: int, at: Now) -> list[Figure]:
    """The five figures; `attention` is the number that the menu shows, `fixes` how many groups it stands for."""
    today = f"{at.local:%Y-%m-%d}"
    since = f"{at.first_day.astimezone(at.zone):%Y-%m-%d}"

    def orders(**chosen: Any) -> str:
        return url_for("orders.index", store_id=store_id, **chosen)

    sent = url_for("appointments.index", store_id=store_id, state=DONE, kind=kinds.SUBMIT.name)
    return [
        Figure("came-in", "Came in today", found.came_in, _compared(found, at), orders(**{"from": today})),
        Figure("sent", "Sent today", found.sent, _total(found), sent),
        Figure("to-send", "To send", found.to_send, _oldest(found, at), orders(state="not_sent", **{"from": since})),
        Figure(
            "attention",
            "Needs Attention",
            attention,
            _fixes(attention, fixes),
            url_for("attention.index", store_id=store_id),
            is_bad=attention > 0,
        ),
        Figure("shipped", "Shipped today", found.shipped, "", orders(shipped="yes")),
    ]


def _compared(found: Numbers, at: Now) -> str:
    """With the same day of last week, up to the same time of day."""
    more, weekday = found.came_in - found.came_in_last_week, f"last {at.local:%A}"
    if not more:
        return f"As many as {weekday}"
    return f"{abs(more):,} {'more' if more > 0 else 'fewer'} than {weekday}"


def _fixes(attention: int, fixes: int) -> str:
    if not attention:
        return "All is well"
    return f"{count_noun(fixes, 'fix', 'fixes')} {agree(fixes, 'solves', 'solve')} {agree(attention, 'it', 'them')}"


def _total(found: Numbers) -> str:
    return money(found.sent_total) if found.sent_total else ""


def _oldest(found: Numbers, at: Now) -> str:
    if found.oldest_to_send is None:
        return "Nothing waits"
    back = (at.local.date() - found.oldest_to_send.astimezone(at.zone).date()).days
    when = {0: "today", 1: "yesterday"}.get(back) or day(found.oldest_to_send)
    return f"Oldest from {when}"
