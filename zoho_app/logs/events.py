"""Events: what happened, by a name that monitors can search for, with its fields. No field may hold a secret."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import event
from sqlalchemy.orm import Session

from zoho_app.extensions import db
from zoho_app.logs import context
from zoho_app.logs.redaction import one_line

log = logging.getLogger("zoho_app.events")
_WAITING = "events_to_log"


@dataclass(frozen=True)
class Event:
    """A name such as "sign_in.failed", and the fields in the order in which a line shows them."""

    name: str
    fields: Mapping[str, object]

    def __str__(self) -> str:
        return " ".join([self.name, *(f"{name}={one_line(value)}" for name, value in self.fields.items())])


def note(name: str, level: int = logging.INFO, **fields: object) -> None:
    """Log an event now, with what is known of the work under way; a field that is None is left out."""
    known = {**context.current(), **fields}
    log.log(level, Event(name, {key: value for key, value in known.items() if value is not None}))


def note_after_commit(name: str, level: int = logging.INFO, **fields: object) -> None:
    """Log an event once the current transaction is committed; nothing is logged when it is rolled back."""
    db.session.info.setdefault(_WAITING, []).append((name, level, fields))


@event.listens_for(Session, "after_commit")
def _log_after_commit(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint is not a commit
        return
    for name, level, fields in session.info.pop(_WAITING, ()):
        note(name, level, **fields)


@event.listens_for(Session, "after_rollback")
def _forget_after_rollback(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_WAITING, None)
