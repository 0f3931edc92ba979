"""Orders in Zoho Books that their source calls void by now: cancel their sales orders, or let them stand."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.counts import count_noun
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, VIEWER, access
from zoho_app.orders import state
from zoho_app.web.attention import index
from zoho_app.web.forms.ids import row_id
from zoho_app.web.layout.paused import so_it_waits
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.errors import CannotSchedule
from zoho_app.zoho_books.reconcile import void_orders

DECIDED = "Nothing is left to decide here: no order in Zoho Books is void at its source."


@index.bp.get("/void-orders")
@access(VIEWER)
def void(store_id: int) -> str | Response:
    before = request.args.get("before", type=row_id)
    count, rows = void_orders.page(store_id, index.ROWS_A_PAGE + 1, before)
    if not rows:
        if before is None:
            flash(DECIDED, "info")
        return redirect(url_for(".index" if before is None else ".void", store_id=store_id))
    shown = rows[: index.ROWS_A_PAGE]
    return render_template(
        "attention/void_orders.html",
        rows=[(order, row, state.of_order(order)) for order, row in shown],
        count=count,
        next_before=shown[-1][1].id if len(rows) > index.ROWS_A_PAGE else None,
        may_change=current_user.user.may(OPERATOR, store_id),
    )


@index.bp.post("/void-orders/cancel")
@access(OPERATOR)
def cancel_void(store_id: int) -> Response:
    """Cancel the sales order of one order, or those that the page shows first."""
    begun, refusal = 0, ""
    for order, _ in _meant(store_id):
        try:
            actions.cancel(order, current_user.user.email)
            begun += 1
        except CannotSchedule as error:
            refusal = error.words
    db.session.commit()
    if begun:
        flash(
            f"Cancellation of {count_noun(begun, 'order')} in Zoho Books requested.{so_it_waits(store_id)}", "success"
        )
    elif refusal:
        flash(refusal, "problem")
    return redirect(url_for(".void", store_id=store_id))


@index.bp.post("/void-orders/stay")
@access(OPERATOR)
def let_void_stand(store_id: int) -> Response:
    """Let the sales order of one order stand, or those that the page shows first."""
    ids = [order.id for order, _ in _meant(store_id)]
    kept = void_orders.let_stand(store_id, current_user.user.email, ids)
    db.session.commit()
    flash(f"{count_noun(kept, 'sales order')} left in Zoho Books.", "success")
    return redirect(url_for(".void", store_id=store_id))


def _meant(store_id: int) -> list[void_orders.Standing]:
    """The order that the form names, or the newest, as many as a page shows."""
    return void_orders.page(store_id, index.ROWS_A_PAGE, order_id=request.form.get("order_id", type=row_id))[1]
