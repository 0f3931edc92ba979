"""The orders of a folder, or of all folders: to look through, to search, to check for doing something with many."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.access import OPERATOR, VIEWER, access
from zoho_app.orders import folders, searching
from zoho_app.orders.models import Folder, Order
from zoho_app.web import order_states

bp = Blueprint("orders", __name__, url_prefix="/stores/<int:store_id>/orders")

PER_PAGE = 50


@dataclass(frozen=True)
class Page:
    """One page of a list: its orders, its number, and where its neighbors are."""

    orders: list[Order]
    number: int
    has_next: bool
    words: str
    href: Callable[..., str]


@bp.get("")
@access(VIEWER)
def index(store_id: int) -> str | Response:
    listing = g.folder_listing = folders.listing(store_id)
    folder = _wanted_folder([each for each, _ in listing])
    if folder is None and request.args.get("folder"):
        return redirect(url_for("orders.index", store_id=store_id))
    query = request.args.get("q", "").strip()
    found = searching.find(store_id, folder.id if folder else None, query, _wanted_page(), PER_PAGE)
    if not found.orders and found.page > 1:
        return redirect(_href(store_id, folder, query)(1))
    held = sum(count for each, count in listing if folder in (None, each))
    return render_template(
        "orders/index.html",
        folder=folder,
        folders=[each for each, _ in listing],
        page=_page(store_id, folder, query, found, held),
        q=query,
        count=_count(found) if query else f"{held:,}",
        has_orders=any(count for _, count in listing),
        states=order_states.of(found.orders),
        all_checked="all" in request.args,
        may_change=current_user.user.may(OPERATOR, g.store.id),
    )


def _wanted_folder(of_store: list[Folder]) -> Folder | None:
    wanted = request.args.get("folder", "")
    return next((folder for folder in of_store if str(folder.id) == wanted), None)


def _wanted_page() -> int:
    return max(request.args.get("page", 1, type=int), 1)


def _page(store_id: int, folder: Folder | None, query: str, found: searching.Found, held: int) -> Page:
    first = (found.page - 1) * PER_PAGE + 1
    words = f"{first:,} to {first + len(found.orders) - 1:,}"
    whole = f"{words} of {held:,} orders" if not query else f"{words} of {_count(found)} orders found"
    return Page(found.orders, found.page, found.more, whole, _href(store_id, folder, query))


def _count(found: searching.Found) -> str:
    """How many orders a search found, as far as is known without reading them all."""
    seen = (found.page - 1) * PER_PAGE + len(found.orders)
    return f"more than {seen:,}" if found.more else f"{seen:,}"


def _href(store_id: int, folder: Folder | None, query: str) -> Callable[..., str]:
    def href(page: int, **more: Any) -> str:
        place: dict[str, Any] = {"folder": folder.id if folder else None, "q": query or None}
        return url_for("orders.index", store_id=store_id, page=page if page > 1 else None, **place, **more)

    return href
