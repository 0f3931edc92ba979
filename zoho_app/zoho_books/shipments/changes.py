"""Read changes in Zoho Books, oldest first, so that no row is skipped and hardly any is read twice.

A sales order that is edited or deleted while the list is read leaves its place, and all behind it move up by one:
the first of page 3 is on page 2 now, which has been read. Going on from the time of the last row is proof against
that, but reads the last rows of each page again. So the first five pages, which are nearly always all, are turned
by number. What was edited meanwhile stands at the end of the list by then, and is seen there: only then these five
are read again by time. A deleted row leaves no such trace; what it hid is found by the daily look at all ids.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from zoho_app.zoho_books import timestamps

PAGES_BY_NUMBER = 5
# Zoho Books API: times are whole seconds, and whether "changed since" means ">" or ">=" is not said.
SECOND = timedelta(seconds=1)

Json = dict[str, Any]
Read = Callable[[datetime, int], tuple[list[Json], bool]]  # (since, page) -> the rows, and whether there are more


@dataclass(frozen=True)
class Page:
    """Rows that were not given out before."""

    rows: list[Json]
    safe_until: datetime | None  # every change up to here has been given out; none: that is not certain yet


def pages(read: Read, since: datetime, by_number: bool = True) -> Iterator[Page]:
    """Give out every sales order changed at or after `since`, once for each time of change.

    Without `by_number` each page is certain at once, at the price of one more call for some 200 pages: for who has
    been interrupted before. Raises what `read` raises.
    """
    reading = _Reading(read, since)
    yield from reading.by_number() if by_number else reading.by_time(since)


class _Reading:
    """One reading of the list, from `since` to its end."""

    def __init__(self, read: Read, since: datetime) -> None:
        self._read, self._since = read, since
        self._given: dict[str, str] = {}  # id -> the time of change under which it was given out last
        self._seen_again: set[str] = set()  # under another time of change
        self._listed: list[Json] = []  # the last page, as it came
        self._reached = self._newest = since  # the newest time of the last page, and of all

    def by_number(self) -> Iterator[Page]:
        """The first pages by number, the rest by time; certain are the first page, and at the end all."""
        rows, is_more = self._turn(self._since, 1)
        yield Page(rows, self._newest)
        first_ends, number = self._newest, 1
        while is_more and (number < PAGES_BY_NUMBER or not self._is_past(self._since)):
            number += 1
            rows, is_more = self._turn(self._since, number)
            yield Page(rows, None)
        ends, turned = self._newest, set(self._given)
        if is_more:
            yield from _uncertain(self.by_time(ends - SECOND))
        if number > 1 and self._seen_again & turned:
            yield from _uncertain(self.by_time(max(first_ends - SECOND, self._since), ends))
        yield Page([], self._newest)

    def by_time(self, point: datetime, until: datetime | None = None) -> Iterator[Page]:
        """Always the first page from the time of the last row on, till the end of the list or `until`."""
        is_more = True
        while is_more and (until is None or point <= until):
            rows, is_more = self._turn(point, 1)
            is_past = self._is_past(point) or not is_more
            yield Page(rows, self._reached if is_past else None)
            if not is_past:
                is_more = yield from self._second(point)
                yield Page([], self._reached)
            point = self._reached - SECOND
        yield Page([], self._newest)

    def _second(self, point: datetime) -> Generator[Page, None, bool]:
        """A second that is longer than a page: by number, again and again till nothing new turns up."""
        while True:
            number = brought = 0
            is_more = True
            while is_more and (number == 0 or not self._is_past(point)):
                number += 1
                rows, is_more = self._turn(point, number)
                brought += len(rows)
                yield Page(rows, None)
            if not brought:
                return is_more

    def _turn(self, since: datetime, number: int) -> tuple[list[Json], bool]:
        """Read one page; returns the rows not given out before, and whether there really may be more."""
        rows, is_more = self._read(since, number)
        is_same = number > 1 and rows == self._listed
        self._listed = rows
        times = (timestamps.timestamp(row.get("last_modified_time")) for row in rows)
        self._reached = max((time for time in times if time), default=since)
        self._newest = max(self._newest, self._reached)
        return [row for row in rows if self._is_fresh(row)], is_more and bool(rows) and not is_same

    def _is_fresh(self, row: Json) -> bool:
        id, time = str(row.get("salesorder_id")), str(row.get("last_modified_time"))
        before, self._given[id] = self._given.get(id), time
        if before not in (None, time):
            self._seen_again.add(id)
        return before != time

    def _is_past(self, point: datetime) -> bool:
        """Whether the last page reached far enough to go on from its time."""
        return self._reached - SECOND > point


def _uncertain(pages: Iterator[Page]) -> Iterator[Page]:
    return (Page(page.rows, None) for page in pages)
