"""Figure 3: calls that canceling an order costs, after and before it was sent.

script/bench cancels [--orders 50] [--write FILE]
"""

import sys
from collections.abc import Iterable

from benchmarks.bench import Bench, fresh_desk, order
from benchmarks.figure import Figure, arguments
from harness.books import WHO, order_of
from zoho_app.extensions import db
from zoho_app.zoho_books import actions


def measure(orders: int) -> Figure:
    """Cancel orders that are in Zoho Books, then orders that still wait to be sent."""
    figure = Figure("Figure 3: calls to cancel an order")
    with fresh_desk("cancels") as bench:
        bench.learn()
        sent = bench.import_orders(order(number, "ada@example.com") for number in range(orders))
        bench.submit(sent)
        bench.work()
        figure.exactly("after it was sent", _calls(bench, sent) / orders, 1.0)
        figure.exactly("sales orders void", _count_void(bench), orders)
        waiting = bench.import_orders(order(orders + number, "ada@example.com") for number in range(orders))
        bench.submit(waiting)
        figure.exactly("before it was sent", _calls(bench, waiting) / orders, 0.0)
        figure.exactly("sales orders made of these", bench.count_made("salesorder") - orders, 0)
    return figure


def _calls(bench: Bench, order_ids: Iterable[int]) -> int:
    bench.books.count_from_here()
    for order_id in order_ids:
        actions.cancel(order_of(order_id), WHO)
        db.session.commit()
    bench.work()
    return len(bench.books.desk_calls())


def _count_void(bench: Bench) -> int:
    return sum(row["status"] == "void" for row in bench.books.sales_orders())


if __name__ == "__main__":
    given = arguments(__doc__ or "", orders=50)
    sys.exit(measure(given.orders).end(given.write))
