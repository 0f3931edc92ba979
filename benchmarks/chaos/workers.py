"""The desk's worker processes, played one inside the other, and their deaths at a failpoint.

While a call of one worker is under way, another one may take the next job; the first is a slow process then.
"""

import contextvars
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from rq import Queue
from sqlalchemy import event
from sqlalchemy.orm import Session

from benchmarks.chaos import story as tales
from benchmarks.chaos.story import Story
from benchmarks.chaos.world import World
from harness.failpoints import Killed
from zoho_app import jobs
from zoho_app.appointments import handlers

DEEPEST = 3
# A worker that dies does so at one of so many first failpoints of its turn.
FAILPOINTS = 40


class _Life:
    """One process that may die at a failpoint, and stays dead then."""

    def __init__(self, failpoints_left: int | None) -> None:
        self._failpoints_left = failpoints_left

    def reach(self, failpoint: str) -> None:
        if self._failpoints_left is None:
            return
        self._failpoints_left -= 1
        if self._failpoints_left <= 0:
            raise Killed(failpoint)


class Workers:
    """Take jobs from the queues of Redis; `deadly` is the chance that a turn ends in death."""

    def __init__(self, world: World, rng: random.Random, story: Story) -> None:
        self._world, self._rng, self._story = world, rng, story
        self._lives: list[_Life] = []
        self.deadly = 0.0

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Within it every commit of the desk is a failpoint."""
        before, after = partial(self._commit, when="before"), partial(self._commit, when="after")
        event.listen(Session, "before_commit", before)
        event.listen(Session, "after_commit", after)
        try:
            yield
        finally:
            event.remove(Session, "before_commit", before)
            event.remove(Session, "after_commit", after)

    def _commit(self, session: Session, when: str) -> None:
        if not session.in_nested_transaction():
            self.failpoint(f"{when} a commit")

    def failpoint(self, name: str) -> None:
        """The process that is at work passes a failpoint, or dies there."""
        if self._lives:
            self._lives[-1].reach(name)

    @property
    def may_start(self) -> bool:
        """Whether one more may be at work beside those that are."""
        return len(self._lives) < DEEPEST

    def drain(self) -> bool:
        """Let workers take jobs until the queues are empty; False when there was none."""
        took = False
        while self.turn():
            took = True
        return took

    def turn(self) -> bool:
        """One worker takes the next job and does it, or dies over it; False when no job waits."""
        if self._world.redis.is_away:
            return False
        queue = next((queue for queue in sorted(handlers.queues()) if self._world.redis.lpop(_key(queue))), None)
        if queue is None:
            return False
        dies = self._rng.random() < self.deadly
        try:
            took = self.run(lambda: jobs.work(queue), self._rng.randint(1, FAILPOINTS) if dies else None)
            if not took and not self._world.redis.is_away:
                self._world.redis.delete(_key(queue))  # the other wakers of this queue would find nothing either
        except Killed as death:
            self._story.occurred(tales.KILLED, f"a worker of {queue}, {death}")
        return True

    def run(self, do: Callable[[], Any], failpoints_left: int | None = None) -> Any:
        """Do something as a process of its own would, sharing nothing with those that are under way."""
        self._lives.append(_Life(failpoints_left))
        self._story.depth += 1
        try:
            return contextvars.Context().run(self._in_desk, do)
        finally:
            self._story.depth -= 1
            self._lives.pop()

    def _in_desk(self, do: Callable[[], Any]) -> Any:
        with self._world.desk.app_context():
            return do()


def _key(queue: str) -> str:
    return f"{Queue.redis_queue_namespace_prefix}{queue}"
