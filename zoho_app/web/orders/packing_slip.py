"""The packing slip of an order: one page to print, with what the warehouse needs and no prices."""

from flask import render_template

from zoho_app import masks
from zoho_app.http.access import VIEWER, access
from zoho_app.orders import inventory
from zoho_app.web.orders import list as order_list
from zoho_app.web.orders.show import the_order


@order_list.bp.get("/<int:order_id>/print")
@access(VIEWER)
def print_slip(store_id: int, order_id: int) -> str:
    order = the_order(store_id, order_id)
    products = inventory.by_codes(store_id, [item.code for item in order.items])
    places = {code_key: product.location for code_key, product in products.items() if product.location}
    checkout_data = masks.in_values(order.checkout_data)
    return render_template("orders/print.html", order=order, places=places, checkout_data=checkout_data)
