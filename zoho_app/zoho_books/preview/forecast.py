"""Forecast how long the calls of waiting orders take, by Zoho's limits per minute and per day.

Plain functions of what they are given: no call to Zoho, no statement.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from zoho_app.zoho_books.api.rate_limit import CALLS_A_MINUTE, RESERVED, Day
from zoho_app.zoho_books.models import ZohoBooksSettings

# What bulk work and rules may use: both limits less what is kept for people.
A_MINUTE = int(CALLS_A_MINUTE * (1 - RESERVED))


def calls_of_submit(settings: ZohoBooksSettings | None) -> int:
    """The calls that sending one order of a known customer takes: it is created (or looked up), then opened."""
    return 1 + calls_of_opening(settings)


def calls_of_opening(settings: ZohoBooksSettings | None) -> int:
    """The calls that marking a draft as open takes: none when the settings let it stay a draft."""
    return 1 if settings is not None and settings.mark_open else 0


@dataclass(frozen=True)
class Backlog:
    """The orders that wait: to be sent, for how many customers that Zoho Books may not have yet, to be canceled."""

    submits: int
    new_customers: int
    cancels: int

    def calls(self, settings: ZohoBooksSettings | None) -> int:
        """The calls expected under these settings; each new customer takes one more."""
        return self.submits * calls_of_submit(settings) + self.new_customers + self.cancels


@dataclass(frozen=True)
class Forecast:
    """How far the calls come. Times are as aware as the one that was given.

    `done_at` is when the last is made, None when today's quota does not suffice; then `goes_on_at` is when the
    next day's begins. `is_day_known` is False when no answer has told today's quota yet.
    """

    calls: int
    done_at: datetime | None
    goes_on_at: datetime | None = None
    is_day_known: bool = True

    @property
    def minutes(self) -> int:
        """How many minutes the calls take, the last one begun counted whole."""
        return math.ceil(self.calls / A_MINUTE)


def kept_for_people(day: Day) -> int:
    """The calls of the day that neither bulk work nor rules may use."""
    return int(day.limit * RESERVED)


def usable(day: Day) -> int:
    """The calls of the day that bulk work may still use."""
    return max(0, day.remaining - kept_for_people(day))


def estimate(calls: int, day: Day | None, begins_at: datetime) -> Forecast:
    """The forecast for so many calls that begin at `begins_at`; `day` is what Zoho said last, if anything."""
    done_at = begins_at + timedelta(minutes=calls / A_MINUTE)
    if day is None or day.resets_at <= begins_at:
        return Forecast(calls, done_at, is_day_known=False)
    before_reset = math.ceil((day.resets_at - begins_at) / timedelta(minutes=1) * A_MINUTE)
    if min(calls, before_reset) > usable(day):
        return Forecast(calls, None, goes_on_at=day.resets_at)
    return Forecast(calls, done_at)
