"""Failures that were neither retried nor dismissed, counted by cause; and retrying or dismissing many at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Update,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    literal_column,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from zoho_app import job_queue
from zoho_app.appointments import handlers
from zoho_app.appointments.models import BULK, FAILED, PEOPLE, SCHEDULED, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db

# So many of each are named.
NAMED = 5

_ABOUT = cast(Appointment.details, String)


@dataclass(frozen=True)
class Failures:
    """Failed appointments of one kind with one cause and one subject; `named` are the newest few."""

    kind: str
    cause: str
    details: list[str]  # [] when they are counted for all subjects
    text: str  # `details` as stored
    count: int
    latest: datetime
    named: list[int]  # appointment ids


@dataclass(frozen=True)
class Alike:
    """Which failures are meant: of one kind and cause; where `texts` are given, about one of these (see Failures)."""

    store_id: int
    kind: str
    cause: str
    texts: Sequence[str] = ()
    subject_ids: Collection[int] | Select[int] | None = None  # only these

    @property
    def condition(self) -> ColumnElement[bool]:
        """Which appointments these are."""
        same = [open_failures(self.store_id), Appointment.kind == self.kind, Appointment.cause == self.cause]
        if self.texts:
            same.append(_ABOUT.in_(self.texts))
        if self.subject_ids is not None:
            same.append(Appointment.subject_id.in_(self.subject_ids))
        return and_(*same)


def open_failures(store_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Which of the store's appointments need attention; in the words of the index ix_appointments_attention."""
    is_open = Appointment.is_dismissed == false()
    return and_(Appointment.store_id == store_id, Appointment.state == literal_column(f"'{FAILED}'"), is_open)


def counted(store_id: int, split: Collection[str]) -> list[Failures]:
    """The store's open failures; one statement.

    Those with a cause in `split` are told apart by what they are about, all others only by kind and cause.
    """
    text = case((Appointment.cause.in_(split), _ABOUT), else_=literal("")).label("text")
    alike = (Appointment.kind, Appointment.cause, text)
    ranked = (
        select(
            Appointment.id,
            Appointment.kind,
            Appointment.cause,
            Appointment.details,
            text,
            func.count().over(partition_by=alike).label("how_many"),
            func.max(Appointment.finished_at).over(partition_by=alike).label("latest"),
            func.row_number().over(partition_by=alike, order_by=Appointment.id.desc()).label("rank"),
        )
        .where(open_failures(store_id))
        .subquery()
    )
    rows = db.session.execute(select(ranked).where(ranked.c.rank <= NAMED).order_by(ranked.c.id.desc()))
    found: dict[tuple[str, str, str], Failures] = {}
    for row in rows:
        key = (row.kind, row.cause, row.text)
        if key not in found:
            details = row.details if row.text else []
            found[key] = Failures(row.kind, row.cause, details, row.text, row.how_many, row.latest, [])
        found[key].named.append(row.id)
    return list(found.values())


def begin_anew(wanted: Alike, who: str, payload: Mapping[str, Any] | None = None) -> list[int]:
    """Retry failed appointments, as if just requested by `who`; returns their subjects.

    Those whose subject something else was begun with since are left alone. Many go behind all other work, one goes
    before it. `payload`, where given, replaces what they were asked with.
    """
    values: dict[str, Any] = {
        "state": SCHEDULED,
        "due_at": now(),
        "priority": BULK if _are_many(wanted) else PEOPLE,
        "asked_by": who,
        "first_tried_at": None,
        "finished_at": None,
        "cause": "",
        "answer": "",
        "details": [],
    }
    if payload is not None:
        values["payload"] = dict(payload)
    begun = _change(update(Appointment).where(wanted.condition, ~_is_overtaken(wanted.kind)).values(**values))
    job_queue.wake(handlers.queue_of(wanted.kind))
    return begun


def _are_many(wanted: Alike) -> bool:
    two = select(Appointment.id).where(wanted.condition).limit(2).subquery()
    return db.session.scalar(select(func.count()).select_from(two)) == 2


def _is_overtaken(kind: str) -> ColumnElement[bool]:
    """Whether something else was begun with the subject since; what failed may be the wrong thing now."""
    later = aliased(Appointment)
    return (
        select(later.id)
        .where(
            later.subject_id == Appointment.subject_id,
            later.kind.in_(handlers.kinds_like(kind)),
            later.id > Appointment.id,
        )
        .correlate(Appointment)
        .exists()
    )


def dismiss(wanted: Alike) -> list[int]:
    """Dismiss these failures; returns their subjects."""
    return _change(update(Appointment).where(wanted.condition).values(is_dismissed=True))


def _change(statement: Update) -> list[int]:
    returning = statement.returning(Appointment.subject_id).execution_options(synchronize_session=False)
    return list(db.session.scalars(returning))
