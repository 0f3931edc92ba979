"""Who does which kind of appointment, and in which lane; registered from the rooms above."""

from collections.abc import Callable
from dataclasses import dataclass, field

from zoho_app.appointments.task import Task

Do = Callable[[Task], None]
GaveUp = Callable[[Task, str], None]
IsInDoubt = Callable[[int], bool]


@dataclass(frozen=True)
class Handler:
    """How a kind of appointment is done."""

    lane: str
    about: str
    do: Do
    gave_up: GaveUp | None = field(default=None)
    is_in_doubt: IsInDoubt | None = field(default=None)


_handlers: dict[str, Handler] = {}


def handler(
    kind: str, lane: str, gave_up: GaveUp | None = None, about: str = "", is_in_doubt: IsInDoubt | None = None
) -> Callable[[Do], Do]:
    """Register how appointments of `kind` are done, in which lane, and what their subject is ("order").

    The handler ends each attempt by `task.done`, `task.failed` or `task.again`. When it raises instead, it is
    tried again later; `gave_up(task, words)` runs inside the step that ends the last try. `is_in_doubt(subject_id)`
    says, of one whose worker has died, whether that may have done it already.
    """

    def register(do: Do) -> Do:
        _handlers[kind] = Handler(lane, about or kind, do, gave_up, is_in_doubt)
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


def kinds_about(about: str) -> list[str]:
    """All kinds of appointments whose subject is that sort of thing."""
    return [kind for kind, handler in _handlers.items() if handler.about == about]


def is_in_doubt(kind: str, subject_id: int) -> bool:
    """Whether a worker that died over it may have done it already, as far as its handler can tell."""
    asked = _handlers[kind].is_in_doubt if kind in _handlers else None
    return asked is not None and asked(subject_id)


def kinds() -> set[str]:
    """All kinds of appointments that somebody does."""
    return set(_handlers)


def lanes() -> set[str]:
    """All lanes that have something to do at times."""
    return {handler.lane for handler in _handlers.values()}
