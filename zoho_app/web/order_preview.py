"""What would be sent to Zoho Books for an order and what would come of it, by the functions that submit it."""

from flask import g, render_template
from flask_login import current_user

from zoho_app.access import OPERATOR, VIEWER, access
from zoho_app.web import orders
from zoho_app.web.order import the_order
from zoho_app.zoho_books import dry_run, previewing


@orders.bp.get("/<int:order_id>/preview")
@access(VIEWER)
def preview(store_id: int, order_id: int) -> str:
    order = the_order(store_id, order_id)
    (verdict,) = dry_run.of(store_id, [order])
    return render_template(
        "orders/preview.html",
        order=order,
        preview=previewing.of(order),
        verdict=verdict,
        rules=dry_run.rules_before(store_id, order),
        may_change=current_user.user.may(OPERATOR, g.store.id),
    )
