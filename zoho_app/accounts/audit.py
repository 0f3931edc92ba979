"""Who changed what in a store: settings, keys, people, connection, rules."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from zoho_app.accounts.models import AuditEntry
from zoho_app.extensions import db
from zoho_app.logs import events

Changes = dict[str, list[Any]]


def note(
    store_id: int | None, who: str, what: str, changes: Changes | None = None, event: str = "settings.changed"
) -> None:
    """Keep one sentence; `changes` is {field: [before, after]}. Never pass a secret.

    Once it is committed the log has a line of it, too: the name of the `event`, the store and the person. The
    sentence stays out of the log, for it may name a customer, and nobody can be erased from a log.
    """
    db.session.add(AuditEntry(store_id=store_id, who=who, what=what, changes=changes or {}))
    events.note_after_commit(event, store=store_id, person=who)


def latest(store_id: int, limit: int = 20) -> Sequence[AuditEntry]:
    """The store's last entries, newest first."""
    rows = select(AuditEntry).where(AuditEntry.store_id == store_id).order_by(AuditEntry.id.desc()).limit(limit)
    return db.session.scalars(rows).all()
