"""The shipments of an order, added, changed and deleted by hand."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.orders import shipments
from zoho_app.orders.input.fields import BadFields
from zoho_app.orders.input.order_data import plain
from zoho_app.orders.models import Shipment
from zoho_app.orders.tracking.carriers import tracking_url
from zoho_app.web.forms.order_fields import show_errors
from zoho_app.web.forms.order_forms import EditShipmentForm, ShipmentForm
from zoho_app.web.orders import list as order_list
from zoho_app.web.orders.edit import save
from zoho_app.web.orders.show import page, the_order

FIELDS = ("tracking_number", "carrier_code", "shipment_method", "tracking_url", "date_shipped")


@order_list.bp.post("/<int:order_id>/shipments")
@access(OPERATOR)
def add_shipment(store_id: int, order_id: int) -> str | Response:
    order = the_order(store_id, order_id)
    form = ShipmentForm()
    try:
        shipments.add(order, {name: form[name].data for name in FIELDS}, current_user.user.email)
        db.session.commit()
    except shipments.DuplicateShipment as refused:
        db.session.rollback()
        form.tracking_number.errors = [str(refused)]
        return page(order, shipment_form=form)
    except BadFields as refused:
        db.session.rollback()
        show_errors(form, refused.errors)
        return page(order, shipment_form=form)
    flash("Shipment added.", "success")
    return _back(store_id, order_id)


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
            flash("Shipment saved.", "success")
            return _back(store_id, order_id)
    except shipments.DuplicateShipment as refused:
        db.session.rollback()
        form.tracking_number.errors = [str(refused)]
    return render_template("orders/shipment.html", form=form, order=order, shipment=shipment)


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
    shipment = shipments.get(store_id, order_id, shipment_id) or abort(404)
    shipments.delete(shipment, current_user.user.email)
    db.session.commit()
    flash("Shipment deleted.", "success")
    return _back(store_id, order_id)


def _back(store_id: int, order_id: int) -> Response:
    return redirect(url_for("orders.show", store_id=store_id, order_id=order_id, _anchor="shipments"))
