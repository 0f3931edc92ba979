"""Figure 12: order files: rows a second, memory, and whether what comes out is what was written.

    script/bench files [--rows 100000] [--files 2000] [--write FILE]

The rows are one export of Shopify's, read at a tenth of the length and at the whole of it, beyond the limits of the
upload page. Memory is that of the same number of rows in files as large as the page takes, one after the other. The
files are small ones of every shop, locale and damage of harness/order_files/; what comes out is compared with what
was written. "Told" means that a question, a problem or a note names it.
"""

import gc
import resource
import time
from decimal import Decimal

from benchmarks.figure import Figure, arguments
from harness.order_files import chance, compare
from harness.order_files.damage import Damage, file_of
from harness.order_files.known import LOCALES, Known, Sold
from harness.order_files.shops import SHOPS
from zoho_app.orders.files import limits, reader

LEAST_RATE = 1_000  # rows a second of CPU
MOST_GROWTH = 1.5  # of the CPU for a row, where a file is ten times as long
MOST_MORE = 5  # percent of memory from the first large file to the last
WARM_UP = 2  # files; the second finds what the first has left
LINES = 10  # of an order: the page takes at most 20,000 rows and 2,000 orders
MB = 1024  # KB


def measure(rows: int, files: int) -> Figure:
    """Memory, rows a second at both lengths, and the files that came out otherwise."""
    figure = Figure(f"Figure 12: {rows:,} rows, and {files:,} files of every shop, locale and damage")
    largest = min(rows, limits.MOST_ROWS)
    for _ in range(WARM_UP):
        _seconds(largest)
    first = _peak()
    for _ in range(rows // largest):
        _seconds(largest)
    figure.tell(f"memory of the process after {WARM_UP} files of {largest:,} rows, MB", first)
    figure.tell(f"and after {rows // largest} more, MB", _peak())
    figure.at_most("growth in %", (_peak() / first - 1) * 100, MOST_MORE)
    limits.MOST_ROWS, limits.MOST_BYTES = rows + 1, 1024**3
    short = _seconds(rows // 10)
    long = _seconds(rows)
    figure.at_least(f"rows a second of CPU in one file of {rows:,}", rows / long, LEAST_RATE)
    grown = long / rows / (short / (rows // 10))
    figure.at_most("CPU for a row, times that of a file of a tenth", grown, MOST_GROWTH)
    figure.tell("memory of the process after it, MB", _peak())
    _compared(figure, files)
    return figure


def _seconds(rows: int) -> float:
    content = file_of([_order(number) for number in range(rows // LINES)], "Shopify", "plain", Damage())
    gc.collect()
    began = time.process_time()
    read = reader.parse(content).orders
    taken = time.process_time() - began
    assert len(read) == rows // LINES and not any(order.errors for order in read)
    return taken


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MB


def _order(number: int) -> Known:
    items = tuple(
        Sold(
            f"SKU-{(number + place) % 500}", "Blue mug, große Tasse", place + 1, Decimal(number % 9_000 + place) / 100
        )
        for place in range(LINES)
    )
    return Known(
        str(1_000 + number), items, first="Zoë", last="Müller", shipping=Decimal("4.90"), tax=Decimal("3.20")
    )


def _compared(figure: Figure, files: int) -> None:
    outcomes = [compare.read(chance.case(seed)) for seed in range(files)]
    silent = [f"{seed}: {one.silent[0]}" for seed, one in enumerate(outcomes) if one.silent]
    figure.tell("shops times locales", len(SHOPS) * len(LOCALES))
    figure.exactly("files that came out otherwise and did not say so", len(silent), 0)
    figure.at_least("files that came out exactly, with nothing to tell, in %", _percent(outcomes), 60)
    figure.exactly("files that were refused", sum(bool(one.refused) for one in outcomes), 0)
    for words in silent[:10]:
        figure.tell(words, "")


def _percent(outcomes: list[compare.Outcome]) -> float:
    return 100 * sum(one.is_exact for one in outcomes) / len(outcomes)


if __name__ == "__main__":
    options = arguments(__doc__, rows=100_000, files=2_000)
    raise SystemExit(measure(options.rows, options.files).end(options.write))
