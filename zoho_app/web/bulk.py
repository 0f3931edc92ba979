"""Doing one thing with all checked orders: move them, send them to Zoho Books, cancel them there."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from zoho_app.access import OPERATOR, access
from zoho_app.appointments.models import BULK, PEOPLE
from zoho_app.extensions import db
from zoho_app.orders import folders
from zoho_app.orders.models import Order
from zoho_app.orders.searching import shown_parts
from zoho_app.web.ids import row_id
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.errors import CannotSchedule

bp = Blueprint("bulk", __name__, url_prefix="/stores/<int:store_id>/orders/checked")

NAMED_AT_MOST = 10


@bp.post("")
@access(OPERATOR)
def act(store_id: int) -> Response:
    orders = _checked(store_id)
    deed = request.form.get("do", "")
    if not orders:
        flash("Check at least one order first.", "warning")
    elif deed == "move":
        _move(store_id, orders)
    elif deed == "submit":
        _schedule(orders, actions.submit, "scheduled to Zoho Books")
    elif deed == "cancel":
        _schedule(orders, actions.cancel, "to be canceled in Zoho Books")
    else:
        abort(400)
    db.session.commit()
    return redirect(_back(store_id))


def _checked(store_id: int) -> list[Order]:
    ids = request.form.getlist("order_ids", type=row_id)
    wanted = select(Order).where(Order.store_id == store_id, Order.id.in_(ids)).order_by(Order.id)
    wanted = wanted.with_for_update(of=Order)  # no worker changes them in between
    return list(db.session.scalars(wanted.options(*shown_parts())))


def _move(store_id: int, orders: Sequence[Order]) -> None:
    folder = folders.get(store_id, request.form.get("folder_id", 0, type=row_id))
    if folder is None:
        flash("That folder does not exist any more. Choose another.", "problem")
        return
    moved = folders.move_many(store_id, [order.id for order in orders], folder, current_user.user.email)
    flash(f"{_orders(moved)} moved to {folder.name}.", "success")
    if moved < len(orders):
        flash(f"{_orders(len(orders) - moved)} in {folder.name} already.", "info")


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
        flash(f"{_orders(scheduled)} {words}.", "success")
    for reason, ids in refused.items():
        flash(f"{_orders(len(ids))} refused ({_named(ids)}): {reason}", "problem")


def _orders(count: int) -> str:
    return "1 order" if count == 1 else f"{count:,} orders"


def _named(ids: list[int]) -> str:
    names = ", ".join(map(str, ids[:NAMED_AT_MOST]))
    return names if len(ids) <= NAMED_AT_MOST else f"{names} and {len(ids) - NAMED_AT_MOST} more"


def _back(store_id: int) -> str:
    """The list from which the orders were checked; never an address of somebody else."""
    list_page = url_for("orders.index", store_id=store_id)
    back = request.form.get("back", "")
    return back if back.startswith(f"{list_page}?") else list_page
