"""Figure 4: how near several worker processes come to Zoho's 100 calls a minute, and that they never pass it.

    script/bench rate [--orders 2000] [--workers 4] [--minute 15] [--write FILE]

A minute lasts --minute seconds for the sandbox and for the desk's quota alike; everything else keeps its real time.
The orders are submitted as by people's clicks: those may use the whole minute, while rules and bulk work leave 5%
of it to people.
"""

import sys
from time import monotonic, sleep

from benchmarks.bench import Bench, fresh_desk, order
from benchmarks.figure import Figure, arguments
from zoho_app.sandbox.limits import PER_MINUTE

IDEAL_SHARE = 0.95
# How much longer than the ideal it may take before the measurement gives up.
PATIENCE = 5


def measure(orders: int, workers: int, minute: float) -> Figure:
    """Let the workers send orders of one known customer, and look at the moments at which they reached Zoho."""
    figure = Figure(f"Figure 4: {orders:,} orders, {workers} worker processes, a minute of {minute:g} seconds")
    with fresh_desk("rate", minute) as bench:
        _schedule(bench, orders)
        sleep(minute)  # what was learned has taken some calls of the first minute
        bench.start_workers(workers, minute)
        begun_at = monotonic()
        bench.wait_until_done(60 + PATIENCE * minute * orders / PER_MINUTE)
        took = monotonic() - begun_at
        calls = [entry for entry in bench.books.ledger() if entry["method"] == "POST"]
    times = sorted(entry["time"] for entry in calls)
    figure.exactly("sales orders made", sum(entry["status"] == 201 for entry in calls), orders)
    figure.exactly("calls for them", len(calls), orders)
    figure.exactly("answers 429", sum(entry["status"] == 429 for entry in calls), 0)
    figure.at_most("most calls in any minute", most_within(times, minute), PER_MINUTE)
    figure.at_least("calls a minute after the first hundred", rate(times, minute), IDEAL_SHARE * PER_MINUTE)
    figure.tell("minutes from starting the workers to the last answer", took / minute)
    return figure


def _schedule(bench: Bench, count: int) -> None:
    bench.learn()
    bench.submit(bench.import_orders([order(0, "ada@example.com")]))
    bench.work()
    ids = bench.import_orders(order(number, "ada@example.com") for number in range(1, count + 1))
    bench.submit(ids)
    bench.books.count_from_here()


def most_within(times: list[float], minute: float) -> int:
    """The most calls that any window of a minute holds, its beginning included and its end not."""
    most = first = 0
    for last, timestamp in enumerate(times):
        while timestamp - times[first] >= minute:
            first += 1
        most = max(most, last - first + 1)
    return most


def rate(times: list[float], minute: float) -> float:
    """Calls a minute. The first hundred may go out at once, so they would flatter: time counts, they do not."""
    return (len(times) - PER_MINUTE) / ((times[-1] - times[0]) / minute)


if __name__ == "__main__":
    given = arguments(__doc__ or "", orders=2000, workers=4, minute=15)
    sys.exit(measure(given.orders, given.workers, given.minute).end(given.write))
