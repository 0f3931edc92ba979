"""The handlers of the kinds of appointments; registry.py lists them all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from zoho_app.appointments.task import Task
from zoho_app.kinds import Kind

Do = Callable[[Task], None]
OnExhausted = Callable[[Task, str], None]
IsInDoubt = Callable[[int], bool]


@dataclass(frozen=True)
class Handler:
    """How a kind of appointment is done."""

    kind: Kind
    do: Do
    on_exhausted: OnExhausted | None = field(default=None)
    is_in_doubt: IsInDoubt | None = field(default=None)


_handlers: dict[str, Handler] = {}


def handler(
    kind: Kind, on_exhausted: OnExhausted | None = None, is_in_doubt: IsInDoubt | None = None
) -> Callable[[Do], Handler]:
    """Make a Handler of the decorated `do(task)`: how appointments of `kind` are done.

    It ends each attempt by `task.done`, `task.failed` or `task.retry`. When it raises instead, it is tried again
    later; `on_exhausted(task, words)` runs inside the step that ends the last try. `is_in_doubt(subject_id)` says,
    of one whose worker has died, whether that may have done it already.
    """
    return lambda do: Handler(kind, do, on_exhausted, is_in_doubt)


def install(handlers: Iterable[Handler]) -> None:
    """Let exactly these do the work; doing it again changes nothing."""
    _handlers.clear()
    for one in handlers:
        add(one)


def add(handler: Handler) -> None:
    """Let one more handler do its kind."""
    _handlers[handler.kind.name] = handler


def find(kind: str) -> Handler:
    """The handler of that kind."""
    return _handlers[kind]


def forget(kind: str) -> None:
    """Remove a kind; for tests that make their own."""
    del _handlers[kind]


def queue_of(kind: str) -> str:
    """The queue in which appointments of this kind wait."""
    return _handlers[kind].kind.queue


def kinds_like(kind: str) -> list[str]:
    """All kinds about the same sort of subject, this one included: a later one may have overtaken this."""
    subject = _handlers[kind].kind.subject
    return kinds_about(subject) if subject else [kind]


def kinds_about(subject: str) -> list[str]:
    """All kinds of appointments whose subject is that sort of thing."""
    return [name for name, handler in _handlers.items() if handler.kind.subject == subject]


def is_in_doubt(kind: str, subject_id: int) -> bool:
    """Whether a worker that died over it may have done it already, as far as its handler can tell."""
    asked = _handlers[kind].is_in_doubt if kind in _handlers else None
    return asked is not None and asked(subject_id)


def kinds() -> set[str]:
    """All kinds of appointments that have a handler."""
    return set(_handlers)


def queues() -> set[str]:
    """All queues that a handler uses."""
    return {handler.kind.queue for handler in _handlers.values()}
