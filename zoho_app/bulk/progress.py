"""The progress of a run, the outcome of its orders and the time left, counted in the database."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, false, func, select

from zoho_app.appointments.models import CANCELED, FAILED, OPEN_STATES, Appointment
from zoho_app.appointments.models import DONE as APPOINTMENT_DONE
from zoho_app.bulk import actions
from zoho_app.bulk.actions.action import BulkAction
from zoho_app.bulk.models import DONE, LEFT, REFUSED, RUNNING, WAITING, BulkItem, BulkRun
from zoho_app.clock import now
from zoho_app.extensions import db

# How a difference of nothing is written, whatever the currency's decimals.
ZEROS = ("0", "0.0", "0.00", "0.000", "0.0000")


@dataclass(frozen=True)
class Outcomes:
    """What became of the appointments that a run has made."""

    done: int = 0
    failed: int = 0
    canceled: int = 0
    waiting: int = 0
    to_undo: int = 0  # of those that wait

    @property
    def total(self) -> int:
        """All of them."""
        return self.done + self.failed + self.canceled + self.waiting


@dataclass(frozen=True)
class Verdicts:
    """What a dry run has found: how many of each verdict, and how many calls sending takes."""

    counts: dict[str, int]
    calls: int
    differing: int  # whose total would differ


@dataclass(frozen=True)
class Progress:
    """How many orders of a run are in which state; `gone` were deleted since."""

    total: int
    done: int
    refused: int
    left: int
    waiting: int
    time_left: timedelta | None  # None when nothing tells, or nothing is left
    outcomes: Outcomes = field(default_factory=Outcomes)
    verdicts: Verdicts | None = None  # of a dry run

    @property
    def gone(self) -> int:
        """Orders that were deleted since."""
        return self.total - self.done - self.refused - self.left - self.waiting

    @property
    def looked_at(self) -> int:
        """Orders that need nothing more of this run."""
        return self.total - self.waiting - self.left

    @property
    def is_under_way(self) -> bool:
        """Whether the page will show something new soon."""
        return self.waiting > 0 or self.outcomes.waiting > 0


def get_progress(run: BulkRun) -> Progress:
    """Count; two statements at most."""
    action = actions.for_run(run)
    if action.is_dry:
        return _of_dry_run(run)
    counts = of_many([run])[run.id]
    has_outcomes = action.appointment_kinds and counts.get(DONE)
    return _progress(run, counts, outcomes=_outcomes(run, action) if has_outcomes else Outcomes())


def _progress(run: BulkRun, counts: Mapping[str, int], **more: Any) -> Progress:
    waiting = counts.get(WAITING, 0)
    return Progress(
        total=run.total,
        done=counts.get(DONE, 0),
        refused=counts.get(REFUSED, 0),
        left=counts.get(LEFT, 0),
        waiting=waiting,
        time_left=_time_left(run, waiting),
        **more,
    )


def _of_dry_run(run: BulkRun) -> Progress:
    verdict, difference = BulkItem.result["verdict"].as_string(), BulkItem.result["difference"].as_string()
    rows = db.session.execute(
        select(
            BulkItem.state,
            verdict,
            func.count(),
            func.coalesce(func.sum(BulkItem.result["calls"].as_integer()), 0),
            func.count().filter(difference.not_in(ZEROS)),
        )
        .where(BulkItem.run_id == run.id)
        .group_by(BulkItem.state, verdict)
    ).all()
    by_state: Counter[str] = Counter()
    by_verdict: Counter[str] = Counter()
    for state, name, count, _, _ in rows:
        by_state[state] += count
        if name is not None:
            by_verdict[name] += count
    found = Verdicts(dict(by_verdict), calls=sum(row[3] for row in rows), differing=sum(row[4] for row in rows))
    return _progress(run, by_state, verdicts=found)


def reasons(run: BulkRun, most: int) -> list[tuple[str, int]]:
    """Why orders were refused or blocked, the most frequent reason first; one statement."""
    rows = db.session.execute(
        select(BulkItem.words, func.count())
        .where(BulkItem.run_id == run.id, BulkItem.state == REFUSED)
        .group_by(BulkItem.words)
        .order_by(func.count().desc(), BulkItem.words)
        .limit(most)
    )
    return [(row[0], row[1]) for row in rows]


def problems(run: BulkRun, most: int) -> list[list[tuple[str, list[str], str]]]:
    """What a dry run has found of the first blocked orders: (cause, details, words) of each; one statement."""
    wanted = select(BulkItem.result).where(BulkItem.run_id == run.id, BulkItem.state == REFUSED)
    rows = db.session.scalars(wanted.order_by(BulkItem.order_id).limit(most))
    return [[(cause, details, words) for cause, details, words in row.get("problems", [])] for row in rows]


def of_many(runs: Sequence[BulkRun]) -> dict[int, dict[str, int]]:
    """How many orders of each run are in which state, by run id; one statement."""
    found: dict[int, dict[str, int]] = {run.id: {} for run in runs}
    counted = (
        select(BulkItem.run_id, BulkItem.state, func.count())
        .where(BulkItem.run_id.in_(found))
        .group_by(BulkItem.run_id, BulkItem.state)
    )
    for run_id, state, count in db.session.execute(counted):
        found[run_id][state] = count
    for run in runs:
        if actions.for_run(run).deletes:
            found[run.id][DONE] = run.total - sum(found[run.id].values())
    return found


def _time_left(run: BulkRun, waiting: int) -> timedelta | None:
    """At the pace so far."""
    seen = run.total - waiting
    if run.state != RUNNING or not waiting or not seen:
        return None
    return (now() - run.created_at) / seen * waiting


def _outcomes(run: BulkRun, action: BulkAction) -> Outcomes:
    """The newest appointment of each order since the run began tells."""
    done = select(BulkItem.order_id).where(BulkItem.run_id == run.id, BulkItem.state == DONE)
    newest = (
        select(func.max(Appointment.id))
        .where(
            Appointment.store_id == run.store_id,
            Appointment.subject_id.in_(done),
            Appointment.kind.in_(action.appointment_kinds),
        )
        .group_by(Appointment.subject_id)
    )
    if not action.reuses_appointments:
        newest = newest.where(Appointment.created_at >= run.created_at)
    rows = db.session.execute(
        select(Appointment.state, func.count(), func.count().filter(_can_be_undone(run)))
        .where(Appointment.id.in_(newest))
        .group_by(Appointment.state)
    ).all()
    counts = {row[0]: row[1] for row in rows}
    return Outcomes(
        done=counts.get(APPOINTMENT_DONE, 0),
        failed=counts.get(FAILED, 0),
        canceled=counts.get(CANCELED, 0),
        waiting=sum(counts.get(state, 0) for state in OPEN_STATES),
        to_undo=sum(row[2] for row in rows),
    )


def _can_be_undone(run: BulkRun) -> ColumnElement[bool]:
    undo = actions.undo_for(run)
    return undo.appointments_of(run) if undo else false()
