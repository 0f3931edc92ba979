"""Orders that programs sent and that were refused: what was wrong, the body, and trying again."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, VIEWER, access
from zoho_app.http.limits import FILE_BYTES
from zoho_app.orders.identity import DuplicateOrder
from zoho_app.orders.input.fields import BadFields
from zoho_app.orders.refused import refused
from zoho_app.orders.refused.models import RefusedOrder
from zoho_app.web.forms.ids import row_id

bp = Blueprint("refused_orders", __name__, url_prefix="/stores/<int:store_id>/refused-orders")
PAGE_SIZE = 50


@bp.get("")
@access(VIEWER)
def index(store_id: int) -> str:
    before = request.args.get("before", type=row_id)
    found = refused.page(store_id, PAGE_SIZE + 1, before)
    return render_template(
        "refused_orders/index.html",
        orders=found[:PAGE_SIZE],
        total=refused.count(store_id),
        before=before,
        older=found[PAGE_SIZE - 1].id if len(found) > PAGE_SIZE else None,
    )


@bp.get("/<int:refused_id>")
@access(VIEWER)
def show(store_id: int, refused_id: int) -> str:
    return _page(_refused(store_id, refused_id))


@bp.post("/<int:refused_id>")
@access(OPERATOR, body=FILE_BYTES)
def try_again(store_id: int, refused_id: int) -> str | Response:
    row, body = _refused(store_id, refused_id), request.form.get("body", "")
    try:
        order = refused.try_again(g.store, row, body, current_user.user.email)
        db.session.commit()
    except BadFields as refusal:
        db.session.rollback()
        row = _refused(store_id, refused_id)
        refused.still_wrong(row, body, refusal)
        db.session.commit()
        flash("The order still can't be imported. What is wrong is listed below.", "problem")
        return _page(row)
    except DuplicateOrder as duplicate:
        db.session.rollback()
        flash(f"{duplicate} Dismiss this one if it is the same.", "warning")
        return redirect(url_for("refused_orders.show", store_id=store_id, refused_id=refused_id))
    flash(f"Order {order.id} imported.", "success")
    return redirect(url_for("orders.show", store_id=store_id, order_id=order.id))


@bp.post("/<int:refused_id>/dismiss")
@access(OPERATOR)
def dismiss(store_id: int, refused_id: int) -> Response:
    refused.dismiss(_refused(store_id, refused_id), current_user.user.email)
    db.session.commit()
    flash("Dismissed: the refused order is no longer listed.", "success")
    return redirect(url_for("refused_orders.index", store_id=store_id))


def _refused(store_id: int, refused_id: int) -> RefusedOrder:
    return refused.get(store_id, refused_id) or abort(404)


def _page(row: RefusedOrder) -> str:
    return render_template(
        "refused_orders/show.html",
        refused=row,
        body=refused.readable(row),
        may_change=current_user.user.may(OPERATOR, row.store_id),
    )
