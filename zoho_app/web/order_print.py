"""The packing slip of an order: one page to print, with what the warehouse needs and no prices."""

from flask import render_template

from zoho_app import masking
from zoho_app.access import VIEWER, access
from zoho_app.orders import inventory
from zoho_app.web import orders
from zoho_app.web.order import the_order


@orders.bp.get("/<int:order_id>/print")
@access(VIEWER)
def print_slip(store_id: int, order_id: int) -> str:
    order = the_order(store_id, order_id)
    products = inventory.by_codes(store_id, [item.code for item in order.items])
    places = {code_key: product.location for code_key, product in products.items() if product.location}
    checkout_data = masking.in_values(order.checkout_data)
    return render_template("orders/print.html", order=order, places=places, checkout_data=checkout_data)
