"""The orders of a folder, or of all folders: to look through, to search, to check for doing something with many."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.accounts import preferences
from zoho_app.counts import count_noun
from zoho_app.http.access import OPERATOR, VIEWER, access
from zoho_app.orders import folders
from zoho_app.orders.listing import filters, paging, saved_views
from zoho_app.orders.listing.filters import Filters
from zoho_app.orders.models import Folder, SavedView
from zoho_app.web.orders import states
from zoho_app.web.orders.listing import bulk_bar, columns, figures, links, live, none_found, rows, searches, tabs
from zoho_app.web.orders.listing.links import OrderList
from zoho_app.web.orders.listing.tabs import ReadyView

bp = Blueprint("orders", __name__, url_prefix="/stores/<int:store_id>/orders")

PER_PAGE = 50


@bp.get("")
@access(VIEWER)
def index(store_id: int) -> str | Response:
    if live.MARK in request.args and request.args[live.MARK] == figures.get_mark(store_id):
        return Response(status=204)  # the page asks for what is new, and nothing is
    chosen = Filters.from_args(request.args)
    listing = g.folder_listing = folders.listing(store_id)
    folder = next((one for one, _ in listing if one.id == chosen.folder_id), None)
    if folder is None and request.args.get("folder"):
        flash("That folder no longer exists.", "warning")
        return redirect(OrderList(store_id, chosen, {}).href(folder=None))
    cursor = {name: request.args[name] for name in ("after", "before") if request.args.get(name)}
    shown = OrderList(store_id, chosen, cursor, folder.name if folder else "")
    numbers = figures.read(store_id, sum(count for _, count in listing))
    page = render_template(
        "orders/index.html",
        list=shown,
        chosen=chosen,
        left_out=links.left_out(request.args, chosen),
        folder=folder,
        refused=numbers.refused,
        all_checked="all" in request.args,
        bar=bulk_bar.build(store_id, [one for one, _ in listing], folder),
        may_change=current_user.user.may(OPERATOR, g.store.id),
        live=shown.here(**{live.MARK: numbers.mark}),
        **_found(shown, [one for one, _ in listing]),
        **_views(shown, listing, folder, numbers.counts),
        **_look(folder),
    )
    searches.remember(chosen)
    return page


def _found(shown: OrderList, all_folders: list[Folder]) -> dict[str, Any]:
    """One page of the orders that fulfill what is chosen."""
    found = paging.page(shown.store_id, shown.filters, **shown.cursor, size=PER_PAGE)
    return {
        "orders": found.orders,
        "pages": shown.neighbors(found),
        "rows": rows.build(found.orders, states.for_orders(found.orders), all_folders),
    }


def _views(
    shown: OrderList, listing: list[tuple[Folder, int]], folder: Folder | None, counts: dict[str, str]
) -> dict[str, Any]:
    """How many orders there are, and the other lists to change to."""
    store_id, chosen = shown.store_id, shown.filters
    count, sources = _count_and_sources(store_id, chosen, listing)
    views = saved_views.all_for(store_id, current_user.user.id)
    view = saved_views.current(views, chosen)
    ready = None if view else tabs.current(chosen)
    title, chips = _title(folder, view, ready), shown.chips(ready)
    return {
        "title": title,
        "count": count,
        "matching": count_noun(count, "order matches", "orders match") if shown.narrowing and count else "",
        "none_found": none_found.say(shown, folder, title, bool(chips)),
        "has_orders": any(held for _, held in listing),
        "view": view,
        "tabs": shown.tabs(tabs.build(chosen, counts, views, view)),
        "chips": chips,
        "options": links.options([folder for folder, _ in listing], sources),
    }


def _title(folder: Folder | None, view: SavedView | None, ready: ReadyView | None) -> str:
    if view or folder:
        return view.name if view else folder.name  # type: ignore[union-attr]
    return "All Orders" if ready is None or ready is tabs.ALL else ready.name


def _look(folder: Folder | None) -> dict[str, Any]:
    """How the signed-in person wants the list."""
    wanted = preferences.get(current_user.user)
    return {
        "columns": [one for one in columns.shown(wanted) if not (folder and one.name == "folder")],
        "column_choices": columns.choices(wanted),
        "choosing_columns": columns.OPEN in request.args,
        "is_compact": wanted.density == preferences.COMPACT,
        "recent": preferences.recent_searches(current_user.user, g.store.id),
    }


def _count_and_sources(store_id: int, chosen: Filters, listing: list[tuple[Folder, int]]) -> tuple[int, list[str]]:
    """How many orders are on all pages, and their sources; what the menu counted is not counted anew."""
    if chosen.to_args().keys() <= {"folder", "sort"}:
        held = sum(count for folder, count in listing if chosen.folder_id in (None, folder.id))
        return held, filters.sources(store_id)
    return filters.count_and_sources(store_id, chosen)
