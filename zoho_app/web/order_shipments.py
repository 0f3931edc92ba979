"""The shipments of an order, added and deleted by hand."""

from flask import abort, flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.access import OPERATOR, access
from zoho_app.extensions import db
from zoho_app.orders import shipments
from zoho_app.orders.fields import BadFields
from zoho_app.web import orders
from zoho_app.web.order import page, the_order
from zoho_app.web.order_fields import show_errors
from zoho_app.web.order_forms import ShipmentForm

FIELDS = ("tracking_number", "carrier_code", "shipment_method", "tracking_url", "date_shipped")


@orders.bp.post("/<int:order_id>/shipments")
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
    return redirect(url_for("orders.show", store_id=store_id, order_id=order_id, _anchor="shipments"))


@orders.bp.post("/<int:order_id>/shipments/<int:shipment_id>/delete")
@access(OPERATOR)
def delete_shipment(store_id: int, order_id: int, shipment_id: int) -> Response:
    shipment = shipments.get(store_id, order_id, shipment_id) or abort(404)
    shipments.delete(shipment, current_user.user.email)
    db.session.commit()
    flash("Shipment deleted.", "success")
    return redirect(url_for("orders.show", store_id=store_id, order_id=order_id, _anchor="shipments"))
