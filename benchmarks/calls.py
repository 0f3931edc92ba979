"""Figure 1: calls to Zoho Books per order, counted in the sandbox's ledger.

script/bench calls [--orders 1000] [--write FILE]
"""

import random
import sys
from collections.abc import Iterable
from typing import Any

from benchmarks.bench import Bench, fresh_desk, order
from benchmarks.figure import Figure, arguments
from zoho_app import jobs

SKUS = 500
# How many of the mixed orders come from a customer who has ordered before.
REPEAT = 0.4
SEED = 20261123
EACH = 20


def measure(orders: int) -> Figure:
    """Orders of known and of new customers, short and long ones, then a mixture on a desk that knows nothing yet."""
    figure = Figure("Figure 1: calls per order")
    with fresh_desk("calls") as bench:
        bench.learn()
        send(bench, [order(1, "ada@example.com")])
        for lines in (3, 30):
            known = [order(lines * 1000 + n, "ada@example.com", lines) for n in range(EACH)]
            figure.exactly(f"known customer, {lines} lines", _per_order(bench, known), 1.0)
            new = [order(lines * 1000 + 500 + n, f"new{lines}x{n}@example.com", lines) for n in range(EACH)]
            figure.exactly(f"new customer, {lines} lines", _per_order(bench, new), 2.0)
    with fresh_desk("persons") as bench:
        bench.books.set_edition(contact_persons_list="missing")
        bench.learn()
        new = [order(n, f"new{n}@example.com") for n in range(EACH)]
        title = "new customer, where the list of all contact persons is missing"
        figure.at_most(title, _per_order(bench, new), 3.0)
        known = [order(1000 + n, f"new{n}@example.com") for n in range(EACH)]
        figure.exactly("known customer there", _per_order(bench, known), 1.0)
    with fresh_desk("mixed") as bench:
        mixture = _mixture(orders, _add_items(bench, SKUS))
        bench.books.count_from_here()
        jobs.schedule_readings()  # as the clock does within a minute of connecting
        bench.work()
        figure.tell("calls of the first fill of the cache", len(bench.books.desk_calls()))
        send(bench, mixture)
        calls = len(bench.books.desk_calls()) / orders
        figure.at_most(f"{orders:,} mixed orders, first fill included", calls, 1.75)
        figure.exactly("sales orders made of them", bench.count_made("salesorder"), orders)
    return figure


def _per_order(bench: Bench, orders: list[dict[str, Any]]) -> float:
    bench.books.count_from_here()
    send(bench, orders)
    return len(bench.books.desk_calls()) / len(orders)


def send(bench: Bench, orders: Iterable[dict[str, Any]]) -> None:
    """Import the orders, click on Submit for each, and do the work."""
    bench.submit(bench.import_orders(orders))
    bench.work()


def _add_items(bench: Bench, count: int) -> tuple[str, ...]:
    skus = tuple(f"SKU-{number:04}" for number in range(count))
    for sku in skus:
        bench.books.add("/items", {"name": sku, "sku": sku, "rate": 12.5})
    return skus


def _mixture(count: int, skus: tuple[str, ...]) -> list[dict[str, Any]]:
    """Orders of one to six lines, a share of them of customers who have ordered before."""
    chance = random.Random(SEED)
    repeats = [True] * round(count * REPEAT) + [False] * (count - round(count * REPEAT) - 1)
    chance.shuffle(repeats)
    customers: list[str] = []
    made = []
    for number, is_repeat in enumerate([False, *repeats]):
        if is_repeat:
            email = chance.choice(customers)
        else:
            email = f"customer{number}@example.com"
            customers.append(email)
        made.append(order(number, email, chance.randint(1, 6), chance.randrange(len(skus)), skus))
    return made


if __name__ == "__main__":
    given = arguments(__doc__ or "", orders=1000)
    sys.exit(measure(given.orders).end(given.write))
