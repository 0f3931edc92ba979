"""The page of a run without its orders: progress, outcomes and buttons."""

from dataclasses import dataclass
from typing import Any

from flask import g, url_for

from zoho_app import kinds
from zoho_app.appointments import lifecycle
from zoho_app.bulk import actions, progress
from zoho_app.bulk.actions.action import BulkAction, Undo
from zoho_app.bulk.models import DONE, FINISHED, LEFT, REFUSED, RUNNING, STOPPED, WAITING, BulkRun
from zoho_app.bulk.progress import Progress, Verdicts
from zoho_app.clock import now
from zoho_app.counts import count_noun
from zoho_app.extensions import db
from zoho_app.web.bulk import durations, parameters
from zoho_app.web.bulk.run_states import ITEM_STATES, RUN_STATES, VERDICTS
from zoho_app.web.layout import status
from zoho_app.web.orders.states import State
from zoho_app.web.remedies import findings
from zoho_app.web.remedies.findings import Shown
from zoho_app.zoho_books import settings
from zoho_app.zoho_books.api import rate_limit
from zoho_app.zoho_books.errors import Problem
from zoho_app.zoho_books.models import Connection
from zoho_app.zoho_books.preview import dry_run, forecast
from zoho_app.zoho_books.preview import findings as preview_findings
from zoho_app.zoho_books.preview.forecast import Forecast

MOST_REASONS = 5
# Of more blocked orders the first are looked at for what would help them.
MOST_LOOKED_AT = 500


@dataclass(frozen=True)
class DryRun:
    """What the page of a dry run tells: the verdicts, why orders are kept back, and how long sending would take."""

    verdicts: Verdicts
    reasons: list[tuple[str, int]]
    forecast: Forecast | None
    rules: list[str]  # that would run before sending
    ways: list[Shown]  # what can be decided once and for all, of the orders that are kept back

    @property
    def calls_take(self) -> str:
        return durations.calls_in_words(self.forecast) if self.forecast else ""

    @property
    def found(self) -> list[tuple[State, int]]:
        """How many orders have each verdict, the best first."""
        counts = self.verdicts.counts
        return [(verdict, counts[name]) for name, verdict in VERDICTS.items() if counts.get(name)]


@dataclass(frozen=True)
class RunPage:
    """A run as its page shows it. The words of a button are "" when there is none."""

    run: BulkRun
    action: BulkAction
    progress: Progress
    undo: Undo | None
    undoes: Undo | None  # itself, when it undoes an earlier run
    is_orphan: bool  # nobody goes on with it
    drained: Forecast | None  # how long what waits takes
    is_held_back: bool  # what waits stands behind something that a person has to do
    dry: DryRun | None

    @property
    def title(self) -> str:
        return f"{actions.title(self.run)}: {count_noun(self.run.total, 'order')}"

    @property
    def is_running(self) -> bool:
        return self.run.state == RUNNING

    @property
    def is_stopped(self) -> bool:
        return self.run.state == STOPPED

    @property
    def is_finished(self) -> bool:
        return self.run.state == FINISHED

    @property
    def is_live(self) -> bool:
        """Whether the page reads itself again."""
        return (self.is_running or self.progress.is_under_way) and not self.is_orphan

    @property
    def time_left(self) -> str:
        """At the pace so far, in words; "" when nothing tells."""
        return durations.in_words(self.progress.time_left) if self.progress.time_left else ""

    @property
    def drained_in(self) -> str:
        """How long what waits takes, in words."""
        return durations.calls_in_words(self.drained) if self.drained else ""

    @property
    def done_words(self) -> str:
        """What follows the number of orders that it was done to."""
        return self.action.in_words(self.action.done, self.run.details)

    @property
    def undo_button(self) -> str:
        """Undoes what still can be undone."""
        if self.undo is None or (self.is_running and not self.undo.stops_run):
            return ""
        count = self.progress.outcomes.to_undo if self.undo.stops_run else self.progress.done
        return self.undo.button(count) if count else ""

    @property
    def undo_href(self) -> str:
        endpoint = "runs.withdraw" if self.undo and self.undo.stops_run else "runs.undo"
        return url_for(endpoint, store_id=self.run.store_id, run_id=self.run.id)

    @property
    def restart_button(self) -> str:
        """Begins the same for the orders that were left."""
        is_offered = self.progress.left and self.action.is_offered
        return f"Start again with the {self.progress.left:,} left" if is_offered else ""

    @property
    def restart_href(self) -> str:
        return self._to_confirm(LEFT, self.action)

    @property
    def follow_up_button(self) -> str:
        """Begins what comes next for the orders of a dry run that would work."""
        is_offered = self.action.follow_up and not self.is_running and self.progress.done
        return f"Submit the {self.progress.done:,} that would work" if is_offered else ""

    @property
    def follow_up_href(self) -> str:
        return self._to_confirm(DONE, self.action.follow_up) if self.action.follow_up else ""

    @property
    def state(self) -> State:
        return RUN_STATES[self.run.state]

    def tabs(self, only: str) -> list[tuple[str, str, bool, str | None]]:
        """All orders, or those in one state or with one verdict; `only` is the one that is shown."""
        shares = [(name, count) for name, count in self._shares if count or only == name]
        return [
            ("All", self._lines_href(""), not only, None),
            *[
                ({**ITEM_STATES, **VERDICTS}[name].words, self._lines_href(name), only == name, f"{count:,}")
                for name, count in shares
            ],
        ]

    @property
    def _shares(self) -> list[tuple[str, int]]:
        """How many orders are in each state; of a dry run, how many have each verdict."""
        seen = self.progress
        own = [*self.dry.verdicts.counts.items()] if self.dry else [(DONE, seen.done), (REFUSED, seen.refused)]
        return [*own, (WAITING, seen.waiting), (LEFT, seen.left)]

    def _lines_href(self, only: str) -> str:
        of_run: dict[str, Any] = {"store_id": self.run.store_id, "run_id": self.run.id}
        return url_for("runs.show", **of_run, only=only or None, _anchor="lines")

    def _to_confirm(self, state: str, action: BulkAction) -> str:
        """The page that begins an action for those orders of the run that are in a state."""
        details: dict[str, Any] = parameters.carried(self.run.details)
        run = self.run
        return url_for("bulk.confirm", store_id=run.store_id, run=run.id, of=state, do=action.key, **details)


