"""What the desk foretells of waiting orders: how many calls, when done, whether the day's quota suffices."""

from datetime import UTC, datetime, timedelta

import pytest

from zoho_app.zoho_books.api.rate_limit import Day
from zoho_app.zoho_books.models import ZohoBooksSettings
from zoho_app.zoho_books.preview import forecast
from zoho_app.zoho_books.preview.forecast import Backlog, Forecast

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


def day(remaining: int, limit: int = 10_000, resets_at: datetime = MIDNIGHT) -> Day:
    return Day(limit, remaining, resets_at)


def test_a_known_customer_costs_one_call_a_new_one_two_a_cancellation_one() -> None:
    assert Backlog(submits=30, new_customers=4, cancels=3).calls(ZohoBooksSettings(mark_open=False)) == 37


def test_marking_as_open_costs_one_call_more_an_order() -> None:
    assert Backlog(submits=30, new_customers=4, cancels=3).calls(ZohoBooksSettings(mark_open=True)) == 67


@pytest.mark.parametrize(("calls", "minutes"), [(0, 0), (95, 1), (950, 10), (1, 1 / 95)])
def test_the_pace_is_the_minute_less_what_is_kept_for_people(calls: int, minutes: float) -> None:
    assert forecast.estimate(calls, day(9_000), NOON) == Forecast(calls, NOON + timedelta(minutes=minutes))


def test_five_percent_of_the_day_are_kept_for_people() -> None:
    assert forecast.kept_for_people(day(800)) == 500
    assert (forecast.usable(day(800)), forecast.usable(day(500)), forecast.usable(day(3))) == (300, 0, 0)


@pytest.mark.parametrize(("calls", "suffices"), [(300, True), (301, False)])
def test_more_calls_than_the_day_has_left_go_on_when_it_ends(calls: int, suffices: bool) -> None:
    found = forecast.estimate(calls, day(800), NOON)
    assert (found.done_at is not None) is suffices
    assert found.goes_on_at == (None if suffices else MIDNIGHT)


def test_what_is_not_made_before_the_day_ends_needs_none_of_its_quota() -> None:
    late = MIDNIGHT - timedelta(minutes=2)
    assert forecast.estimate(5_000, day(800), late).done_at == late + timedelta(minutes=5_000 / 95)
    assert forecast.estimate(5_000, day(680), late).goes_on_at == MIDNIGHT


@pytest.mark.parametrize("known", [None, day(0, resets_at=NOON - timedelta(seconds=1))])
def test_an_unknown_day_is_said_to_be_unknown(known: Day | None) -> None:
    assert forecast.estimate(95, known, NOON) == Forecast(95, NOON + timedelta(minutes=1), is_day_known=False)
