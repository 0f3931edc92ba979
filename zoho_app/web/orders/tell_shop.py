"""Telling a shop of an order's shipments once more, when a person asks for it."""

from flask import abort, flash
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from zoho_app.channels.shops import parcel_news
from zoho_app.channels.shops.models import ShopOrder, ShopParcel
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.orders import shipments
from zoho_app.web.orders import list as order_list
from zoho_app.web.orders.page import trail
from zoho_app.web.orders.show import the_order

CARD = "shipments"


@order_list.bp.post("/<int:order_id>/shipments/<int:shipment_id>/tell")
@access(OPERATOR)
def tell_shop(store_id: int, order_id: int, shipment_id: int) -> Response:
    order = the_order(store_id, order_id)
    shipment = shipments.get(store_id, order_id, shipment_id) or abort(404)
    of_it = (ShopParcel.shipment_id == shipment.id, ShopOrder.store_id == store_id)
    rows = select(ShopOrder).join(ShopParcel, ShopParcel.shop_order_id == ShopOrder.id).where(*of_it)
    for shop_order in db.session.scalars(rows).all():
        parcel_news.try_again(shop_order, current_user.user.email)
    db.session.commit()
    flash("The shop is being told. What it says appears here.", "success")
    return trail.back_to(order, CARD)
