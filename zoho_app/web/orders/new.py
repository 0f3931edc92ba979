"""Adding an order by hand."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.orders import folders, import_order, inventory
from zoho_app.orders.events import ORDER_CREATED_MANUALLY
from zoho_app.orders.identity import DuplicateOrder
from zoho_app.orders.input.fields import BadFields
from zoho_app.orders.models import Order
from zoho_app.web.forms.order_fields import filled_rows, show_errors
from zoho_app.web.forms.order_forms import NewOrderForm, choices
from zoho_app.web.orders import list as order_list
from zoho_app.web.orders.items import completed

COPIED = (
    "email",
    "source_id",
    "folder_id",
    "shipping",
    "customer",
    "shipping_method",
    "shipping_total",
    "handling_total",
    "tax_total",
    "checkout_data",
    "order_metadata",
)
MOST_ROWS = 200
MORE_ROWS = 3


@order_list.bp.route("/new", methods=["GET", "POST"])
@access(OPERATOR)
def new(store_id: int) -> str | Response:
    form = NewOrderForm()
    form.folder_id.choices = choices((folder.id, folder.name) for folder in folders.all_of(store_id))
    if "more_rows" in request.form:
        _add_rows(form)
    elif form.validate_on_submit() and (order := _create(store_id, form)):
        flash(f"Order {order.source_id} added.", "success")
        return redirect(url_for("orders.show", store_id=store_id, order_id=order.id))
    products = inventory.find(store_id)
    return render_template("orders/new.html", form=form, products=products)


def _add_rows(form: NewOrderForm) -> None:
    for _ in range(MORE_ROWS):
        if len(form.order_items) < MOST_ROWS:
            form.order_items.append_entry()


def _create(store_id: int, form: NewOrderForm) -> Order | None:
    """The new order; None when it was refused, with the reasons in the form."""
    data: dict[str, Any] = {name: form[name].data for name in COPIED}
    data["order_items"] = completed(store_id, filled_rows(form.order_items))
    try:
        order = import_order.import_order(g.store, data, current_user.user.email, ORDER_CREATED_MANUALLY)
        db.session.commit()
    except BadFields as refused:
        db.session.rollback()
        show_errors(form, refused.errors)
        return None
    except DuplicateOrder as refused:
        db.session.rollback()
        form.source_id.errors = [str(refused)]
        return None
    return order
