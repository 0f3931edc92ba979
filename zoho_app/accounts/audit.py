"""Who changed what in a store, and from where: settings, keys, people, connection, rules."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from zoho_app.accounts.models import AuditEntry
from zoho_app.extensions import db
from zoho_app.logs import context, events

Changes = dict[str, list[Any]]

# Each kind of change: its words, and the events of the log that are of this kind. The keys are stored.
SETTINGS = "settings"
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    SETTINGS: ("Settings", ("settings.changed",)),
    "people": (
        "People",
        (
            *("person.added", "person.removed", "role.changed"),
            *("invitation.made", "invitation.accepted", "invitation.declined", "invitation.removed"),
        ),
    ),
    "keys": ("Keys and secrets", ("api_key.made", "api_key.revoked", "secret.replaced")),
    "connection": ("Connection", ("connection.made", "connection.ended", "connection.lost")),
    "rules": ("Rules", ("rule.changed",)),
    "channels": ("Sales channels", ("channel.changed",)),
    "folders": ("Folders", ("folder.changed",)),
    "answers": ("Answers for later orders", ("answer.changed",)),
    "sending": ("Pausing", ("sending.paused", "sending.continued")),
    "data": ("Deleted and erased", ("order.deleted", "customer.erased")),
}
_KIND_OF = {event: kind for kind, (_, names) in KINDS.items() for event in names}


def note(
    store_id: int | None, who: str, what: str, changes: Changes | None = None, event: str = "settings.changed"
) -> None:
    """Keep one sentence, and the address that the request came from; `changes` is {field: [before, after]}.

    Never pass a secret. Once it is committed the log has a line of it, too: the name of the `event`, the store and
    the person. The sentence stays out of the log, for it may name a customer, and nobody can be erased from a log.
    """
    address = str(context.current().get("address") or "")  # none while a worker does it
    kind = _KIND_OF.get(event, SETTINGS)
    db.session.add(
        AuditEntry(store_id=store_id, who=who, what=what, changes=changes or {}, kind=kind, address=address)
    )
    events.note_after_commit(event, store=store_id, person=who)


def latest(
    store_id: int, limit: int = 20, before: int | None = None, who: str = "", kind: str = ""
) -> Sequence[AuditEntry]:
    """The last entries before the one of that id, newest first; of one person or kind where they are given."""
    wanted = selected(store_id, who, kind)
    if before is not None:
        wanted = wanted.where(AuditEntry.id < before)
    return db.session.scalars(wanted.limit(limit)).all()


def selected(store_id: int, who: str = "", kind: str = "") -> Select[AuditEntry]:
    """The statement behind it: all of these entries, newest first."""
    wanted = select(AuditEntry).where(AuditEntry.store_id == store_id).order_by(AuditEntry.id.desc())
    if who:
        wanted = wanted.where(AuditEntry.who == who)
    if kind:
        wanted = wanted.where(AuditEntry.kind == kind)
    return wanted
