"""What is known of the work under way: each line that is logged meanwhile carries it."""

from contextvars import ContextVar

_fields: ContextVar[dict[str, object] | None] = ContextVar("log_fields", default=None)


def begin(**fields: object) -> None:
    """Start a piece of work, such as a request or an attempt: nothing of the one before belongs to it."""
    _fields.set(fields)


def bind(**fields: object) -> None:
    """Say more about the work under way, such as who does it."""
    _fields.set({**current(), **fields})


def current() -> dict[str, object]:
    """What is known so far."""
    return _fields.get() or {}
