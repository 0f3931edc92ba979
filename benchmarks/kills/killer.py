"""Who is killed, in which order and when: all by chance, the same for the same seed."""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import requests
from redis import Redis
from redis.exceptions import RedisError

from harness.kills import kill_and_start_again
from harness.server import Server, parent_of, processes_of
from zoho_app.clock import now

# Out of a hundred kills; what is left over goes to the processes that do the orders.
SHARES = {"worker": 22, "clock": 3, "web": 5, "redis": 6, "sandbox": 4, "parent": 2}
AT_WORK = "at work"  # a process that a worker has forked to do a job
FLUSH = "flush"
FLUSHES = 2
# The kills are spread over the orders, with some chance in it, and go on when nothing moves for long.
JITTER = 0.5
LONGEST_PAUSE = 15.0
# A part that has just died may need so long to be there again; then something else is killed.
PATIENCE = 10.0
COMMANDS = {
    "worker": ("worker.py zoho_books", "worker.py bulk", "naive_worker"),
    "clock": ("worker.py clock",),
    "web": ("gunicorn",),
    "redis": ("redis",),
    "sandbox": ("zoho_app.sandbox",),
}


class Killer:
    """Kills parts of a server, one after the other, in a thread; `done` counts the kills so far."""

    def __init__(
        self,
        server: Server,
        kills: int,
        seed: int,
        without: tuple[str, ...] = (),
    ) -> None:
        self._server = server
        self._is_over = threading.Event()
        self._chance = random.Random(seed)
        self._plan = _plan(self._chance, kills, without)
        self.kills = kills
        self.done = 0
        self.killed: Counter[str] = Counter()
        self.ended_at = 0.0  # time.monotonic(), 0 while it goes on
        self._down: list[tuple[datetime, datetime | None]] = []  # from when until when the whole server was

    def run(self, progress: Callable[[], float]) -> None:
        """Carry out the plan; the last kill is the end of it.

        `progress()` is how much of the work is done, from 0 to 1: the kills keep step with it.
        """
        for part in self._plan:
            self._wait(progress)
            if self._is_over.is_set():
                break
            if part == FLUSH:
                self._flush()
            elif part == "parent":
                self._kill_everything()
            else:
                part = self._kill(part)
            self.killed[part] += 1
            self.done += part != FLUSH
        self.ended_at = time.monotonic()

    def stop(self) -> None:
        """Kill nothing more."""
        self._is_over.set()

    def seconds_down(self, since: datetime) -> float:
        """For how long the whole server was down since then."""
        ends = [(begin, end or now()) for begin, end in self._down]
        return sum((end - max(begin, since)).total_seconds() for begin, end in ends if end > since)

    def _kill_everything(self) -> None:
        begin = now()
        self._down.append((begin, None))
        kill_and_start_again(self._server)
        self._down[-1] = (begin, now())

    def _wait(self, progress: Callable[[], float]) -> None:
        """Until so much is done that the next kill is due."""
        due = (self.done + self._chance.uniform(-JITTER, JITTER)) / self.kills
        give_up_at = time.monotonic() + LONGEST_PAUSE
        while progress() < due and time.monotonic() < give_up_at and not self._is_over.wait(0.1):
            continue

    def _kill(self, part: str) -> str:
        """Kill a process of the part, or, when there is none for long, a worker; returns what was killed."""
        give_up_at = time.monotonic() + PATIENCE
        while True:
            late = time.monotonic() > give_up_at
            running = _processes(self._server.folder, "worker" if late else part)
            if running and _kill_for_good(self._chance.choice(running)):
                return "worker" if late else part
            time.sleep(0.02)

    def _flush(self) -> None:
        """FLUSHALL, as soon as Redis answers."""
        socket = self._server.folder / "redis.sock"
        while True:
            try:
                with Redis(unix_socket_path=str(socket)) as connection:
                    connection.flushall()
                return
            except RedisError:
                time.sleep(0.1)


def _plan(chance: random.Random, kills: int, without: tuple[str, ...]) -> list[str]:
    """The parts in the order of their death, and when Redis is emptied: after a third and after two thirds."""
    plan = [
        part for part, share in SHARES.items() if part not in without for _ in range(max(1, kills * share // 100))
    ]
    plan = plan[:kills] + [AT_WORK] * (kills - len(plan))
    chance.shuffle(plan)
    for number in range(FLUSHES, 0, -1):
        plan.insert(kills * number // (FLUSHES + 1), FLUSH)
    return plan


def _processes(folder: Path, part: str) -> list[int]:
    """The processes of a part; of a worker itself, or those that workers have forked."""
    running = processes_of(folder)
    if part in (AT_WORK, "worker"):
        workers = {pid for pid, command in running.items() if any(name in command for name in COMMANDS["worker"])}
        at_work = {pid for pid in workers if parent_of(pid) in workers}
        return sorted(at_work if part == AT_WORK else workers - at_work)
    return sorted(pid for pid, command in running.items() if any(name in command for name in COMMANDS[part]))


def _kill_for_good(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False  # it has just ended
    return True


class Weather:
    """Zoho answers slowly, by chance 50 to 300 ms, before or after it has committed; drawn anew all the time."""

    SHORTEST, LONGEST, CHANGES_EVERY = 0.05, 0.3, 0.25

    def __init__(self, sandbox: str, seed: int) -> None:
        self._sandbox = sandbox
        self._chance = random.Random(seed)
        self._is_over = threading.Event()

    def run(self) -> None:
        """Until `end`; a sandbox that was killed has forgotten the weather and hears of it again."""
        while not self._is_over.wait(self.CHANGES_EVERY):
            rule = {
                "action": "hang",
                "path": "/books/",
                "times": 0,
                "seconds": self._chance.uniform(self.SHORTEST, self.LONGEST),
                "when": self._chance.choice(("before", "after")),
            }
            self._set([rule])

    def end(self) -> None:
        """From now on Zoho answers at once."""
        self._is_over.set()
        self._set([])

    def _set(self, rules: list[dict[str, object]]) -> None:
        try:
            requests.post(f"{self._sandbox}/sandbox/faults", json=rules, timeout=5)
        except requests.RequestException:
            return  # it is dead at the moment
