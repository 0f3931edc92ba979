"""The bulk runs of a store: progress, the result for every order, and what can be done next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import Select, select
from werkzeug.wrappers import Response

from zoho_app.bulk import actions, progress, start
from zoho_app.bulk.actions.action import Undo
from zoho_app.bulk.models import FINISHED, RUNNING, BulkItem, BulkRun
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, VIEWER, access
from zoho_app.orders.models import Order
from zoho_app.web.bulk import run_page
from zoho_app.web.bulk.choose import back, tell
from zoho_app.web.bulk.run_states import ITEM_STATES, RUN_STATES, VERDICTS
from zoho_app.web.downloads import BATCH, FORMS, Row, Sheet, download
from zoho_app.web.forms.ids import row_id
from zoho_app.web.layout.formats import money
from zoho_app.web.orders import states
from zoho_app.web.orders.states import State

bp = Blueprint("runs", __name__, url_prefix="/stores/<int:store_id>/runs")

PER_PAGE = 50
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
    def shown_state(self) -> State:
        """Its state; of a dry run its verdict."""
        verdict = self.result.get("verdict")
        return VERDICTS[verdict] if verdict else ITEM_STATES[self.state]

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
        title=actions.title,
        action=actions.for_run,
        run_states=RUN_STATES,
        is_first=before is None,
        next_before=shown[-1].id if len(found) > PER_PAGE else None,
    )


@bp.get("/<int:run_id>")
@access(VIEWER)
def show(store_id: int, run_id: int) -> str:
    run = _run(store_id, run_id)
    page = run_page.get(run)
    only, after = request.args.get("only", ""), request.args.get("after", type=row_id)
    lines = _lines(run, only, after, PER_PAGE + 1)
    return render_template(
        "bulk/run.html",
        page=page,
        run=run,
        progress=page.progress,
        lines=lines[:PER_PAGE],
        states=states.of_ids([line.order_id for line in lines]) if page.action.appointment_kinds else None,
        next_after=lines[PER_PAGE - 1].order_id if len(lines) > PER_PAGE else None,
        only=only,
        after=after,
        here=url_for(".show", store_id=store_id, run_id=run_id, only=only or None, after=after),
        may_change=current_user.user.may(OPERATOR, store_id),
    )


@bp.post("/<int:run_id>/stop")
@access(OPERATOR)
def stop(store_id: int, run_id: int) -> Response:
    run = _run(store_id, run_id)
    is_stopped = start.stop(store_id, run_id, current_user.user.email)
    db.session.commit()
    flash("Stopped." if is_stopped else "The run had already ended.", "success" if is_stopped else "info")
    return _to(run)


@bp.post("/<int:run_id>/take-back")
@access(OPERATOR)
def withdraw(store_id: int, run_id: int) -> Response:
    """Stop the sending, too: what the run has scheduled and what still waits."""
    run = _run(store_id, run_id)
    action = actions.undo_for(run)
    if action is None or not action.stops_run:
        abort(400)
    start.stop(store_id, run_id, current_user.user.email)
    db.session.commit()
    return _undo(run, action)


@bp.post("/<int:run_id>/undo")
@access(OPERATOR)
def undo(store_id: int, run_id: int) -> Response:
    run = _run(store_id, run_id)
    action = actions.undo_for(run)
    if action is None or action.stops_run or run.state == RUNNING:
        abort(400)
    return _undo(run, action)


def _undo(run: BulkRun, action: Undo) -> Response:
    """Begin the run that undoes this one, and lead to it; a small one is told where the person was."""
    try:
        undoing = start.undo(run, current_user.user.email)
    except start.NothingToDo:
        db.session.rollback()
        flash(action.too_late, "info")
        return _to(run)
    db.session.commit()
    if undoing.state == FINISHED and "back" in request.form:
        tell(undoing, action)
        return redirect(back(run.store_id))
    return _to(undoing)


@bp.get(f"/<int:run_id>/result.<{FORMS}>")
@access(VIEWER)
def result(store_id: int, run_id: int, form: str) -> Response:
    """What became of each order, as a file."""
    run = _run(store_id, run_id)
    titles = (*COLUMNS, *(DRY_RUN_COLUMNS if actions.for_run(run).is_dry else ()))
    return download(Sheet(f"run-{run.id}", titles, _results(run)), form)


def _results(run: BulkRun) -> Iterator[list[Row]]:
    is_dry = actions.for_run(run).is_dry
    after: int | None = None
    while lines := _lines(run, "", after, BATCH):
        yield [_result(line, is_dry) for line in lines]
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
    if only in ITEM_STATES:
        wanted = wanted.where(BulkItem.state == only)
    elif only in VERDICTS:
        wanted = wanted.where(BulkItem.result["verdict"].as_string() == only)
    if after is not None:
        wanted = wanted.where(BulkItem.order_id > after)
    return [Line(*row) for row in db.session.execute(wanted.order_by(BulkItem.order_id).limit(limit))]
