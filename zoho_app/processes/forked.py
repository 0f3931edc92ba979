"""A child forked from this process, which shares the memory of what is loaded here."""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence

import setproctitle

from zoho_app.processes.leash import die_with

# Without it, the title would be written over the environment that /proc shows of the process.
os.environ.setdefault("SPT_NOENV", "1")


class Forked:
    """Runs `work` in a process and session of its own; has the part of subprocess.Popen that child.py needs.

    `title` is what ps shows. `work` returns the exit status. Fork from a process with one thread only.
    """

    def __init__(self, work: Callable[[], int], title: Sequence[str]) -> None:
        ours, theirs = os.pipe()
        parent = os.getpid()
        self.returncode: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            _run(work, title, theirs, parent)
        os.close(theirs)
        self.stdout = os.fdopen(ours, "rb")

    def poll(self) -> int | None:
        """The exit status, negative for the signal that killed it; None while it runs."""
        return self._ask(os.WNOHANG)

    def wait(self) -> int | None:
        """Wait for its end; returns as `poll` does."""
        return self._ask(0)

    def send_signal(self, number: int) -> None:
        """Send it a signal; nothing when it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def _ask(self, options: int) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, options)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode


def _run(work: Callable[[], int], title: Sequence[str], output: int, parent: int) -> None:
    """What the new process does; it never returns."""
    status = 1
    try:
        os.setsid()
        die_with(parent)
        _leave_signals_to_the_system()
        setproctitle.setproctitle(" ".join(title))
        _connect(output)
        status = work()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


def _leave_signals_to_the_system() -> None:
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)


def _connect(output: int) -> None:
    """Read nothing, and write everything into the parent's pipe, line by line."""
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    for number in (1, 2):
        os.dup2(output, number)
    os.close(output)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
