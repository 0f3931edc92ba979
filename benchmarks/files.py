"""Figure 12: order files: how many rows a second are read, how much memory that takes, and whether anything differs.

    script/bench files [--rows 100000] [--files 2000] [--write FILE]

The rows are one export of Shopify's, read at a tenth of the length and at the whole of it. The files are small ones
of every shop, locale and damage of harness/order_files.py; what comes out is compared with what was written.
"""

import random
import resource
import time
from decimal import Decimal

from benchmarks.figure import Figure, arguments
from harness.order_files import LOCALES, SHOPS, Damage, Known, Sold, file_of
from zoho_app.orders.files import columns, limits, orders, reader
from zoho_app.orders.files.build import Context

LEAST_RATE = 1_000  # rows a second
MOST_GROWTH = 1.5  # of the time for a row, where a file is ten times as long
LINES = 4  # of an order


def measure(rows: int, files: int) -> Figure:
    """Rows a second at both lengths, the memory of the longer one, and the files that came out otherwise."""
    figure = Figure(f"Figure 12: a file of {rows:,} rows, and {files:,} files of every shop, locale and damage")
    limits.MOST_ROWS, limits.MOST_BYTES = rows + 1, 1024**3
    short = _seconds(rows // 10)
    before = _memory()
    long = _seconds(rows)
    figure.at_least("rows a second", rows / long, LEAST_RATE)
    figure.at_most(
        "time for a row, times that of a file of a tenth", long / rows / (short / (rows // 10)), MOST_GROWTH
    )
    figure.tell("memory for it, MB", _memory() - before)
    figure.exactly("files that came out otherwise and did not say so", _silent(files), 0)
    return figure


def _seconds(rows: int) -> float:
    content = file_of([_order(number) for number in range(rows // LINES)], "shopify", "plain", Damage())
    began = time.perf_counter()
    read = reader.parse(content).orders
    taken = time.perf_counter() - began
    assert len(read) == rows // LINES and not any(order.errors for order in read)
    return taken


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _order(number: int, chance: random.Random | None = None) -> Known:
    pick = chance or random.Random(number)
    items = tuple(
        Sold(
            f"SKU-{pick.randrange(500)}",
            "Blue mug, große Tasse",
            pick.randrange(1, 9),
            Decimal(pick.randrange(90_000)) / 100,
        )
        for _ in range(LINES)
    )
    day = (2026, pick.randrange(1, 13), pick.randrange(1, 29))
    return Known(str(1_000 + number), "Zoë Müller", "Köln", items, Decimal("4.90"), tax=Decimal("3.20"), day=day)


def _silent(files: int) -> int:
    """How many files came out with other totals, quantities or days than were written, and said nothing."""
    chance = random.Random(17)
    return sum(_differs(chance) for _ in range(files))


def _differs(chance: random.Random) -> bool:
    known = [_order(number, chance) for number in range(chance.randrange(1, 4))]
    locale = chance.choice(tuple(LOCALES))
    damage = Damage(
        encoding=chance.choice(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")),
        delimiter=chance.choice(",;\t|"),
        line_end=chance.choice(("\n", "\r\n")),
        quote_all=chance.random() < 0.5,
        announces=chance.random() < 0.3,
        above=("Orders",) if chance.random() < 0.3 else (),
        below=("End of report",) if chance.random() < 0.3 else (),
        shuffle=chance.randrange(6),
        blank_lines=chance.random() < 0.2,
        is_workbook=chance.random() < 0.2,
    )
    content = file_of(known, chance.choice(tuple(SHOPS)), locale, damage)
    table, plan = reader.open_file(content)
    if plan.questions:
        is_comma = locale in ("German", "French")
        answers = columns.Choices(dates="month" if locale == "American" else "day", decimals="," if is_comma else ".")
        table, plan = reader.open_file(content, answers)
    read = orders.read(table, plan, Context("UTC", "USD"))
    told = plan.questions or any(order.errors or order.doubts for order in read)
    found = [(order.number, order.total, order.data.get("date_added", "")[:10]) for order in read]
    wanted = [(one.number, one.total, "{:04}-{:02}-{:02}".format(*one.day)) for one in known]
    return not told and found != wanted


if __name__ == "__main__":
    options = arguments(__doc__, rows=100_000, files=2_000)
    raise SystemExit(measure(options.rows, options.files).end(options.write))
