"""Reading the list of changed sales orders: whatever moves in it meanwhile, nothing is skipped, and calls are few."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from zoho_app.zoho_books.shipments import changes

pytestmark = pytest.mark.once

START = datetime(2026, 6, 1, tzinfo=UTC)
PER_PAGE = 200


@dataclass
class Listed:
    """Zoho's list: the time of change (seconds after START) of each id; `meanwhile` happens before each call."""

    times: dict[str, int]
    is_strict: bool = False  # "changed since" means ">"
    meanwhile: Callable[["Listed"], None] = lambda listed: None
    calls: list[tuple[datetime, int]] = field(default_factory=list)
    says_more: bool | None = None

    def read(self, since: datetime, page: int) -> tuple[list[dict[str, Any]], bool]:
        self.meanwhile(self)
        self.calls.append((since, page))
        least = int((since - START).total_seconds()) + self.is_strict
        found = sorted((time, id) for id, time in self.times.items() if time >= least)
        rows = found[(page - 1) * PER_PAGE : page * PER_PAGE]
        is_more = len(found) > page * PER_PAGE if self.says_more is None else self.says_more
        return [{"salesorder_id": id, "last_modified_time": stamp(time)} for time, id in rows], is_more

    def edit(self, id: str) -> None:
        self.times[id] = max(self.times.values()) + 1

    def any(self, chance: random.Random) -> str:
        return chance.choice(list(self.times))


@cache
def stamp(seconds: int) -> str:
    return (START + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S%z")


def many(count: int, seconds_each: int = 5) -> dict[str, int]:
    return {f"{number:06}": 10 + number * seconds_each for number in range(count)}


def version(row: dict[str, Any]) -> tuple[str, str]:
    return row["salesorder_id"], row["last_modified_time"]


def given(listed: Listed, by_number: bool = True) -> list[tuple[str, str]]:
    return [version(row) for page in changes.pages(listed.read, START, by_number) for row in page.rows]


@pytest.mark.parametrize(
    ("changed", "calls"), [(0, 1), (1, 1), (200, 1), (201, 2), (1_000, 5), (1_001, 6), (2_800, 15), (10_000, 51)]
)
def test_a_page_of_200_costs_a_call_and_a_long_absence_one_more(changed: int, calls: int) -> None:
    listed = Listed(many(changed))
    assert len(given(listed)) == changed
    assert len(listed.calls) <= calls
    if changed <= 1_000:
        assert len(listed.calls) == calls


@pytest.mark.parametrize("is_strict", [False, True])
@pytest.mark.parametrize("seconds_each", [0, 1, 5])
def test_every_row_is_given_once(seconds_each: int, is_strict: bool) -> None:
    listed = Listed(many(2_500, seconds_each), is_strict)
    found = given(listed)
    assert sorted(found) == sorted((id, stamp(time)) for id, time in listed.times.items())


@pytest.mark.parametrize("by_number", [True, False])
@pytest.mark.parametrize("seed", range(25))
def test_rows_edited_while_the_list_is_read_make_no_other_row_vanish(seed: int, by_number: bool) -> None:
    chance = random.Random(seed)
    listed = Listed(many(chance.randint(100, 3_000), chance.choice((0, 1, 7))), chance.random() < 0.5)

    def edit(listed: Listed) -> None:
        for _ in range(chance.choice((0, 0, 1, 3))):
            listed.edit(listed.any(chance))

    listed.meanwhile = edit
    before = dict(listed.times)
    found = set(given(listed, by_number))
    untouched = {(id, stamp(time)) for id, time in before.items() if listed.times[id] == time}
    assert untouched <= found


@pytest.mark.parametrize("by_number", [True, False])
@pytest.mark.parametrize("seed", range(25))
def test_nothing_is_called_safe_before_every_row_up_to_there_was_given(seed: int, by_number: bool) -> None:
    chance = random.Random(seed)
    listed = Listed(many(chance.randint(300, 3_000), chance.choice((1, 7))))

    def change(listed: Listed) -> None:
        if chance.random() < 0.3:
            id = listed.any(chance)
            if by_number or chance.random() < 0.7:
                listed.edit(id)
            else:
                listed.times.pop(id)

    listed.meanwhile = change
    found: set[tuple[str, str]] = set()
    for page in changes.pages(listed.read, START, by_number):
        found.update(map(version, page.rows))
        if page.safe_until is not None:
            safe = int((page.safe_until - START).total_seconds())
            assert {(id, stamp(time)) for id, time in listed.times.items() if time < safe} <= found


def test_who_was_interrupted_before_keeps_every_page() -> None:
    pages = list(changes.pages(Listed(many(1_500)).read, START, by_number=False))
    safe = [page.safe_until for page in pages if page.safe_until is not None]
    assert len(safe) == len(pages)
    assert safe == sorted(safe)


def test_a_second_with_more_than_a_page_of_rows_is_read_whole() -> None:
    for by_number in (True, False):
        listed = Listed({**many(700, 0), **{f"z{n}": 900 + n for n in range(300)}})
        assert len(given(listed, by_number)) == 1_000


def test_a_row_listed_twice_is_given_once() -> None:
    listed = Listed(many(3))

    def twice(since: datetime, page: int) -> tuple[list[dict[str, Any]], bool]:
        rows, more = listed.read(since, page)
        return rows + rows[-1:], more

    found = [row for page in changes.pages(twice, START) for row in page.rows]
    assert len(found) == 3


@pytest.mark.parametrize("by_number", [True, False])
@pytest.mark.parametrize("changed", [0, 3, 200])
def test_a_list_that_always_promises_more_is_left(changed: int, by_number: bool) -> None:
    listed = Listed(many(changed), says_more=True)
    assert len(given(listed, by_number)) == changed
    assert len(listed.calls) < 10


def test_a_list_that_denies_more_is_safe_only_as_far_as_it_was_read() -> None:
    listed = Listed(many(500), says_more=False)
    *_, page = changes.pages(listed.read, START)
    assert page.safe_until == START + timedelta(seconds=10 + 199 * 5)
