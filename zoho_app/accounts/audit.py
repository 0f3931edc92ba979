"""Who changed what in a store: settings, keys, people, connection, rules."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from zoho_app.accounts.models import AuditEntry
from zoho_app.extensions import db


def note(store_id: int | None, who: str, what: str, changes: dict[str, list[Any]] | None = None) -> None:
    """Keep one sentence; `changes` is {field: [before, after]}. Never pass a secret."""
    db.session.add(AuditEntry(store_id=store_id, who=who, what=what, changes=changes or {}))


def latest(store_id: int, limit: int = 20) -> Sequence[AuditEntry]:
    """The store's last entries, newest first."""
    rows = select(AuditEntry).where(AuditEntry.store_id == store_id).order_by(AuditEntry.id.desc()).limit(limit)
    return db.session.scalars(rows).all()
