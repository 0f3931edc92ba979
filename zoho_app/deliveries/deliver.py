"""Carry out one attempt to deliver a message: send it, judge what became of it, and decide whether to try again.

Channels and alerts say what a message is and what they record of it; how often and how long it is tried, and what
that says about the receiver, is the same for all.
"""

from abc import ABC, abstractmethod
from datetime import datetime
from enum import Enum, auto

from zoho_app.appointments import backoff
from zoho_app.appointments.task import Task

# Why a message has not arrived.
GONE, ADDRESS, SWITCHED_OFF, NOT_ACCEPTED, NOT_REACHED = (
    "gone",
    "address",
    "switched off",
    "not accepted",
    "not reached",
)


class Receiver(Enum):
    """What an attempt has shown of the receiver, whatever became of the message."""

    NOT_ASKED = auto()
    WELL = auto()
    OUT_OF_ORDER = auto()


class NotDelivered(Exception):
    """An attempt that did not succeed; the text is for people. `is_final`: trying again would not help."""

    def __init__(
        self,
        cause: str,
        words: str,
        receiver: Receiver = Receiver.NOT_ASKED,
        is_final: bool = True,
        not_before: datetime | None = None,
    ) -> None:
        super().__init__(words)
        self.cause = cause
        self.receiver = receiver
        self.is_final = is_final
        self.not_before = not_before


class HeldBack(Exception):
    """A message that has to wait until `until`, which is no failure; the text is for people."""

    def __init__(self, cause: str, words: str, until: datetime) -> None:
        super().__init__(words)
        self.cause = cause
        self.until = until


class Message(ABC):
    """What is delivered by a claimed appointment, and what is recorded of it."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.details: list[str] = []  # what a failure is about; `prepare` may set it

    @abstractmethod
    def prepare(self) -> None:
        """Read what sending needs as plain values, within a step. Raises NotDelivered or HeldBack."""

    @abstractmethod
    def send(self) -> str:
        """Send it, while no transaction is open, and return the answer in words. Raises NotDelivered."""

    @abstractmethod
    def record_delivered(self) -> None:
        """Write down that it has arrived, within the last step."""

    @abstractmethod
    def record_failed(self, words: str) -> None:
        """Write down that it is not tried any more, within the last step."""

    def describe_failure(self, words: str) -> str:
        """What people read about a receiver that is left alone for a while."""
        return words


def deliver(message: Message) -> None:
    """Send the message, record the outcome, and end this attempt.

    When the worker dies between sending and recording the answer, the message is sent again. Its id is the same then,
    so that the receiver can drop the copy.
    """
    task = message.task
    try:
        with task.step():
            message.prepare()
        answer = message.send()
    except HeldBack as held:
        task.waited()
        with task.retry(held.until, held.cause, str(held)):
            pass
    except NotDelivered as problem:
        _record_problem(message, problem)
    else:
        with task.done(answer):
            message.record_delivered()
            task.receiver_answered()


def _record_problem(message: Message, problem: NotDelivered) -> None:
    task, words = message.task, str(problem)
    due_at = None if problem.is_final else _next_try(task, problem)
    if due_at is not None:
        with task.retry(due_at, problem.cause, words):
            _count(message, problem)
        return
    with task.failed(problem.cause, words, message.details):
        message.record_failed(words)
        _count(message, problem)


def _next_try(task: Task, problem: NotDelivered) -> datetime | None:
    """When to try again, or None; a receiver that is out of order is left alone for a while after some failures."""
    is_left_alone = problem.receiver is Receiver.OUT_OF_ORDER and task.would_open_breaker
    patience = backoff.LONG_PATIENCE if is_left_alone else backoff.PATIENCE
    due_at = backoff.next_try(*task.trouble(), patience)
    return max(due_at, problem.not_before or due_at) if due_at else None


def _count(message: Message, problem: NotDelivered) -> None:
    """Count for the receiver's breaker how this attempt went; call it last in a step."""
    if problem.receiver is Receiver.OUT_OF_ORDER:
        message.task.receiver_failed(message.describe_failure(str(problem)))
    elif problem.receiver is Receiver.WELL:
        message.task.receiver_answered()
