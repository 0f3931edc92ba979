"""The items of an order: add one, change one, take one off."""

from typing import Any

from flask import abort, flash, render_template
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.orders import inventory
from zoho_app.orders import items as order_items
from zoho_app.orders.input.fields import BadFields
from zoho_app.orders.input.keys import sku_key
from zoho_app.orders.models import InventoryItem, Order, OrderItem
from zoho_app.web.forms.order_forms import ItemForm
from zoho_app.web.orders import list as order_list
from zoho_app.web.orders.edit import save
from zoho_app.web.orders.page import in_place, trail
from zoho_app.web.orders.show import the_order

CARD = "items"
COLUMNS = ("code", "name", "price", "quantity", "weight", "delivery_type", "category_code", "variation_list")


@order_list.bp.route("/<int:order_id>/items/new", methods=["GET", "POST"])
@access(OPERATOR)
def add_item(store_id: int, order_id: int) -> str | Response:
    order = the_order(store_id, order_id)
    form = ItemForm(data={"version": str(order.version)})
    if form.validate_on_submit() and save(order, form, lambda: _add(order, form)):
        return in_place.saved(order, "Item added.", CARD)
    products = inventory.find(store_id)
    return render_template(
        "orders/item.html", form=form, order=order, here=trail.here(order), item=None, products=products
    )


@order_list.bp.route("/<int:order_id>/items/<int:item_id>", methods=["GET", "POST"])
@access(OPERATOR)
def edit_item(store_id: int, order_id: int, item_id: int) -> str | Response:
    order = the_order(store_id, order_id)
    item = _the_item(order, item_id)
    form = ItemForm(data={"version": str(order.version), **_loaded(item)})
    who = current_user.user.email
    if form.validate_on_submit() and save(
        order, form, lambda: order_items.change_item(item, _typed(item, form), who)
    ):
        return in_place.saved(order, "Item saved.", CARD)
    return render_template("orders/item.html", form=form, order=order, here=trail.here(order), item=item, products=[])


@order_list.bp.post("/<int:order_id>/items/<int:item_id>/remove")
@access(OPERATOR)
def remove_item(store_id: int, order_id: int, item_id: int) -> Response:
    order = the_order(store_id, order_id)
    item = _the_item(order, item_id)
    try:
        order_items.remove_item(item, current_user.user.email)
        db.session.commit()
        flash(f"Item {item.name} removed.", "success")
    except BadFields:
        db.session.rollback()
        flash("An order needs at least one item. Add another item first, or delete the order.", "problem")
    return trail.back_to(order, CARD)


def _the_item(order: Order, item_id: int) -> OrderItem:
    return order_items.get(order, item_id) or abort(404)


def _loaded(item: OrderItem) -> dict[str, Any]:
    return {**{name: getattr(item, name) for name in COLUMNS}, "metadata": item.item_metadata}


def _typed(item: OrderItem | None, form: ItemForm) -> dict[str, Any]:
    kept = {"fulfillment_method": item.fulfillment_method} if item else {}
    return {**{name: form[name].data for name in (*COLUMNS, "metadata")}, **kept}


def _add(order: Order, form: ItemForm) -> None:
    data = completed(order.store_id, [_typed(None, form)])[0]
    order_items.add_item(order, data, current_user.user.email)


def completed(store_id: int, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The typed items; what was left empty is taken from the inventory item with the same SKU."""
    products = inventory.by_codes(store_id, [item["code"] or "" for item in items])
    return [_complete(item, products.get(sku_key(item["code"] or ""))) for item in items]


def _complete(item: dict[str, Any], product: InventoryItem | None) -> dict[str, Any]:
    if product is None:
        return item
    known = {
        "name": product.name,
        "price": product.price,
        "weight": product.weight,
        "variation_list": product.variation_list,
        "metadata": product.item_metadata,
    }
    return {**known, **{name: value for name, value in item.items() if value}}
