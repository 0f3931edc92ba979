"""One order: everything that is known of it."""

from typing import Any

from flask import abort, g, render_template, request
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from zoho_app import masks
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, VIEWER, access
from zoho_app.orders import duplicates, folders, state
from zoho_app.orders.input import emails
from zoho_app.orders.listing import customers, parts
from zoho_app.orders.models import Order, Shipment
from zoho_app.web.forms.ids import row_id
from zoho_app.web.forms.order_forms import NoteForm
from zoho_app.web.orders import list as order_list
from zoho_app.web.orders import states, zoho_panel
from zoho_app.web.orders.page import figures, shop_parcels, timeline, trail
from zoho_app.zoho_books.preview import side_by_side
from zoho_app.zoho_books.reconcile import void_orders
from zoho_app.zoho_books.sales_orders import status
from zoho_app.zoho_books.sales_orders.status import OrderStatus


@order_list.bp.get("/<int:order_id>")
@access(VIEWER)
def show(store_id: int, order_id: int) -> str:
    return page(the_order(store_id, order_id))


def the_order(store_id: int, order_id: int) -> Order:
    """The store's order of that number with its items; 404 when there is none.

    For a POST the row is locked until the commit, so that no worker changes the order in between.
    """
    wanted = (
        select(Order)
        .where(Order.store_id == store_id, Order.id == order_id)
        .options(joinedload(Order.folder), joinedload(Order.items))
    )
    if request.method == "POST":
        wanted = wanted.with_for_update(of=Order)
    return db.session.scalars(wanted).unique().one_or_none() or abort(404)


def page(order: Order, **forms: Any) -> str:
    """The page of an order; `forms` are refused ones that are shown again with what was typed."""
    zoho = status.get_status(order)
    g.connection = zoho.connection  # the frame shows it, too
    g.folder_listing = folders.listing(order.store_id)
    may_change = current_user.user.may(OPERATOR, g.store.id)
    all_folders = [folder for folder, _ in g.folder_listing]
    shown = parts.newest(Shipment, order.id, request.args.get("shipments_before", type=row_id))
    return render_template(
        "orders/show.html",
        order=order,
        here=trail.here(order),
        trail=trail.get(order, all_folders),
        checkout_data=masks.in_values(order.checkout_data),
        order_metadata=masks.in_values(order.order_metadata),
        zoho=zoho_panel.get(order, zoho, may_change),
        beside=_beside(order, zoho),
        states=states.of_one(zoho.appointment, zoho.sales_order, bool(shown.rows), order.source_state),
        shipments=shown,
        shop_says=shop_parcels.find(order, shown.rows),
        timeline=timeline.get(order),
        totals=figures.totals(order),
        folders=all_folders,
        folder_color=figures.color_of(order, all_folders),
        double_of=duplicates.asked_about(order),
        void_words=state.void_words(order),
        is_void_there=void_orders.is_among(order),
        email_problem=emails.problem(order.email),
        customer=customers.find(order),
        gift_message=figures.gift_message(order),
        may_change=may_change,
        **{"note_form": NoteForm(formdata=None), **forms},
    )


def _beside(order: Order, zoho: OrderStatus) -> side_by_side.Comparison | None:
    if zoho.sales_order is None or not zoho.is_there:
        return None
    return side_by_side.compare(order, zoho.sales_order, zoho)
