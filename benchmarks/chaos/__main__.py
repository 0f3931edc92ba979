"""python -m benchmarks.chaos --seeds 1000    so many days of chaos, each checked when all is calm
python -m benchmarks.chaos --seed 42       one of them again, told line by line
"""

import argparse
import logging
import multiprocessing
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks.chaos import story as tales
from benchmarks.chaos.running import Outcome, run
from benchmarks.chaos.world import World

PROCESSES = 2


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seeds", type=int, default=1000, help="how many days, from seed 1 on (or --first)")
    asked.add_argument("--first", type=int, default=1, help="the first seed")
    asked.add_argument("--seed", type=int, help="one seed alone, with its story")
    asked.add_argument("--processes", type=int, default=PROCESSES)
    given = asked.parse_args()
    _repeat_sets()
    logging.disable(logging.CRITICAL)
    if given.seed is not None:
        return _tell(given.seed)
    return _run_many(range(given.first, given.first + given.seeds), given.processes)


def _repeat_sets() -> None:
    """The order of Python's sets of texts is another one in each process, unless it is told not to be."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.execve(sys.executable, [sys.executable, "-m", "benchmarks.chaos", *sys.argv[1:]], _environment())


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONHASHSEED": "0"}


def _tell(seed: int) -> int:
    with ExitStack() as stack:
        outcome = run(World(stack), seed)
    print("\n".join(outcome.lines))
    print(f"\nSeed {seed}: {'; '.join(outcome.problems) or 'ledger and desk agree'}")
    return bool(outcome.problems)


def _run_many(seeds: range, processes: int) -> int:
    began = time.monotonic()
    counts: Counter[str] = Counter()
    failed: list[Outcome] = []
    parts = [seeds[start::processes] for start in range(processes)]
    for outcome in _outcomes(parts):
        counts += outcome.counts
        if outcome.problems:
            failed.append(outcome)
            print(f"Seed {outcome.seed}: {'; '.join(outcome.problems)}", flush=True)
    _sum_up(len(seeds), counts, failed, time.monotonic() - began)
    return bool(failed)


def _outcomes(parts: list[range]) -> Iterator[Outcome]:
    """What becomes of each seed, as soon as it is known; each part in a process of its own."""
    spawning = multiprocessing.get_context("spawn")
    results = spawning.SimpleQueue()
    working = [spawning.Process(target=_work, args=(part, results)) for part in parts]
    for process in working:
        process.start()
    for _ in range(sum(map(len, parts))):
        yield results.get()
    for process in working:
        process.join()


def _work(part: range, results: "multiprocessing.SimpleQueue[Outcome]") -> None:
    logging.disable(logging.CRITICAL)
    with ExitStack() as stack:
        world = World(stack)
        for seed in part:
            results.put(run(world, seed))


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
