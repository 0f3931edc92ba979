"""What would be sent to Zoho Books for an order and what would come of it, by the functions that submit it."""

from flask import abort, g, render_template
from flask_login import current_user

from zoho_app.access import OPERATOR, VIEWER, access
from zoho_app.web.orders import list as order_list
from zoho_app.zoho_books.preview import dry_run
from zoho_app.zoho_books.preview import preview as preview_preview
from zoho_app.zoho_books.sales_orders import repository


@order_list.bp.get("/<int:order_id>/preview")
@access(VIEWER)
def preview(store_id: int, order_id: int) -> str:
    try:
        found = repository.order_to_send(store_id, order_id, is_locked=False)
    except LookupError:
        abort(404)
    g.connection = found.connection  # the frame shows it, too
    verdict, prepared = dry_run.of_one(found)
    return render_template(
        "orders/preview.html",
        order=found.order,
        preview=preview_preview.of(found, prepared),
        verdict=verdict,
        rules=dry_run.rules_before(store_id, found.order),
        may_change=current_user.user.may(OPERATOR, g.store.id),
    )
