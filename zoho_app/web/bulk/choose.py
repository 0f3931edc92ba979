"""Bulk actions on the list of orders: confirm first, except small moves, which can be undone."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.bulk import actions, progress, start
from zoho_app.bulk.actions.action import BulkAction
from zoho_app.bulk.models import DONE, BulkRun
from zoho_app.bulk.selection import MOST_CHECKED, SEPARATOR, Selection
from zoho_app.counts import count_noun
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.web.bulk import parameters
from zoho_app.web.bulk.parameters import BadDetails
from zoho_app.web.forms.ids import row_id
from zoho_app.web.orders.listing.links import back

bp = Blueprint("bulk", __name__, url_prefix="/stores/<int:store_id>/orders/checked")

MOST_REASONS = 3


@bp.post("")
@access(OPERATOR)
def act(store_id: int) -> Response:
    """The buttons of the list. Dry runs, small moves and tags start at once; everything else asks first."""
    return _act(store_id, request.form.get("do", ""))


@bp.post("/move")
@access(OPERATOR)
def move(store_id: int) -> Response:
    """The same for a button that names the folder."""
    return _act(store_id, actions.MOVE.key)


@bp.post("/tag")
@access(OPERATOR)
def tag(store_id: int) -> Response:
    """The same for the button beside the tag's fields."""
    return _act(store_id, actions.TAG.key)


@bp.post("/<any(orders, items):what>.<any(csv, json):form>")
@access(OPERATOR)
def export(store_id: int, what: str, form: str) -> Response:
    """The checked orders, or their items, as a file."""
    chosen = _chosen(store_id)
    if chosen is None:
        return redirect(back(store_id))
    args = chosen.filters.to_args() if chosen.filters else chosen.to_args()
    return redirect(url_for(f"exports.{what}", store_id=store_id, form=form, **args))  # type: ignore[arg-type]


def _act(store_id: int, key: str) -> Response:
    action, chosen = actions.find(key), _chosen(store_id)
    if chosen is None:
        return redirect(back(store_id))
    if action is not None and action.is_dry:
        return begin(chosen, action, {})
    is_few = 0 < len(chosen.order_ids) <= start.FEW
    if action is not None and not action.asks_for_few and is_few:
        return _do_at_once(chosen, action)
    carried = {name: request.form.get(name) for name in ("folder_id", "tag_name", "tag_color", "back")}
    return redirect(url_for(".confirm", store_id=store_id, do=key, **chosen.to_args(), **carried))  # type: ignore[arg-type]


def _chosen(store_id: int) -> Selection | None:
    """The checked orders, or all that match; None, and words for people, when they can't be taken."""
    ids = request.form.getlist("order_ids", type=row_id)
    is_all = "all_matching" in request.form
    if not ids and not is_all:
        flash("Check at least one order first.", "warning")
        return None
    if len(ids) > MOST_CHECKED and not is_all:
        flash(f"Check at most {MOST_CHECKED} orders, or choose all that match.", "warning")
        return None
    return Selection.from_args(store_id, {**request.form, "ids": SEPARATOR.join(map(str, ids))})


def begin(chosen: Selection, action: BulkAction, details: dict[str, Any]) -> Response:
    """Begin a run and lead to its page; nothing is begun with no order at all."""
    run = _start(chosen, action, details)
    if run is None:
        return redirect(back(chosen.store_id))
    return redirect(url_for("runs.show", store_id=chosen.store_id, run_id=run.id))


def _start(chosen: Selection, action: BulkAction, details: dict[str, Any]) -> BulkRun | None:
    """The run that was begun; None, and words for people, when there is no order to begin it with."""
    try:
        run = start.start(chosen, action, details, current_user.user.email)
    except start.NothingToDo:
        db.session.rollback()
        flash("None of these orders exists any longer.", "warning")
        return None
    db.session.commit()
    return run


def _do_at_once(chosen: Selection, action: BulkAction) -> Response:
    """Do it to a few at once, by a run that can be undone; the person stays in the list."""
    try:
        run = _start(chosen, action, parameters.read(chosen.store_id, action, request.form))
    except BadDetails as bad:
        flash(str(bad), "problem")
        run = None
    if run is not None:
        tell(run, action)
    return redirect(back(chosen.store_id))


def tell(run: BulkRun, action: BulkAction) -> None:
    """Say in a toast what a small run has done, with Undo if something undoes it, and why it was not done to some."""
    if count := progress.of_many([run])[run.id].get(DONE):
        words = f"{count_noun(count, 'order')} {action.in_words(action.done, run.details)}."
        undo = url_for("runs.undo", store_id=run.store_id, run_id=run.id)
        button = {"press": "Undo", "href": undo, "hidden": {"back": back(run.store_id)}} if action.undone_by else {}
        flash({"words": words, "is_work_done": True, **button}, "success")  # type: ignore[arg-type]
    for reason, count in progress.reasons(run, MOST_REASONS):
        flash(f"{count_noun(count, 'order')} {action.not_done}: {reason}", "info")
