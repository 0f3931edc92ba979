"""What the buttons of an order do: send it to Zoho Books, cancel it there, move, run an event, delete."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.appointments.models import PEOPLE
from zoho_app.counts import count_noun
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.orders import duplicates, edit, folders, history, inventory
from zoho_app.orders.models import Order
from zoho_app.orders.rules import run_event as order_run_event
from zoho_app.rules import catalogue
from zoho_app.web.forms.ids import row_id
from zoho_app.web.layout.paused import so_it_waits
from zoho_app.web.layout.redirects import back_to
from zoho_app.web.orders import list as order_list
from zoho_app.web.orders.page import trail
from zoho_app.web.orders.show import the_order
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.errors import CannotSchedule
from zoho_app.zoho_books.sales_orders import status


@order_list.bp.post("/<int:order_id>/submit")
@access(OPERATOR)
def submit(store_id: int, order_id: int) -> Response:
    ask = partial(actions.submit, send_void=request.form.get("send_void") == "1")
    return _schedule(the_order(store_id, order_id), ask, "Order scheduled to Zoho Books.")


@order_list.bp.post("/<int:order_id>/cancel")
@access(OPERATOR)
def cancel(store_id: int, order_id: int) -> Response:
    return _schedule(the_order(store_id, order_id), actions.cancel, "Cancellation in Zoho Books requested.")


def _schedule(order: Order, ask: Callable[..., Any], words: str) -> Response:
    try:
        appointment = ask(order, current_user.user.email, PEOPLE)
        db.session.commit()
        flash(f"{words}{so_it_waits(order.store_id) if appointment else ''}", "success")
    except CannotSchedule as refusal:
        db.session.rollback()
        flash(refusal.words, "problem")
    return _back(order)


@order_list.bp.post("/<int:order_id>/move")
@access(OPERATOR)
def move(store_id: int, order_id: int) -> Response:
    order = the_order(store_id, order_id)
    folder = folders.get(store_id, request.form.get("folder_id", 0, type=row_id))
    if folder is None:
        flash("That folder no longer exists. Choose another.", "problem")
        return _back(order)
    folders.move(order, folder, current_user.user.email)
    db.session.commit()
    flash(f"Order moved to {folder.name}.", "success")
    return _back(order)


@order_list.bp.post("/<int:order_id>/sync-inventory")
@access(OPERATOR)
def sync_inventory(store_id: int, order_id: int) -> Response:
    order = the_order(store_id, order_id)
    gained = inventory.add_details(order)
    if gained:
        history.add(order, current_user.user.email, f"Items Synced with Inventory: {gained} gained details")
        edit.touch(order)
    db.session.commit()
    some = f"{count_noun(gained, 'item')} gained details from inventory."
    flash(some if gained else "Inventory has nothing to add to these items.", "success")
    return _back(order)


@order_list.bp.post("/<int:order_id>/event")
@access(OPERATOR)
def run_event(store_id: int, order_id: int) -> Response:
    order = the_order(store_id, order_id)
    event = catalogue.find_event(request.form.get("event", "")) or abort(404)
    try:
        order_run_event.run_event(order, event.name, current_user.user.email)
    except order_run_event.EventRefused as refusal:
        flash(str(refusal), "problem")
        return _back(order)
    db.session.commit()
    flash(f"Event “{event.name}” was run. The timeline below shows what the rules did.", "success")
    return _back(order)


@order_list.bp.post("/<int:order_id>/another-purchase")
@access(OPERATOR)
def is_another_purchase(store_id: int, order_id: int) -> Response:
    order = the_order(store_id, order_id)
    if order.double_of is not None:
        duplicates.is_another_purchase(order, current_user.user.email)
        db.session.commit()
    flash("Noted: it is another purchase.", "success")
    return _back(order)


@order_list.bp.post("/<int:order_id>/delete")
@access(OPERATOR)
def delete(store_id: int, order_id: int) -> Response:
    order = the_order(store_id, order_id)
    if status.get_status(order).is_under_way:
        flash("This order is on its way to Zoho Books. Cancel that first, or wait until it is done.", "problem")
        return _back(order)
    number, list_address = order.source_id, trail.list_address(store_id)
    edit.delete_order(order, current_user.user.email)
    db.session.commit()
    flash(f"Order {number} deleted.", "success")
    return redirect(list_address)


def _back(order: Order) -> Response:
    """To the list where the person looked at the order beside it; else to Home, or to the order's page."""
    list_page = url_for("orders.index", store_id=order.store_id)
    if (wanted := back_to(list_page)) != list_page:
        return redirect(wanted)
    if request.form.get("back") == "home":
        return redirect(url_for("home.index", store_id=order.store_id))
    return trail.back_to(order)
