"""`python -m benchmarks.kills`: 200 kills over 2,000 orders, for Bookdesk and for a naive loop; exit 1 when broken.

--database is SQLite unless a PostgreSQL server is named, on which a database is made and dropped again.
"""

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

from benchmarks.kills import bookdesk, naive, order_plan
from benchmarks.kills.runner import Result
from harness.server import database_of_its_own

SHOWN = 10


def main() -> int:
    asked = _arguments()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that nothing is left behind
    os.environ["TEST_DATABASE_URL"] = asked.database
    wanted = order_plan.orders(asked.orders, asked.seed)
    name = f"Bookdesk on {'PostgreSQL' if asked.database else 'SQLite'}"
    with tempfile.TemporaryDirectory(prefix="kills") as folder:
        with database_of_its_own("kills") as database:
            desk = bookdesk.run(name, Path(folder) / "desk", database, wanted, asked.kills, asked.seed)
        _show(desk)
        if not asked.bookdesk_only:
            _show(naive.run(Path(folder) / "naive", wanted, asked.kills, asked.seed))
    return 0 if _is_kept(desk) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=__doc__)
    parser.add_argument("--orders", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--database", default=os.environ.get("TEST_DATABASE_URL", ""), metavar="URL")
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--bookdesk-only", action="store_true", help="without the naive loop")
    return parser.parse_args()


def _is_kept(result: Result) -> bool:
    verdict = result.verdict
    return not (
        verdict.lost
        or verdict.duplicates
        or verdict.duplicate_contacts
        or verdict.not_canceled
        or result.unexplained
        or result.arrived.refused_for_haste
    )


def _show(result: Result) -> None:
    kills = ", ".join(f"{part} {times}" for part, times in sorted(result.killed.items()))
    print(f"\n== {result.name}: {result.seconds:.0f} s, of these {result.seconds_after:.0f} s after the last kill")
    print(f"killed: {kills}; calls {result.arrived.calls}, refused for haste {result.arrived.refused_for_haste}")
    for words, names in {
        "lost orders": result.verdict.lost,
        "orders that Zoho has more than once": result.verdict.duplicates,
        "contacts that Zoho has more than once": result.verdict.duplicate_contacts,
        "canceled orders that are still there": result.verdict.not_canceled,
        "unexplained for more than 60 seconds": result.unexplained,
    }.items():
        examples = f"  ({'; '.join(names[:SHOWN])}{' ...' if len(names) > SHOWN else ''})" if names else ""
        print(f"{len(names):6} {words}{examples}")
    for words, figure in result.notes.items():
        print(f"       {words}: {figure}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
