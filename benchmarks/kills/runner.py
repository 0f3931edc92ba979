"""What a run of either kind has in common: a server, orders that come in as others are killed, and what it shows."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.kills.arrivals import Arrived, Verdict
from benchmarks.kills.killer import Killer, Weather
from benchmarks.kills.order_plan import Wanted

# So many of all orders wait at the same time.
AHEAD = 0.03
CHANNELS = 6  # how many orders are brought in at the same time


@dataclass(frozen=True)
class Result:
    """What one run has shown."""

    name: str
    arrived: Arrived
    verdict: Verdict
    killed: dict[str, int]
    seconds: float  # from the first order until nothing was left to do
    seconds_after: float  # of these, after the last kill
    unexplained: list[str]
    notes: dict[str, str]


@contextmanager
def under_fire(killer: Killer, weather: Weather, progress: Callable[[], float]) -> Iterator[None]:
    """Bad weather and kills, until the killer has carried out its plan; a failure of either is raised at the end."""
    with ThreadPoolExecutor(2) as threads:
        storm, kills = threads.submit(weather.run), threads.submit(killer.run, progress)
        try:
            yield
            kills.result()
        finally:
            killer.stop()
            weather.end()
            storm.result()


def bring_in(wanted: list[Wanted], progress: Callable[[], float], one: Callable[[Wanted], None]) -> None:
    """Hand each order to `one`, some at a time, and not too far ahead of the work."""
    is_over = threading.Event()

    def when_it_is_time(number: int, order: Wanted) -> None:
        while number / len(wanted) > progress() + AHEAD and not is_over.wait(0.1):
            continue
        if not is_over.is_set():
            one(order)

    with ThreadPoolExecutor(CHANNELS) as channels:
        try:
            for _ in channels.map(when_it_is_time, range(len(wanted)), wanted):
                pass
        finally:
            is_over.set()
