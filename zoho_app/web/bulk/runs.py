"""The runs of a store: how far each has come, what became of every order, and what can be done about it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import Select, select
from werkzeug.wrappers import Response

from zoho_app import kinds
from zoho_app.access import OPERATOR, VIEWER, access
from zoho_app.appointments import lifecycle
from zoho_app.bulk import actions, progress, start
from zoho_app.bulk.actions import DEEDS
from zoho_app.bulk.models import DONE, LEFT, REFUSED, RUNNING, WAITING, BulkItem, BulkRun
from zoho_app.bulk.progress import Verdicts
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.web.downloads import BATCH, FORMS, Row, Sheet, download
from zoho_app.web.forms.ids import row_id
from zoho_app.web.layout import status
from zoho_app.web.layout.formats import money
from zoho_app.web.orders import states
from zoho_app.zoho_books import settings
from zoho_app.zoho_books.api import rate_limit
from zoho_app.zoho_books.models import Connection
from zoho_app.zoho_books.preview import dry_run, forecast

bp = Blueprint("runs", __name__, url_prefix="/stores/<int:store_id>/runs")

PER_PAGE = 50
MOST_REASONS = 5
STATES = (DONE, REFUSED, WAITING, LEFT)
VERDICTS = (dry_run.CREATE, dry_run.ADOPT, dry_run.BLOCKED, dry_run.UNKNOWN)
COLUMNS = ("Order", "Source", "Order number", "State", "What happened")
DRY_RUN_COLUMNS = ("Verdict", "Cause", "Sales order", "Total in Zoho Books", "Difference", "Calls")


@dataclass(frozen=True)
class Line:
    """One order of a run, as its table shows it."""

    order_id: int
    source_name: str
    source_id: str
    state: str
    words: str
    result: dict[str, Any]

    @property
    def difference(self) -> str:
        """How the total that a dry run foretells differs from the order's, in words; "" when it doesn't."""
        amount = Decimal(self.result.get("difference") or 0)
        return f"{money(abs(amount))} {'more' if amount > 0 else 'less'} than the order" if amount else ""


@bp.get("")
@access(VIEWER)
def index(store_id: int) -> str:
    before = request.args.get("before", type=row_id)
    wanted = select(BulkRun).where(BulkRun.store_id == store_id)
    wanted = wanted if before is None else wanted.where(BulkRun.id < before)
    found = list(db.session.scalars(wanted.order_by(BulkRun.id.desc()).limit(PER_PAGE + 1)))
    shown = found[:PER_PAGE]
    return render_template(
        "bulk/runs.html",
        runs=shown,
        counts=progress.of_many(shown),
        titles={run.id: _title(run) for run in shown},
        orders_words=actions.orders,
        is_first=before is None,
        next_before=shown[-1].id if len(found) > PER_PAGE else None,
    )


@bp.get("/<int:run_id>")
@access(VIEWER)
def show(store_id: int, run_id: int) -> str:
    run = _run(store_id, run_id)
    seen = progress.of(run)
    only, after = request.args.get("only", ""), request.args.get("after", type=row_id)
    lines = _lines(run, only, after, PER_PAGE + 1)
    return render_template(
        "bulk/run.html",
        run=run,
        deed=DEEDS[run.deed],
        title=_title(run),
        in_words=actions.in_words,
        orders_words=actions.orders,
        progress=seen,
        is_orphan=seen.waiting > 0
        and run.state == RUNNING
        and lifecycle.open_one(kinds.BULK_RUN.name, run.id) is None,
        lines=lines[:PER_PAGE],
        states=states.of_ids([line.order_id for line in lines]) if DEEDS[run.deed].is_for_zoho else None,
        next_after=lines[PER_PAGE - 1].order_id if len(lines) > PER_PAGE else None,
        only=only,
        after=after,
        drained=_drained(run, seen.outcomes.waiting) if seen.outcomes.waiting else None,
        is_held_back=status.of(store_id).waits_for_somebody(kinds.ZOHO_BOOKS),
        dry=_dry(run, seen.verdicts) if seen.verdicts else None,
        again=_to_confirm(run, LEFT, run.deed),
        submit_those=_to_confirm(run, DONE, actions.SUBMIT),
        attention=url_for("attention.index", store_id=store_id),
        here=url_for(".show", store_id=store_id, run_id=run_id, only=only or None, after=after),
        may_change=current_user.user.may(OPERATOR, store_id),
    )


@bp.post("/<int:run_id>/stop")
@access(OPERATOR)
def stop(store_id: int, run_id: int) -> Response:
    run = _run(store_id, run_id)
    is_stopped = start.stop(store_id, run_id, current_user.user.email)
    db.session.commit()
    flash("Stopped." if is_stopped else "It had ended already.", "success" if is_stopped else "info")
    return _to(run)


@bp.post("/<int:run_id>/take-back")
@access(OPERATOR)
def take_back(store_id: int, run_id: int) -> Response:
    """Stop the sending, too: what the run has scheduled and what still waits."""
    run = _run(store_id, run_id)
    if run.deed != actions.SUBMIT:
        abort(400)
    start.stop(store_id, run_id, current_user.user.email)
    db.session.commit()
    return _go_back(run, start.take_back, "None of these orders waits to be sent any more.")


@bp.post("/<int:run_id>/undo")
@access(OPERATOR)
def undo(store_id: int, run_id: int) -> Response:
    run = _run(store_id, run_id)
    if run.deed != actions.MOVE or run.state == RUNNING:
        abort(400)
    return _go_back(run, start.undo, "None of these orders is still where it was moved to.")


def _go_back(run: BulkRun, begin: Callable[[BulkRun, str], BulkRun], too_late: str) -> Response:
    """Begin the run that takes back what this one has done, and lead to it."""
    try:
        way_back = begin(run, current_user.user.email)
    except start.NothingToDo:
        db.session.rollback()
        flash(too_late, "info")
        return _to(run)
    db.session.commit()
    return _to(way_back)


@bp.get(f"/<int:run_id>/result.<{FORMS}>")
@access(VIEWER)
def result(store_id: int, run_id: int, form: str) -> Response:
    """What became of each order, as a file."""
    run = _run(store_id, run_id)
    titles = (*COLUMNS, *(DRY_RUN_COLUMNS if run.deed == actions.DRY_RUN else ()))
    return download(Sheet(f"run-{run.id}", titles, _results(run)), form)


def _results(run: BulkRun) -> Iterator[list[Row]]:
    after: int | None = None
    while lines := _lines(run, "", after, BATCH):
        yield [_result(line, run.deed == actions.DRY_RUN) for line in lines]
        after = lines[-1].order_id


def _result(line: Line, is_dry: bool) -> Row:
    own = (line.order_id, line.source_name, line.source_id, line.state, line.words)
    if not is_dry:
        return own
    amounts = (Decimal(line.result[name]) if line.result.get(name) else None for name in ("total", "difference"))
    found = (line.result.get(name) for name in ("verdict", "cause", "number"))
    return (*own, *found, *amounts, line.result.get("calls"))


def _run(store_id: int, run_id: int) -> BulkRun:
    wanted = select(BulkRun).where(BulkRun.store_id == store_id, BulkRun.id == run_id)
    return db.session.scalar(wanted) or abort(404)


def _to(run: BulkRun) -> Response:
    return redirect(url_for(".show", store_id=run.store_id, run_id=run.id))


def _to_confirm(run: BulkRun, state: str, deed: str) -> str:
    """The page that begins a deed for those orders of the run that are in a state."""
    details = {name: value for name, value in run.details.items() if name != "folder_name"}
    return url_for("bulk.confirm", store_id=run.store_id, run=run.id, of=state, do=deed, **details)


def _title(run: BulkRun) -> str:
    return actions.in_words(DEEDS[run.deed].title, run.details)


def _lines(run: BulkRun, only: str, after: int | None, limit: int) -> Sequence[Line]:
    """The run's orders by number, after one of them; `only` those in a state, or with a verdict."""
    wanted: Select[Any] = (
        select(
            BulkItem.order_id,
            Order.source_name,
            Order.source_id,
            BulkItem.state,
            BulkItem.words,
            BulkItem.result,
        )
        .join(Order, Order.id == BulkItem.order_id)
        .where(BulkItem.run_id == run.id)
    )
    if only in STATES:
        wanted = wanted.where(BulkItem.state == only)
    elif only in VERDICTS:
        wanted = wanted.where(BulkItem.result["verdict"].as_string() == only)
    if after is not None:
        wanted = wanted.where(BulkItem.order_id > after)
    return [Line(*row) for row in db.session.execute(wanted.order_by(BulkItem.order_id).limit(limit))]


def _drained(run: BulkRun, waiting: int) -> forecast.Forecast:
    """How long Zoho's limits make what was scheduled take, if its customers are known."""
    found, g.connection = settings.with_connection(run.store_id)  # the frame shows the connection, too
    is_cancel = run.deed == actions.CANCEL
    backlog = forecast.Backlog(0, 0, waiting) if is_cancel else forecast.Backlog(waiting, 0, 0)
    return forecast.of(backlog.calls(found), _day(g.connection), now())


def _day(connection: Connection | None) -> rate_limit.Day | None:
    """What Zoho said last of the day's calls, if anything."""
    return rate_limit.today(connection.organization_id) if connection else None


def _dry(run: BulkRun, found: Verdicts) -> dict[str, Any]:
    """What the page of a dry run tells beside the orders."""
    g.connection = db.session.get(Connection, run.store_id)
    return {
        "verdicts": found,
        "names": VERDICTS,
        "reasons": progress.reasons(run, MOST_REASONS) if run.state != RUNNING else [],
        "forecast": forecast.of(found.calls, _day(g.connection), now()) if found.calls else None,
        "rules": dry_run.rules_before(run.store_id),
    }