def get(run: BulkRun) -> RunPage:
    """Everything of the page but the orders; a constant number of statements."""
    seen = progress.get_progress(run)
    return RunPage(
        run=run,
        action=actions.for_run(run),
        progress=seen,
        undo=actions.undo_for(run),
        undoes=_undoes(run),
        is_orphan=_is_orphan(run, seen),
        drained=_drained(run, seen.outcomes.waiting) if seen.outcomes.waiting else None,
        is_held_back=status.get_status(run.store_id).waits_for_somebody(kinds.ZOHO_BOOKS),
        dry=_dry(run, seen.verdicts) if seen.verdicts else None,
    )


def _undoes(run: BulkRun) -> Undo | None:
    action = actions.for_run(run)
    return action if run.undoes_id and isinstance(action, Undo) else None


def _is_orphan(run: BulkRun, seen: Progress) -> bool:
    is_unfinished = seen.waiting > 0 and run.state == RUNNING
    return is_unfinished and lifecycle.open_one(kinds.BULK_RUN.name, run.id) is None


def _drained(run: BulkRun, waiting: int) -> Forecast:
    """How long Zoho's limits make what was scheduled take, if its customers are known."""
    found, g.connection = settings.with_connection(run.store_id)  # the frame shows the connection, too
    calls = actions.for_run(run).backlog(waiting).calls(found)
    return forecast.estimate(calls, _day(g.connection), now())


def _day(connection: Connection | None) -> rate_limit.Day | None:
    """What Zoho said last of the day's calls, if anything."""
    return rate_limit.today(connection.organization_id) if connection else None


def _dry(run: BulkRun, found: Verdicts) -> DryRun:
    g.connection = db.session.get(Connection, run.store_id)
    return DryRun(
        verdicts=found,
        reasons=progress.reasons(run, MOST_REASONS) if run.state != RUNNING else [],
        forecast=forecast.estimate(found.calls, _day(g.connection), now()) if found.calls else None,
        rules=dry_run.rules_before(run.store_id),
        ways=_ways(run) if run.state != RUNNING else [],
    )


def _ways(run: BulkRun) -> list[Shown]:
    found = progress.problems(run, MOST_LOOKED_AT)
    listed = [[Problem(cause, tuple(details), words) for cause, details, words in one] for one in found]
    return findings.ways(run.store_id, preview_findings.grouped(listed))
