"""What would be sent to Zoho Books for an order, made by the function that submits it."""

from flask import g, render_template
from flask_login import current_user

from zoho_app.access import OPERATOR, VIEWER, access
from zoho_app.web import orders
from zoho_app.web.order import the_order
from zoho_app.zoho_books import previewing


@orders.bp.get("/<int:order_id>/preview")
@access(VIEWER)
def preview(store_id: int, order_id: int) -> str:
    order = the_order(store_id, order_id)
    may_change = current_user.user.may(OPERATOR, g.store.id)
    return render_template("orders/preview.html", order=order, preview=previewing.of(order), may_change=may_change)
