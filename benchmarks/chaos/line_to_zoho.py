"""Each call from the desk to Zoho: noted, disturbed, carried out by the sandbox, and perhaps never answered."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from benchmarks.chaos import story as tales
from benchmarks.chaos import wire
from benchmarks.chaos.faults import Faults, Trouble
from benchmarks.chaos.story import Story
from benchmarks.chaos.workers import Workers
from benchmarks.chaos.world import World
from zoho_app.outgoing import READ_SECONDS
from zoho_app.zoho_books.models import LOST

# What Zoho takes for an answer, in seconds.
LATENCY = (0.1, 1.2)
PATIENCE = float(READ_SECONDS)
BOOKS = "/books/v3"
REPEATED = Trouble(tales.LISTED_TWICE, {"action": "repeat"})


@dataclass(frozen=True)
class Call:
    """One call that has reached the line."""

    method: str
    path: str
    query: dict[str, str]

    @property
    def is_of_organization(self) -> bool:
        """Whether it counts in the organization's minute."""
        return self.path.startswith(BOOKS) and "organization_id" in self.query

    @property
    def page(self) -> int:
        """The page of a list that it asks for; 0 for anything else."""
        return int(self.query.get("page", 0))

    def __str__(self) -> str:
        more = {name: value for name, value in self.query.items() if name not in ("organization_id", "per_page")}
        return f"{self.method} {self.path.removeprefix(BOOKS)} {more or ''}".strip()


class LineToZoho:
    """Serves the network's calls to Zoho. `meanwhile()` is what else happens while a call is under way,
    `shift()` changes something in Zoho that makes the rows of its lists change places."""

    def __init__(self, world: World, rng: random.Random, story: Story, workers: Workers, faults: Faults) -> None:
        self._world, self._rng, self._story = world, rng, story
        self._workers, self._faults = workers, faults
        self.meanwhile: Callable[[], None] = lambda: None
        self.shift: Callable[[], bool] = lambda: False
        self.unsteady = 0.0  # the chance that a later page of a list is read after a shift, or repeats a row

    def check_line(self) -> None:
        """Raise what a connection that can't be made raises."""
        if self._faults.is_unreachable():
            self._story.occurred(tales.UNREACHABLE)
            raise ConnectionRefusedError("nobody answers")

    def answer(self, environ: wire.Environ) -> bytes:
        """Let Zoho answer one request; what the desk sees is what comes back on the wire."""
        call = _call(environ)
        self._check_access(call)
        self._workers.failpoint(f"before {call}")
        sent_at = self._world.time.true
        self.meanwhile()
        trouble = self._faults.choose(call.method, call.path) or self._turn_page(call)
        said = self._carry_out(call, environ, trouble)
        self.meanwhile()
        self._workers.failpoint(f"after {call}")
        if trouble is not None and trouble.is_slow:
            self._world.time.go_on(PATIENCE)
        if self._world.time.true - sent_at >= PATIENCE:
            raise TimeoutError("timed out")
        return said

    def _turn_page(self, call: Call) -> Trouble | None:
        """Perhaps move the rows of a list that is being read, or repeat one of the page before."""
        if call.page < 2 or self._rng.random() >= self.unsteady:
            return None
        if self._rng.random() < 0.5:
            return REPEATED
        if self.shift():
            self._story.occurred(tales.SHIFTED)
        return None

    def _check_access(self, call: Call) -> None:
        """A call to the Books API after the desk has noted that its access is lost must never be."""
        if not call.is_of_organization:
            return
        (state,) = self._world.beside.execute("SELECT state FROM zoho_books_connections").fetchone()
        if state == LOST:
            self._story.complain(f"{call} although the access is known to be lost")

    def _carry_out(self, call: Call, environ: wire.Environ, trouble: Trouble | None) -> bytes:
        self._world.time.go_on(self._rng.uniform(*LATENCY))
        self._world.zoho.faults.replace([trouble.rule] if trouble else [])
        said = wire.run(self._world.zoho_app, environ)
        self._world.zoho.faults.replace([])
        self._tell(call, trouble, said)
        return said

    def _tell(self, call: Call, trouble: Trouble | None, said: bytes) -> None:
        status, _, body = said.partition(b"\r\n\r\n")
        words = status.split(b" ")[1].decode() if status else "no answer"
        if trouble:
            self._story.occurred(trouble.name, f"{call} -> {words}")
        else:
            self._story.tell(f"{call} -> {words} {_message(body)}")
        if b'"code":45' in body.replace(b" ", b""):
            self._story.counts[tales.DAY_SPENT] += 1


def _call(environ: wire.Environ) -> Call:
    query = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
    return Call(environ["REQUEST_METHOD"], environ["PATH_INFO"], query)


def _json(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _message(body: bytes) -> str:
    found = _json(body) or {}
    return "" if found.get("code", 0) == 0 else f"{found.get('code')} {found.get('message')}"
