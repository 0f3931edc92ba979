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
    """The buttons of the list. Dry runs and small moves start at once; everything else asks first."""
    ids = request.form.getlist("order_ids", type=row_id)
    is_all = "all_matching" in request.form
    key = request.form.get("do", "")
    action = actions.find(key)
    if not ids and not is_all:
        flash("Check at least one order first.", "warning")
        return redirect(back(store_id))
    if len(ids) > MOST_CHECKED and not is_all:
        flash(f"Check at most {MOST_CHECKED} orders, or choose all that match.", "warning")
        return redirect(back(store_id))
    chosen = Selection.from_args(store_id, {**request.form, "ids": SEPARATOR.join(map(str, ids))})
    if action is not None and action.is_dry:
        return begin(chosen, action, {})
    if action is not None and not action.asks_for_few and not is_all and len(ids) <= start.FEW:
        return _do_at_once(chosen, action)
    more = {"do": key, "folder_id": request.form.get("folder_id"), "back": request.form.get("back")}
    return redirect(url_for(".confirm", store_id=store_id, **chosen.to_args(), **more))  # type: ignore[arg-type]


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
        _tell(run, action)
    return redirect(back(chosen.store_id))


def _tell(run: BulkRun, action: BulkAction) -> None:
    if count := progress.of_many([run])[run.id].get(DONE):
        words = f"{count_noun(count, 'order')} {action.in_words(action.done, run.details)}."
        undo = url_for("runs.undo", store_id=run.store_id, run_id=run.id)
        flash({"words": words, "press": "Undo", "href": undo}, "success")  # type: ignore[arg-type]
    for reason, count in progress.reasons(run, MOST_REASONS):
        flash(f"{count_noun(count, 'order')} {action.not_done}: {reason}", "info")
