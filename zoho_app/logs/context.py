"""Context of the current work, added to each log line."""

from contextvars import ContextVar

_fields: ContextVar[dict[str, object] | None] = ContextVar("log_fields", default=None)


def begin(**fields: object) -> None:
    """Start new work, such as a request or an attempt, with an empty context."""
    _fields.set(fields)


def bind(**fields: object) -> None:
    """Add to the context, such as who does the work."""
    _fields.set({**current(), **fields})


def current() -> dict[str, object]:
    """What is known so far."""
    return _fields.get() or {}
