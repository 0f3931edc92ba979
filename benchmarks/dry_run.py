"""Figure: how long a dry run of 1,000 orders takes when the desk knows all contacts and items, and how many calls.

    script/bench dry_run [--orders 1000] [--profile 0] [--write FILE]

The run is begun on the page and done by a worker in this process. --profile N prints its N dearest functions.
"""

import sys
from time import perf_counter

from sqlalchemy import func, select

from benchmarks.bench import Bench, fresh_desk, order
from benchmarks.cost import profile
from benchmarks.figure import Figure, arguments
from harness.books import WHO
from harness.statements import statements
from zoho_app.bulk import actions, start
from zoho_app.bulk.models import DONE, BulkItem
from zoho_app.bulk.selection import Selection
from zoho_app.extensions import db
from zoho_app.orders.listing.filters import Filters

MOST_SECONDS, MOST_CALLS = 10, 0
CUSTOMERS = 50


def measure(orders: int, profiled: int) -> Figure:
    """Look at so many orders of customers whom Zoho Books has."""
    figure = Figure(f"A dry run of {orders:,} orders with a warm cache")
    with fresh_desk("dry_run") as bench:
        _prepare(bench, orders)
        calls = len(bench.books.desk_calls())
        _begin(bench)
        begun_at = perf_counter()
        with statements() as sent:
            work_off(bench)
        seconds = perf_counter() - begun_at
        figure.at_most("seconds", seconds, MOST_SECONDS)
        figure.at_most("calls to Zoho", len(bench.books.desk_calls()) - calls, MOST_CALLS)
        figure.tell("SQL statements an order", len(sent) / orders)
        figure.tell("orders that would work", _count_good())
        if profiled:
            _begin(bench)
            profile(lambda: work_off(bench), profiled)
    return figure


def _prepare(bench: Bench, orders: int) -> None:
    bench.books.lift_limits()
    for number in range(CUSTOMERS):
        bench.books.add_contact(f"Customer {number}", _email(number))
    bench.learn()
    bench.import_orders(order(number, _email(number)) for number in range(orders))


def _email(number: int) -> str:
    return f"customer{number % CUSTOMERS}@example.com"


def _begin(bench: Bench) -> None:
    start.start(Selection(bench.desk.store_id, filters=Filters()), actions.DRY_RUN, {}, WHO)
    db.session.commit()


def work_off(bench: Bench) -> None:
    """Let a worker go on with the runs until they are done."""
    while bench.desk.work("bulk"):
        continue


def _count_good() -> int:
    return db.session.scalar(select(func.count()).select_from(BulkItem).where(BulkItem.state == DONE)) or 0


if __name__ == "__main__":
    given = arguments(__doc__ or "", orders=1000, profile=0)
    sys.exit(measure(given.orders, given.profile).end(given.write))
