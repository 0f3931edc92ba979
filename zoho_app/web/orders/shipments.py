"""The shipments of an order, added, changed and deleted by hand."""

from typing import Any

from flask import abort, flash, render_template
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.orders import shipments
from zoho_app.orders.input.fields import BadFields
from zoho_app.orders.input.order_data import plain
from zoho_app.orders.models import Order, Shipment
from zoho_app.orders.tracking.carriers import tracking_url
from zoho_app.web.forms.order_fields import show_errors
from zoho_app.web.forms.order_forms import EditShipmentForm, ShipmentForm
from zoho_app.web.orders import list as order_list
from zoho_app.web.orders.edit import save
from zoho_app.web.orders.page import in_place, trail
from zoho_app.web.orders.show import the_order

CARD = "shipments"
FIELDS = ("tracking_number", "carrier_code", "shipment_method", "tracking_url", "date_shipped")


@order_list.bp.route("/<int:order_id>/shipments", methods=["GET", "POST"])
@access(OPERATOR)
def add_shipment(store_id: int, order_id: int) -> str | Response:
    order = the_order(store_id, order_id)
    form = ShipmentForm()
    if form.is_submitted() and _add(order, form):
        return in_place.saved(order, "Shipment added.", CARD)
    return render_template("orders/shipment.html", form=form, order=order, here=trail.here(order), shipment=None)


def _add(order: Order, form: ShipmentForm) -> bool:
    """Add what was typed; False when it was refused, with the reasons in the form."""
    try:
        shipments.add(order, {name: form[name].data for name in FIELDS}, current_user.user.email)
        db.session.commit()
    except shipments.DuplicateShipment as refused:
        db.session.rollback()
        form.tracking_number.errors = [str(refused)]
        return False
    except BadFields as refused:
        db.session.rollback()
        show_errors(form, refused.errors)
        return False
    return True


@order_list.bp.route("/<int:order_id>/shipments/<int:shipment_id>", methods=["GET", "POST"])
@access(OPERATOR)
def edit_shipment(store_id: int, order_id: int, shipment_id: int) -> str | Response:
    order = the_order(store_id, order_id)
    shipment = shipments.get(store_id, order_id, shipment_id) or abort(404)
    form = EditShipmentForm(data={**_loaded(shipment), "version": str(order.version)})
    who = current_user.user.email
    try:
        if form.validate_on_submit() and save(
            order, form, lambda: shipments.update(shipment, _typed(shipment, form), who)
        ):
            return in_place.saved(order, "Shipment saved.", CARD)
    except shipments.DuplicateShipment as refused:
        db.session.rollback()
        form.tracking_number.errors = [str(refused)]
    return render_template("orders/shipment.html", form=form, order=order, here=trail.here(order), shipment=shipment)


def _loaded(shipment: Shipment) -> dict[str, Any]:
    """What is typed of a shipment; a link that follows from carrier and number is left to follow from them."""
    follows = shipment.tracking_url == tracking_url(shipment.carrier_code, shipment.tracking_number)
    shown = {name: str(getattr(shipment, name) or "") for name in FIELDS}
    return shown | ({"tracking_url": ""} if follows else {})


def _typed(shipment: Shipment, form: EditShipmentForm) -> dict[str, Any]:
    """The shipment as it shall be: what the form does not show stays."""
    kept = {"weight": plain(shipment.weight), "cost": plain(shipment.cost), "order_items": shipment.order_items}
    kept |= {"status": shipment.status, "cart_shipment_id": shipment.cart_shipment_id}
    return {**kept, **{name: form[name].data for name in FIELDS}}


@order_list.bp.post("/<int:order_id>/shipments/<int:shipment_id>/delete")
@access(OPERATOR)
def delete_shipment(store_id: int, order_id: int, shipment_id: int) -> Response:
    order = the_order(store_id, order_id)
    shipment = shipments.get(store_id, order_id, shipment_id) or abort(404)
    shipments.delete(shipment, current_user.user.email)
    db.session.commit()
    flash("Shipment deleted.", "success")
    return trail.back_to(order, CARD)
