"""Figure 2: calls that a check for shipments costs, and that it misses nothing.

    script/bench polls [--stored 100000] [--write FILE]

Measured with few stored orders and with very many. The calls of reading what has changed are judged. Once a day the
first check also asks for every sales order by its id, 200 a call, to find deleted ones; after two weeks one is due.
"""

import sys
from datetime import datetime, timedelta
from math import ceil

from freezegun import freeze_time
from sqlalchemy import select

from benchmarks.bench import Bench, fresh_desk
from benchmarks.figure import Figure, arguments
from harness.books import order_of, submitted
from harness.many_orders import Many
from zoho_app import jobs
from zoho_app.appointments import for_store
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import Shipment
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.api.client import IDS_A_CALL, PER_PAGE
from zoho_app.zoho_books.models import Connection

FEW = 2_500
TWO_WEEKS = timedelta(days=14)
CHANGED_IN_TWO_WEEKS = 2_300
# Of the changed ones every so many-th has got a tracking number.
EVERY = 97


def measure(stored: int) -> Figure:
    """Checks on a desk with few stored orders, and on one with many."""
    figure = Figure("Figure 2: calls per check for shipments")
    with fresh_desk("polls") as bench:
        _check_nothing(bench, figure)
    for count in (FEW, stored):
        with fresh_desk("polls") as bench:
            _check_many(bench, figure, count)
    return figure


def _check_nothing(bench: Bench, figure: Figure) -> None:
    bench.learn()
    _check(bench)
    figure.exactly("nothing was ever sent", len(bench.books.desk_calls()), 0)
    order_id = submitted(bench.desk)
    actions.cancel(order_of(order_id), for_store.BOOKDESK)
    db.session.commit()
    bench.work()
    bench.books.count_from_here()
    _check(bench)
    figure.exactly("all that was sent is canceled", len(bench.books.desk_calls()), 0)


def _check_many(bench: Bench, figure: Figure, stored: int) -> None:
    many = Many(bench.desk, bench.books, bench.zoho, stored)
    among = f"of {stored:,} stored"
    tracked: set[str] = set()
    for changed in (PER_PAGE, 5 * PER_PAGE):
        tracked |= _change(many, changed, now() - timedelta(minutes=5), 0.2)
        bench.books.count_from_here()
        _check(bench)
        figure.exactly(f"{changed:,} changed {among}", len(bench.books.desk_calls()), changed / PER_PAGE)
    _check_after_two_weeks(bench, figure, many, tracked, among)


def _check_after_two_weeks(bench: Bench, figure: Figure, many: Many, tracked: set[str], among: str) -> None:
    connection = db.session.get_one(Connection, bench.desk.store_id)
    connection.ids_asked_at = now()
    db.session.commit()
    ids_before = len(many.ids)
    spread = TWO_WEEKS.total_seconds() / CHANGED_IN_TWO_WEEKS
    tracked |= _change(many, CHANGED_IN_TWO_WEEKS, now(), spread)
    bench.books.count_from_here()
    with freeze_time(now() + TWO_WEEKS):
        jobs.schedule_polls()
        bench.work()
    asked = [entry["query"] for entry in bench.books.ledger() if entry["path"].endswith("/salesorders")]
    by_id = sum("salesorder_ids" in query for query in asked)
    most = ceil(CHANGED_IN_TWO_WEEKS / PER_PAGE) + 1
    figure.at_most(f"after 14 days, {CHANGED_IN_TWO_WEEKS:,} changed {among}", len(asked) - by_id, most)
    figure.at_most("and asking for all ids, once a day", by_id, ceil((ids_before + 1) / IDS_A_CALL))
    figure.exactly("tracking numbers missed", len(tracked ^ _found()), 0)


def _change(many: Many, count: int, since: datetime, seconds: float) -> set[str]:
    ids = many.ids[:count]
    many.change(ids, ids[::EVERY], since, seconds)
    return {f"1Z{id}" for id in ids[::EVERY]}


def _check(bench: Bench) -> None:
    """A check as the timetable makes it."""
    actions.check_for_shipments(bench.desk.store_id, for_store.BOOKDESK)
    db.session.commit()
    bench.work()


def _found() -> set[str]:
    db.session.remove()
    return set(db.session.scalars(select(Shipment.tracking_number)))


if __name__ == "__main__":
    given = arguments(__doc__ or "", stored=100_000)
    sys.exit(measure(given.stored).end(given.write))
