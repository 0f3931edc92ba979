"""One process that the parent keeps alive: started, started again with growing pauses, stopped."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import IO

from zoho_app.processes.forked import Forked
from zoho_app.processes.leash import die_with

# A child that lived this long was healthy: its next death counts as the first.
HEALTHY_SECONDS = 30.0
LONGEST_PAUSE = 30.0


@dataclass
class Child:
    """What to run, the seconds it gets to end its work when asked to stop, and whether it can be used yet.

    With `work` it is forked from this process, and `command` is only what ps shows. One that `names_its_lines`
    writes the name of who says it before each line itself.
    """

    name: str
    command: list[str]
    grace: float = 10.0
    is_ready: Callable[[], bool] = field(default=lambda: True, repr=False)
    environment: Mapping[str, str] | None = field(default=None, repr=False)  # none: that of the others
    work: Callable[[], int] | None = field(default=None, repr=False)
    names_its_lines: bool = False
    process: subprocess.Popen[bytes] | Forked | None = None
    deaths: int = 0
    due_at: float = 0.0
    _started_at: float = field(default=0.0, repr=False)

    def start(self, environment: Mapping[str, str], folder: str) -> IO[bytes]:
        """Start it in a session of its own, in this environment unless it has one of its own.

        Returns the stream of everything it writes.
        """
        self._started_at = monotonic()
        self.process = Forked(self.work, self.command) if self.work else self._run_command(environment, folder)
        assert self.process.stdout
        return self.process.stdout

    def _run_command(self, environment: Mapping[str, str], folder: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - commands of ours
            self.command,
            env=self.environment if self.environment is not None else environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=partial(die_with, os.getpid()),
        )

    def has_ended(self) -> bool:
        """Whether it was running and is no more."""
        return self.process is not None and self.process.poll() is not None

    def bury(self) -> str:
        """Clean up after it ended and plan its next start; returns how it ended, in words."""
        assert self.process
        self._signal_group(signal.SIGKILL)  # what it may have left in its group must not hold its port
        status = self.process.returncode or 0
        self.process = None
        self.deaths = 1 if monotonic() - self._started_at > HEALTHY_SECONDS else self.deaths + 1
        self.due_at = monotonic() + pause_after(self.deaths)
        return f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"

    def postpone(self) -> None:
        """Plan the next attempt after it could not even be started."""
        self.deaths += 1
        self.due_at = monotonic() + pause_after(self.deaths)

    def ask_to_stop(self) -> None:
        """Ask the process itself; it tells its own children."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it and everything in its group at once."""
        if self.process is not None:
            self._signal_group(signal.SIGKILL)
            self.process.wait()

    def _signal_group(self, number: signal.Signals) -> None:
        assert self.process
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)


def pause_after(deaths: int) -> float:
    """Seconds to wait before the next start: none after the first death, then 1, 2, 4 ... 30."""
    return min(2.0 ** (deaths - 2), LONGEST_PAUSE) if deaths > 1 else 0.0
