"""How a record becomes a line: text for people, or JSON for programs."""

import json
import logging
from datetime import UTC, datetime

from zoho_app.logs import context
from zoho_app.logs.events import Event
from zoho_app.logs.redaction import field, one_line, redact, visible

# In front of each further line, so that none of them can pass for a record of its own.
FURTHER = "    | "


def timestamp_of(record: logging.LogRecord) -> str:
    """When it was logged: UTC, in milliseconds."""
    at = datetime.fromtimestamp(record.created, UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


def event_of(record: logging.LogRecord) -> Event | None:
    """The event, where it is one and no sentence."""
    told: object = record.msg
    return told if isinstance(told, Event) else None


def fields_of(record: logging.LogRecord) -> dict[str, object]:
    """The fields of an event, or what is known of the work in which somebody logged a sentence."""
    told = event_of(record)
    known = told.fields if told else context.current()
    return {name: field(name, value) for name, value in known.items() if value is not None}


class TextLines(logging.Formatter):
    """2026-01-02T03:04:05.678Z WARNING sign_in.failed person=ada@example.com address=192.0.2.7"""

    def format(self, record: logging.LogRecord) -> str:
        """One line; a traceback follows in lines that are marked as further ones."""
        told = event_of(record)
        what = told.name if told else f"{record.name}: {visible(redact(record.getMessage()))}"
        fields = [f"{name}={one_line(value)}" for name, value in fields_of(record).items()]
        first = " ".join([timestamp_of(record), record.levelname, what, *fields])
        return "\n".join([first, *(FURTHER + visible(line) for line in self._traceback(record))])

    def _traceback(self, record: logging.LogRecord) -> list[str]:
        return redact(self.formatException(record.exc_info)).splitlines() if record.exc_info else []


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Always one line: JSON spells out whatever would end it."""
        told = event_of(record)
        line: dict[str, object] = {
            "time": timestamp_of(record),
            "level": record.levelname.lower(),
            "event": told.name if told else "message",
            "logger": record.name,
            **fields_of(record),
        }
        if not told:
            line["message"] = redact(record.getMessage())
        if record.exc_info:
            line["exception"] = redact(self.formatException(record.exc_info))
        return json.dumps(line, default=str)


FORMATS: dict[str, type[logging.Formatter]] = {"text": TextLines, "json": JsonLines}
