"""One deed for many orders of the list: at once for a few that are checked, else after a look at what it does."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from zoho_app.access import OPERATOR, access
from zoho_app.appointments.models import BULK, PEOPLE
from zoho_app.bulk import deeds, starting
from zoho_app.bulk.selection import MOST_CHECKED, SEPARATOR, Selection
from zoho_app.extensions import db
from zoho_app.orders import folders
from zoho_app.orders.models import Order
from zoho_app.web.ids import row_id
from zoho_app.web.pause import so_it_waits
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.errors import CannotSchedule

bp = Blueprint("bulk", __name__, url_prefix="/stores/<int:store_id>/orders/checked")

NAMED_AT_MOST = 10


@bp.post("")
@access(OPERATOR)
def act(store_id: int) -> Response:
    """The buttons of the list. What changes nothing is begun at once, what is for many is looked at first."""
    ids = request.form.getlist("order_ids", type=row_id)
    is_all = "all_matching" in request.form
    deed = request.form.get("do", "")
    if not ids and not is_all:
        flash("Check at least one order first.", "warning")
        return redirect(back(store_id))
    if len(ids) > MOST_CHECKED and not is_all:
        flash(f"Check at most {MOST_CHECKED} orders, or take all that match.", "warning")
        return redirect(back(store_id))
    chosen = Selection.from_args(store_id, {**request.form, "ids": SEPARATOR.join(map(str, ids))})
    if deed == deeds.DRY_RUN:
        return begin(chosen, deed, {})
    if deed in DIRECTLY and not is_all and len(ids) <= starting.FEW:
        DIRECTLY[deed](store_id, _checked(store_id, ids))
        db.session.commit()
        return redirect(back(store_id))
    more = {"do": deed, "folder_id": request.form.get("folder_id"), "back": request.form.get("back")}
    return redirect(url_for(".confirm", store_id=store_id, **chosen.to_args(), **more))  # type: ignore[arg-type]


def begin(chosen: Selection, deed: str, details: dict[str, Any]) -> Response:
    """Begin a run and lead to its page; nothing is begun with no order at all."""
    try:
        run = starting.start(chosen, deed, details, current_user.user.email)
    except starting.NothingToDo:
        db.session.rollback()
        flash("None of these orders is there any more.", "warning")
        return redirect(back(chosen.store_id))
    db.session.commit()
    return redirect(url_for("runs.show", store_id=chosen.store_id, run_id=run.id))


def back(store_id: int) -> str:
    """The list from which the orders were chosen; never an address of somebody else."""
    list_page = url_for("orders.index", store_id=store_id)
    wanted = request.values.get("back", "")
    return wanted if wanted.startswith(f"{list_page}?") else list_page


def _checked(store_id: int, ids: list[int]) -> list[Order]:
    wanted = select(Order).where(Order.store_id == store_id, Order.id.in_(ids)).order_by(Order.id)
    return list(db.session.scalars(wanted.with_for_update(of=Order)))  # no worker changes them in between


def _move(store_id: int, orders: Sequence[Order]) -> None:
    folder = folders.get(store_id, request.form.get("folder_id", 0, type=row_id))
    if folder is None:
        flash("That folder does not exist any more. Choose another.", "problem")
        return
    moved = len(folders.move_many(store_id, [order.id for order in orders], folder, current_user.user.email))
    flash(f"{deeds.orders(moved)} moved to {folder.name}.", "success")
    if moved < len(orders):
        flash(f"{deeds.orders(len(orders) - moved)} in {folder.name} already.", "info")


def _submit(store_id: int, orders: Sequence[Order]) -> None:
    _schedule(orders, actions.submit, "scheduled to Zoho Books")


def _cancel(store_id: int, orders: Sequence[Order]) -> None:
    _schedule(orders, actions.cancel, "to be canceled in Zoho Books")


DIRECTLY: dict[str, Callable[[int, Sequence[Order]], None]] = {
    deeds.MOVE: _move,
    deeds.SUBMIT: _submit,
    deeds.CANCEL: _cancel,
}


def _schedule(orders: Sequence[Order], ask: Callable[..., Any], words: str) -> None:
    """Ask for each order on its own; refusals stop nothing else and are told grouped by their reason."""
    priority = BULK if len(orders) > 1 else PEOPLE
    refused: dict[str, list[int]] = defaultdict(list)
    for order in orders:
        order_id = order.id
        try:
            with db.session.begin_nested():
                ask(order, current_user.user.email, priority)
        except CannotSchedule as refusal:
            refused[refusal.of_many].append(order_id)
    if scheduled := len(orders) - sum(map(len, refused.values())):
        flash(f"{deeds.orders(scheduled)} {words}.{so_it_waits(orders[0].store_id, scheduled)}", "success")
    for reason, ids in refused.items():
        flash(f"{deeds.orders(len(ids))} refused ({_named(ids)}): {reason}", "problem")


def _named(ids: list[int]) -> str:
    names = ", ".join(map(str, ids[:NAMED_AT_MOST]))
    return names if len(ids) <= NAMED_AT_MOST else f"{names} and {len(ids) - NAMED_AT_MOST} more"
