"""python -m benchmarks.chaos --seeds 1000    so many days of chaos, each checked when all is calm
python -m benchmarks.chaos --seed 42       one of them again, told line by line
python -m benchmarks.chaos --prove         plant what must never be, and see whether the check notices
"""

import argparse
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from multiprocessing import get_context

from benchmarks.chaos import story as tales
from benchmarks.chaos.runner import Outcome, run_some
from benchmarks.chaos.sabotage import SPOILS, unnoticed
from benchmarks.chaos.world import World
from zoho_app.processes.leash import die_with

PROCESSES = 2
# So many seeds are run in one world before another one is made, in a process of its own: the clocks of a process can
# be taken over once.
A_WORLD = 20


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seeds", type=int, default=1000, help="how many days, from seed 1 on (or --first)")
    asked.add_argument("--first", type=int, default=1, help="the first seed")
    asked.add_argument("--seed", type=int, help="one seed alone, with its story")
    asked.add_argument("--prove", action="store_true", help="plant wrongs after the first seed")
    asked.add_argument("--processes", type=int, default=PROCESSES)
    given = asked.parse_args()
    _repeat_sets()
    if given.seed is not None:
        return _tell(given.seed)
    if given.prove:
        return _prove(given.first)
    return _run_many(range(given.first, given.first + given.seeds), given.processes)


def _repeat_sets() -> None:
    """The order of Python's sets of texts is another one in each process, unless it is told not to be."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.execve(sys.executable, [sys.executable, "-m", "benchmarks.chaos", *sys.argv[1:]], _environment())


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONHASHSEED": "0"}


def _tell(seed: int) -> int:
    (outcome,) = run_some([seed])
    print("\n".join(outcome.lines))
    print(f"\nSeed {seed}: {'; '.join(outcome.problems) or 'ledger and desk agree'}")
    return bool(outcome.problems)


def _prove(seed: int) -> int:
    with ExitStack() as stack:
        overlooked = unnoticed(World(stack), seed)
    for name in SPOILS:
        print(f"{name}: {'OVERLOOKED' if name in overlooked else 'noticed'}")
    return bool(overlooked)


def _run_many(seeds: range, processes: int) -> int:
    began = time.monotonic()
    counts: Counter[str] = Counter()
    failed: list[Outcome] = []
    parts = [seeds[start : start + A_WORLD] for start in range(0, len(seeds), A_WORLD)]
    with ProcessPoolExecutor(
        processes, get_context("spawn"), die_with, (os.getpid(),), max_tasks_per_child=1
    ) as pool:
        for done in as_completed([pool.submit(run_some, part) for part in parts]):
            for outcome in done.result():
                counts += outcome.counts
                if outcome.problems:
                    failed.append(outcome)
                    print(f"Seed {outcome.seed}: {'; '.join(outcome.problems)}", flush=True)
    _sum_up(len(seeds), counts, failed, time.monotonic() - began)
    return bool(failed)


def _sum_up(seeds: int, counts: Counter[str], failed: list[Outcome], seconds: float) -> None:
    print(f"\n{'fault':28}{'occurred':>10}")
    for name in tales.ALL:
        print(f"{name:28}{counts[name]:>10}{'' if counts[name] else '   NEVER'}")
    others = ", ".join(f"{counts[name]:,} {name}" for name in tales.TOTALS)
    print(f"\n{others}")
    print(f"{seeds:,} seeds, {len(failed)} failed, {seconds:.0f} seconds.")
    if failed:
        print(f"Again, line by line: python -m benchmarks.chaos --seed {failed[0].seed}")


if __name__ == "__main__":
    sys.exit(main())
