"""A look at an order beside the list that it stands in: a page by itself, of which the list shows the one panel."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, render_template, request
from flask_login import current_user

from zoho_app.counts import count_noun
from zoho_app.http.access import OPERATOR, VIEWER, access
from zoho_app.orders import folders
from zoho_app.orders.listing import parts
from zoho_app.orders.models import Order, OrderItem, Shipment
from zoho_app.web.layout.frame import render_part
from zoho_app.web.orders import states, zoho_panel
from zoho_app.web.orders.listing import bulk_bar, rows
from zoho_app.web.orders.listing.bulk_bar import Target
from zoho_app.web.orders.page import figures, timeline, trail
from zoho_app.web.orders.page.figures import Sum
from zoho_app.web.orders.page.timeline import Event
from zoho_app.web.orders.show import the_order
from zoho_app.web.orders.states import State
from zoho_app.web.orders.zoho_panel import ZohoPanel
from zoho_app.zoho_books.preview import side_by_side
from zoho_app.zoho_books.sales_orders import status

bp = Blueprint("peek", __name__, url_prefix="/stores/<int:store_id>/orders/<int:order_id>")

MOST_ITEMS, MOST_EVENTS, MOST_SHIPMENTS = 12, 4, 3


@dataclass(frozen=True)
class Peek:
    """What the panel tells of an order, each part the newest of it."""

    order: Order
    here: dict[str, Any]  # what the address of its page is made of
    state: State | None
    zoho: ZohoPanel
    is_equal: bool  # to what Zoho Books has of it
    shipments: list[Shipment]
    amounts: list[Sum]
    events: list[Event]
    targets: list[Target]  # folders to move it to
    folder_color: str

    @property
    def items_title(self) -> str:
        return count_noun(self.order.quantity_total, "item") if self.order.items else "No items"

    @property
    def items(self) -> list[OrderItem]:
        return self.order.items[:MOST_ITEMS]

    @property
    def address(self) -> str:
        """Where it goes, in one line."""
        address = self.order.shipping or self.order.customer or {}
        city = " ".join(filter(None, (address.get("postal_code"), address.get("city"))))
        return ", ".join(filter(None, (address.get("address1"), city, address.get("country"))))

    @property
    def more_items(self) -> str:
        """How many lines are not shown; "" when all are."""
        left = len(self.order.items) - MOST_ITEMS
        return f"and {count_noun(left, 'line')} more" if left > 0 else ""


@bp.get("/peek")
@access(VIEWER)
def show(store_id: int, order_id: int) -> str:
    may_change = current_user.user.may(OPERATOR, store_id)
    peek = _look_at(the_order(store_id, order_id), may_change)
    if "beside" in request.args:  # the list asks for the panel alone
        return render_part("peek/panel.html", peek=peek, may_change=may_change)
    return render_template("peek/show.html", peek=peek, may_change=may_change)


def _look_at(order: Order, may_change: bool) -> Peek:
    known = status.get_status(order)
    g.connection = known.connection  # the frame shows it, too
    g.folder_listing = folders.listing(order.store_id)
    all_folders = [folder for folder, _ in g.folder_listing]
    shipments = parts.newest(Shipment, order.id).rows
    found = states.of_one(known.appointment, known.sales_order, bool(shipments), order.source_state)
    zoho = zoho_panel.get(order, known, may_change)
    sales_order = known.sales_order if known.is_there else None
    return Peek(
        order=order,
        here=trail.here(order),
        state=rows.most_telling(found),
        zoho=zoho,
        is_equal=sales_order is not None and zoho.agrees(side_by_side.compare(order, sales_order, known)),
        shipments=shipments[:MOST_SHIPMENTS],
        amounts=figures.totals(order)[1:],  # the items stand above
        events=[one for _, events in timeline.get(order).days for one in events][:MOST_EVENTS],
        targets=[one for one in bulk_bar.targets(all_folders) if one.id != order.folder_id],
        folder_color=figures.color_of(order, all_folders),
    )
