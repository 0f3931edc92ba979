"""Orders that were changed in their shop after they were sent: what changed, and that somebody has seen to it."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.channels.shops import changes
from zoho_app.counts import count_noun
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, VIEWER, access
from zoho_app.web.attention import index
from zoho_app.web.forms.ids import row_id

NOTHING = "No order was changed in its shop after it was sent."


@index.bp.get("/shop-changes")
@access(VIEWER)
def shop_changes(store_id: int) -> str | Response:
    before = request.args.get("before", type=row_id)
    rows = changes.page(store_id, index.ROWS_A_PAGE + 1, before)
    if not rows:
        if before is None:
            flash(NOTHING, "info")
        return redirect(url_for(".index" if before is None else ".shop_changes", store_id=store_id))
    shown = rows[: index.ROWS_A_PAGE]
    return render_template(
        "attention/shop_changes.html",
        rows=shown,
        next_before=shown[-1][1].id if len(rows) > index.ROWS_A_PAGE else None,
        may_change=current_user.user.may(OPERATOR, store_id),
    )


@index.bp.post("/shop-changes/done")
@access(OPERATOR)
def shop_changes_done(store_id: int) -> Response:
    """Somebody has seen to one order, or to all of them."""
    count = changes.seen_to(store_id, request.form.get("row_id", type=row_id))
    db.session.commit()
    flash(f"{count_noun(count, 'order')} marked as done.", "success")
    return redirect(url_for(".shop_changes", store_id=store_id))
