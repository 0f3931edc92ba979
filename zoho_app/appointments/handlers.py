"""Who does which kind of appointment, and in which lane; registered from the rooms above."""

from collections.abc import Callable
from dataclasses import dataclass, field

from zoho_app.appointments.task import Task

Do = Callable[[Task], None]
GaveUp = Callable[[Task, str], None]


@dataclass(frozen=True)
class Handler:
    """How a kind of appointment is done."""

    lane: str
    about: str
    do: Do
    gave_up: GaveUp | None = field(default=None)


_handlers: dict[str, Handler] = {}


def handler(kind: str, lane: str, gave_up: GaveUp | None = None, about: str = "") -> Callable[[Do], Do]:
    """Register how appointments of `kind` are done, in which lane, and what their subject is ("order").

    The handler ends each attempt by `task.done`, `task.failed` or `task.again`. When it raises instead, it is
    tried again later; `gave_up(task, words)` runs inside the step that ends the last try.
    """

    def register(do: Do) -> Do:
        _handlers[kind] = Handler(lane, about or kind, do, gave_up)
        return do

    return register


def find(kind: str) -> Handler:
    """The handler of that kind."""
    return _handlers[kind]


def forget(kind: str) -> None:
    """Take a kind back; tests make some of their own."""
    del _handlers[kind]


def of_kind(kind: str) -> str:
    """The lane in which appointments of this kind are done."""
    return _handlers[kind].lane


def kinds_like(kind: str) -> list[str]:
    """All kinds of appointments about the same sort of subject, so that a later one may have overtaken this."""
    return [other for other, handler in _handlers.items() if handler.about == _handlers[kind].about]


def lanes() -> set[str]:
    """All lanes that have something to do at times."""
    return {handler.lane for handler in _handlers.values()}
