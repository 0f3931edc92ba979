"""Orders that were deleted: which, by whom, when, and what had happened to them; for owners."""

from flask import Blueprint, abort, render_template, request

from zoho_app.http.access import OWNER, access
from zoho_app.orders import deleted
from zoho_app.orders.input.timestamps import from_text
from zoho_app.web.forms.ids import row_id
from zoho_app.web.orders.page import timeline
from zoho_app.web.orders.page.timeline import Event

bp = Blueprint("deleted_orders", __name__, url_prefix="/stores/<int:store_id>/deleted-orders")
PAGE_SIZE = 50
LONGEST_QUERY = 200


@bp.get("")
@access(OWNER)
def index(store_id: int) -> str:
    text = request.args.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    before = request.args.get("before", type=row_id)
    found = deleted.page(store_id, text, PAGE_SIZE + 1, before)
    return render_template(
        "deleted_orders/index.html",
        orders=found[:PAGE_SIZE],
        q=text,
        before=before,
        older=found[PAGE_SIZE - 1].id if len(found) > PAGE_SIZE else None,
    )


@bp.get("/<int:deleted_id>")
@access(OWNER)
def show(store_id: int, deleted_id: int) -> str:
    order = deleted.get(store_id, deleted_id) or abort(404)
    events = [Event(from_text(line["at"]), line["who"], line["note"]) for line in order.history]
    days = timeline.by_day(events)
    return render_template("deleted_orders/show.html", order=order, days=days, line_count=len(events))
