"""Dying at a failpoint: after every commit, before every send and after every receive of the desk, found while it
works.

What is not there yet is found as well: a failpoint is wherever a session commits or a call goes out. Who dies
before a commit leaves what was there at the failpoint before, so that is none of its own.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from zoho_app import outgoing
from zoho_app.zoho_books.api import accounts_server


class Killed(BaseException):
    """The process is gone; nothing that it tries after this has any effect."""


class Failpoints:
    """Counts the failpoints that are passed, and dies at one of them."""

    def __init__(self) -> None:
        self.passed: list[str] = []
        self.die_at: int | None = None
        self.is_watching = False
        self.is_dead = False

    @contextmanager
    def watching(self, die_at: int | None = None) -> Iterator[None]:
        """Count failpoints from 0 within it; the process dies at number `die_at` and stays dead till the end."""
        self.passed, self.die_at, self.is_watching, self.is_dead = [], die_at, True, False
        try:
            yield
        except Killed:
            pass
        finally:
            self.is_watching = False

    def reach(self, name: str) -> None:
        if not self.is_watching:
            return
        if self.is_dead:
            raise Killed(name)
        self.passed.append(name)
        if len(self.passed) - 1 == self.die_at:
            self.is_dead = True
            raise Killed(name)

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The call with a failpoint before it is sent and one after its answer has come."""

        def watched(*args: Any, **kwargs: Any) -> Any:
            self.reach(f"before {name}")
            answer = call(*args, **kwargs)
            self.reach(f"after {name}")
            return answer

        return watched


@pytest.fixture
def failpoints(monkeypatch: pytest.MonkeyPatch) -> Iterator[Failpoints]:
    found = Failpoints()
    # Below `send`, so that who has imported that by its name does not escape.
    monkeypatch.setattr(outgoing, "_send", found.around("a call", outgoing._send))
    monkeypatch.setattr(accounts_server, "refresh", found.around("a refresh", accounts_server.refresh))

    def before(session: Session) -> None:
        if found.is_watching and found.is_dead:
            raise Killed("before a commit")

    def after(session: Session) -> None:
        if not session.in_nested_transaction():
            found.reach("after a commit")

    event.listen(Session, "before_commit", before)
    event.listen(Session, "after_commit", after)
    yield found
    event.remove(Session, "before_commit", before)
    event.remove(Session, "after_commit", after)
