"""Zoho's limits, kept before Zoho has to say so: the minute, the day, calls at once, and the share left to people."""

import time
from contextlib import ExitStack
from datetime import timedelta

import pytest
from freezegun import freeze_time
from redis import Redis

from harness.books import Books
from harness.desk import Desk
from tests.support.submit import appointment, submit
from zoho_app.appointments.models import BULK, PEOPLE, SCHEDULED
from zoho_app.clock import now
from zoho_app.zoho_books.api import call_log, rate_limit
from zoho_app.zoho_books.errors import TryLater

pytestmark = pytest.mark.once

ORGANIZATION = "927270001"


def call(priority: int = PEOPLE, organization_id: str = ORGANIZATION) -> None:
    with rate_limit.place(organization_id, priority):
        pass


def headers(limit: int, remaining: int, reset: int = 3600) -> dict[str, str]:
    values = {"limit": limit, "remaining": remaining, "reset": reset}
    return {f"x-rate-limit-{name}": str(value) for name, value in values.items()}


def test_a_hundred_calls_a_minute_and_the_next_says_when(desk: Desk) -> None:
    for _ in range(100):
        call()
    with pytest.raises(TryLater) as refused:
        call()
    assert refused.value.gate == "minute"
    assert refused.value.until is not None
    assert timedelta(0) < refused.value.until - now() <= timedelta(seconds=60)


def test_bulk_work_leaves_five_of_a_hundred_to_people(desk: Desk) -> None:
    for _ in range(95):
        call(BULK)
    with pytest.raises(TryLater):
        call(BULK)
    for _ in range(5):
        call(PEOPLE)
    with pytest.raises(TryLater):
        call(PEOPLE)


def test_organizations_do_not_count_for_each_other(desk: Desk) -> None:
    for _ in range(100):
        call()
    call(organization_id="927270002")


def test_an_emptied_redis_does_not_give_the_minute_away_again(desk: Desk, redis_server: str) -> None:
    for _ in range(100):
        call()
    empty(redis_server)
    with pytest.raises(TryLater) as refused:
        call()
    assert refused.value.gate == "minute"
    assert refused.value.until is not None
    assert timedelta(seconds=55) < refused.value.until - now() <= timedelta(seconds=60)
    call(organization_id="927270002")  # of which nothing was called


def test_what_other_processes_sent_counts_after_redis_was_emptied(
    desk: Desk, books: Books, redis_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(desk, desk.order())
    assert len(books.sales_orders()) == 1
    empty(redis_server)
    monkeypatch.setattr(call_log, "_here", dict)  # as in a process that has just begun
    waiting = submit(desk, desk.order(source_id="2"))
    assert len(books.sales_orders()) == 1
    assert appointment(waiting).state == SCHEDULED
    assert "100 calls for this minute" in appointment(waiting).answer
    monkeypatch.setattr(rate_limit, "CALLS_A_MINUTE", 101)  # Redis' own clock does not go faster for a test
    with freeze_time(now() + timedelta(seconds=61), tz_offset=0, tick=True):
        desk.work()
    assert len(books.sales_orders()) == 2


def empty(redis_server: str) -> None:
    with Redis.from_url(redis_server) as connection:
        connection.flushall()


def test_a_place_in_the_minute_comes_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "WINDOW_MS", 300)
    for _ in range(250):  # two and a half windows: short waits are slept through
        call()


def test_a_call_counts_until_a_minute_after_its_answer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "CALLS_A_MINUTE", 1)
    monkeypatch.setattr(rate_limit, "WINDOW_MS", 500)
    with rate_limit.place(ORGANIZATION, PEOPLE):  # Zoho may see it at the end of this time as well
        time.sleep(0.4)
    answered_at = time.monotonic()
    call()
    assert time.monotonic() - answered_at > 0.48


def test_not_more_calls_at_once_than_zoho_allows_on_its_smallest_plan(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limit, "SLEEP_AT_MOST", 0.3)
    with ExitStack() as running:
        for _ in range(rate_limit.CALLS_AT_ONCE):
            running.enter_context(rate_limit.place(ORGANIZATION, PEOPLE))
        with pytest.raises(TryLater):
            call()
    call()


def test_the_day_ends_before_its_end_for_bulk_work(desk: Desk) -> None:
    rate_limit.learn(ORGANIZATION, headers(limit=1000, remaining=50))
    with pytest.raises(TryLater) as refused:
        call(BULK)
    assert refused.value.gate == "day"
    assert "950 of today's 1000" in refused.value.words
    assert refused.value.until is not None
    assert abs(refused.value.until - now() - timedelta(hours=1)) < timedelta(seconds=10)
    call(PEOPLE)
    rate_limit.learn(ORGANIZATION, headers(limit=1000, remaining=0))
    with pytest.raises(TryLater):
        call(PEOPLE)


def test_the_day_is_known_from_the_last_answer(desk: Desk) -> None:
    rate_limit.learn(ORGANIZATION, headers(limit=2000, remaining=1999))
    day = rate_limit.today(ORGANIZATION)
    assert day is not None
    assert (day.limit, day.remaining) == (2000, 1999)
    rate_limit.learn(ORGANIZATION, {"content-type": "application/json"})
    assert rate_limit.today(ORGANIZATION) == day


def test_without_redis_nothing_is_sent_uncounted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(desk.app.extensions, "redis", Redis.from_url("unix:///nowhere/redis.sock"))
    with pytest.raises(TryLater, match="Redis"):
        call()
