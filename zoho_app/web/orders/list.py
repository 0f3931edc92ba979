"""The orders of a folder, or of all folders: to look through, to search, to check for doing something with many."""

from flask import Blueprint, flash, g, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.bulk import actions as bulk_actions
from zoho_app.http.access import OPERATOR, VIEWER, access
from zoho_app.orders import folders
from zoho_app.orders.listing import filters, paging, saved_views
from zoho_app.orders.listing.filters import Filters
from zoho_app.orders.models import Folder
from zoho_app.orders.refused import refused
from zoho_app.web.orders import list_state, rows, states
from zoho_app.web.orders.list_state import OrderList

bp = Blueprint("orders", __name__, url_prefix="/stores/<int:store_id>/orders")

PER_PAGE = 50


@bp.get("")
@access(VIEWER)
def index(store_id: int) -> str | Response:
    chosen = Filters.from_args(request.args)
    listing = g.folder_listing = folders.listing(store_id)
    folder = next((one for one, _ in listing if one.id == chosen.folder_id), None)
    if folder is None and request.args.get("folder"):
        flash("That folder no longer exists.", "warning")
        return redirect(OrderList(store_id, chosen, {}).href(folder=None))
    cursor = {name: request.args[name] for name in ("after", "before") if request.args.get(name)}
    found = paging.page(store_id, chosen, **cursor, size=PER_PAGE)
    shown = OrderList(store_id, chosen, cursor, folder.name if folder else "")
    count, sources = _count_and_sources(store_id, chosen, listing)
    views = saved_views.all_for(store_id, current_user.user.id)
    all_folders = [one for one, _ in listing]
    return render_template(
        "orders/index.html",
        list=shown,
        chosen=chosen,
        left_out=list_state.left_out(request.args, chosen),
        orders=found.orders,
        pages=shown.neighbors(found),
        count=count,
        folder=folder,
        folders=all_folders,
        has_orders=any(count for _, count in listing),
        views=views,
        view=saved_views.current(views, chosen),
        options=list_state.options(all_folders, sources),
        rows=rows.build(found.orders, states.for_orders(found.orders), all_folders),
        refused=refused.count_lately(store_id),
        all_checked="all" in request.args,
        bulk_actions=bulk_actions.IN_LIST,
        may_change=current_user.user.may(OPERATOR, g.store.id),
    )


def _count_and_sources(store_id: int, chosen: Filters, listing: list[tuple[Folder, int]]) -> tuple[int, list[str]]:
    """How many orders are on all pages, and their sources; what the menu counted is not counted anew."""
    if chosen.to_args().keys() <= {"folder", "sort"}:
        held = sum(count for folder, count in listing if chosen.folder_id in (None, folder.id))
        return held, filters.sources(store_id)
    return filters.count_and_sources(store_id, chosen)
