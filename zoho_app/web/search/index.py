"""The page of the search, and its parts that the palette over each page asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, g, render_template, request, url_for

from zoho_app.http.access import VIEWER, access
from zoho_app.orders import folders
from zoho_app.orders.listing import paging
from zoho_app.orders.listing.filters import Filters
from zoho_app.orders.models import Order
from zoho_app.web.layout.frame import render_part
from zoho_app.web.search import entries
from zoho_app.web.search.entry import ACTIONS, GROUPS, Entry
from zoho_app.web.search.keys import SHEET

bp = Blueprint("search", __name__, url_prefix="/stores/<int:store_id>/search")

MOST_ORDERS = 3


@dataclass(frozen=True)
class FoundOrders:
    """The first orders that match what was typed, and the list of all of them; `href` is "" when these are all."""

    typed: str
    orders: Sequence[Order]
    href: str

    @staticmethod
    def first_item(order: Order) -> str:
        """What stands behind the customer's name."""
        return f"{order.items[0].quantity:,} × {order.items[0].name or order.items[0].code}" if order.items else ""


@bp.get("")
@access(VIEWER)
def index(store_id: int) -> str:
    typed = request.args.get("q", "").replace("\x00", "").strip()[:200]
    part = request.args.get("part", "")
    if part == "orders":
        return render_part("search/orders.html", found=_orders(store_id, typed))
    g.folder_listing = folders.listing(store_id)
    known = entries.all_of(g.store, [folder for folder, _ in g.folder_listing])
    if part == "palette":
        return render_part("search/palette.html", groups=_grouped(known), store_id=store_id, sheet=SHEET)
    links = [one for one in known if one.move_to is None and one.has(typed)]
    return render_template("search/index.html", typed=typed, groups=_grouped(links), found=_orders(store_id, typed))


def _grouped(known: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """The entries by their group; of the palette, orders stand after the actions."""
    groups = [(group, [one for one in known if one.group == group]) for group in GROUPS]
    return [(group, members) for group, members in groups if members or group == ACTIONS]


def _orders(store_id: int, typed: str) -> FoundOrders:
    if not typed:
        return FoundOrders("", [], "")
    found = paging.page(store_id, Filters(query=typed), size=MOST_ORDERS)
    href = url_for("orders.index", store_id=store_id, q=typed) if found.next else ""
    return FoundOrders(typed, found.orders, href)
