"""Keeps children alive: starts them, passes on what they say, starts the dead again, stops all in order."""

import contextlib
import json
import os
import selectors
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from time import monotonic
from types import FrameType
from typing import IO

from zoho_app.clock import now
from zoho_app.processes.child import Child

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
LONGEST_NAP = 0.5
# What each gets to stop once the second request has come.
QUICK_SECONDS = 1.0


class Supervisor:
    """One parent process. Everything happens in its only thread, so that forking is safe."""

    def __init__(self, environment: Mapping[str, str], folder: str) -> None:
        self._environment = environment
        self._folder = folder
        self._writes_json = environment.get("LOG_FORMAT", "").strip() == "json"
        self._stages: list[list[Child]] = []
        self._selector = selectors.DefaultSelector()
        self._stop_requests = 0
        self._listen_for_signals()

    @property
    def is_stopping(self) -> bool:
        """Whether somebody has asked the parent to stop."""
        return self._stop_requests > 0

    def say(self, words: str, name: str = "bookdesk") -> None:
        """Write one line to the log, under the name of who says it."""
        self._write(_as_json(name, words) if self._writes_json else f"{name:<9}| {words}")

    def start(self, *children: Child) -> None:
        """Start children that belong together; they are stopped before those that were started earlier."""
        self._stages.append(list(children))
        for child in children:
            self._start(child)

    def wait_until(self, is_ready: Callable[[], bool], seconds: float) -> bool:
        """Keep everything alive until `is_ready()`; False when the time is up or a stop was asked for."""
        give_up_at = monotonic() + seconds
        while not is_ready():
            if self.is_stopping or monotonic() > give_up_at:
                return False
            self._tend(0.05)
        return True

    def run(self) -> None:
        """Keep everything alive until somebody asks to stop."""
        while not self.is_stopping:
            self._tend(LONGEST_NAP)

    def stop(self) -> None:
        """Stop all children, the last started first; a second request to stop makes it quick."""
        while self._stages:
            self._stop_stage(self._stages.pop())

    def close(self) -> None:
        """Give back what the parent itself held."""
        signal.set_wakeup_fd(-1)
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        self._selector.close()
        self._wake_up.close()

    def _write(self, line: str) -> None:
        with contextlib.suppress(OSError):  # nobody reads the log any more; that is no reason to stop
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()

    def _start(self, child: Child) -> None:
        try:
            stream = child.start(self._environment, self._folder)
        except OSError as error:
            self.say(f"can't be started: {error}", child.name)
            child.postpone()
            return
        os.set_blocking(stream.fileno(), False)
        self._selector.register(stream, selectors.EVENT_READ, (child, bytearray()))

    def _tend(self, seconds: float) -> None:
        """Pass on what was written, then start again who died; returns after `seconds` at the latest."""
        self._listen(seconds)
        for child in [child for stage in self._stages for child in stage]:
            if child.has_ended():
                self.say(f"{child.bury()}, starting it again", child.name)
            if child.process is None and child.due_at <= monotonic():
                self._start(child)

    def _listen(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            if key.data is None:
                key.fileobj.recv(4096)  # type: ignore[union-attr] # a signal woke us
            else:
                self._pass_on(key.fileobj, *key.data)  # type: ignore[arg-type]

    def _pass_on(self, stream: IO[bytes], child: Child, begun: bytearray) -> None:
        said = stream.read(65536)
        if said is None:
            return
        begun += said
        *lines, rest = begun.split(b"\n")
        begun[:] = rest
        if not said:  # it has closed its end
            self._selector.unregister(stream)
            stream.close()
            lines += [rest] if rest else []
        for line in lines:
            words = line.decode(errors="replace")
            self._write(words) if child.names_its_lines else self.say(words, child.name)

    def _stop_stage(self, stage: list[Child]) -> None:
        asked_at = monotonic()
        for child in stage:
            child.ask_to_stop()
        while running := [child for child in stage if child.process and not child.has_ended()]:
            grace = QUICK_SECONDS if self._stop_requests > 1 else max(child.grace for child in running)
            if monotonic() - asked_at > grace:
                self.say(f"Killing processes that did not stop in time: {', '.join(child.name for child in running)}")
                break
            self._listen(0.1)
        for child in stage:
            child.kill()
        self._listen(0)

    def _listen_for_signals(self) -> None:
        ours, theirs = socket.socketpair()
        for end in (ours, theirs):
            end.setblocking(False)
        signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        self._selector.register(ours, selectors.EVENT_READ, None)
        self._wake_up = theirs
        for number in STOP_SIGNALS:
            signal.signal(number, self._note_stop)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)  # only to wake up

    def _note_stop(self, number: int, frame: FrameType | None) -> None:
        self._stop_requests += 1


def _as_json(name: str, words: str) -> str:
    """A line of the log with the name of the process; what is no JSON yet, such as Redis' own lines, becomes so."""
    with contextlib.suppress(ValueError):
        line = json.loads(words)
        if isinstance(line, dict) and "time" in line:
            return json.dumps({**line, "process": name})
    time = now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"time": time, "level": "info", "event": "message", "message": words, "process": name})
