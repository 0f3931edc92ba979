"""What an hour in which Zoho Books answers 503 to everything costs while very many orders wait, and what it ends in.

script/bench outage [--orders 5000] [--drained 200] [--write FILE]

The hour is virtual: the desk's clock goes on by itself from one thing that is due to the next. Afterwards only
`--drained` orders are sent for real, the others are taken back first.
"""

import sys
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from freezegun import freeze_time
from sqlalchemy import func, select, update

from benchmarks.bench import Bench, fresh_desk, order
from benchmarks.figure import Figure, arguments
from zoho_app import kinds
from zoho_app.appointments import gates
from zoho_app.appointments.models import BULK, CANCELED, DONE, FAILED, Appointment
from zoho_app.extensions import db

MOST_PROBES = 70
STEP = timedelta(seconds=15)
HOUR = timedelta(hours=1)
CUSTOMERS = 50
SUBMITS = Appointment.kind == kinds.SUBMIT.name


def measure(orders: int, drained: int) -> Figure:
    """Count the calls of the hour, what has failed in it, and the sales orders once Zoho Books is back."""
    figure = Figure(f"An hour of nothing but 503 while {orders:,} orders wait")
    with fresh_desk("outage") as bench, ExitStack() as stack:
        bench.learn()
        emails = [f"customer{number}@example.com" for number in range(CUSTOMERS)]
        ids = bench.import_orders(order(number, emails[number % CUSTOMERS]) for number in range(orders))
        bench.submit(ids, BULK)
        bench.books.fail({"action": "status", "status": 503, "path": "/books/v3", "times": 0})
        bench.books.count_from_here()
        clock = stack.enter_context(freeze_time())
        _let_pass(bench, clock, HOUR)
        figure.at_most("calls in the hour", len(bench.books.desk_calls()), MOST_PROBES)
        figure.exactly("orders that failed", _count(FAILED), 0)
        figure.exactly("orders that wait", bench.count_open(), orders)
        figure.tell("what the page says", gates.closed(bench.desk.store_id)[0].words)
        bench.books.fail()
        _withdraw_all_but(ids[:drained])
        _let_pass(bench, clock, HOUR)
        figure.exactly("orders done afterwards", _count(DONE), drained)
        figure.exactly("sales orders of these", bench.count_made("salesorder"), drained)
    return figure


def _let_pass(bench: Bench, clock: Any, duration: timedelta) -> None:
    for _ in range(duration // STEP):
        bench.work()
        clock.tick(STEP)


def _count(state: str) -> int:
    return db.session.scalar(select(func.count()).where(SUBMITS, Appointment.state == state)) or 0


def _withdraw_all_but(order_ids: list[int]) -> None:
    db.session.execute(
        update(Appointment).where(SUBMITS, Appointment.subject_id.not_in(order_ids)).values(state=CANCELED)
    )
    db.session.commit()


if __name__ == "__main__":
    given = arguments(__doc__ or "", orders=5000, drained=200)
    sys.exit(measure(given.orders, given.drained).end(given.write))
